"""What Alice finds in her INBOX this week: work, friends, services."""

import datetime

import letter
import people as p
import pictures

INBOX, SENT = "INBOX", "Sent"


def write(book):
    today(book)
    conversations(book)
    services(book)
    pictures_and_pages(book)
    small_talk(book)


def today(book):
    """The newest ones: what a screen shows first."""
    book.thread(INBOX, "Night round: can we leave from the new depot?", 0.16, [
        (p.FREYA, 0, """Alice,

the new depot has a roof, a kettle and a door that closes. The old one has a view. I timed both:
from the new one the harbour loop takes 41 minutes, from the old one 47, mostly because of the
swing bridge.

Shall we move the night round there from Monday? The keys are already copied.

Freya"""),
        (p.IDRIS, 1.1, """Yes please. I have been sorting parcels on a wet bench since October.

One thing: the ramp is steep with the long trailer. Bob says a wooden wedge would do it.

Idris"""),
        (p.BOB, 0.7, """Wedge is made. It is also a very good doorstop, in case anybody asks why the
workshop door is open all day.

Bob"""),
    ], last_flags=(), cc=(p.RIDERS,))
    body = letter.several("mixed", [
        letter.text("""Hello Alice,

here is the final rota for the winter weeks. I moved you off the early Tuesday round, as you
asked, and gave it to Tomasz, who says he likes to see the bakers.

Two open ends:

 1. Nobody has taken the 24th yet.
 2. The library wants a fixed hour for the book crates. I suggested ten.

Could you say yes or no by tomorrow noon? Then I'll print it.

Carol
--\x20
Carol Nwosu | accounts and rota | Saltwind Couriers
""", extra="flowed"),
        letter.file(pictures.pdf("Winter rota", ["Week 48   Early: Tomasz   Late: Freya   Night: Idris",
                                                 "Week 49   Early: Alice    Late: Idris   Night: Freya",
                                                 "Week 50   Early: Tomasz   Late: Alice   Night: Idris"]),
                    "application/pdf", "winter-rota.pdf"),
        letter.file(b"week;early;late;night\r\n48;Tomasz;Freya;Idris\r\n49;Alice;Idris;Freya\r\n", "text/csv", "rota.csv")])
    book.add(INBOX, p.CAROL, "Winter rota, final (please look today)", 0.09, body, flags=("\\Flagged", "$Todo"))
    book.add(INBOX, p.INGRID, "Cold box samples arrived at 4.1 °C", 0.04, """Dear Alice,

the samples came in at 4.1 °C, eleven minutes early. That is the best result of any carrier this
year, including the one with the helicopter.

We would like to book the Thursday slot until the end of March. Same box, same rider if possible:
the seals at the door have started to recognise her.

Best regards,
Ingrid Solheim
Fjordlab, cold chain""", flags=("$Work",))
    start = (book.now + datetime.timedelta(days=3)).replace(hour=17, minute=30, second=0, microsecond=0)
    invite = pictures.calendar("wedge-17@saltwind.example", "Soup and brake pads", start, 90, "Workshop", "bob@saltwind.example")
    body = letter.several("mixed", [letter.several("alternative", [
        letter.text("Workshop evening: I make soup, you bring the bicycle that squeaks.\n\nBob\n"),
        letter.text(invite, "calendar", extra="; method=REQUEST")]),
        letter.file(invite.encode(), "application/ics", "invite.ics")])
    book.add(INBOX, p.BOB, "Invitation: Soup and brake pads", 0.52, body, flags=())


def conversations(book):
    book.thread(INBOX, "The trailer hitch, once more", 1.3, [
        (p.BOB, 0, """I have looked at the hitch of trailer 3 again. The weld is fine. What gives is the
rubber, and it gives because we load the back first.

Proposal: paint a yellow line on the bed. Heavy things in front of it, light things behind.

Bob"""),
        (p.ALICE, 2, """A yellow line is the cheapest repair we ever had. Do it on all four, please."""),
        (p.BOB, 3, """Done. Trailer 2 now has a yellow line and a yellow cat, who did not wait for the
paint to dry."""),
        (p.FREYA, 1, """The cat has been washed, under protest. The line holds."""),
    ], sent_folder=SENT, last_flags=("\\Seen",))
    book.thread(INBOX, "Book crates for the harbour library", 2.1, [
        (p.PRIYA, 0, """Dear Saltwind,

we are moving 1,900 books from the harbour branch to the hill, and the van we had booked has been
sold. Could bicycles do it? The crates are 40 x 30 x 25 cm and weigh up to eighteen kilograms.

We have ten days.

Priya Raman
Harbour Library"""),
        (p.ALICE, 4, """Dear Priya,

bicycles could do it. With the two long trailers we carry eight crates a trip; that makes about
thirty trips, six a day, done in a week with a day to spare.

One request: no more than sixteen kilograms a crate. The hill is steep and so is Tomasz's opinion
of encyclopaedias.

Alice"""),
        (p.PRIYA, 15, """Dear Alice,

sixteen it is. The encyclopaedias will travel one volume a crate, like royalty.

Could the first trip leave on Monday at ten? A class of second graders wants to wave.

Priya"""),
    ], sent_folder=SENT, last_flags=("$Work",))
    book.thread(INBOX, "Wochenende am Fluß?", 4.5, [
        (p.JONAS, 0, """Hallo Alice,

das Boot ist dicht, jedenfalls dichter als letztes Jahr. Wollen wir am Samstag von der Mühle bis
zur Fähre paddeln? Ich bringe Käse mit, Du die Thermoskanne.

Viele Grüße
Jonas"""),
        (p.ALICE, 5, """Hallo Jonas,

gern! Aber nur, wenn ich diesmal nicht schöpfen muß. Thermoskanne: ja. Um neun an der Mühle?

Alice"""),
        (p.JONAS, 2, """Neun paßt. Ich habe einen zweiten Eimer gekauft, nur für alle Fälle.

Jonas"""),
    ], sent_folder=SENT)
    book.thread(INBOX, "Poster: which blue?", 6.6, [
        (p.WALTER, 0, """Alice, I can print the poster in "harbour blue", which is lovely and costs extra, or in
"process blue", which is neither. Your call.

Walter
Quill Press"""),
        (p.ALICE, 3, """Harbour blue, on the thick paper. It has to hang in the rain."""),
        (p.WALTER, 18, """Good. Nothing of mine has ever been hung in the rain on purpose; I am flattered.

Proofs on Thursday."""),
        (p.ALICE, 1, """Thursday is fine. Salma prints the Arabic edition, so could you two agree on the margins?"""),
        (p.WALTER, 26, """We agreed on the margins. We disagree about kerning, as is right and proper.

W."""),
    ], sent_folder=SENT, last_flags=("\\Seen", "\\Flagged"))


def services(book):
    days = book.now
    book.add(INBOX, p.WEATHER, "Yellow warning: wind on the coast road, tonight 21:00 to 04:00", 0.3, """YELLOW WARNING

South-westerly 6 to 7, gusts 8 on the coast road between the lighthouse and the mill.
Spray on the lower quay around high water (23:40).

Light vehicles and bicycles with trailers: use the inner road.
""", flags=(), headers=(("Auto-Submitted", "auto-generated"), ("Precedence", "bulk")))
    for number, back in ((512, 0.7), (511, 1.7), (509, 5.7)):
        good = number != 511
        page = letter.page([
            "<b>saltwind-routes</b> build <b>#%d</b> %s" % (number, "passed" if good else "failed"),
            '<table cellpadding="4"><tr><td>Tests</td><td>%d of 214</td></tr><tr><td>Time</td><td>1 min 5 s</td></tr></table>'
            % (214 if good else 211)])
        plain = "saltwind-routes build #%d %s\n\n%d of 214 tests passed in 1 min 5 s.\n" % (
            number, "passed" if good else "failed", 214 if good else 211)
        book.add(INBOX, p.FORGE, "[saltwind-routes] Build #%d %s" % (number, "passed" if good else "failed"), back,
                 letter.rich(plain, page), flags=("\\Seen",) if good else ("\\Seen", "$Work"),
                 headers=(("List-Id", "saltwind-routes <saltwind-routes.forge.example>"),))
    book.add(INBOX, p.RAIL, "Your tickets: Brackwater to Fellhead and back, two bicycles", 3.6, letter.several("mixed", [
        letter.rich("Dear Alice Reiter,\n\nyour tickets are attached. Bicycles travel in coach 7, behind the piano.\n",
                    letter.page(["Dear Alice Reiter,", "your tickets are attached. Bicycles travel in <b>coach 7</b>, "
                                 "behind the piano.", '<span style="color:#777">Booking CF-7731-09</span>'])),
        letter.file(pictures.pdf("Coast & Fell Railway", ["Brackwater - Fellhead", "2 adults, 2 bicycles", "Coach 7"]),
                    "application/pdf", "tickets CF-7731-09.pdf")]))
    book.add(INBOX, p.BANK, "Your statement is ready", 7.2, letter.text(letter.page([
        "Dear member,", "your statement for %s is ready in your account." % days.strftime("%B"),
        "We never send links to sign in. If a letter does, it is not from us."]), "html"),
        headers=(("Auto-Submitted", "auto-generated"),))
    book.add(INBOX, p.POWER, "Ihre Abschlagszahlung ab Januar", 8.4, """Guten Tag Frau Reiter,

Ihr Abschlag für die Werkstatt (Kai 7) sinkt ab Januar auf 61,00 € im Monat. Sie müssen nichts tun.

Freundliche Grüße
Lena Hartmann
Stadtwerk Brack""", charset="iso-8859-15")


def pictures_and_pages(book):
    html = letter.page([
        '<img src="cid:mark@longchain.example" width="48" height="48" alt="The Long Chain">',
        '<span style="font-size:22px">Forty kilometres of headwind</span>',
        '<img src="cid:hills@longchain.example" width="360" height="200" alt="Evening hills above the road">',
        "It began as a shortcut. This week Marguerite follows the old mail road over the pass, which has "
        "two inns, nine bridges and <i>one</i> dog, who knows all the riders by their lamps.",
        "<b>Also in this letter:</b>",
        "<ul><li>Why your chain is longer in winter</li><li>Seven panniers, one puddle: a test</li>"
        "<li>Letters: in praise of the bell</li></ul>",
        '<a href="https://longchain.example/41">Read it all</a> &middot; '
        '<a href="https://longchain.example/leave">Leave the list</a>'], "max-width:560px;margin:auto")
    plain = "THE LONG CHAIN, letter 41\n\nForty kilometres of headwind\n\nIt began as a shortcut. Read it all: https://longchain.example/41\n"
    body = letter.several("alternative", [letter.text(plain), letter.several("related", [
        letter.text(html, "html"),
        letter.file(pictures.badge(), "image/png", "mark.png", "inline", "mark@longchain.example"),
        letter.file(pictures.landscape(), "image/png", "hills.png", "inline", "hills@longchain.example")])])
    book.add(INBOX, p.VELO, "Letter 41: Forty kilometres of headwind", 0.8, body, flags=(), headers=(
        ("List-Unsubscribe", "<https://longchain.example/leave>"), ("List-Id", "<letters.longchain.example>")))
    body = letter.several("mixed", [
        letter.text("""Alice!

Three pictures from Sunday. The second one is you, being rained on. The third is the same place one
minute later.

Sam""", extra="flowed"),
        letter.file(pictures.landscape(seed=2), "image/png", "above the mill.png"),
        letter.file(pictures.sea(), "image/png", "pier in rain.png"),
        letter.file(pictures.landscape(sky=((240, 190, 190), (90, 80, 140)), hills=((70, 60, 90), (40, 36, 60)), seed=4),
                    "image/png", "one minute later.png"),
        letter.file(pictures.track("Sunday", [(53.5 + i / 500, 8.2 + (i % 7) / 900) for i in range(40)]),
                    "application/gpx+xml", "sunday.gpx")])
    book.add(INBOX, p.SAM, "Photos of Sunday 📷", 2.7, body, flags=("\\Seen", "\\Flagged"))
    html = letter.page(["<h2>The Slow Post</h2>", "<b>One letter a month, worth the wait.</b>",
                        "This month Nora visits the last town where the postman carries a horn. He uses it on corners, "
                        "for dogs, and on birthdays.",
                        '<img src="https://slowpost.example/track/pixel.gif" width="1" height="1" alt="">'
                        '<img src="https://slowpost.example/horn.jpg" width="480" alt="A post horn on a nail">',
                        "Until next month,<br>Nora"], "max-width:600px;background:#fdfaf3;padding:24px")
    book.add(INBOX, p.SLOWPOST, "The last post horn", 5.1, letter.text(html, "html"), flags=("\\Seen",), headers=(
        ("List-Unsubscribe", "<mailto:leave@slowpost.example>, <https://slowpost.example/leave>"),
        ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")))
    week = [61, 74, 58, 83, 96, 41, 22]
    body = letter.several("related", [
        letter.text(letter.page(["<b>Last week in parcels</b>", '<img src="cid:week@saltwind.example" alt="Bar chart, Monday to Sunday">',
                                 "Friday was the busiest day (%d), Sunday the quietest (%d). Lost: one glove. Found: two." %
                                 (max(week), min(week))]), "html"),
        letter.file(pictures.chart(week), "image/png", "week.png", "inline", "week@saltwind.example")])
    book.add(INBOX, p.DISPATCH, "Last week in parcels", 1.1, body, flags=("\\Seen", "$Work"))


def small_talk(book):
    book.add(INBOX, p.HELGA, "Deine Mütze", 1.9, """Liebe Alice,

Deine Mütze liegt noch hier. Papa trägt sie jetzt im Garten und behauptet, es sei seine.
Kommst Du am Sonntag? Es gibt Klöße.

Mama""", flags=())
    book.add(INBOX, p.CHLOE, "Le timbre à la mer rouge", 5.9, """Coucou Alice,

le timbre est parti ce matin, dans une enveloppe épaisse, avec écrit « NE PAS PLIER » dessus.
Le facteur l’a pliée devant moi pour la mettre dans le sac. J’ai pleuré un peu, puis nous avons ri.

Bises,
Chloé""", flags=("\\Seen", "\\Answered"))
    book.add(INBOX, p.NORA, "A horn for your office?", 9.5, """Alice,

the postman with the horn has two, and he would part with the dented one for a good home. It plays
three notes, all of them C.

Interested?

Nora""", flags=("\\Seen", "\\Flagged", "$Todo"))
    book.add(INBOX, p.TOMASZ, "Yellow bicycle: it was the saddle", 10.2, """The squeak on the yellow bicycle was not the pedal. It was the saddle.
I have apologised to the pedal.

Tomasz""", charset="utf-8")
    book.add(INBOX, p.IDRIS, "Re: who took the big umbrella", 11.4, """It was the wind. I saw it go. It was going faster than any of us.

Idris""")
    book.add(INBOX, p.FREYA, "Harbour gate code changes on Friday", 2.5, """All,

from Friday the code of the harbour gate is a new one. Ask the night desk in person; they will not
say it on the phone, and they are right.

Freya""", to=[p.RIDERS], flags=("\\Seen", "$Work"))
