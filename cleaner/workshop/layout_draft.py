"""The selectors that pages propose as the `[html]` of a rule file, with an invented page that shows what they do."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from cleaner.workshop.draft import DraftRule, Value
from cleaner.workshop.selectors_seen import Proposal, Proposed

__all__ = ["layout_draft"]

_NAME: Final = re.compile(r'\[(\w+)="([^"]*)"\]|([.#]?)([\w-]+)')


def layout_draft(
    proposal: Proposal, idle: Mapping[str, Sequence[str]] = MappingProxyType({}), told: Iterable[str] = ()
) -> Iterator[DraftRule]:
    """The tables `[html]` and `[[html.examples]]`.

    Args:
        proposal: What the pages propose.
        idle: For each selector, the rules for text that it leaves nothing to do.
        told: More lines for the comment.

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
    yield DraftRule(table="html", keys=keys, comment=(*_said(proposal, idle), *told))
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


def _said(proposal: Proposal, idle: Mapping[str, Sequence[str]]) -> Iterator[str]:
    yield f"From {proposal.articles:,} of {proposal.pages:,} pages. Look at pages of other years and sections, too."
    for one in proposal.bodies:
        share = _share(one, proposal)
        yield f"body {one.value}: {share}; {one.excess:.0%} of its letters are not the article's"
        yield from _left_nothing(one, idle)
    for one in proposal.drops:
        yield from _box("drop", one, proposal)
        yield from _left_nothing(one, idle)
    for one in proposal.doubtful:
        yield from _box("not dropped, look at it:", one, proposal)
    for line in proposal.lines:
        yield f"for texts, the line {line.value!r}: {line.pages:,} pages, {line.why}"


def _share(one: Proposed, proposal: Proposal) -> str:
    return f"{one.pages:,} pages ({one.pages / proposal.articles:.0%})"


def _left_nothing(one: Proposed, idle: Mapping[str, Sequence[str]]) -> Iterator[str]:
    for name in idle.get(one.value, ()):
        yield f"  with it the rule for text {name!r} has nothing left to do"


def _box(word: str, one: Proposed, proposal: Proposal) -> Iterator[str]:
    mistakes = f"; on {one.mistakes:,} of them it holds a line of the article" if one.mistakes else ""
    yield f"{word} {one.value}: {_share(one, proposal)}, {one.why}{mistakes}; such as:"
    yield from (f"  {sample}" for sample in one.samples)
