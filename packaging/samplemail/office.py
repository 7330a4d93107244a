"""The other folders: what was sent, drafted, paid, planned, archived, thrown away and never asked for."""

import random

import letter
import people as p
import pictures


def write(book):
    chance = random.Random(7)
    sent_and_drafts(book)
    projects(book)
    travels(book)
    invoices(book, chance)
    night_reports(book, chance)
    archive(book)
    junk(book)
    trash(book)


def sent_and_drafts(book):
    def sent(to, subject, days, words, **more):
        book.add("Sent", p.ALICE, subject, days, words, to=[to], **more)

    sent(p.MEHMET, "Re: Sabah ekmeği, yeni saat", 2.1, "Tamam, saat yedi. Ekmek üşümesin.\n\nAlice")
    sent(p.CHLOE, "Re: Le timbre à la mer rouge", 5.6, "Chère Chloé,\n\nle facteur a toujours raison, sauf quand il plie. "
         "Je le mettrai sous verre, pli compris.\n\nAlice")
    sent(p.NOA, "Re: איורים ללוח השנה", 4.1, "תודה נועה! כן, הכלב של בוב מסכים, בתשלום של שתי עוגיות.\n\nAlice")
    sent(p.HELGA, "Sonntag", 1.0, "Liebe Mama,\n\nja, ich komme. Die Mütze darf Papa behalten, ich stricke mir eine neue.\n\nAlice")
    sent(p.LENA, "Zähler Kai 7", 6.0, "Guten Tag Frau Hartmann,\n\nder Zählerkasten ist frei. Die Farbe steht jetzt woanders im Weg."
         "\n\nAlice Reiter")
    book.add("Sent", p.ALICE, "Offer for the Thursday cold box", 30, letter.several("mixed", [
        letter.text("Dear Dr. Solheim,\n\nour offer is attached. The price includes the ice and excludes the seals.\n\n"
                    "Alice Reiter\n", extra="flowed"),
        letter.file(pictures.pdf("Offer", ["Cold box, Thursdays, until March", "38.00 EUR a trip"]), "application/pdf",
                    "offer-coldbox.pdf")]), to=[p.INGRID])

    def draft(to, subject, days, words, **more):
        book.add("Drafts", p.ALICE, subject, days, words, to=to, flags=("\\Draft", "\\Seen"), **more)

    draft([p.NORA], "Re: A horn for your office?", 0.4, "Dear Nora,\n\nyes. Three Cs are more than enough. What would he")
    draft([p.RIDERS], "Christmas round: who, when, and who brings the", 2.2, "Dear all,\n\nlast year we")
    draft([], "Ideas for the anniversary", 38, "- lamps on all bicycles\n- cake (big)\n- no speeches\n- one short speech\n- horn?")


def projects(book):
    folder = "Projects/Winter timetable"
    book.thread(folder, "Winter timetable: first draft", 24, [
        (p.CAROL, 0, """Here is a first draft. Fewer trips before seven, more between four and six, when it is dark
and people notice that they need bread.

The numbers are from last winter; Idris corrected them from memory and was right in every case."""),
        (p.TOMASZ, 6, """The 5:40 is missing. The bakers will not mind, but the fish will."""),
        (p.CAROL, 2, """The fish has its 5:40 back."""),
        (p.ALICE, 20, """Looks good. Please leave ten minutes at the bridge; it opens when it wants to."""),
        (p.DMITRI, 7, """With ten minutes at the bridge it works over the pass as well."""),
    ], charset="utf-8")
    book.thread(folder, "Lamps: what counts as bright enough", 11, [
        (p.IDRIS, 0, """I propose a test: if Carol can read the rota by it at twenty metres, it is bright enough."""),
        (p.CAROL, 3, """At twenty metres I can read it in any light. I wrote it."""),
        (p.FREYA, 1, """Then Priya. She reads for a living."""),
    ])
    folder = "Projects/Cargo trailer"
    book.thread(folder, "Trailer 5: let us build it ourselves", 47, [
        (p.BOB, 0, """I priced it. Bought: 2,340. Built: 1,180 and a fortnight of my evenings, which cost nothing
because I would have spent them in the workshop anyway.

Ash for the bed, steel for the frame, wheels from Li Qiang."""),
        (p.ALICE, 5, """Build it. Sleep occasionally."""),
        (p.LIQIANG, 16, """Two sample wheels are on the way, no charge. Please send photographs of the trailer; my
daughter collects them."""),
        (p.BOB, 290, """It stands. It rolls. It squeaks in D, but we will find that."""),
        (p.TOMASZ, 4, """It is the saddle."""),
    ], charset="utf-8")
    for number, (days, words) in enumerate(((44, "Bed: six boards of ash, planed. The cat approves of the shavings."),
                                            (41, "Frame: cut and dry-fitted. Off by two millimetres, which is one millimetre each."),
                                            (36, "Frame welded. It is straight. I checked before lunch and after."),
                                            (34, "Wheels on. First ride to the corner and back, with Freya as load.")), 1):
        book.add(folder, p.BOB, "Trailer 5, evening %d" % number, days, letter.several("mixed", [
            letter.text(words + "\n\nBob\n"),
            letter.file(pictures.landscape(240, 140, ((236, 222, 200), (150, 120, 90)), ((110, 84, 60), (70, 54, 40)), number),
                        "image/png", "evening-%d.png" % number)]))
    folder = "Projects/Neue Website"
    book.thread(folder, "Texte für die neue Website", 18, [
        (p.NOA, 0, """Hi Alice, I have the pictures for the start page: quay, lamp, bicycle, dog. Who writes the words?"""),
        (p.ALICE, 4, """I do. It will say: "We bring it. Today." Everything else is a phone number."""),
        (p.WALTER, 22, """Finally a website that a printer can respect."""),
        (p.JONAS, 9, """Auf Deutsch: „Wir bringen's. Heute.“ Der Apostroph ist erlaubt, ich habe nachgeschlagen."""),
    ], charset="utf-8")
    book.add(folder, p.FORGE, "[saltwind-website] Merge request 12: Make the phone number bigger", 13, letter.rich(
        "Freya wants to merge bigger-number into main.\n\n- font-size: 16px\n+ font-size: 64px\n",
        letter.page(["<b>Freya</b> wants to merge <code>bigger-number</code> into <code>main</code>",
                     '<pre style="background:#f4f4f2;padding:8px"><span style="color:#a33">- font-size: 16px</span>\n'
                     '<span style="color:#282">+ font-size: 64px</span></pre>'])))


def travels(book):
    folder = "Reisen/Österreich – Große Tour"
    book.thread(folder, "Die große Tour: Etappen", 410, [
        (p.JONAS, 0, """Hallo Alice, mein Vorschlag für die Etappen:

1. Brackwater – Mühlheim (62 km, flach)
2. Mühlheim – Grönenbach (71 km, nicht flach)
3. Grönenbach – Paßhöhe (38 km, steil)
4. Ruhetag, Kuchen
5. Paßhöhe – Tal (44 km, nur bergab, endlich)"""),
        (p.ALICE, 7, """Einverstanden mit allem, vor allem mit Etappe 4."""),
        (p.JONAS, 3, """Dann buche ich zwei Ruhetage."""),
    ], charset="utf-8")
    book.add(folder, p.JONAS, "Bilder von der Paßhöhe", 380, letter.several("mixed", [
        letter.text("Oben war Schnee, unten waren Kirschen. Beides auf einem Bild geht leider nicht.\n\nJonas\n", extra="flowed"),
        letter.file(pictures.landscape(sky=((230, 238, 246), (110, 150, 200)), hills=((210, 220, 228), (120, 136, 150)), seed=6),
                    "image/png", "Paßhöhe, früh.png"),
        letter.file(pictures.track("Passhöhe", [(47.7 + i / 400, 10.2 + (i % 9) / 700) for i in range(60)]),
                    "application/gpx+xml", "Etappe 3 – Grönenbach bis Paßhöhe.gpx")]), flags=("\\Seen", "\\Flagged"))
    book.add("Reisen/日本の旅 🚲", p.RAIL, "Your bicycle bags for the flight", 220,
             "Two bags, size L. The front wheel goes beside the frame, the pedals into a sock.")
    book.add("Reisen/日本の旅 🚲", p.SAM, "Shimanami notes", 214, """Alice,

day 1 to Ikuchi: lemons, everything is lemons. Day 2 to Omishima: ask at the post office for the hand stamp.
Carry small coins for the ferry; the man does not take large ones and he is right.

Sam""")


def invoices(book, chance):
    for month in range(14):
        number = 2200 - month
        total = 240 + chance.randrange(0, 38000) / 100
        who, what = ((p.WALTER, "Printing"), (p.POWER, "Electricity, workshop"), (p.LIQIANG, "Spokes and rims"),
                     (p.SALMA, "Posters"))[month % 4]
        lines = ["Invoice %d" % number, what, "Net   %9.2f EUR" % total, "VAT   %9.2f EUR" % (total * 0.19),
                 "Total %9.2f EUR" % (total * 1.19)]
        body = letter.several("mixed", [
            letter.text("Please find invoice %d attached: %s, %.2f EUR.\n\nPayable within fourteen days.\n"
                        % (number, what.lower(), total * 1.19)),
            letter.file(pictures.pdf("Invoice", lines), "application/pdf", "invoice-%d.pdf" % number)])
        flags = ("\\Seen", "$Todo") if month == 0 else ("\\Seen", "Paid")
        book.add("Invoices", who, "Invoice %d, %s" % (number, what), 9 + month * 29.5, body, flags=flags, charset="utf-8")


def night_reports(book, chance):
    """Short reports of the night desk: recent ones in their folder, old ones in the archives of their years."""
    remarks = ("Quiet. The swing bridge opened for one swan.", "Rain from two. All lamps came home.",
               "One flat tyre at the mill, mended on the spot.", "The cold box was eight minutes early.",
               "Fog on the lower quay; Freya rode by ear.", "A letter without a stamp, an address or a sender. Delivered.",
               "The night baker gave us the first loaf.", "Strong wind, walked the last mile.",
               "The harbour master wants his ladder back.", "A fox looked at the parcels and decided against it.",
               "Two umbrellas found, one of them ours.", "The church clock was late; we were not.")
    for night in range(74):
        back = 1 + night if night < 20 else 20 + (night - 20) * 12.5
        when = book.ago(back, 5, 10 + night % 40)
        parcels, km = chance.randrange(19, 58), chance.randrange(310, 720) / 10
        body = ("Night of %s\n\nParcels   %3d\nKilometres %5.1f\nReturned  %3d\n\n%s\n\nNight desk"
                % (when.strftime("%d %B"), parcels, km, chance.randrange(0, 3), remarks[(night * 5 + night // 12) % len(remarks)]))
        folder = "Night desk" if back <= 21 else "Archive/%d" % when.year
        book.add(folder, p.DISPATCH, "Night report: %d parcels, %.0f km" % (parcels, km), when, body, extra="",
                 flags=() if night < 3 else ("\\Seen",))


def archive(book):
    year = book.now.year
    old = "Archive/%d" % (year - 1)
    book.thread(old, "New logo", 420, [
        (p.NOA, 0, """A wheel with a wave in it. The wave is also a road, if you squint."""),
        (p.BOB, 3, """I squinted. It is a wheel with a moustache. I love it."""),
        (p.ALICE, 2, """Wave, road, moustache: approved."""),
    ], charset="utf-8", last_flags=("\\Seen", "\\Flagged"))
    book.thread(old, "The great flood of the workshop", 465, [
        (p.BOB, 0, """Water in the workshop, four centimetres, rising slowly. Bicycles are on the bench, the cat is on
the bicycles."""),
        (p.FREYA, 0.5, """On my way with the pump."""),
        (p.BOB, 3, """Dry again. The floor has never been so clean."""),
        (p.CAROL, 9, """Insurance says yes. They asked for a picture of the cat."""),
    ])
    book.thread("Archive/%d" % (year - 2), "A name for the company", 715, [
        (p.FREYA, 0, """The list so far: Saltwind, Two Wheels Good, The Wet Bench, Brackwater Couriers Limited."""),
        (p.BOB, 2, """The Wet Bench is accurate."""),
        (p.CAROL, 4, """Saltwind. It fits on a bag and the bank can spell it."""),
        (p.ALICE, 1, """Saltwind it is."""),
    ], last_flags=("\\Seen", "\\Flagged"))
    for number in range(12):
        titles = ("A town without house numbers", "The ferry that waits", "Ink", "On the weight of envelopes", "The blue box",
                  "Return to sender", "A very small post office", "Snow, and who goes first", "The registered goose",
                  "Handwriting of doctors", "Sunday delivery", "The last telegram")
        book.add("Newsletters", p.SLOWPOST, titles[number], 35 + 30 * number, letter.text(letter.page(
            ["<h2>The Slow Post</h2>", "<b>%s</b>" % titles[number], "A letter about post that takes its time, as this one did.",
             '<a href="https://slowpost.example/%d">Read it in your browser</a>' % (40 - number)],
            "max-width:600px;background:#fdfaf3;padding:24px"), "html"),
            headers=(("List-Unsubscribe", "<https://slowpost.example/leave>"),))
    for number in range(10):
        book.add("Newsletters", p.VELO, "Letter %d: %s" % (40 - number, (
            "The pannier test", "Rain, a defence", "What the wheelwright said", "Lamps", "Uphill, with cello", "A map of smells",
            "Chains", "The night ferry", "Gloves", "Ten bells")[number]), 15 + 14 * number,
            "THE LONG CHAIN\n\nThis letter is best read with dry feet.\n\nhttps://longchain.example/%d" % (40 - number))


def junk(book):
    offers = (
        ("Royal Parcel Lottery", "winner@parcel-lottery.example", "You have WON a pallet of envelopes!!!"),
        ("Dr. Pump", "dr.pump@tyres-now.example", "Bigger tyres in only 3 days"),
        ("Account Team", "security@harbour-credlt.example", "Your account will be closed, sign in today"),
        ("Prince Adalbert", "prince@far-kingdom.example", "Confidential: 11,000,000 stamps"),
        ("SEO Wizard", "rank@first-page.example", "Your website is not on page one"),
        ("Крутые цены", "sale@deshevo.example", "Велосипеды по 99 рублей"),
        ("超值优惠", "sale@youhui.example", "全场一折，仅限今天"),
        ("Invoice Dept.", "billing@unknown-goods.example", "Overdue: invoice for goods you never saw"),
        ("Miracle Saddle", "sit@miracle-saddle.example", "Doctors hate this saddle"),
    )
    for number, (name, address, subject) in enumerate(offers):
        person = letter.Person(name, address, 0)
        page = letter.page(["<h1 style='color:#c00'>%s</h1>" % subject, "Act now! This offer is <b>real</b>, we think.",
                            '<img src="https://%s/open.gif?id=%d" width="1" height="1">' % (address.split("@")[1], number),
                            '<a href="https://%s/go">CLICK HERE</a>' % address.split("@")[1]])
        book.add("Junk", person, subject, 0.6 + number * 2.9, letter.text(page, "html"), flags=() if number < 3 else ("\\Seen", "$Junk"))


def trash(book):
    for number, (who, subject, words) in enumerate((
            (p.FREYA, "Lunch?", "Soup at one?"), (p.BOB, "Found: one glove", "Left hand, grey, wet. On the radiator."),
            (p.IDRIS, "Never mind", "Found it."), (p.CAROL, "Printer is out of blue", "A printer is always out of blue."),
            (p.FORGE, "[saltwind-routes] Build #498 passed", "All good."), (p.TOMASZ, "Test", "Test 2"),
            (p.WEATHER, "All clear", "The warning of this morning is over."), (p.RAIL, "How was your journey?", "Rate us from one to five pianos."),
            (p.JONAS, "Eimer", "Der zweite Eimer hat auch ein Loch."))):
        book.add("Trash", who, subject, 3 + number * 2.3, words, charset="utf-8")
