#!/usr/bin/python3
"""Stories of mail on its way: large messages in little memory, connections that are cut, sets of many messages, and
moving where the server has no MOVE."""

import hashlib
import json
import os
import pathlib
import socket
import subprocess
import tempfile
import threading

import livecase
import scriptedserver

MEGABYTE = 1024 * 1024


def sanitized():
    """Whether the program was built with a sanitizer, which takes memory of its own."""
    return b"__asan_init" in pathlib.Path(livecase.program()).read_bytes() or \
        b"__tsan_init" in pathlib.Path(livecase.program()).read_bytes()


class Scissors:
    """A connection to a server that is cut after so many octets from the client."""

    def __init__(self, port, after):
        self._to = port
        self._after = after
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        client, _ = self._listener.accept()
        server = socket.create_connection(("127.0.0.1", self._to))
        threading.Thread(target=self._answers, args=(server, client), daemon=True).start()
        left = self._after
        while left > 0:
            data = client.recv(min(left, 65536))
            if not data:
                break
            server.sendall(data)
            left -= len(data)
        for end in (client, server):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
            end.close()
        self._listener.close()

    @staticmethod
    def _answers(server, client):
        try:
            while data := server.recv(65536):
                client.sendall(data)
        except OSError:
            pass


class LargeMail(livecase.LiveCase):
    """Messages that must not be in memory."""

    verbs = ("append", "fetch")

    def big_file(self, megabytes):
        """A message with a body of so many MB, and the hash of the whole."""
        path = self.server.directory / ("big-%d.eml" % megabytes)
        line = b"All work and no play makes mail a dull thing to read for hours.\r\n"
        piece = line * (MEGABYTE // len(line))
        digest = hashlib.sha256()
        with open(path, "wb") as file:
            for part in [b"Subject: Big\r\n\r\n"] + [piece] * megabytes:
                file.write(part)
                digest.update(part)
        return path, digest.hexdigest()

    def measured(self, *arguments):
        """Runs a verb; the outcome and the most memory that it had, in MB."""
        command = [livecase.program(), *self.connection(), *map(str, arguments)]
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=err)
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            out.seek(0)
            err.seek(0)
            found = livecase.outcome(process.returncode, out.read().decode(), err.read().decode())
        self.assertEqual(found.status, 0, found.stderr)
        return found, usage.ru_maxrss / 1024

    def test_two_hundred_megabytes_there_and_back(self):
        path, digest = self.big_file(200)
        self.imap("create-folder", "Big")
        _, sending = self.measured("append", "Big", path)
        self.assertEqual(self.imap("--folder", "Big", "fetch", "1", "RFC822.SIZE").field("size"), path.stat().st_size)
        back = self.server.directory / "back.eml"
        found, receiving = self.measured("--folder", "Big", "fetch", "1", "BODY.PEEK[]", "--to", back)
        self.assertEqual(found.field("octets"), path.stat().st_size)
        with open(back, "rb") as file:
            again = hashlib.sha256()
            while piece := file.read(MEGABYTE):
                again.update(piece)
        self.assertEqual(again.hexdigest(), digest)
        print("most memory: %.1f MB sending, %.1f MB receiving" % (sending, receiving))
        if not sanitized():
            self.assertLess(sending, 60)
            self.assertLess(receiving, 60)

    def test_a_connection_cut_in_the_middle_appends_nothing(self):
        path, _ = self.big_file(4)
        self.imap("create-folder", "Cut")
        scissors = Scissors(int(self.details["PORT_IMAP"]), MEGABYTE)
        url = "imap+plain://alice@127.0.0.1:%d" % scissors.port
        found = self.imap("append", "Cut", path, url=url, status=livecase.NO_CONNECTION)
        self.assertEqual(found.error["error"], "AbortError")
        self.assertEqual(self.imap("folder-status", "Cut", "MESSAGES").field("messages"), 0)

    def test_progress(self):
        path, _ = self.big_file(4)
        self.imap("create-folder", "Slow")
        sent = self.imap("append", "Slow", path, "--progress")
        told = [json.loads(line) for line in sent.stderr.splitlines()]
        self.assertGreater(len(told), 2)
        self.assertEqual(told[-1], {"progress": "sending", "done": path.stat().st_size, "total": path.stat().st_size})
        back = self.server.directory / "slow.eml"
        got = self.imap("--folder", "Slow", "fetch", "1", "BODY.PEEK[]", "--to", back, "--progress")
        told = [json.loads(line) for line in got.stderr.splitlines()]
        self.assertGreater(len(told), 2)
        self.assertEqual((told[-1]["progress"], told[-1]["done"]), ("receiving", path.stat().st_size))

    def test_a_download_of_nothing_leaves_no_file(self):
        nothing = self.server.directory / "nothing.eml"
        found = self.imap("--folder", "INBOX", "fetch", "9", "BODY.PEEK[]", "--to", nothing, status=livecase.REFUSED)
        self.assertIn("no such message", found.error["message"])
        self.assertFalse(nothing.exists())

    def test_large_sections_are_printed_as_small_ones(self):
        path, _ = self.big_file(1)
        self.imap("create-folder", "Printed")
        self.imap("append", "Printed", path)
        found = self.imap("--folder", "Printed", "fetch", "1", "BODY.PEEK[]", "BODY.PEEK[HEADER]")
        self.assertEqual(found.lines[0]["BODY[]"].encode(), path.read_bytes())
        self.assertEqual(found.lines[0]["BODY[HEADER]"], "Subject: Big\r\n\r\n")


class Appending(livecase.LiveCase):
    """What a message is sent as."""

    verbs = ("append", "multiappend")

    def letter(self, name, data):
        path = self.server.directory / name
        path.write_bytes(data)
        return path

    def appended(self, folder, *arguments, stdin=b""):
        """Appends to a new folder, and reads the message back."""
        self.imap("create-folder", folder)
        found = livecase.run_program(*self.connection(), "append", folder, *arguments, stdin=stdin)
        self.assertEqual(found.status, 0, found.stderr)
        return self.imap("--folder", folder, "fetch", "1", "BODY.PEEK[TEXT]").lines[0]["BODY[TEXT]"]

    def test_from_standard_input(self):
        self.assertEqual(self.appended("Piped", "-", stdin=b"Subject: x\r\n\r\nPiped in\r\n"), "Piped in\r\n")

    def test_line_ends_are_mended_when_asked(self):
        path = self.letter("lf.eml", b"Subject: x\n\none\ntwo\r\nthree\rfour")
        self.assertEqual(self.appended("Mended", path, "--crlf"), "one\r\ntwo\r\nthree\rfour")

    def test_nul_goes_as_binary(self):
        path = self.letter("nul.eml", b"Subject: x\r\n\r\na\0b\r\n")
        self.appended("Nul", path)
        size = self.imap("--folder", "Nul", "fetch", "1", "RFC822.SIZE").field("size")
        self.assertEqual(size, 19)
        self.imap("--no-extension", "BINARY", "append", "Nul", path, status=livecase.CAPABILITY_MISSING)

    def test_several_or_none(self):
        one = self.letter("one.eml", b"Subject: One\r\n\r\n1\r\n")
        self.imap("create-folder", "Several")
        found = self.imap("multiappend", "Several", one, one, "--flags", "\\Seen $Imported")
        self.assertEqual(found.lines[0]["appenduid"]["uids"], [1, 2])
        large = self.letter("large.eml", b"Subject: x\r\n\r\n" + b"x\r\n" * 500000)
        carol = {"url": self.url(user="carol"), "password": "carol-secret"}
        found = self.imap("multiappend", "INBOX", one, large, status=livecase.REFUSED, **carol)
        self.assertEqual(found.error["code"], "OVERQUOTA")
        self.assertEqual(self.imap("folder-status", "INBOX", "MESSAGES", **carol).field("messages"), 0)
        self.imap("--no-extension", "MULTIAPPEND", "multiappend", "Several", one, one, status=livecase.CAPABILITY_MISSING)

    def test_a_folder_that_does_not_exist(self):
        one = self.letter("one.eml", b"Subject: One\r\n\r\n1\r\n")
        self.assertEqual(self.imap("append", "Nowhere", one, status=livecase.REFUSED).error["code"], "TRYCREATE")
        self.imap("append", "Nowhere", self.server.directory / "none.eml", status=livecase.USAGE)


class Moving(livecase.LiveCase):
    """MOVE, what does for it, and sets of many messages."""

    verbs = ("copy", "move", "expunge", "uid-expunge", "delete-messages", "batch")

    def uids(self, folder):
        lines = self.imap("--folder", folder, "fetch", "1:*", "UID").lines
        return [line["uid"] for line in lines]

    def test_copy_says_what_became_what(self):
        self.deliver("Copied", "One", "Two", "Three")
        self.imap("create-folder", "Copies")
        found = self.imap("--folder", "Copied", "copy", "1,3", "Copies")
        self.assertEqual(found.lines[0]["copyuid"]["pairs"], [[1, 1], [3, 2]])

    def test_fallback_with_uidplus(self):
        self.deliver("Fall", "One", "Two", "Three")
        self.imap("create-folder", "Fallen")
        self.imap("--folder", "Fall", "delete-messages", "1")  # by somebody else, who may want it back
        without = ("--no-extension", "MOVE", "--folder", "Fall")
        found = self.imap(*without, "move", "2:*", "Fallen", "--fallback")
        self.assertIs(found.field("expunged"), True)
        self.assertEqual(self.uids("Fall"), [1])
        self.assertEqual(len(self.uids("Fallen")), 2)

    def test_fallback_without_uidplus_says_that_nothing_is_expunged(self):
        self.deliver("Fall 2", "One", "Two")
        self.imap("create-folder", "Fallen 2")
        without = ("--no-extension", "MOVE", "--no-extension", "UIDPLUS", "--folder", "Fall 2")
        found = self.imap(*without, "--sequence", "move", "2", "Fallen 2", "--fallback")
        self.assertIs(found.field("expunged"), False)
        self.assertEqual(self.uids("Fall 2"), [1, 2])
        self.assertIn("\\Deleted", self.imap("--folder", "Fall 2", "get-flags", "2").field("flags"))

    def test_fallback_is_not_needed(self):
        self.deliver("Fall 3", "One")
        self.imap("create-folder", "Fallen 3")
        self.assertIs(self.imap("--folder", "Fall 3", "move", "1", "Fallen 3", "--fallback").field("expunged"), True)
        self.assertEqual(self.uids("Fallen 3"), [1])

    def test_thousands_of_scattered_messages(self):
        count = int(os.environ.get("POSTRIDER_MANY", "6000"))
        self.server.fill("alice", "Many", count)
        self.imap("create-folder", "Odd ones")
        scattered = ",".join(str(uid) for uid in range(1, count, 2))
        verbs = ["select-folder Many", "add-flags %s $Odd --silent" % scattered, "get-flags %s" % scattered,
                 "move %s 'Odd ones'" % scattered, "folder-status Many MESSAGES", "folder-status 'Odd ones' MESSAGES"]
        found = livecase.run_program(*self.connection(), "batch", stdin="\n".join(verbs) + "\n")
        self.assertEqual(found.status, 0, found.stderr)
        flags = [line for line in found.lines if "flags" in line and "uid" in line]
        self.assertEqual([line["uid"] for line in flags], list(range(1, count, 2)))
        self.assertTrue(all("$Odd" in line["flags"] for line in flags))
        moved = [line for line in found.lines if "copyuid" in line]
        pairs = moved[0]["copyuid"]["pairs"]
        self.assertEqual(pairs, [[uid, at + 1] for at, uid in enumerate(range(1, count, 2))])
        counts = [line["messages"] for line in found.lines if "messages" in line]
        self.assertEqual(counts[-2:], [count // 2, count // 2])


class Labels(livecase.LiveCase):
    """Gmail's labels, which are its folders and are spelled as those."""

    server_class = scriptedserver.ScriptedServer
    server_options = {"behave": "gmail"}
    verbs = ("get-gmail-labels", "add-gmail-labels", "remove-gmail-labels", "set-gmail-labels")

    def labels(self, folder, uids="1"):
        return [line["labels"] for line in self.imap("--folder", folder, "get-gmail-labels", uids).lines]

    def test_labels_come_and_go(self):
        self.deliver("Labelled", "One", "Two")
        found = self.imap("--folder", "Labelled", "add-gmail-labels", "1", "\\Starred", "Grüße & mehr", "two words")
        self.assertLessEqual({"\\Starred", "Grüße & mehr", "two words"}, set(found.field("labels")))
        self.assertIn("\\Flagged", self.imap("--folder", "Labelled", "get-flags", "1").field("flags"))
        self.imap("--folder", "Labelled", "remove-gmail-labels", "1", "two words", "--silent")
        self.assertNotIn("two words", self.labels("Labelled")[0])
        # The folder that one looks from is a label, too, though Gmail does not tell it.
        self.imap("--folder", "Labelled", "set-gmail-labels", "1:2", "Nur dies", "Labelled")
        self.assertEqual(self.labels("Labelled", "1:2"), [["Nur dies"]] * 2)

    def test_message_and_thread_ids(self):
        self.deliver("Ids", "One")
        found = self.imap("--folder", "Ids", "fetch", "1", "X-GM-MSGID", "X-GM-THRID")
        self.assertGreater(int(found.field("x-gm-msgid")), 2 ** 32)
        self.assertGreater(int(found.field("x-gm-thrid")), 2 ** 32)


class NotGmail(livecase.LiveCase):
    """The same asked of a server that has no labels."""

    verbs = Labels.verbs

    def test_nothing_is_sent(self):
        self.deliver("Plain", "One")
        self.imap("--folder", "Plain", "get-gmail-labels", "1", status=livecase.CAPABILITY_MISSING)
        self.imap("--folder", "Plain", "add-gmail-labels", "1", "x", status=livecase.CAPABILITY_MISSING)


if __name__ == "__main__":
    livecase.run()
