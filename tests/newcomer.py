"""An outlet that nobody knows: pages and texts of the invented Lisse Courier, as a newcomer would have scraped them."""

from pathlib import Path

__all__ = ["HOST", "article", "page", "pages_in", "text", "texts_in"]

HOST = "lissecourier.example"
WHO = (
    "The harbour master",
    "A ferry captain",
    "The town council",
    "The keeper of the lighthouse",
    "A baker from Varda",
)
DID = ("has found", "wants to sell", "is looking for", "has painted", "measured")
WHAT = (
    "the old bell of the customs house",
    "eleven boxes of lamps",
    "a map of the eastern quays",
    "the smaller of two cranes",
)
WHERE = (
    "on the pier that was closed in the spring",
    "behind the fish market",
    "near the bridge to Dosk",
    "in the park",
)
AFTER = (
    "Nobody had asked for it, and by the evening a dozen people stood in the rain to see how it would end.",
    "The papers say that the matter is settled, while those who wrote them say that it has hardly begun.",
    "It took four days, two lorries and a good deal of patience from the people who live across the road.",
    "What it will cost is not known; the last time it was as much as the town spends on its school in a year.",
    "Whoever wants to help can come on Saturday, with boots, a bucket and no great hopes of being thanked.",
    "A neighbour who followed us on the quay said that he would sign up for anything that kept the noise away.",
)
OTHERS = (
    "Ferry crews return",
    "New lamp for the lighthouse",
    "Bridge shut for a week",
    "Market moves",
    "Storm at the weekend",
)
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November")


def article(number: int) -> tuple[str, list[str]]:
    """An article's title and its paragraphs, no two articles the same."""
    who, did, what, where = (
        words[number // step % len(words)] for words, step in ((WHO, 1), (DID, 3), (WHAT, 2), (WHERE, 4))
    )
    title = f"{who} {did} {what}"
    lead = f"{title} {where}, number {number + 1} of its kind since the town began to count in {1900 + number * 3}."
    rest = [
        f"{AFTER[(number + k) % 6]} {WHO[(number + k) % 5]} {DID[(number * 2 + k) % 5]} it {WHERE[(number // 3 + k * 3) % 4]}."
        for k in range(3 + number % 3)
    ]
    return title, [lead, *rest]


def page(number: int) -> str:
    """An article's page in the Courier's furniture."""
    title, paragraphs = article(number)
    text = [f"<p>{paragraph}</p>" for paragraph in paragraphs]
    text.insert(2, '<div class="courier-letter">The Courier in your mailbox <span>every Friday at six</span></div>')
    others = "".join(f"<li>{OTHERS[(number + k) % 5]}</li>" for k in range(2))
    day = f"2021-{number % 11 + 1:02}-{number % 28 + 1:02}"
    return f"""<!doctype html><html lang="en"><head><title>{title} | Lisse Courier</title>
<meta property="og:title" content="{title}"><meta property="og:site_name" content="Lisse Courier">
<meta property="article:published_time" content="{day}T08:30:00+00:00"><meta name="author" content="Ann Lee">
<link rel="canonical" href="https://www.{HOST}/town/{number + 100}"></head>
<body><nav><a href="/">Town</a> <a href="/sea">Sea</a></nav><main class="css-1x2y3z"><h1>{title}</h1>
<div class="courier-story" id="story-{number + 100}">{"".join(text)}
<div class="courier-teasers"><b>Also in the Courier</b><ul>{others}</ul></div></div></main>
<footer>Lisse Courier, Quay 4, Port Lisse</footer></body></html>
"""


def text(number: int) -> str:
    """The same article as a scraper that takes all text gives it."""
    title, paragraphs = article(number)
    head = [
        "Town of Lisse Courier",
        "Sea and quays",
        title,
        f"Printed: {number % 28 + 1} {MONTHS[number % 11]} 2021, 08:30",
    ]
    tail = [
        "The Courier in your mailbox",
        "Also in the Courier",
        OTHERS[number % 5],
        "Lisse Courier, Quay Four, Port Lisse",
    ]
    return "\n".join([*head, *paragraphs, *tail, ""])


def pages_in(folder: Path, count: int = 20) -> Path:
    """A folder of pages."""
    return _written(folder, {f"{number + 1:02}.html": page(number) for number in range(count)})


def texts_in(folder: Path, count: int = 20) -> Path:
    """A folder of texts."""
    return _written(folder, {f"{number + 1:02}.txt": text(number) for number in range(count)})


def _written(folder: Path, files: dict[str, str]) -> Path:
    folder.mkdir(parents=True)
    for name, content in files.items():
        (folder / name).write_text(content, encoding="utf-8")
    return folder
