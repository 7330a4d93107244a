"""Rows about messages: flags, fetch, append, copy, move, expunge and Gmail's labels."""

import datetime

from livecase import REFUSED
from surface.ground import letter, row


@row("M1", "add_flags", "dovecot cyrus gmail")
@row("M16", "get_flags", "dovecot cyrus gmail")
@row("M38", "remove_flags", "dovecot cyrus gmail")
@row("M44", "set_flags", "dovecot cyrus gmail")
@row("T9", "system flags", "dovecot cyrus gmail")
def flags(on, check):
    folder = on.folder("Row M1", "One", "Two")
    everything = ["\\Answered", "\\Deleted", "\\Draft", "\\Flagged", "\\Seen"]
    found = on.imap("--folder", folder, "add-flags", "1", *everything, "$Work")
    check.assertTrue({*everything, "$Work"} <= set(found.field("flags")), found.lines)
    check.assertEqual((found.field("uid"), found.field("seq")), (1, 1))
    on.imap("--folder", folder, "remove-flags", "1", "\\Deleted", "$Work")
    check.assertEqual(set(on.flags(folder)) - {"\\Recent"}, set(everything) - {"\\Deleted"})
    on.imap("--folder", folder, "set-flags", "1:*", "\\Flagged")
    found = on.imap("--folder", folder, "get-flags", "1:2")
    check.assertEqual([set(line["flags"]) - {"\\Recent"} for line in found.lines], [{"\\Flagged"}] * 2)
    check.assertEqual([line["uid"] for line in found.lines], [1, 2])


@row("P1", "silent", "dovecot cyrus gmail")
def silent(on, check):
    folder = on.folder("Row P1", "One")
    for verb, flag in (("add-flags", "\\Seen"), ("remove-flags", "\\Seen"), ("set-flags", "\\Flagged")):
        check.assertEqual(on.imap("--folder", folder, verb, "1", flag, "--silent").lines, [])
        check.assertIn("FLAGS.SILENT", " ".join(on.sent()))
    check.assertIn("\\Flagged", on.flags(folder))


@row("M9", "delete_messages", "dovecot cyrus gmail")
@row("M11", "expunge", "dovecot cyrus")
def delete_and_expunge(on, check):
    folder = on.folder("Row M9", "One", "Two", "Three")
    found = on.imap("--folder", folder, "delete-messages", "1,3")
    check.assertTrue(all("\\Deleted" in line["flags"] for line in found.lines) and len(found.lines) == 2)
    if on.kind != "gmail":
        found = on.imap("--folder", folder, "expunge")
        kinds = [response["type"] for response in found.field("responses")]
        check.assertTrue(set(kinds) & {"EXPUNGE", "VANISHED"}, kinds)
        check.assertTrue(found.field("text"))
        check.assertEqual(on.uids(folder), [2])


@row("M54", "uid_expunge", "dovecot cyrus gmail")
@row("P4", "expunge(messages=)", "dovecot cyrus gmail")
def uid_expunge(on, check):
    for verb in ("uid-expunge", "expunge"):
        folder = on.folder("Row M54 " + verb, "One", "Two", "Three")
        on.imap("--folder", folder, "delete-messages", "1:2")
        on.imap("--folder", folder, verb, "1,3")
        check.assertIn("UID EXPUNGE 1,3", on.sent())
        check.assertEqual(on.uids(folder), [2, 3], "only what is deleted and named")


@row("M3", "append", "dovecot cyrus gmail")
@row("P2", "append(flags=)", "dovecot cyrus gmail")
@row("P3", "append(msg_time=)", "dovecot cyrus gmail")
def append(on, check):
    folder = on.folder("Row M3")
    data = letter("Appended", body="Größe\r\n.\r\nEnd {3}\r\n")
    found = on.imap("append", folder, on.file("m3.eml", data), "--flags", "\\Seen $Work", "--date", "2024-02-29T12:00:00+01:00")
    check.assertEqual(found.field("appenduid")["uids"], [1])
    found = on.imap("--folder", folder, "fetch", "1", "FLAGS", "INTERNALDATE", "RFC822.SIZE", "BODY.PEEK[]")
    check.assertEqual(found.field("BODY[]"), data.decode())
    check.assertEqual(found.field("size"), len(data))
    check.assertTrue({"\\Seen", "$Work"} <= set(found.field("flags")))
    when = datetime.datetime.fromisoformat(found.field("internaldate").replace("Z", "+00:00"))
    check.assertEqual(when, datetime.datetime.fromisoformat("2024-02-29T11:00:00+00:00"))
    check.assertEqual(on.imap("append", "Nowhere at all", on.file("m3.eml", data), status=REFUSED).error["code"], "TRYCREATE")


@row("M32", "multiappend", "dovecot cyrus")
@row("P13", "multiappend item", "dovecot cyrus")
def multiappend(on, check):
    folder = on.folder("Row M32")
    files = [on.file("m32-%d.eml" % number, letter("Letter %d" % number)) for number in range(3)]
    found = on.imap("multiappend", folder, *files, "--flags", "\\Flagged", "--date", "2020-01-02T03:04:05Z")
    check.assertEqual(found.field("appenduid")["uids"], [1, 2, 3])
    check.assertEqual(sum(1 for line in on.sent() if line.startswith("APPEND")), 1)
    found = on.imap("--folder", folder, "fetch", "1:*", "FLAGS", "ENVELOPE", "INTERNALDATE")
    check.assertEqual([line["envelope"]["subject"] for line in found.lines], ["Letter 0", "Letter 1", "Letter 2"])
    check.assertTrue(all("\\Flagged" in line["flags"] and line["internaldate"].startswith("2020-01-02") for line in found.lines))


@row("M6", "copy", "dovecot cyrus gmail")
def copy(on, check):
    source, target = on.folder("Row M6", "One", "Two"), on.folder("Row M6 copies")
    found = on.imap("--folder", source, "copy", "1:2", target)
    check.assertEqual(found.field("copyuid")["pairs"], [[1, 1], [2, 2]])
    check.assertEqual((on.uids(source), on.uids(target)), ([1, 2], [1, 2]))
    on.imap("--folder", source, "copy", "1", "Nowhere at all", status=REFUSED)


@row("M31", "move", "dovecot cyrus gmail")
def move(on, check):
    source, target = on.folder("Row M31", "One", "Two"), on.folder("Row M31 moved")
    found = on.imap("--folder", source, "move", "2", target)
    check.assertEqual(found.field("copyuid")["pairs"], [[2, 1]])
    check.assertEqual((on.uids(source), on.uids(target)), ([1], [1]))


@row("M12", "fetch", "dovecot cyrus gmail")
@row("P5", "fetch(data=)", "dovecot cyrus gmail")
@row("P7", "fetch SEQ", "dovecot cyrus gmail")
def fetch(on, check):
    folder = on.folder("Row M12", "One", "Two", "Three", body="Line one\r\nLine two\r\n")
    on.batch(("add-flags", "1", "\\Deleted"), ("uid-expunge", "1"), options=["--folder", folder])
    found = on.imap("--folder", folder, "fetch", "1:*", "FLAGS", "INTERNALDATE", "RFC822.SIZE", "ENVELOPE", "BODYSTRUCTURE",
                    "BODY.PEEK[HEADER.FIELDS (SUBJECT)]", "BODY.PEEK[TEXT]<5.3>")
    check.assertEqual([(line["uid"], line["seq"]) for line in found.lines], [(2, 1), (3, 2)])
    first = found.lines[0]
    check.assertEqual(first["BODY[HEADER.FIELDS (SUBJECT)]"], "Subject: Two\r\n\r\n")
    check.assertEqual(first["BODY[TEXT]<5>"], "one")
    check.assertEqual(first["size"], first["rfc822.size"])
    check.assertNotIn("\\Seen", on.flags(folder, 2), "PEEK")
    on.imap("--folder", folder, "fetch", "2", "BODY[]")
    check.assertIn("\\Seen", on.flags(folder, 2))
    check.assertEqual(on.imap("--folder", folder, "fetch", "99", "FLAGS").lines, [])


@row("P6", "fetch(modifiers=)", "dovecot cyrus gmail")
def modifiers(on, check):
    folder = on.folder("Row P6", "One", "Two")
    before = on.mod_sequence(folder)
    on.imap("--folder", folder, "add-flags", "2", "\\Flagged")
    found = on.imap("--folder", folder, "fetch", "1:*", "FLAGS", "--modifiers", "CHANGEDSINCE %d" % before)
    check.assertEqual([line["uid"] for line in found.lines], [2])
    check.assertGreater(found.field("modseq"), before)


@row("T2", "Address", "dovecot cyrus")
@row("T3", "Envelope", "dovecot cyrus")
def envelope(on, check):
    folder = on.folder("Row T3", "=?utf-8?q?Gr=C3=BC=C3=9Fe?=", headers="Cc: A group: a@example.com, B <b@example.org>;\r\n"
                       "Sender: s@example.com\r\nReply-To: \"R. T.\" <r@example.com>\r\nIn-Reply-To: <parent@example.com>\r\n")
    found = on.imap("--folder", folder, "fetch", "1", "ENVELOPE").field("envelope")
    check.assertEqual(found["subject"], "=?utf-8?q?Gr=C3=BC=C3=9Fe?=")
    check.assertEqual(found["date"], "Mon, 2 Feb 2026 09:31:00 +0100")
    check.assertEqual(found["from"], [["Bob Builder", None, "bob", "saltwind.example"]])
    check.assertEqual(found["sender"], [[None, None, "s", "example.com"]])
    check.assertEqual(found["reply_to"], [["R. T.", None, "r", "example.com"]])
    check.assertEqual(found["cc"], [[None, None, "A group", None], [None, None, "a", "example.com"],
                                    ["B", None, "b", "example.org"], [None, None, None, None]])
    check.assertEqual((found["bcc"], found["in_reply_to"]), (None, "<parent@example.com>"))
    check.assertTrue(found["message_id"].startswith("<"))


@row("T4", "BodyData", "dovecot cyrus gmail")
def body_data(on, check):
    folder = on.folder("Row T4")
    on.imap("append", folder, on.file("t4.eml", (
        b"From: a@b.c\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"
        b"Content-Type: text/plain; charset=utf-8\r\n\r\nText\r\n--b\r\nContent-Type: image/png; name=a.png\r\n"
        b"Content-Disposition: attachment; filename=a.png\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA\r\n--b--\r\n")))
    found = on.imap("--folder", folder, "fetch", "1", "BODYSTRUCTURE").field("bodystructure")
    check.assertEqual(found["type"], "multipart/mixed")
    check.assertEqual([part["type"] for part in found["parts"]], ["text/plain", "image/png"])
    check.assertEqual(found["parts"][0]["params"]["charset"].lower(), "utf-8")
    check.assertEqual((found["parts"][1]["enc"], found["parts"][1]["disposition"]),
                      ("base64", {"type": "attachment", "params": {"filename": "a.png"}}))


def labels(on, folder, uid=1):
    return set(on.imap("--folder", folder, "get-gmail-labels", uid).field("labels"))


@row("M2", "add_gmail_labels", "gmail")
@row("M17", "get_gmail_labels", "gmail")
@row("M39", "remove_gmail_labels", "gmail")
@row("M45", "set_gmail_labels", "gmail")
def gmail_labels(on, check):
    folder = on.folder("Row M2", "Labelled")
    on.imap("--folder", folder, "add-gmail-labels", "1", "\\Starred", "Größe & mehr", "two words")
    check.assertEqual(labels(on, folder), {"\\Starred", "Größe & mehr", "two words"})
    check.assertIn("Größe & mehr", [line["name"] for line in on.imap("list-folders").lines])
    on.imap("--folder", folder, "remove-gmail-labels", "1", "\\Starred", "two words")
    check.assertEqual(labels(on, folder), {"Größe & mehr"})
    on.imap("--folder", folder, "set-gmail-labels", "1", "\\Important", folder)
    check.assertEqual(labels(on, folder), {"\\Important"})
    check.assertEqual(on.imap("--folder", folder, "add-gmail-labels", "1", "x", "--silent").lines, [])
