#!/usr/bin/python3
"""Stories of searching, sorting and threading: what people type, on real servers and those with a dialect of their own."""

import datetime
import json
import subprocess

import livecase
import scriptedserver
from livecase import CAPABILITY_MISSING, REFUSED, USAGE, cyrusserver

UTC = datetime.timezone.utc


def letter(subject="A letter", sender="Bob <bob@saltwind.example>", to="alice@saltwind.example", day="Mon, 2 Feb 2026 09:30:00 +0100",
           body="Hello.", identity=None, references=None, more=""):
    """A message as UTF-8, which mail servers search as such."""
    text = "From: %s\nTo: %s\nSubject: %s\nDate: %s\n" % (sender, to, subject, day)
    text += "Message-ID: <%s@saltwind.example>\n" % (identity or abs(hash((subject, sender, day))))
    if references:
        text += "References: %s\n" % " ".join("<%s@saltwind.example>" % one for one in references)
    text += more + "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n%s\n" % body
    return text.replace("\n", "\r\n").encode()


class SearchCase(livecase.LiveCase):
    """Searches in one folder."""

    folder = "Search"
    verbs = ("search", "sort", "thread", "batch")

    def found(self, *arguments, **connection):
        return self.imap("--folder", self.folder, *arguments, **connection).lines[0]

    def ids(self, *criteria):
        return self.found("search", *criteria)["ids"]

    def fault(self, *arguments, status=REFUSED):
        return self.imap("--folder", self.folder, *arguments, status=status).error

    def batch(self, *lines):
        found = livecase.run_program(*self.connection(), "--folder", self.folder, "batch", stdin="\n".join(lines) + "\n")
        self.assertEqual(found.status, 0, found.stderr)
        return found.lines


class Criteria(SearchCase):
    """Each kind of criterion, typed as people type it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with cls.server.mailbox("alice") as mailbox:
            def put(message, flags, day):
                mailbox.append(cls.folder, message, flags, datetime.datetime(*day, 12, tzinfo=UTC))

            put(letter("Banana", "Ann Lee <ann@saltwind.example>", body="yellow"), (), (2024, 1, 31))
            put(letter("Apple", "Bob <bob@saltwind.example>", day="Thu, 29 Feb 2024 10:00:00 +0100"), ("\\Seen",), (2024, 2, 1))
            put(letter("Grüße aus Köln", "Jürgen Groß <jg@saltwind.example>", "Zoë <zoe@saltwind.example>", body="Über den Fluß"),
                ("\\Flagged", "$Work"), (2024, 2, 29))
            put(letter("日本語の件名", "山田 <y@saltwind.example>", body="本文です 🚲", more="X-Ort: Zürich\n"), ("\\Answered",), (2024, 3, 1))
            put(letter("(draft) \"quoted\" \\ {5}", body="x" * 20000), ("\\Draft", "\\Seen"), (2024, 3, 2))

    def test_nothing_typed_finds_all(self):
        self.assertEqual(self.ids(), [1, 2, 3, 4, 5])
        self.assertEqual(self.ids("ALL"), [1, 2, 3, 4, 5])

    def test_or_not_and_parentheses(self):
        self.assertEqual(self.ids("OR", "(FROM", "ann", "UNSEEN)", "NOT", "UNSEEN"), [1, 2, 5])
        self.assertEqual(self.ids("OR (FROM ann UNSEEN) NOT UNSEEN"), [1, 2, 5])
        self.assertEqual(self.ids("not", "(or seen (or flagged answered))"), [1])
        self.assertEqual(self.ids("OR OR SUBJECT Banana SUBJECT Apple OR FLAGGED ANSWERED"), [1, 2, 3, 4])
        self.assertEqual(self.ids("NOT NOT NOT SEEN"), [1, 3, 4])

    def test_flags_and_keywords(self):
        self.assertEqual(self.ids("KEYWORD", "$Work"), [3])
        self.assertEqual(self.ids("UNKEYWORD", "$work"), [1, 2, 4, 5])
        self.assertEqual(self.ids("KEYWORD", "\\Draft"), [5])
        self.assertEqual(self.ids("UNANSWERED", "UNDRAFT", "UNFLAGGED", "UNDELETED"), [1, 2])

    def test_dates(self):
        self.assertEqual(self.ids("SINCE", "1-Feb-2024", "BEFORE", "1-Mar-2024"), [2, 3])
        self.assertEqual(self.ids("SINCE 2024-02-01 BEFORE 2024-03-01"), [2, 3])
        self.assertEqual(self.ids("ON", "29-feb-2024"), [3])
        self.assertEqual(self.ids("SENTON", "29-Feb-2024"), [2])
        self.assertEqual(self.ids("SENTBEFORE", "2025-01-01"), [2])
        self.assertEqual(self.ids("SENTSINCE", "2025-01-01"), [1, 3, 4, 5])

    def test_umlauts_everywhere(self):
        for criterion, word, ids in (("SUBJECT", "grüße", [3]), ("SUBJECT", "件名", [4]), ("FROM", "Jürgen", [3]), ("FROM", "山田", [4]),
                                     ("TO", "Zoë", [3]), ("BODY", "Fluß", [3]), ("BODY", "🚲", [4]), ("TEXT", "Köln", [3])):
            with self.subTest(criterion, word=word):
                self.assertEqual(self.ids(criterion, word), ids)
        self.assertEqual(self.ids("HEADER", "X-Ort", "Zürich"), [4])
        self.assertEqual(self.ids("OR", "(SUBJECT grüße BODY Über)", "NOT", "(NOT FROM 山田)"), [3, 4])
        self.assertEqual(self.ids("NOT", "SUBJECT", "Grüße aus Köln"), [1, 2, 4, 5])

    def test_what_is_special_on_the_wire(self):
        for word in ("(draft)", "\"quoted\"", "\\ {5}", "(draft) \"quoted\" \\"):
            with self.subTest(word):
                self.assertEqual(self.ids("SUBJECT", "\"%s\"" % word.replace("\\", "\\\\").replace("\"", "\\\"")), [5])
        self.assertEqual(self.ids("SUBJECT", "(draft)"), [5])

    def test_a_word_too_long_for_a_line(self):
        self.assertEqual(self.ids("BODY", "x" * 20000, "SEEN"), [5])
        self.assertEqual(self.ids("BODY", "y" * 20000), [])

    def test_a_server_that_must_be_asked_before_each_word(self):
        plain = ("--no-extension", "LITERAL-", "--no-extension", "LITERAL+", "search")
        self.assertEqual(self.found(*plain, "SUBJECT", "grüße", "OR", "BODY", "Fluß", "FROM", "山田")["ids"], [3])

    def test_headers(self):
        self.assertEqual(self.ids("HEADER", "X-Ort", ""), [4])
        self.assertEqual(self.ids("HEADER", "Message-ID", "saltwind"), [1, 2, 3, 4, 5])

    def test_sizes_and_sets(self):
        self.assertEqual(self.ids("LARGER", "10000"), [5])
        self.assertEqual(self.ids("SMALLER", "10000", "UID", "2:*"), [2, 3, 4])
        self.assertEqual(self.ids("1,3:4"), [1, 3, 4])
        self.assertEqual(self.ids("*"), [5])
        self.assertEqual(self.ids("NOT", "UID", "2,4"), [1, 3, 5])

    def test_by_sequence_number(self):
        self.assertEqual(self.found("--sequence", "search", "SUBJECT", "Apple"), {"ids": [2]})

    def test_within(self):
        self.assertEqual(self.ids("YOUNGER", "3600"), [])
        self.assertEqual(self.ids("OLDER", "3600"), [1, 2, 3, 4, 5])

    def test_save_dates(self):
        self.assertEqual(self.ids("SAVEDSINCE", "2025-01-01"), [1, 2, 3, 4, 5])
        self.assertEqual(self.ids("SAVEDBEFORE", "2025-01-01"), [])

    def test_mod_sequences(self):
        found = self.found("search", "MODSEQ", "1")
        self.assertEqual(found["ids"], [1, 2, 3, 4, 5])
        self.assertGreater(found["modseq"], 1)
        plain = self.found("--no-extension", "ESEARCH", "--no-extension", "CONTEXT=SEARCH", "search", "MODSEQ", "1")
        self.assertEqual(plain, found)

    def test_raw_words(self):
        self.assertEqual(self.ids("--raw", "SUBJECT \"apple\""), [2])
        self.assertEqual(self.ids("--raw", "OR SUBJECT apple FROM jürgen", "SEEN"), [2])

    def test_charsets(self):
        self.assertEqual(self.ids("--charset", "UTF-8", "SUBJECT", "apple"), [2])
        self.assertEqual(self.ids("--charset", "ISO-8859-1", "SUBJECT", "Grüße"), [3])
        error = self.fault("search", "--charset", "US-ASCII", "SUBJECT", "Grüße")
        self.assertEqual((error["error"], error["word"]), ("InvalidCriteriaError", "Grüße"))
        error = self.fault("search", "--charset", "X-UNHEARD-OF", "SUBJECT", "apple")
        self.assertEqual(error["error"], "InvalidCriteriaError")

    def test_the_server_judges_a_charset(self):
        error = self.fault("search", "--charset", "X-UNHEARD-OF", "ALL")
        self.assertEqual((error["error"], error["code"]), ("InvalidCriteriaError", "BADCHARSET"))
        self.assertIn("X-UNHEARD-OF", error["message"])

    def test_the_wrong_word_is_named(self):
        for words, position, word in ((("UNSEEN", "FLAVOUR", "sweet"), 1, "FLAVOUR"), (("SINCE", "yesterday"), 1, "yesterday"),
                                      (("SUBJECT",), 0, "SUBJECT"), (("OR", "SEEN"), 1, "SEEN"), (("(SEEN",), 0, "(SEEN")):
            with self.subTest(words):
                error = self.fault("search", *words)
                self.assertEqual((error["error"], error["position"], error["word"]), ("InvalidCriteriaError", position, word))

    def test_raw_words_that_the_server_refuses(self):
        error = self.fault("search", "--raw", "FLAVOUR sweet")
        self.assertEqual(error["error"], "InvalidCriteriaError")
        self.assertIn("FLAVOUR", error["server"])

    def test_what_is_not_offered_is_not_sent(self):
        log = self.server.directory / "wire.log"
        for criterion in (("FUZZY", "SUBJECT", "x"), ("EMAILID", "M1"), ("X-GM-RAW", "x"), ("FILTER", "mine")):
            with self.subTest(criterion):
                self.imap("--wire-log", log, "--folder", self.folder, "search", *criterion, status=CAPABILITY_MISSING)
                self.assertNotIn("SEARCH", log.read_text().replace("=SEARCH", "").replace("ESEARCH", "").replace("SEARCHRES", ""))

    def test_no_folder(self):
        self.imap("search", "ALL", status=USAGE)


class Returned(SearchCase):
    """What RETURN brings (ESEARCH, PARTIAL, CONTEXT=SEARCH, SEARCHRES)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls("setUp").deliver(cls.folder, *("Number %d" % number for number in range(1, 11)))

    def test_some_of_it(self):
        self.assertEqual(self.found("search", "--return", "MIN MAX COUNT"), {"min": 1, "max": 10, "count": 10})
        self.assertEqual(self.found("search", "--return", "COUNT ALL", "UID", "3:5"), {"count": 3, "ids": [3, 4, 5]})
        self.assertEqual(self.found("search", "--return", "COUNT ALL", "SUBJECT", "none"), {"count": 0, "ids": []})
        self.assertEqual(self.found("search", "--return", "", "UID", "3:5"), {"ids": [3, 4, 5]})

    def test_with_mod_sequences(self):
        found = self.found("search", "--return", "MIN COUNT", "MODSEQ", "1")
        self.assertGreater(found.pop("modseq"), 1)
        self.assertEqual(found, {"min": 1, "count": 10})

    def test_a_window(self):
        self.assertEqual(self.found("search", "--partial", "3:5"), {"partial": "3:5", "ids": [3, 4, 5]})
        self.assertEqual(self.found("search", "--return", "COUNT", "--partial", "9:50"), {"partial": "9:50", "ids": [9, 10], "count": 10})
        self.assertEqual(self.found("search", "--partial", "11:20"), {"partial": "11:20", "ids": []})

    def test_a_window_from_the_end_is_an_extension_of_its_own(self):
        self.fault("search", "--partial", "-1:-3", status=CAPABILITY_MISSING)

    def test_words_that_return_nothing(self):
        self.assertEqual(self.fault("search", "--return", "MIN MOST")["word"], "MOST")
        self.fault("search", "--partial", "all", status=USAGE)

    def test_a_saved_result(self):
        lines = self.batch("search --return 'SAVE COUNT' UID 2:6", "search $", "search $ UID 4:9", "search NOT $")
        self.assertEqual([line.get("ids") for line in lines], [None, [2, 3, 4, 5, 6], [4, 5, 6], [1, 7, 8, 9, 10]])
        self.assertEqual(lines[0]["count"], 5)

    def test_saving_needs_the_extension(self):
        self.imap("--no-extension", "SEARCHRES", "--folder", self.folder, "search", "$", status=CAPABILITY_MISSING)

    def test_changes_of_a_result(self):
        self.deliver("Changing", "One", "Two")
        program = [livecase.program(), *self.connection(), "--folder", "Changing", "batch"]
        with subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1) as process:
            process.stdin.write("search --return 'ALL UPDATE' UNSEEN\n")
            found = json.loads(process.stdout.readline())
            self.assertEqual(found["ids"], [1, 2])
            self.imap("--folder", "Changing", "add-flags", "1", "\\Seen")
            process.stdin.write("noop\n")
            process.stdin.close()
            changes = [line for line in map(json.loads, process.stdout) if line["type"] == "ESEARCH"]
        self.assertEqual([line["data"]["removefrom"] for line in changes], [[{"position": 0, "ids": "1"}]])

    def test_the_wire_carries_ranges(self):
        log = self.server.directory / "wire.log"
        self.imap("--wire-log", log, "--folder", self.folder, "search", "ALL")
        self.assertIn("ALL 1:10", log.read_text())

    def test_a_server_that_knows_no_ranges(self):
        self.assertEqual(self.found("--no-extension", "ESEARCH", "search", "UID", "3:5"), {"ids": [3, 4, 5]})


class Sorting(SearchCase):
    """SORT by what people click on."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with cls.server.mailbox("alice") as mailbox:
            def put(subject, sender, to, day, size, hour):
                date = "%s 2026 09:30:00 +0100" % day
                mailbox.append(cls.folder, letter(subject, sender, to, date, "x" * size), (), datetime.datetime(2026, 5, 1, hour, tzinfo=UTC))

            put("Pears", "zoe@saltwind.example", "bob@saltwind.example", "Tue, 3 Feb", 300, 3)
            put("Re: Apples", "Bob <a@saltwind.example>", "carol@saltwind.example", "Mon, 2 Feb", 100, 1)
            put("Äpfel", "Ann <m@saltwind.example>", "Ann <zz@saltwind.example>", "Tue, 3 Feb", 200, 4)
            put("Apples", "Carl <b@saltwind.example>", "alice@saltwind.example", "Sun, 1 Feb", 400, 2)

    def order(self, *arguments):
        return self.found("sort", *arguments)["ids"]

    def test_each_key(self):
        for key, ids in (("ARRIVAL", [2, 4, 1, 3]), ("SIZE", [2, 3, 1, 4]), ("FROM", [2, 4, 3, 1]), ("TO", [4, 1, 2, 3]),
                         ("DISPLAYFROM", [3, 2, 4, 1]), ("CC", [1, 2, 3, 4])):
            with self.subTest(key):
                self.assertEqual(self.order(key), ids)
                self.assertEqual(self.order("REVERSE " + key), list(reversed(ids)) if key != "CC" else ids)

    def test_several_keys(self):
        self.assertEqual(self.order("DATE SIZE"), [4, 2, 3, 1])
        self.assertEqual(self.order("REVERSE DATE SIZE"), [3, 1, 2, 4])
        self.assertEqual(self.order("REVERSE DATE REVERSE SIZE"), [1, 3, 2, 4])
        self.assertEqual(self.order("(SUBJECT ARRIVAL)")[:2], [2, 4])
        self.assertEqual(self.order("SUBJECT REVERSE ARRIVAL")[:2], [4, 2])

    def test_of_some_messages(self):
        self.assertEqual(self.order("SIZE", "SUBJECT", "apples"), [2, 4])
        self.assertEqual(self.order("SIZE", "SUBJECT", "Äpfel"), [3])
        self.assertEqual(self.order("SIZE", "OR SUBJECT Äpfel SUBJECT Pears"), [3, 1])
        self.assertEqual(self.order("SIZE", "SUBJECT", "none"), [])

    def test_returned(self):
        self.assertEqual(self.found("sort", "SIZE", "--return", "MIN MAX COUNT"), {"min": 2, "max": 4, "count": 4})
        self.assertEqual(self.found("sort", "REVERSE SIZE", "--return", "ALL")["ids"], [4, 1, 3, 2])

    def test_by_sequence_number(self):
        self.assertEqual(self.found("--sequence", "sort", "REVERSE SIZE")["ids"], [4, 1, 3, 2])

    def test_what_is_not_offered(self):
        self.imap("--no-extension", "SORT=DISPLAY", "--folder", self.folder, "sort", "DISPLAYTO", status=CAPABILITY_MISSING)
        self.imap("--no-extension", "SORT", "--folder", self.folder, "sort", "DATE", status=CAPABILITY_MISSING)

    def test_nothing_to_sort_by(self):
        self.assertEqual(self.fault("sort", "DATE COLOUR")["word"], "COLOUR")


class Conversations(SearchCase):
    """THREAD of a conversation as people have it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with cls.server.mailbox("alice") as mailbox:
            def put(identity, subject, *references):
                day = "Mon, 2 Feb 2026 09:%02d:00 +0100" % (10 + identity)
                mailbox.append(cls.folder, letter(subject, day=day, identity="m%d" % identity, references=["m%d" % one for one in references]))

            put(1, "Lunch")
            put(2, "Re: Lunch", 1)
            put(3, "Re: Lunch", 1, 2)
            put(4, "Re: Lunch", 1, 2)
            put(5, "Grüße")
            put(6, "Re: Lunch", 1)
            put(8, "Re: Lost", 7)
            put(9, "AW: Lost", 7)

    def threads(self, *arguments):
        return [line["thread"] for line in self.imap("--folder", self.folder, "thread", *arguments).lines]

    def test_by_references(self):
        self.assertEqual(self.threads("REFERENCES"), [[1, [2, [3], [4]], [6]], [5], [[7], [8]]])

    def test_by_other_algorithms(self):
        self.assertCountEqual(self.threads("REFS"), [[1, [2, [3], [4]], [6]], [5], [[7], [8]]])

    def test_by_subject(self):
        self.assertIn([5], self.threads("orderedsubject"))

    def test_of_some_messages(self):
        self.assertEqual(self.threads("REFERENCES", "UID", "1:3"), [[1, 2, 3]])
        self.assertEqual(self.threads("REFERENCES", "SUBJECT", "Grüße"), [[5]])
        self.assertEqual(self.threads("REFERENCES", "SUBJECT", "none"), [])

    def test_an_algorithm_nobody_offers(self):
        self.fault("thread", "MAGIC", status=CAPABILITY_MISSING)


class Gmail(SearchCase):
    """Gmail's own words."""

    server_class = scriptedserver.ScriptedServer
    server_options = {"behave": "gmail"}
    folder = "INBOX"
    verbs = ("search", "gmail-search")

    def test_gmail_search(self):
        self.deliver("INBOX", "Plain words", "Größe")
        subjects = self.found("gmail-search", "subject:Größe")["ids"]
        self.assertEqual(len(subjects), 1)
        self.assertEqual(self.found("gmail-search", "subject:\"plain words\"", "is:unread")["ids"], self.ids("SUBJECT", "Plain words"))
        self.assertEqual(self.found("gmail-search", "subject:nothing")["ids"], [])

    def test_beside_usual_criteria(self):
        self.deliver("INBOX", "Beside", "Beside too")
        self.assertEqual(self.ids("X-GM-RAW", "subject:beside", "NOT", "SUBJECT", "too"), self.ids("SUBJECT", "beside", "NOT", "SUBJECT", "too"))

    def test_a_server_that_is_not_gmail(self):
        self.imap("--no-extension", "X-GM-EXT-1", "--folder", "INBOX", "gmail-search", "x", status=CAPABILITY_MISSING)


class Rev2(SearchCase):
    """IMAP4rev2: the answer to a plain SEARCH is ESEARCH, and strings are UTF-8 without saying so."""

    server_class = scriptedserver.ScriptedServer
    server_options = {"behave": "rev2"}
    folder = "INBOX"
    verbs = ("search",)

    def test_either_question(self):
        for plain in ((), ("--no-extension", "ESEARCH")):
            with self.subTest(plain):
                self.assertEqual(self.found(*plain, "search")["ids"], [1, 2, 3])
                self.assertEqual(self.found(*plain, "search", "SUBJECT", "invoice")["ids"], [2, 3])
                self.assertEqual(self.found(*plain, "search", "NOT", "SUBJECT", "Größe")["ids"], [1, 2, 3])
                self.assertEqual(self.found(*plain, "search", "SUBJECT", "none")["ids"], [])

    def test_what_is_gone(self):
        self.fault("search", "RECENT", status=CAPABILITY_MISSING)


class Old(SearchCase):
    """A server that knows nothing but IMAP4rev1."""

    server_class = scriptedserver.ScriptedServer
    server_options = {"behave": "old"}
    folder = "INBOX"
    verbs = ("search",)

    def test_the_least(self):
        self.assertEqual(self.ids(), [1, 2, 3])
        self.assertEqual(self.ids("SUBJECT", "invoice"), [2, 3])
        self.fault("search", "--return", "COUNT", status=CAPABILITY_MISSING)
        self.fault("sort", "DATE", status=CAPABILITY_MISSING)


class Cyrus(SearchCase):
    """Another server's idea of the same RFCs."""

    server_class = cyrusserver.CyrusServer
    folder = "INBOX"

    def test_search_sort_and_thread(self):
        self.deliver("INBOX", "Banana", "Apple", "Grüße")
        self.assertEqual(self.ids("SUBJECT", "apple"), [2])
        self.assertEqual(self.ids("OR", "(SUBJECT apple)", "NOT", "SUBJECT", "Banana"), [2, 3])
        self.assertEqual(self.found("search", "--return", "MIN MAX COUNT ALL"), {"min": 1, "max": 3, "count": 3, "ids": [1, 2, 3]})
        self.assertEqual(self.found("sort", "SUBJECT")["ids"][:2], [2, 1])
        self.assertEqual(self.found("sort", "SUBJECT", "--return", "ALL COUNT", "UID", "1:2"), {"ids": [2, 1], "count": 2})
        self.assertEqual(len(self.imap("--folder", "INBOX", "thread", "REFERENCES").lines), 3)
        self.fault("search", "$", status=CAPABILITY_MISSING)


if __name__ == "__main__":
    livecase.run()
