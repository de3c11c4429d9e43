"""The selectors that pages propose as the `[html]` of a rule file, with an invented page that shows what they do."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from cleaner.workshop.draft import DraftRule, Value
from cleaner.workshop.selectors_seen import Proposal, Proposed

__all__ = ["layout_draft"]

_NAME: Final = re.compile(r'\[(\w+)="([^"]*)"\]|([.#]?)([\w-]+)')


def layout_draft(proposal: Proposal) -> Iterator[DraftRule]:
    """The tables `[html]` and `[[html.examples]]`.

    Args:
        proposal: What the pages propose.

    Yields:
        Nothing where they propose no body. Every selector stands in the comment with its support, and so does what is
        not safe enough to be one.
    """
    if not proposal.bodies:
        return
    bodies = tuple(one.value for one in proposal.bodies)
    drops = tuple(one.value for one in proposal.drops)
    keys: dict[str, Value] = {"body": bodies if bodies[1:] else bodies[0]}
    if drops:
        keys["drop_classes"] = tuple(drop[1:] for drop in drops)
    yield DraftRule(table="html", keys=keys, comment=tuple(_said(proposal)))
    page = "".join(f"<div {_attribute(drop)}>Read this, too</div>" for drop in drops)
    yield DraftRule(table="html.examples", keys={"page": _page(bodies[0], page), "text": "Rain fell.\nIt went on."})


def _page(body: str, inner: str) -> str:
    tag = body if body in ("article", "main") else "div"
    attribute = "" if tag == body else f" {_attribute(body)}"
    return f"<body><{tag}{attribute}><p>Rain fell.</p>{inner}<p>It went on.</p></{tag}></body>"


def _attribute(selector: str) -> str:
    found = _NAME.match(selector)
    assert found is not None  # noqa: S101  selectors_seen makes no others
    if found[1]:
        return f'{found[1]}="{found[2]}"'
    return f'{"id" if found[3] == "#" else "class"}="{found[4]}"'


def _said(proposal: Proposal) -> Iterator[str]:
    yield f"From {proposal.articles:,} of {proposal.pages:,} pages. Look at pages of other years and sections, too."
    for one in proposal.bodies:
        yield f"body {one.value}: {one.pages:,} pages; {one.excess:.0%} of its letters are not the article's"
    yield from _boxes("drop", proposal.drops)
    yield from _boxes("not dropped, look at it:", proposal.doubtful)
    for line in proposal.lines:
        yield f"for texts, the line {line.value!r}: {line.pages:,} pages, {line.why}"


def _boxes(word: str, boxes: Iterable[Proposed]) -> Iterator[str]:
    for one in boxes:
        yield f"{word} {one.value}: {one.pages:,} pages, {one.why}: {'; '.join(map(repr, one.samples))}"
