"""Rows about searching: M21, M42, M50, M53 and their parameters and results."""

from livecase import REFUSED
from surface.ground import row


def fruit(on, name):
    """Three letters: an apple, a banana that was read, and one with umlauts."""
    folder = on.folder(name, "Banana", "Apple", flags=("\\Seen",))
    return on.deliver(folder, "Cherry", body="Grüße aus der Küche\r\n")


@row("M42", "search", "dovecot cyrus gmail")
@row("T5", "SearchIds", "dovecot cyrus gmail")
def search(on, check):
    folder = fruit(on, "Row M42")

    def ids(*criteria):
        return on.imap("--folder", folder, "search", *criteria).field("ids")

    check.assertEqual(ids(), [1, 2, 3])
    check.assertEqual(ids("UNSEEN"), [3])
    check.assertEqual(ids("SEEN", "SUBJECT", "apple"), [2])
    check.assertEqual(ids("SUBJECT", "durian"), [])
    check.assertEqual(ids("SMALLER", "1000000", "SINCE", "1-Jan-2020"), [1, 2, 3])


@row("P18", "search(criteria=)", "dovecot cyrus gmail")
def criteria(on, check):
    folder = fruit(on, "Row P18")

    def ids(*words):
        return on.imap("--folder", folder, "search", *words).field("ids")

    check.assertEqual(ids("NOT", "(", "SUBJECT", "apple", "SEEN", ")"), [1, 3])
    check.assertEqual(ids("OR", "SUBJECT", "apple", "SUBJECT", "cherry"), [2, 3])
    check.assertEqual(ids("--raw", "NOT (SUBJECT \"apple\" SEEN)"), [1, 3])
    check.assertEqual(ids("SUBJECT", "nothing \"quoted\" \\ here"), [])


@row("P19", "search(charset=)", "dovecot cyrus gmail")
def charset(on, check):
    folder = fruit(on, "Row P19")
    check.assertEqual(on.imap("--folder", folder, "search", "BODY", "Grüße").field("ids"), [3])
    check.assertTrue(any("CHARSET UTF-8" in line for line in on.sent()), on.sent())
    on.imap("--folder", folder, "search", "SUBJECT", "apple")
    check.assertFalse(any("CHARSET" in line for line in on.sent()), on.sent())
    found = on.imap("--folder", folder, "search", "--charset", "X-UNKNOWN", "SUBJECT", "apple", status=REFUSED)
    check.assertEqual(found.error["error"], "InvalidCriteriaError")


@row("P20", "search modseq", "dovecot cyrus gmail")
def modseq(on, check):
    folder = fruit(on, "Row P20")
    before = on.mod_sequence(folder)
    on.imap("--folder", folder, "add-flags", "2", "\\Flagged")
    found = on.imap("--folder", folder, "search", "MODSEQ", before + 1)
    check.assertEqual(found.field("ids"), [2])
    check.assertGreater(found.field("modseq"), before)


@row("M21", "gmail_search", "gmail")
def gmail_search(on, check):
    def ids(query):
        return on.imap("--folder", "[Gmail]/All Mail", "gmail-search", query).field("ids")

    everything = ids("")
    check.assertEqual(len(ids("subject:invoice -from:alice")), 1)
    check.assertTrue(set(ids("is:starred")) < set(everything))
    check.assertEqual(ids("grüße-gibt-es-nicht"), [])
    check.assertTrue(any("X-GM-RAW" in line for line in on.sent()), on.sent())


@row("M50", "sort", "dovecot cyrus")
@row("P22", "sort(sort_criteria=)", "dovecot cyrus")
def sort(on, check):
    folder = fruit(on, "Row M50")

    def ids(*words):
        return on.imap("--folder", folder, "sort", *words).field("ids")

    check.assertEqual(ids("SUBJECT"), [2, 1, 3])
    check.assertEqual(ids("REVERSE SUBJECT"), [3, 1, 2])
    check.assertEqual(ids("FROM REVERSE ARRIVAL SUBJECT"), ids("FROM REVERSE ARRIVAL SUBJECT"))
    check.assertEqual(ids("SUBJECT", "SEEN"), [2, 1])
    check.assertEqual(sorted(ids("ARRIVAL CC DATE FROM SIZE SUBJECT TO")), [1, 2, 3])
    check.assertEqual(sorted(ids("DISPLAYFROM DISPLAYTO")), [1, 2, 3])


@row("M53", "thread", "dovecot cyrus")
@row("P24", "thread(algorithm=)", "dovecot cyrus")
def thread(on, check):
    folder = on.folder("Row M53", "Alone", "Begin")
    on.deliver(folder, "Re: Begin", first=3, headers="References: <begin.2@saltwind.example>\r\n")
    for algorithm in ("REFERENCES", "ORDEREDSUBJECT"):
        found = on.imap("--folder", folder, "thread", algorithm)
        check.assertEqual(sorted(line["thread"] for line in found.lines), [[1], [2, 3]])
    found = on.imap("--folder", folder, "thread", "REFERENCES", "SUBJECT", "Alone")
    check.assertEqual([line["thread"] for line in found.lines], [[1]])
