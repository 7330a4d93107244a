#!/usr/bin/python3
"""Stories of the other verbs of the console program: folders, searching, moving mail about, rights, quotas, metadata."""

import json
import shlex

import livecase
from livecase import field


class Folders(livecase.LiveCase):
    """Making, renaming, subscribing and deleting folders."""

    def names(self, verb="list-folders"):
        return {field(line, "name") for line in self.imap(verb).lines}

    def test_a_folder_from_birth_to_death(self):
        self.imap("create-folder", "Plans/Été")
        self.assertIn("Plans/Été", self.names())
        self.imap("rename-folder", "Plans/Été", "Plans/Hiver & neige")
        self.assertIn("Plans/Hiver & neige", self.names())
        self.assertNotIn("Plans/Été", self.names())
        self.imap("subscribe-folder", "Plans/Hiver & neige")
        self.assertIn("Plans/Hiver & neige", self.names("list-sub-folders"))
        self.imap("unsubscribe-folder", "Plans/Hiver & neige")
        self.assertNotIn("Plans/Hiver & neige", self.names("list-sub-folders"))
        self.imap("delete-folder", "Plans/Hiver & neige")
        self.assertNotIn("Plans/Hiver & neige", self.names())

    def test_the_same_folder_twice_is_refused(self):
        self.imap("create-folder", "Twice")
        found = self.imap("create-folder", "Twice", status=livecase.REFUSED)
        self.assertEqual(found.error.get("code"), "ALREADYEXISTS")

    def test_namespaces(self):
        said = json.dumps(self.imap("namespace").lines)
        self.assertIn("Users/", said)
        self.assertIn("Public/", said)


class Searching(livecase.LiveCase):
    """SEARCH, SORT and THREAD, by the words a person types."""

    verbs = ("search", "sort", "thread")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        story = cls("setUp")
        story.deliver("Search", "Banana", "Apple")
        story.deliver("Search", "Cherry", flags=("\\Seen",), body="Grüße aus der Küche\r\n")

    def ids(self, *arguments):
        return self.imap("--folder", "Search", *arguments).field("ids")

    def test_everything(self):
        self.assertEqual(self.ids("search"), [1, 2, 3])

    def test_words_with_umlauts(self):
        self.assertEqual(self.ids("search", "BODY", "Grüße"), [3])

    def test_several_criteria(self):
        self.assertEqual(self.ids("search", "UNSEEN", "SUBJECT", "apple"), [2])

    def test_nothing_found_is_an_empty_list(self):
        self.assertEqual(self.ids("search", "SUBJECT", "durian"), [])

    def test_sorting(self):
        self.assertEqual(self.ids("sort", "SUBJECT"), [2, 1, 3])
        self.assertEqual(self.ids("sort", "REVERSE SUBJECT"), [3, 1, 2])

    def test_threads(self):
        said = json.dumps(self.imap("--folder", "Search", "thread", "REFERENCES").lines)
        for number in "123":
            self.assertIn(number, said)

    def test_a_criterion_nobody_knows(self):
        found = self.imap("--folder", "Search", "search", "FLAVOUR", "sweet", status=livecase.REFUSED)
        self.assertEqual(found.error["error"], "InvalidCriteriaError")


class MovingMail(livecase.LiveCase):
    """Appending, copying, moving and expunging."""

    verbs = ("search", "append", "copy", "move", "delete-messages", "expunge", "uid-expunge")

    def ids(self, folder):
        return self.imap("--folder", folder, "search").field("ids")

    def letter(self, name, text):
        path = self.server.directory / name
        path.write_bytes(text.replace("\n", "\r\n").encode())
        return path

    def test_append_with_flags_and_date(self):
        path = self.letter("one.eml", "Subject: Appended\nFrom: a@example.org\n\nÜber den Fluß\n")
        self.imap("create-folder", "Append")
        self.imap("append", "Append", path, "--flags", "\\Seen $Work", "--date", "2024-02-29T12:00:00+01:00")
        found = self.imap("--folder", "Append", "fetch", "1", "FLAGS", "INTERNALDATE")
        self.assertIn("$Work", found.field("flags"))
        self.assertTrue(found.field("internaldate").startswith("2024-02-29T"), found.lines)

    def test_copy_and_move(self):
        self.deliver("From", "One", "Two")
        self.imap("create-folder", "Into")
        self.imap("--folder", "From", "copy", "1", "Into")
        self.imap("--folder", "From", "move", "2", "Into")
        self.assertEqual(self.ids("From"), [1])
        self.assertEqual(len(self.ids("Into")), 2)

    def test_move_without_the_extension(self):
        self.deliver("From plain", "One", "Two")
        self.imap("create-folder", "Into plain")
        self.imap("--no-extension", "MOVE", "--folder", "From plain", "move", "1", "Into plain", status=livecase.CAPABILITY_MISSING)
        self.assertEqual(self.ids("From plain"), [1, 2])

    def test_delete_and_expunge(self):
        self.deliver("Delete", "One", "Two", "Three")
        self.imap("--folder", "Delete", "delete-messages", "1,3")
        self.imap("--folder", "Delete", "uid-expunge", "1")
        self.assertEqual(self.ids("Delete"), [2, 3])
        self.imap("--folder", "Delete", "expunge")
        self.assertEqual(self.ids("Delete"), [2])

    def test_sequence_numbers(self):
        self.deliver("Sequence", "One", "Two")
        self.imap("--folder", "Sequence", "delete-messages", "1")
        self.imap("--folder", "Sequence", "expunge")
        found = self.imap("--sequence", "--folder", "Sequence", "fetch", "1", "FLAGS", "UID")
        self.assertEqual(found.field("uid"), 2)

    def test_read_only_changes_nothing(self):
        self.deliver("Careful", "One")
        self.imap("--read-only", "--folder", "Careful", "add-flags", "1", "\\Flagged", status=livecase.REFUSED)
        self.assertNotIn("\\Flagged", self.imap("--folder", "Careful", "get-flags", "1").field("flags"))

    def test_over_quota(self):
        path = self.letter("big.eml", "Subject: Big\n\n" + ("x" * 70 + "\n") * 20000)
        found = self.imap("append", "INBOX", path, url=self.url(user="carol"), password="carol-secret", status=livecase.REFUSED)
        self.assertEqual(found.error.get("code"), "OVERQUOTA")


class RightsAndMore(livecase.LiveCase):
    """ACL, QUOTA, METADATA, several verbs on one connection."""

    verbs = ("getacl", "setacl", "delete-acl", "my-rights", "get-quota-root", "get-metadata", "set-metadata", "batch", "search")

    def test_sharing_a_folder(self):
        self.deliver("Shared", "For both")
        self.imap("setacl", "Shared", "bob", "lrs")
        self.assertIn("bob", json.dumps(self.imap("getacl", "Shared").lines))
        rights = json.dumps(self.imap("my-rights", "Users/alice/Shared", url=self.url(user="bob"), password="bob-secret").lines)
        self.assertIn("lrs", rights)
        self.imap("delete-acl", "Shared", "bob")
        self.assertNotIn("bob", json.dumps(self.imap("getacl", "Shared").lines))

    def test_quota(self):
        said = json.dumps(self.imap("get-quota-root", "INBOX").lines)
        self.assertIn("STORAGE", said.upper())
        self.assertIn("MESSAGE", said.upper())

    def test_metadata(self):
        self.imap("create-folder", "Noted")
        self.imap("set-metadata", "Noted", "/private/comment", "Grüße")
        self.assertIn("Grüße", json.dumps(self.imap("get-metadata", "Noted", "/private/comment").lines, ensure_ascii=False))

    def test_batch(self):
        self.deliver("Batch", "One", "Two")
        verbs = [("select-folder", "Batch"), ("search",), ("folder-status", "INBOX", "MESSAGES")]
        found = livecase.run_program(*self.connection(), "batch", stdin="".join(shlex.join(verb) + "\n" for verb in verbs))
        self.assertEqual(found.status, 0, found.stderr)
        self.assertIn([1, 2], [line.get("ids") for line in found.lines])

    def test_id(self):
        self.assertIn("Dovecot", json.dumps(self.imap("id").lines))


if __name__ == "__main__":
    livecase.run()
