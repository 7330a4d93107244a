"""Two mailing lists: people who build cargo bikes, and people who like old post."""

import people as p

CARGO, POSTAL = "Lists/Cargo bikes", "Lists/Postal history"

_CARGO_HEADERS = (("List-Id", "Cargo bike builders <cargo-bikes.lists.example>"),
                  ("List-Post", "<mailto:cargo-bikes@lists.example>"),
                  ("List-Unsubscribe", "<https://lists.example/cargo-bikes/leave>"), ("Precedence", "list"))
_POSTAL_HEADERS = (("List-Id", "Postal history circle <postal-history.lists.example>"),
                   ("List-Post", "<mailto:postal-history@lists.example>"), ("Precedence", "list"))


def write(book):
    cargo_threads(book)
    postal_threads(book)


def cargo_threads(book):
    def talk(subject, days, turns, **more):
        book.thread(CARGO, "[cargo] " + subject, days, turns, to=[p.CARGO_LIST], headers=_CARGO_HEADERS, **more)

    talk("Long tail or long john?", 1.8, [
        (p.SAM, 0, """I have to choose one for a flower shop: long tail or long john. Flowers are light but tall,
and the owner is neither.

What would you build?"""),
        (p.LIQIANG, 3, """Long john. You see the flowers while you ride, and you notice when one falls."""),
        (p.BOB, 2, """Long tail. You do not see the flowers, and you are happy until you arrive.

More seriously: in wind, tall things in front are a sail. With the load behind, the front wheel keeps its
opinion."""),
        (p.TOMASZ, 5, """We ride both here. In gusts above 7 I take the tail, on cobbles the john, on the hill I take
the train."""),
        (p.SAM, 9, """Sold: a long tail with a lid. Thank you all, in particular for the train."""),
        (p.LIQIANG, 2, """Post a picture of the lid, please."""),
    ], last_flags=())
    talk("Hydraulic brakes below zero", 4.2, [
        (p.DMITRI, 0, """At minus eighteen the levers of our hydraulic brakes came back so slowly that one could
read a page between two stops. Mineral oil, two years old. Has anyone tried a thinner one?"""),
        (p.INGRID, 6, """I have no bicycle but a laboratory: mineral oil of that grade doubles its viscosity between
zero and minus fifteen. It is not your levers, it is physics."""),
        (p.BOB, 3, """Cable brakes. They freeze too, but you can hit them."""),
        (p.FREYA, 4, """We park them inside. A warm shed is the best brake fluid."""),
    ])
    talk("A standard for trailer hitches?", 16, [
        (p.LIQIANG, 0, """There are at least nine hitches on the market and none fits another. Shall we, on this list,
agree on one and publish the drawing?"""),
        (p.SAM, 7, """Then there will be ten."""),
        (p.BOB, 1, """I would rather agree on the bolt: M8, 60 mm, with a pin. Whoever wants a hitch can build it
round the bolt."""),
        (p.LIQIANG, 14, """The bolt, then. It is a beginning, and it costs forty cents."""),
        (p.PRIYA, 20, """Librarian here. If you publish it, give it a number and a date; otherwise there will be
ten drawings of the one bolt."""),
        (p.WALTER, 3, """I print it for free if somebody draws it."""),
    ])
    talk("Bell recommendations", 31, [
        (p.FREYA, 0, """Which bell can be heard on a windy quay and does not frighten anybody's grandmother?"""),
        (p.NORA, 4, """A post horn. It frightens grandmothers but they forgive it."""),
        (p.SAM, 2, """The big brass one from the market. It goes "ding" so politely that people say thank you."""),
        (p.IDRIS, 8, """Sing. No, honestly. Nobody is frightened of a person who sings badly."""),
    ])
    talk("Frame alignment without a table", 52, [
        (p.TOMASZ, 0, """String, two nails and a flat floor: is that good enough for a frame after a fall?"""),
        (p.BOB, 5, """It is what my teacher used. Measure from both sides and believe the worse number."""),
        (p.DMITRI, 12, """And do it twice: before lunch and after. If the numbers differ, it was the floor."""),
    ])
    talk("Counting punctures", 78, [
        (p.IDRIS, 0, """A year of punctures at our place: 61. Glass 24, thorns 15, kerbs 11, "don't know" 9, and 2 by
a crab."""),
        (p.SAM, 2, """A crab?"""),
        (p.IDRIS, 1, """It is a harbour. They have views."""),
        (p.INGRID, 6, """The sample is small but the effect size is delightful."""),
    ])
    talk("Legal width of trailers", 118, [
        (p.LENA, 0, """For those who ride in our town: from January trailers may be 100 cm wide on the quay, 90 cm
elsewhere. I sit on the committee, ask me."""),
        (p.BOB, 3, """Ours are 98. May we sand two centimetres off on the way up the hill?"""),
        (p.LENA, 2, """You may carry a ruler and a hopeful expression."""),
    ])


def postal_threads(book):
    def talk(subject, days, turns, **more):
        book.thread(POSTAL, subject, days, turns, to=[p.POST_LIST], headers=_POSTAL_HEADERS, **more)

    talk("How fast was a mail coach, really?", 3.4, [
        (p.PRIYA, 0, """In our archive there is a time bill of a night coach: 119 miles in 16 hours 20 minutes, with
the stops. That is seven and a quarter miles an hour, at night, in February, with a lamp.

Our municipal bus, for comparison, averages eight."""),
        (p.WALTER, 8, """And the bus has no guard with a horn and a blunderbuss."""),
        (p.NORA, 5, """Not on weekdays.

How long did a change of horses take?"""),
        (p.PRIYA, 11, """Two minutes, says the bill. In pencil beside it: "forty seconds, Tom." """),
        (p.ALICE, 3, """We change batteries in fifty. I shall show this to the riders and see what happens."""),
        (p.WALTER, 20, """What happened?"""),
        (p.ALICE, 26, """Thirty-eight seconds. Idris. There is now a pencil note on our wall as well."""),
    ], last_flags=("\\Seen", "\\Flagged"))
    talk("Stamp with a red sea", 6.8, [
        (p.CHLOE, 0, """Bonjour à tous, has anyone seen this colour error: a harbour view, five centimes, with a red
sea in place of the blue one? I found one between a hundred ordinary ones."""),
        (p.MEILING, 9, """Not that one, but a green moon from the same printer. He may have been short of blue."""),
        (p.WALTER, 4, """A printer is always short of blue."""),
        (p.CHLOE, 7, """Then I shall frame it. Merci !"""),
    ], charset="utf-8")
    talk("The dog at the third inn", 27, [
        (p.HELGA, 0, """Meine Großmutter erzählte von einem Hund am dritten Gasthaus, der jeden Postreiter an der
Laterne erkannte. Gibt es dazu etwas Gedrucktes?"""),
        (p.NORA, 12, """There is! A paragraph in a traveller's diary: "...and the dog, who barked for strangers and
was silent for the mail". I will scan it."""),
        (p.PRIYA, 6, """We have the inn's ledger. One line each quarter: "for the dog, 2 shillings". He was on the
payroll."""),
    ], charset="utf-8")
    talk("Bicycle post of the islands", 64, [
        (p.NIKOS, 0, """The island post went by bicycle until the fifties. The postman carried it on the ferry on
his shoulder, because a bicycle on wheels paid a fare and one in the air did not."""),
        (p.KANYA, 15, """In Chiang Mai there was a bicycle post too. I have sent Alice a stamp of it."""),
        (p.ALICE, 8, """It arrived, and it hangs above the kettle."""),
    ], charset="utf-8")
    talk("Reading faded postmarks", 140, [
        (p.SAM, 0, """Which light do you use for faded postmarks?"""),
        (p.WALTER, 3, """Low sun, from the side, in March. Or a bicycle lamp."""),
    ])
