"""Letters in many languages and in the charsets their writers' programs used."""

import letter
import people
import pictures

INBOX = "INBOX"


def write(book):
    """One or more letters each, spread over the INBOX, the travel folders and the archive."""
    add = book.add
    add(INBOX, people.YUKI, "新しいメッセンジャーバッグの見本", 0.35, """アリス様

お世話になっております。ご注文いただいたメッセンジャーバッグの見本ができました。
色は「夜の港」と「朝の砂」の二種類です。留め具はご希望どおり、片手で開けられる形にしました。

写真を添付します。来週の火曜日までにご意見をいただければ、四十個すべて年内に発送できます。

雨の多い季節です。どうぞお気をつけて。

田中由紀
田中鞄製作所
""", flags=(), charset="iso-2022-jp", extra="")
    add("Reisen/日本の旅 🚲", people.KENJI, "ご予約の確認(旅館みなと)", 210, """アリス・ライター様

このたびは旅館みなとをご予約いただき、ありがとうございます。

  ご到着  五月十二日(火)十六時ごろ
  お部屋  海の見える和室、二名様
  自転車  玄関の中でお預かりします

夕食は魚が中心です。苦手なものがございましたらお知らせください。
お待ちしております。

小林健二
""", charset="shift_jis", extra="")
    add("Reisen/日本の旅 🚲", people.YUKI, "Re: しまなみ海道", 205, """アリスさん

しまなみ海道は反時計回りがおすすめです。風が後ろから来ます。
大三島の小さな郵便局に、まだ手押しの消印があります。きっと好きだと思います。

由紀
""", charset="iso-2022-jp", extra="", flags=("\\Seen", "\\Flagged"))
    add(INBOX, people.DMITRI, "Зимний маршрут через перевал", 3.2, """Здравствуйте, Алиса!

Прошёл вчера весь маршрут через перевал. До мельницы дорога сухая, дальше лёд, но песок уже
привезли. Велосипед с прицепом пройдёт, если везти не больше сорока килограммов.

Предлагаю выезжать в шесть, а не в пять: мост открывают только с рассветом, и мы всё равно ждём.

С уважением,
Дмитрий Орлов
""", charset="koi8-r", extra="", flags=("\\Seen", "$Work"))
    add("Projects/Winter timetable", people.OKSANA, "Розклад на грудень", 9, """Доброго дня!

Надсилаю розклад для східного берега. По вівторках пекарня закрита, тому перший рейс можна
перенести на пів години. Якщо хтось захворіє, я підміню, тільки подзвоніть до восьмої.

Гарного дня,
Оксана
""", charset="windows-1251", extra="")
    add(INBOX, people.SALMA, "بروفة الملصق الجديد", 1.6, """مرحبا أليس،

أرسلت لكم بروفة الملصق الجديد مع هذه الرسالة. اللون الأزرق أغمق قليلا مما رأيتموه على الشاشة،
وهذا أفضل للطباعة. الرجاء التأكد من رقم الهاتف 0471 555 018 قبل يوم الخميس.

سعر 500 نسخة هو 140 يورو، والتسليم مجاني لأن دراجاتكم تأتي إلينا كل صباح على أي حال.

مع أطيب التحيات،
سلمى
""", charset="windows-1256", extra="", flags=("\\Flagged",))
    add(INBOX, people.NOA, "איורים ללוח השנה", 4.4, """שלום אליס,

סיימתי שמונה מתוך שנים עשר האיורים ללוח השנה (Saltwind 2027). החורף יצא הכי יפה: אופניים ליד
המזח, שלג, ואור אחד בחלון. אשלח את הקבצים ביום ראשון.

שאלה קטנה: האם הכלב של בוב יכול להופיע בחודש מרץ?

להתראות,
נועה
""", charset="iso-8859-8", extra="")
    add(INBOX, people.MEILING, "冬季茶單與送貨時間", 6.1, """愛麗絲您好:

附上冬季的茶單。東方美人今年只有二十罐，想留幾罐給貴公司的騎士，天冷時喝最好。

送貨時間可以改到上午十點以後嗎？早上九點店裡還在燒水，沒有人能開門。

祝 一切順心
陳美玲
""", charset="big5", extra="")
    add("Projects/Cargo trailer", people.LIQIANG, "拖车车轮报价", 33, """爱丽丝您好：

贵公司询问的二十寸拖车车轮，报价如下：

  铝合金轮圈，三十六孔    每个 38 欧元
  加强辐条                每套  9 欧元
  运费（海运，约五周）    共   120 欧元

五十个以上可以优惠百分之八。样品本周可以寄出。

李强
""", charset="gb18030", extra="")
    add("Archive", people.SEOYEON, "한글 표지판 번역", 75, """안녕하세요, 앨리스 님.

부탁하신 표지판 번역을 보내 드립니다.

  우편물은 여기에 놓아 주세요.
  자전거는 벽에 기대지 마세요.
  벨이 울리지 않으면 세게 두드려 주세요.

마지막 문장은 웃기지만 정확합니다.

김서연 드림
""", charset="euc-kr", extra="")
    add("Reisen/Νησιά", people.NIKOS, "Το πλοίο της Τρίτης", 400, """Καλημέρα Αλίκη,

το πλοίο της Τρίτης φεύγει στις επτά και μισή και παίρνει ποδήλατα χωρίς εισιτήριο. Αν έχει
μελτέμι, μπορεί να αργήσει δύο ώρες, οπότε πάρε κάτι να διαβάσεις.

Τα κλειδιά είναι στο καφενείο, κάτω από τη γλάστρα.

Νίκος
""", charset="iso-8859-7", extra="")
    add("Archive", people.KANYA, "แสตมป์จากเชียงใหม่", 130, """สวัสดีค่ะ อลิซ

ส่งแสตมป์จากเชียงใหม่ไปให้แล้วนะคะ มีรูปจักรยานไปรษณีย์แบบเก่าด้วย
ถ้าได้รับแล้วบอกด้วยนะคะ

กัญญา
""", charset="tis-620", extra="")
    add(INBOX, people.MEHMET, "Sabah ekmeği, yeni saat", 2.3, """Merhaba Alice,

Kışın ekmek yarım saat geç çıkıyor, çünkü hamur üşüyor. Bisiklet 06.30 yerine 07.00'de gelsin,
olur mu? Geçen haftaki simitler için teşekkürler, müşteriler çok memnun kaldı.

Kolay gelsin,
Mehmet
""", charset="iso-8859-9", extra="", flags=("\\Seen", "\\Answered"))
    add("Projects/Winter timetable", people.TOMASZ, "Łańcuchy na zimę", 12, """Cześć Alice,

przejrzałem wszystkie łańcuchy w warsztacie. Trzy nadają się tylko na złom, reszta przeżyje do
marca, jeśli będziemy je smarować co tydzień. Zamówiłem dziesięć nowych, powinny przyjść w środę.

Na żółtym rowerze skrzypi pedał. Nie wiem dlaczego. Bob też nie wie.

Tomasz
""", charset="iso-8859-2", extra="")
    add("Reisen/Österreich – Große Tour", people.HELGA, "Grüße aus Grönenbach", 395, """Liebe Alice,

schön, dass Ihr über Österreich fahrt! Packt bitte Handschuhe ein, auf der Paßhöhe war es im Mai
noch weiß. Tante Änne läßt grüßen und fragt, ob Ihr die Äpfel mögt, sie hat noch 14 Kilo übrig.

Der Schlüssel liegt wie immer im Vogelhäuschen.

Alles Liebe, Mama
""", charset="iso-8859-1", extra="")
    add("Archive", people.CHLOE, "L’été, la mer et 35 € de timbres", 110, """Salut Alice,

me voilà rentrée. J’ai trouvé au marché une boîte pleine de vieux timbres, 35 € le tout. Il y en a
un avec une erreur de couleur : la mer est rouge. Je te le garde !

Bisous de Nantes,
Chloé
""", charset="iso-8859-15", extra="")
    plain = "Ahoj Alice,\n\nthe festival wants eleven riders, příští sobotu, from nine. Žluťoučký kůň is their mascot.\n"
    add("Archive", people.TOMASZ, "Příliš žluťoučký kůň: festival v sobotu", 160,
        letter.rich(plain, letter.page(plain.strip().split("\n\n"))), charset="utf-8")
    table = ["Brot: 18", "Brötchen: 240", "Brezeln: 60", "Summe: 318 Stück"]
    body = letter.several("mixed", [
        letter.text("Lieferschein im Anhang. Grüße!\n", charset="iso-8859-15", transfer="8bit"),
        letter.file(pictures.pdf("Lieferschein", table), "application/pdf", "Lieferschein Größe & Übermaß – Öfen.pdf"),
        letter.file("\ufeffArtikel;Stück\r\nBrot;18\r\nBrötchen;240\r\n".encode(), "text/csv",
                    "Übersicht über sämtliche Lieferungen der vergangenen Wochen (vorläufig, bitte prüfen) – März.csv")])
    add("Invoices", people.MEHMET, "Lieferschein für die Bäckerei „Ofen & Meer“", 20, body, charset="windows-1252")
