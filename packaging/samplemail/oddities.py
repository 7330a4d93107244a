"""Mail that strains a program: signatures, delivery reports, forwarded mail, groups, very long and broken things."""

import letter
import people as p
import pictures

INBOX = "INBOX"

LONG_SUBJECT = (
    "Re: Fwd: Re: Minutes of the meeting about the minutes of the meeting in which we agreed to write shorter subjects, "
    "with the list of everybody who was there, everybody who was not, what was eaten, what was decided (nothing), what "
    "was postponed (the rest), and the question of the big umbrella, which is still open, unlike the umbrella")


def write(book):
    structures(book)
    reports(book)
    addresses(book)
    broken(book)


def structures(book):
    inner = letter.Letter("", p.LENA, [p.CAROL], "Kai 7: Zählertausch am Mittwoch", book.ago(6.5), letter.text(
        "Sehr geehrte Frau Nwosu,\n\nam Mittwoch zwischen 9 und 11 Uhr tauschen wir den Zähler.\n"
        "Bitte räumen Sie den Kasten frei.\n\nL. Hartmann\n", charset="iso-8859-1"), message_id="<meter.7@stadtwerk-brack.example>")
    book.add(INBOX, p.CAROL, "Fwd: Kai 7: Zählertausch am Mittwoch", 6.3, letter.several("mixed", [
        letter.text("Alice, somebody must move the paint away from the meter by Wednesday. I vote for the person "
                    "who put it there.\n\nCarol\n", extra="flowed"),
        letter.forwarded(inner.bytes(), "Kai 7.eml")]), flags=("\\Seen", "$Todo"))
    signed = letter.several("signed", [
        letter.text("The contract for the cold box runs until March, at the old price.\n\nIngrid Solheim\n", transfer="7bit"),
        letter.Part([("Content-Type", 'application/pgp-signature; name="signature.asc"')],
                    b"-----BEGIN PGP SIGNATURE-----\r\n\r\niHUEABYKAB0WIQSaltwindSampleNotARealSignatureAAA=\r\n=abcd\r\n"
                    b"-----END PGP SIGNATURE-----\r\n")],
        '; micalg=pgp-sha256;\r\n protocol="application/pgp-signature"', b"This is a signed message.\r\n")
    book.add(INBOX, p.INGRID, "Contract, signed", 13.2, signed, flags=("\\Seen", "$Work"))
    encrypted = letter.several("encrypted", [
        letter.Part([("Content-Type", "application/pgp-encrypted")], b"Version: 1\r\n"),
        letter.Part([("Content-Type", 'application/octet-stream; name="encrypted.asc"')],
                    b"-----BEGIN PGP MESSAGE-----\r\n\r\nhF4DnotReallyEncryptedJustASample=\r\n=wxyz\r\n-----END PGP MESSAGE-----\r\n")],
        ';\r\n protocol="application/pgp-encrypted"')
    book.add("Archive", p.INGRID, "...", 60, encrypted)
    files = {"routes/harbour.gpx": pictures.track("Harbour loop", [(53.5, 8.1), (53.51, 8.12)]), "README.txt": b"Two loops.\n"}
    book.add("Projects/Winter timetable", p.FREYA, "Both loops as files", 14, letter.several("mixed", [
        letter.text("Here are both loops, and a picture of where the ramp begins.\n\nFreya\n"),
        letter.file(pictures.archive(files), "application/zip", "loops.zip"),
        letter.file(pictures.sea(), "image/png", "where the ramp begins (looking north).png"),
        letter.file(b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Night desk\r\nTEL:0471 555 018\r\nEND:VCARD\r\n", "text/vcard", "night desk.vcf")]))


def reports(book):
    original = ("From: alice@saltwind.example\r\nTo: wlater@quillpress.example\r\nSubject: Margins\r\n"
                "Message-ID: <margins.1@saltwind.example>\r\n\r\n")
    status = ("Reporting-MTA: dns; mail.saltwind.example\r\n\r\nFinal-Recipient: rfc822; wlater@quillpress.example\r\n"
              "Action: failed\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; 550 5.1.1 no such user here\r\n")
    body = letter.several("report", [
        letter.text("Your message could not be delivered.\n\n<wlater@quillpress.example>: no such user here\n", charset="us-ascii",
                    transfer="7bit"),
        letter.Part([("Content-Type", "message/delivery-status")], status.encode()),
        letter.Part([("Content-Type", "text/rfc822-headers")], original.encode())], "; report-type=delivery-status")
    book.add(INBOX, p.MAILER, "Undelivered Mail Returned to Sender", 7.9, body, headers=(
        ("Auto-Submitted", "auto-replied"),), charset="us-ascii")
    receipt = letter.several("report", [
        letter.text("Your letter was displayed. That does not mean that it was understood.\n"),
        letter.Part([("Content-Type", "message/disposition-notification")],
                    b"Final-Recipient: rfc822; lena@stadtwerk-brack.example\r\nDisposition: manual-action/"
                    b"MDN-sent-manually; displayed\r\n")], "; report-type=disposition-notification")
    book.add("Archive", p.LENA, "Gelesen: Zählerstand", 44, receipt)


def addresses(book):
    book.add(INBOX, p.DISPATCH, "Keys: who has which", 12.3, "Please tell the night desk which keys you have. There are nine keys and "
             "eleven people who say they have one.\n\nDispatch", to_text='Early riders: "Tomasz, the early" <tomasz.zak@saltwind.example>,\r\n'
             " freya@saltwind.example;, Night riders: idris@saltwind.example;, Nobody:;")
    book.add("Archive", p.NORA, "A quiet announcement", 150, "The Slow Post moves to a house with a letterbox. At last.\n\nNora",
             to_text="undisclosed-recipients:;")
    crowd = [p.BOB, p.CAROL, p.TOMASZ, p.FREYA, p.IDRIS, p.JONAS, p.CHLOE, p.MEHMET, p.INGRID, p.PRIYA, p.WALTER, p.NORA,
             p.SAM, p.LENA, p.YUKI, p.DMITRI, p.OKSANA, p.SALMA, p.NOA, p.MEILING, p.LIQIANG, p.SEOYEON, p.NIKOS, p.KANYA]
    book.add("Sent", p.ALICE, "Thank you, all of you, for ten years of Saltwind 🎉", 40,
             "Dear all,\n\nten years ago this was one bicycle, one bag and no plan. Now it is eleven bicycles.\n\n"
             "There will be cake on the quay on Saturday from three. Bring a lamp.\n\nAlice", to=crowd)
    book.add(INBOX, p.FREYA, LONG_SUBJECT, 8.8, "The subject says it all, and it is 300 characters long.\n\nFreya", flags=("\\Seen",))
    word = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen" * 3
    book.add("Archive", p.JONAS, word, 95, "Das längste Wort, dreimal, ohne Leerzeichen: " + word + "\n\nBricht Dein Programm das um?\n\nJonas",
             charset="utf-8")
    book.add("Archive", letter.Person("", "no-name@parcels.example", 0), "", 88, "This letter has no subject and its sender no name.")


def broken(book):
    when = letter.date_header(book.ago(15))
    book.add("Archive", p.SAM, "broken: eight bits in the header", 15, "", raw=(
        "Date: %s\r\nFrom: Käse & Brot <kaese@brot.example>\r\nTo: alice@saltwind.example\r\n"
        "Subject: Rohe Bytes: Grüße aus der Küche\r\nContent-Type: text/plain\r\n\r\n"
        "Weder Charset noch MIME-Version, aber köstlich.\r\n" % when).encode("iso-8859-1"))
    book.add("Archive", p.SAM, "broken: a multipart that never ends", 16, "", raw=(
        "Date: yesterday, or the day before\r\nFrom: \"Unclosed <sam@whitlock.example>\r\nTo: alice@saltwind.example,,;\r\n"
        "Subject: =?utf-8?B?w4RyZ2VybGljaA?= =?nonsense?Q?=ZZ?= the rest\r\nMIME-Version: 1.0\r\n"
        "Content-Type: multipart/mixed; boundary=\"never\"\r\n\r\n--never\r\nContent-Type: text/plain; charset=x-unknown-9\r\n"
        "Content-Transfer-Encoding: base64\r\n\r\nVGhpcyBwYXJ0IGVuZHMgaW4gdGhlIG1pZGRsZSBvZiBhIHdv\r\n!!\r\n--never\r\n").encode())
    book.add("Junk", p.SAM, "broken: dangerous page", 17, "", raw=(
        "Date: %s\r\nFrom: =?utf-8?Q?Your_Bank?= <prizes@prize.example>\r\nTo: alice@saltwind.example\r\n"
        "Subject: Your account wants you\r\nMIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
        "<html><body onload=\"alert(1)\"><script>document.write('run')</script><p>Dear customer,</p>"
        "<p><a href=\"https://prize.example/login\">https://harbourcredit.example/login</a></p>"
        "<img src=\"https://prize.example/seen.gif?alice\"><form action=\"https://prize.example/\"><input name=password></form>"
        "<iframe src=\"https://prize.example/\"></iframe></body></html>\r\n" % when).encode())
