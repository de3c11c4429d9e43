"""Selectors, CSS or XPath, compiled once: what a rule file says of a page. The only place that knows both languages.

A selector that starts like a path ("/", "./", "(", "@", "string(" ...) is XPath 1.0, everything else CSS.
The libraries are imported on first use: `import cleaner` is for users of plain text too.
"""

import re
from collections.abc import Iterator
from typing import Any, Final

__all__ = ["Selector", "fault_of"]

_XPATH: Final = re.compile(r"[./(@]*/|\(|@|[a-z-]+\(.*\)\s*$", re.DOTALL)
_PIECES: Final = (
    "descendant::text()[not(parent::script or parent::style)]"
    " | descendant::*[self::br or self::p or self::div or self::li]"
)
_POSITION: Final = re.compile(r"\s*\bat (\d+)(>?)$")
_NAMED: Final = re.compile(r":+[\w-]+")
# XPath finds these faults only while it runs, and only where it gets so far.
_LITERAL: Final = re.compile(r"'[^']*'|\"[^\"]*\"")
_FOREIGN: Final = re.compile(r"\$[\w-]*|[\w-]+:(?!:)[\w-]+|[\w-]+(?=\s*\()")
_ANY: Final = range(99)
_FUNCTIONS: Final = {  # and how many arguments they take
    "and": _ANY, "or": _ANY, "div": _ANY, "mod": _ANY, "text": range(1), "node": range(1), "comment": range(1),
    "processing-instruction": range(2), "last": range(1), "position": range(1), "count": range(1, 2), "id": range(1, 2),
    "local-name": range(2), "namespace-uri": range(2), "name": range(2), "string": range(2), "concat": range(2, 99),
    "starts-with": range(2, 3), "contains": range(2, 3), "substring-before": range(2, 3),
    "substring-after": range(2, 3), "substring": range(2, 4), "string-length": range(2), "normalize-space": range(2),
    "translate": range(3, 4), "boolean": range(1, 2), "not": range(1, 2), "true": range(1), "false": range(1),
    "lang": range(1, 2), "number": range(2), "sum": range(1, 2), "floor": range(1, 2), "ceiling": range(1, 2),
    "round": range(1, 2),
}  # fmt: skip
_TOKEN: Final = re.compile(r"(?P<name>[\w-]*)\s*\(|[),]|\S")
# A step and the first test in its predicate, as cssselect writes them.
_TESTED: Final = re.compile(
    r"(?<!following-sibling::)(?<![\w-])(?P<step>\*|[\w-]+)\[(?=\(*@(?P<name>[\w-]+)(?: = (?P<whole>'[^']*')"
    r"| and (?P<how>contains|starts-with)\(@(?P=name), '(?P<part>[^']+)'\)"
    r"| and contains\(concat\(' ', normalize-space\(@(?P=name)\), ' '\), ' (?P<word>[^' ]+) '\)))"
)
_PROBE: Final = "<html><body><p class='a' id='a'><a href='a'>a</a></p></body></html>"


class Selector:
    """One compiled selector."""

    __slots__ = ("_path", "source")

    def __init__(self, source: str) -> None:
        """Compile a selector without faults.

        Args:
            source: CSS or XPath, as its author wrote it.
        """
        from lxml import etree  # noqa: PLC0415

        self.source = source
        self._path = etree.XPath(_narrowed(_xpath(source)), regexp=False, smart_strings=False)

    @property
    def is_absolute(self) -> bool:
        """Whether it is a path through the page ("//h2"), whatever element it is asked of."""
        return self.source.startswith(("/", "("))

    def elements(self, root: Any) -> list[Any]:  # noqa: ANN401  an lxml element
        """The elements below (and at) a root that match, in the order of the page."""
        found = self._path(root)
        return [item for item in found if not isinstance(item, str)] if isinstance(found, list) else []

    def values(self, root: Any) -> list[str]:  # noqa: ANN401  an lxml element
        """The texts of what matches: an attribute's value, or all the text in an element, spaces made one."""
        found = self._path(root)
        if not isinstance(found, list):
            found = [found] if isinstance(found, str) else []
        texts = (item if isinstance(item, str) else _text(item) for item in found)
        return [text for text in (" ".join(text.split()) for text in texts) if text]


def _text(element: Any) -> str:  # noqa: ANN401  an lxml element
    """All the text in an element, words apart that stand on different lines."""
    pieces = element.xpath(_PIECES, smart_strings=False)
    return "".join(piece if isinstance(piece, str) else " " for piece in pieces)


def fault_of(source: str) -> str | None:
    """What is wrong with a selector.

    Returns:
        A message for its author with the column (from 1), or None.
    """
    import cssselect  # noqa: PLC0415
    from lxml import etree  # noqa: PLC0415

    language = "XPath" if _is_xpath(source) else "CSS"
    try:
        etree.XPath(_xpath(source))
    except etree.XPathSyntaxError as error:
        column = error.error_log[0].column + 1 if len(error.error_log) else 1
        return f"is no {language}: {error} at column {column}"
    except cssselect.SelectorError as error:
        return f"is no {language}: {_placed(str(error), source)}"
    if language == "XPath" and (found := _foreign(source)):
        return f"is no XPath 1.0: {found[0]!r} is unknown at column {found.start() + 1}"
    return _misused(source) if language == "XPath" else None


def _foreign(source: str) -> re.Match[str] | None:
    """The first variable, prefix or function that XPath 1.0 does not have."""
    return next((found for found in _FOREIGN.finditer(_bare(source)) if found[0] not in _FUNCTIONS), None)


def _misused(source: str) -> str | None:
    """The first function with too few or too many arguments, or of a type that no page makes right."""
    from lxml import etree  # noqa: PLC0415

    for call, number in _calls(_bare(source)):
        if number not in _FUNCTIONS.get(call["name"], _ANY):
            count = f"{number} argument" if number == 1 else f"{number} arguments"
            return f"is no XPath 1.0: {call['name']}() has {count} at column {call.start() + 1}"
    probe = etree.HTML(_PROBE)
    try:
        for expression in _expressions(source):
            etree.XPath(expression)(probe)
    except etree.XPathError as error:
        return f"cannot be evaluated: {error}"
    return None


def _bare(source: str) -> str:
    """An XPath without what stands in its literals, as long as it was."""
    return _LITERAL.sub(lambda literal: "0" * len(literal[0]), source)


def _calls(bare: str) -> Iterator[tuple[re.Match[str], int]]:
    """The opening of every pair of brackets, with the name before it, and how many arguments are in it."""
    inside: list[tuple[re.Match[str], list[str]]] = []
    for token in _TOKEN.finditer(bare):
        if token[0] == ")":
            call, seen = inside.pop()
            yield call, seen.count(",") + bool(seen)
        if inside:
            inside[-1][1].append(token[0])
        if token[0].endswith("("):
            inside.append((token, []))


def _expressions(source: str) -> Iterator[str]:
    """An XPath, and what stands in its predicates, which are evaluated only where a page gets so far."""
    yield source
    starts: list[int] = []
    for place, character in enumerate(_bare(source)):
        if character == "[":
            starts.append(place + 1)
        elif character == "]":
            yield f"//*[{source[starts.pop() : place]}]"


def _is_xpath(source: str) -> bool:
    return _XPATH.match(source) is not None


def _xpath(source: str) -> str:
    import cssselect  # noqa: PLC0415

    return source if _is_xpath(source) else cssselect.HTMLTranslator().css_to_xpath(source)


def _narrowed(path: str) -> str:
    """A path that asks attributes before elements, where its first test is of one: a third of the time.

    "div[@id = 'a']" becomes "div/@id[. = 'a']/parent::*[@id = 'a']": libxml2 walks attributes much faster than it
    evaluates a predicate for each element, and string() spares it the set of nodes that a dot is to a function. The
    first sibling among the tested ones would be another, so those stay, and so does a test that is one of several.
    """
    return path if " or " in path else _TESTED.sub(_narrower, path)


def _narrower(step: re.Match[str]) -> str:
    whole, how, part = step.group("whole", "how", "part")
    test = f". = {whole}" if whole else f"{how or 'contains'}(string(), '{part or step['word']}')"
    return f"{step['step']}/@{step['name']}[{test}]/parent::*["


def _placed(message: str, source: str) -> str:
    """A message of the CSS parser with the column counted from 1, as editors do."""
    if found := _POSITION.search(message):
        return f"{message[: found.start()].rstrip(',')}{found[2]} at column {int(found[1]) + 1}"
    name = _NAMED.search(message) or _NAMED.search(source)
    return f"{message.rstrip('.')} at column {max(source.find(name[0]) if name else 0, 0) + 1}"
