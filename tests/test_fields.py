"""The head of a text of an unknown outlet: title, byline and date become fields, and nothing else does."""
# ruff: noqa: RUF001 (other languages' letters and signs)

import pytest

from cleaner import Cleaner, Document
from cleaner.dates import iso_date
from cleaner.judge.fields import Fields, fields
from cleaner.judge.written import written
from cleaner.people import people
from cleaner.workshop.explain import explain

# A line that the judge took for no article has a bar in front.
Head = tuple[str, str, str | None, tuple[str, ...], str | None]

HEADS: list[Head] = [
    ("English", """
|Home
|Sport
|Ferry to Tarsk sails again after nine months
|By Mara Voss
|12 March 2024, 9:15
The ferry between Lisse and Tarsk sailed again on Tuesday, nine months after a storm had torn its pier away.
""", "Ferry to Tarsk sails again after nine months", ("Mara Voss",), "2024-03-12T09:15"),
    ("English, a name beside a date", """
|Island council buys the old lighthouse
|• Ada Lenz
|Published March 3, 2024 4:05 PM
The island council has bought the old lighthouse, which nobody has lit since the keeper died in the spring of last year.
""", "Island council buys the old lighthouse", ("Ada Lenz",), "2024-03-03T16:05"),
    ("German, with a kicker and a byline below the standfirst", """
|Hafenausbau
|Der neue Kai von Orman wird teurer als geplant
Die Stadt rechnet inzwischen damit, dass der neue Kai teurer wird, denn der Grund unter dem Hafen gibt überall nach.
|Von Urs Keller
|3. Mai 2024, 17:47 Uhr
In Orman hat der Bau begonnen, und die ersten Pfähle stehen schon schief im Schlick, obwohl niemand daran gerüttelt hat.
""", "Der neue Kai von Orman wird teurer als geplant", ("Urs Keller",), "2024-05-03T17:47"),
    ("French", """
|Accueil
|Le pont de Saint-Orlan rouvre aux voitures
|Par Inès Carvet et Luc Aubry
|Publié le 30 août 2023 à 14h52, modifié le 31 août 2023
Le pont de Saint-Orlan a rouvert mercredi aux voitures, après deux ans de travaux que personne n'avait voulu payer.
""", "Le pont de Saint-Orlan rouvre aux voitures", ("Inès Carvet", "Luc Aubry"), "2023-08-30T14:52"),
    ("Spanish", """
|Los vecinos de Brenal piden un mercado cubierto
|Por Lucía Ferrán
|8 de junio de 2024
Los vecinos de Brenal volvieron a pedir el martes un mercado cubierto, porque las lonas de la plaza no paran la lluvia.
""", "Los vecinos de Brenal piden un mercado cubierto", ("Lucía Ferrán",), "2024-06-08"),
    ("Italian, the byline left in the text", """
|Il traghetto di Lissa cambia orario
di Carlo Monti
|2 febbraio 2025
Da lunedì il traghetto di Lissa parte mezz'ora prima, e l'ultimo orario della sera sparisce fino alla fine dell'inverno.
""", "Il traghetto di Lissa cambia orario", ("Carlo Monti",), "2025-02-02"),
    ("Portuguese", """
|Biblioteca de Aldim empresta ferramentas
|Por Teresa Lemos
|23 de outubro de 2024, 10:30
A biblioteca de Aldim começou a emprestar ferramentas, e na primeira semana todas as serras saíram do armário novo.
""", "Biblioteca de Aldim empresta ferramentas", ("Teresa Lemos",), "2024-10-23T10:30"),
    ("Dutch", """
|Molen van Hensdijk draait weer na restauratie
|Door Joke Brandt
|7 juni 2023
De molen van Hensdijk draait sinds zaterdag weer, na een restauratie die drie jaar langer duurde dan beloofd was.
""", "Molen van Hensdijk draait weer na restauratie", ("Joke Brandt",), "2023-06-07"),
    ("Swedish", """
|Färjan till Sandö får ny kapten
|Av Karin Ek
|14 maj 2024
Färjan till Sandö får i höst en ny kapten, den första på trettio år, och hon har lovat att hälsa på alla ombord.
""", "Färjan till Sandö får ny kapten", ("Karin Ek",), "2024-05-14"),
    ("Polish", """
|Prom w Lisowie znowu pływa
|Anna Lis
|4 kwietnia 2024, 12:10
Prom w Lisowie znowu pływa po rzece, choć jeszcze zimą nikt nie wierzył, że stary silnik da się uratować od złomu.
""", "Prom w Lisowie znowu pływa", ("Anna Lis",), "2024-04-04T12:10"),
    ("Czech", """
|Knihovna v Horkách půjčuje i brusle
|9. ledna 2025 8:00
Knihovna v Horkách od ledna půjčuje i brusle, protože rybník zamrzl poprvé po šesti letech a děti nemají na čem bruslit.
""", "Knihovna v Horkách půjčuje i brusle", (), "2025-01-09T08:00"),
    ("Russian", """
|Главная
|Паром в Лисове снова ходит через реку
|12 марта 2024, 9:15
Паром в Лисове снова ходит через реку каждый час, и жители деревни впервые за зиму попали на рынок без объезда.
""", "Паром в Лисове снова ходит через реку", (), "2024-03-12T09:15"),
    ("Turkish", """
|Köprü dokuz ay sonra açıldı
|05.04.2025 - Güncelleme: 06.04.2025
Kasabanın tek köprüsü dokuz ay sonra açıldı ve köylüler pazara yeniden yürüyerek gitmeye başladı, diyor muhtar.
""", "Köprü dokuz ay sonra açıldı", (), "2025-04-05"),
    ("Greek", """
|Το πλοίο της γραμμής επιστρέφει στο νησί
|5 Ιουνίου 2024
Το πλοίο της γραμμής επιστρέφει από τη Δευτέρα στο νησί, έπειτα από εννέα μήνες χωρίς καμία σύνδεση με τη στεριά.
""", "Το πλοίο της γραμμής επιστρέφει στο νησί", (), "2024-06-05"),
    ("Arabic", """
|عودة العبارة إلى جزيرة تارسك بعد عاصفة الشتاء
|12 مارس 2024
عادت العبارة يوم الثلاثاء إلى جزيرة تارسك بعد عاصفة الشتاء التي دمرت الرصيف القديم وأوقفت الرحلات تسعة أشهر كاملة.
""", "عودة العبارة إلى جزيرة تارسك بعد عاصفة الشتاء", (), "2024-03-12"),
    ("Hindi", """
|नदी पर पुराना पुल फिर से खुला
|5 जून 2024
गांव के पास नदी पर बना पुराना पुल सोमवार को फिर से खुला और लोग नौ महीने बाद बाजार तक पैदल जा सके, ऐसा सरपंच ने बताया।
""", "नदी पर पुराना पुल फिर से खुला", (), "2024-06-05"),
    ("Japanese", """
|トップ
|渡し船が九か月ぶりに運航再開
|2024年3月12日 9:15
島の渡し船が火曜日、九か月ぶりに運航を再開した。嵐で桟橋が流されてから、住民は遠回りを強いられていた。
""", "渡し船が九か月ぶりに運航再開", (), "2024-03-12T09:15"),
    ("Chinese", """
|河边老桥修好重新开放
|2024年3月12日
河边的老桥在星期二修好并重新开放，村民们九个月来第一次可以步行过河去赶集，他们说这一天等得太久了，真是高兴。
""", "河边老桥修好重新开放", (), "2024-03-12"),
    ("Korean", """
|홈
|섬마을 여객선 아홉 달 만에 운항 재개
|2024.03.12 09:15
섬마을 여객선이 화요일 아홉 달 만에 운항을 재개했다. 폭풍으로 부두가 무너진 뒤 주민들은 먼 길을 돌아 육지의 시장까지 다녀야 했다고 말했다.
""", "섬마을 여객선 아홉 달 만에 운항 재개", (), "2024-03-12T09:15"),
    ("a headline left in the text, below furniture", """
|Skip to content
Signal box of Hensby becomes a bakery
The signal box of Hensby, empty since the line was closed, has become a bakery, and the first loaves were sold at six.
""", "Signal box of Hensby becomes a bakery", (), None),
    ("a breadcrumb that ends in the headline", """
|Harbour wall of Lisse cracks in the night frost
|Home News Signal box of Hensby becomes a bakery
|Signal box of Hensby becomes a bakery
The signal box of Hensby has become a bakery; the harbour wall of Lisse, which cracked in the night frost, is in sight.
""", "Signal box of Hensby becomes a bakery", (), None),
    ("names one below the other", """
|Signal box of Hensby becomes a bakery
|Mara Voss
|Ada Lenz
|3 May 2024
The signal box of Hensby, empty since the line was closed, has become a bakery, and the first loaves were sold at six.
""", "Signal box of Hensby becomes a bakery", ("Mara Voss", "Ada Lenz"), "2024-05-03"),
]  # fmt: skip

PARAGRAPH = (
    "The signal box of Hensby, empty since the line was closed, has become a bakery, and loaves are sold at six."
)
NOTHING: list[tuple[str, str]] = [
    ("the first line of a clean text", f"Signal box of Hensby becomes a bakery\n{PARAGRAPH}"),
    ("a first sentence", f"|Home\nThe signal box of Hensby becomes a bakery.\n{PARAGRAPH}"),
    ("a teaser of something else", f"|Council of Lisse quarrels over the price of tides\n{PARAGRAPH}"),
    ("a breadcrumb", f"|Home › Hensby › Signal box bakery\n{PARAGRAPH}"),
    ("a caption with its credit", f"|The signal box of Hensby and its bakery. Photo: Mara Voss/AFP\n{PARAGRAPH}"),
    ("tags", f"|signal box, hensby, bakery, loaves\n{PARAGRAPH}"),
    ("a bullet", f"|• Signal box of Hensby becomes a bakery\n{PARAGRAPH}"),
    ("a moment of a ticker", f"|21:40 Signal box of Hensby closed, bakery empty\n{PARAGRAPH}"),
    ("a label", f"|Signal box, bakery, Hensby, loaves:\n{PARAGRAPH}"),
    ("a key of data", f'|"title": "Signal box of Hensby becomes a bakery"\n{PARAGRAPH}'),
    ("a date that can be read in two ways", f"|03/04/2024\n{PARAGRAPH}"),
    ("a date that cannot be", f"|31 February 2024\n{PARAGRAPH}"),
    ("a year", f"|Season 2024\n{PARAGRAPH}"),
    ("a month of two languages", f"|12. listopada 2024\n{PARAGRAPH}"),
    ("a day of rights", f"|Copyright Hafenpost 3 May 2024\n{PARAGRAPH}"),
    ("a date inside a caption", f"|The keeper of the signal box at Hensby, 3 May 2024\n{PARAGRAPH}"),
    ("data with dates", f'"date": "2024-05-03"\n{PARAGRAPH}'),
    ("a diary", f"3 May 2024\n{PARAGRAPH}\n4 May 2024\n{PARAGRAPH}"),
    ("a sentence that opens like a byline", f"By the river Ada Lenz waits\n{PARAGRAPH}"),
    ("a route", f"Von Lisse nach Orman\n{PARAGRAPH}"),
    ("one name", f"By Monday\n{PARAGRAPH}"),
    ("a noble name", f"Von der Aue kommt zurück\n{PARAGRAPH}"),
    ("a name without a date", f"|Mara Voss\n{PARAGRAPH}"),
    ("what stands beside a date and is no person", f"|Front Page\n|Share This\n{PARAGRAPH}"),
    ("words that have run together", f"|By Mara VossFollow\n{PARAGRAPH}"),
    ("an address", f"|By mara.voss@lisse.example\n{PARAGRAPH}"),
    (
        "verse",
        "|Home\nThe Ferry at Low Water\nWe waited where the rushes lean,\nthe rope gone slack, the planks still wet,",
    ),
    ("no article", "|Home\n|Signal box of Hensby becomes a bakery\n|By Mara Voss\n|3 May 2024"),
]

DATES = [
    ("12 March 2024, 9:15", "2024-03-12T09:15"),
    ("Sat 3rd May 2025, 4:05pm GMT", "2025-05-03T16:05+00:00"),
    ("May 4, 2024", "2024-05-04"),
    ("Stand: 26.04.2024, 20:44 Uhr", "2024-04-26T20:44"),
    ("Publié le 30/04/2024 - 16:17", "2024-04-30T16:17"),
    ("1er juillet 2024 à 14h52", "2024-07-01T14:52"),
    ("8 de junio de 2024", "2024-06-08"),
    ("2025. október 23. 10:30", "2025-10-23T10:30"),
    ("2025 m. spalio 23 d.", "2025-10-23"),
    ("2025. gada 23. oktobris", "2025-10-23"),
    ("Thứ tư, 22 tháng 10, 2025", "2025-10-22"),
    ("2024년 4월 24일 10:30", "2024-04-24T10:30"),
    ("2024-05-03 10:02:11", "2024-05-03T10:02"),
    ("23 أكتوبر 2025", "2025-10-23"),
    ("14 كانون الثاني 2025", "2025-01-14"),
    ("5 آب/أغسطس 2024", "2024-08-05"),
    ("22 tháng 10 năm 2025", "2025-10-22"),
    ("4/4/2024", "2024-04-04"),
    ("3 maanden geleden, op 7 juni 2023", "2023-06-07"),
]
NO_DATES = [
    "03/04/2024", "12:30", "2024", "May 2024", "31.02.2024", "12. listopada 2024", "28.09.1912:30", "1 of 12 2024",
    "May the 4th", "12 gardens 2024", "12345-67-2024", "32 May 2024", "3 May 1843", "tel. 030 12 2024 5",
]  # fmt: skip


def told(head: str) -> tuple[list[str], Fields]:
    """The lines of a head without their bars, and its fields."""
    lines = head.strip().split("\n")
    gone = {number for number, line in enumerate(lines) if line.startswith("|")}
    bare = [line.removeprefix("|") for line in lines]
    return bare, fields(bare, gone)


@pytest.mark.parametrize(
    ("head", "title", "authors", "date"), [row[1:] for row in HEADS], ids=[row[0] for row in HEADS]
)
def test_a_head_is_read(head: str, title: str | None, authors: tuple[str, ...], date: str | None) -> None:
    """The headline, the names and the day are those of the article, in whatever language and order they stand."""
    lines, found = told(head)
    assert (None if found.title is None else lines[found.title]) == title
    assert people("; ".join(found.authors.values())) == authors
    assert (iso_date(next(iter(found.dates.values())), ()) if found.published else None) == date


@pytest.mark.parametrize("head", [row[1] for row in NOTHING], ids=[row[0] for row in NOTHING])
def test_what_could_be_something_else_is_no_field(head: str) -> None:
    """No title, no author and no date are better than wrong ones, and no line of an article is lost for them."""
    assert told(head)[1] == Fields()


@pytest.mark.parametrize(("line", "iso"), DATES, ids=[line for line, _ in DATES])
def test_a_date_is_read_as_it_is_written(line: str, iso: str) -> None:
    """Forty languages name months, and each orders a date in its own way."""
    found = written(line)
    assert found is not None
    assert iso_date(found.parts, ()) == iso


@pytest.mark.parametrize("line", NO_DATES)
def test_what_can_be_read_in_two_ways_is_no_date(line: str) -> None:
    """Nor is what lacks a part, or names a day that never was."""
    assert written(line) is None


def test_a_day_of_change_is_not_that_of_publication() -> None:
    """The line is a date's and goes, but the record does not take it for the article's."""
    _, found = told(f"|Signal box of Hensby becomes a bakery\n|Updated: 3 May 2024\n{PARAGRAPH}")
    assert (list(found.dates), found.published) == ([1], False)


def test_a_line_that_a_rule_knows_is_no_headline() -> None:
    """What a rule of the outlets took as something else stays that."""
    lines = ["Signal box of Hensby becomes a bakery", PARAGRAPH]
    assert fields(lines, {0}).title == 0
    assert fields(lines, {0}, {0}).title is None


DUMP = "\n".join([
    *("Home", "News", "Politics", "Sport", "Weather", "Jobs", "Events", "Sign in", "Subscribe to our newsletter"),
    "Signal box of Hensby becomes a bakery", "By Mara Voss", "12 March 2024, 9:15", "Share",
    PARAGRAPH,
    '"We had thought that nobody would come," said Ada Lenz, who bakes there, "and then the queue reached the bridge."',
    "The railway has let the house to her for ten years, and asks for nothing but a loaf of bread on every first Monday.",
    *("Most read", "Ferry sold to museum", "Ten walks for a dry Sunday", "Help", "Contact us", "Terms of use"),
    *("Privacy policy", "Advertise with us", "© 2024 Hafenpost"),
])  # fmt: skip


def test_a_record_has_the_fields_and_the_text_has_not() -> None:
    """The account says which line became what."""
    record = Cleaner().clean(DUMP)
    assert (record.title, record.authors) == ("Signal box of Hensby becomes a bakery", ("Mara Voss",))
    assert record.date == "2024-03-12T09:15"
    assert record.text.startswith(PARAGRAPH)
    taken = {removal.rule: DUMP[removal.start : removal.end] for removal in record.removed}
    assert taken["judge/title"] == "Signal box of Hensby becomes a bakery"
    assert taken["judge/authors"] == "By Mara Voss"
    assert {removal.kind for removal in record.removed if removal.rule in ("judge/title", "judge/authors")} == {
        "metadata"
    }


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("Signal box of Hensby becomes a bakery | Hensby | Hafenpost", "Signal box of Hensby becomes a bakery"),
        ("Hensby | Signal box becomes a bakery", "Hensby | Signal box becomes a bakery"),
    ],
)
def test_the_site_is_no_part_of_the_title(line: str, title: str) -> None:
    """A section in front could as well be the kicker, and stays."""
    assert Cleaner().clean(DUMP.replace("Signal box of Hensby becomes a bakery", line)).title == title


@pytest.mark.parametrize("cleaner", [Cleaner(judge=False), Cleaner(caution=1)], ids=["no judge", "full caution"])
def test_without_the_judge_nothing_is_told(cleaner: Cleaner) -> None:
    """Who does not want lines judged gets what the common rules alone give."""
    record = cleaner.clean(DUMP)
    assert (record.title, record.authors, record.date) == (None, (), None)
    assert "By Mara Voss" in record.text


def test_a_caller_knows_the_date_better() -> None:
    """A date that is given stands above one that is read."""
    assert Cleaner().clean(Document(content=DUMP, date="2024-03-11")).date == "2024-03-11"


def test_the_reason_is_what_the_line_is() -> None:
    """It says what makes a field of it, and not how likely it is article."""
    found = explain(Document(content=DUMP), Cleaner())
    reasons = {removal.rule: reason for removal, reason in zip(found.record.removed, found.reasons, strict=True)}
    assert reasons["judge/title"] == "the headline: a line above the article that has the article's words"
    assert reasons["judge/authors"] == 'a byline: names behind "By", or beside a date'


def test_a_headline_in_the_text_without_the_rest_stays() -> None:
    """A clean text keeps its first line, as verse and speeches do."""
    text = "\n\n".join(["Signal box of Hensby becomes a bakery", *DUMP.split("\n")[13:16]])
    record = Cleaner().clean(text)
    assert (record.title, record.removed, record.text) == (None, (), text)
