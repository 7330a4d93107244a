#!/usr/bin/python3
"""Stories against Cyrus: another server's way of saying the same, and what Dovecot does not have."""

import livecase
from livecase import cyrusserver, field


class CyrusCase(livecase.LiveCase):
    server_class = cyrusserver.CyrusServer


class FirstSteps(CyrusCase):
    """The verbs that every server understands."""

    def test_special_uses_come_in_lower_case(self):
        folders = {field(line, "name"): field(line, "flags") for line in self.imap("list-folders").lines}
        self.assertIn("\\sent", [flag.lower() for flag in folders["Sent"]])
        self.assertIn("INBOX", folders)

    def test_a_folder_from_birth_to_death(self):
        self.imap("create-folder", "Plans/Été")
        self.imap("rename-folder", "Plans/Été", "Plans/Hiver & neige")
        names = [field(line, "name") for line in self.imap("list-folders").lines]
        self.assertIn("Plans/Hiver & neige", names)
        self.assertNotIn("Plans/Été", names)
        self.imap("delete-folder", "Plans/Hiver & neige")

    def test_mail_is_read_and_marked(self):
        self.deliver("Marks", "One", "Two")
        self.imap("--folder", "Marks", "add-flags", "2", "\\Flagged", "$Work")
        found = self.imap("--folder", "Marks", "fetch", "1:*", "FLAGS", "ENVELOPE").lines
        self.assertEqual([field(line, "uid") for line in found], [1, 2])
        self.assertIn("$Work", field(found[1], "flags"))

    def test_namespaces(self):
        found = self.imap("namespace").lines[0]
        self.assertEqual(found["personal"], [["", "/"]])
        self.assertEqual(found["other"], [["Other Users/", "/"]])

    def test_wrong_password(self):
        self.imap("noop", password="wrong", status=livecase.SIGN_IN_REFUSED)


class Dotted(CyrusCase):
    """The hierarchy that Cyrus has had for thirty years: everything below INBOX, dots between."""

    server_options = {"dotted": True}

    def test_names_are_whole(self):
        self.imap("create-folder", "INBOX.Work.2026")
        folders = {field(line, "name"): line for line in self.imap("list-folders").lines}
        self.assertEqual(folders["INBOX.Work.2026"]["delimiter"], ".")


if __name__ == "__main__":
    livecase.run()
