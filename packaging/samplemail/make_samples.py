#!/usr/bin/python3
"""Puts a believable mailbox into a mail server, or into files: some 300 letters in many languages and shapes.

    make_samples.py --server DIR                    into the server that tests/support/server/mailserver.py runs in DIR
    make_samples.py --host H --port P --user U --password W
    make_samples.py --output DIR                    one .eml file each, in folders, for looking at and for tests

The same letters each time; only their dates follow --now, so that the newest are always from today.
"""

import argparse
import collections
import datetime
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "tests" / "support" / "server"))

import book as letterbook  # noqa: E402
import inbox  # noqa: E402
import languages  # noqa: E402
import lists  # noqa: E402
import mailboxio  # noqa: E402
import office  # noqa: E402
import oddities  # noqa: E402
import people  # noqa: E402


def letters(now):
    """All letters, oldest first."""
    book = letterbook.Book(now)
    for chapter in (inbox, languages, lists, office, oddities):
        chapter.write(book)
    return sorted(book.letters, key=lambda made: made.when)


def write_files(made, output):
    """One file for each letter; with its flags and date beside it in index.tsv."""
    index = ["file\tdate\tflags\n"]
    for number, one in enumerate(made, 1):
        folder = output / one.folder.replace("/", ".")
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / ("%03d.eml" % number)
        path.write_bytes(one.bytes())
        index.append("%s\t%s\t%s\n" % (path.relative_to(output), one.when.isoformat(), " ".join(one.flags)))
    (output / "index.tsv").write_text("".join(index), encoding="utf-8")


def write_mailbox(made, mailbox):
    """Over IMAP, with flags and arrival dates."""
    for one in made:
        mailbox.append(one.folder, mailboxio.crlf(one.bytes()), one.flags, one.when)


def share(server, book_now):
    """Where the server has access rights: a public notice board, and a folder of Bob's that Alice may use."""
    book = letterbook.Book(book_now)
    notes = [book.add("Public/Notice board", people.CAROL, "First aid kit is in the blue box", 20, "The other blue box."),
             book.add("Public/Notice board", people.FREYA, "Swing bridge: hours in winter", 4,
                      "Opens on request between 6 and 22, and for swans at any time."),
             book.add("Workshop", people.BOB, "Tools that are not where they were", 3, "The 15 mm spanner. Please."),
             book.add("Workshop", people.BOB, "Order of the week", 1, "Chains: 10. Pads: 24. Cat food: 6.", flags=())]
    with server.mailbox("alice") as alice, server.mailbox("bob") as bob:
        if "ACL" not in alice.imap.capabilities and b"ACL" not in alice.imap.capability()[1][0].split():
            return
        for note in notes:
            mailbox = alice if note.folder.startswith("Public/") else bob
            mailbox.append(note.folder, mailboxio.crlf(note.bytes()), note.flags, note.when)
        bob.command("SETACL", '"Workshop" alice lrswite')
        alice.command("SETACL", '"Projects/Cargo trailer" bob lrswi')
        alice.imap.subscribe('"Users/bob/Workshop"')
        alice.imap.subscribe('"Public/Notice board"')


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--server", metavar="DIR", help="a running test server")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=143, help="without TLS: meant for the same machine")
    parser.add_argument("--user", default="alice")
    parser.add_argument("--password")
    parser.add_argument("--output", type=pathlib.Path, metavar="DIR")
    parser.add_argument("--now", type=datetime.datetime.fromisoformat, help="the moment they are written for (default: now)")
    arguments = parser.parse_args()
    now = arguments.now or datetime.datetime.now()
    now = now.astimezone(datetime.timezone.utc).replace(microsecond=0)
    made = letters(now)
    if arguments.output:
        write_files(made, arguments.output)
    elif arguments.server:
        import mailserver
        server = mailserver.MailServer(arguments.server)
        with server.mailbox("alice") as mailbox:
            write_mailbox(made, mailbox)
        share(server, now)
    elif arguments.password is not None:
        with mailboxio.Mailbox(arguments.host, arguments.port, arguments.user, arguments.password) as mailbox:
            write_mailbox(made, mailbox)
    else:
        parser.error("one of --server, --password, --output is needed")
    folders = collections.Counter(one.folder for one in made)
    print("%d messages in %d folders" % (len(made), len(folders)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
