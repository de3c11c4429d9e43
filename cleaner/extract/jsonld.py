"""JSON-LD: what a page tells search engines about its article, read as it really occurs, broken JSON included.

Publishers write it by template and seldom check it, so nothing here relies on schema.org's types: any value may be
missing, a string, a number, a list, an object or a reference to another object.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from cleaner.extract.brokenjson import json_values
from cleaner.extract.values import plain, words

__all__ = ["LinkedData", "linked_data"]

Node = Mapping[str, Any]

_MOST: Final = 5_000  # values looked at on one page; an ordinary page has 200
_MOST_TEXTS: Final = 100  # in one list
# What belongs to an article but is not it: lists of other articles, and parts with authors and dates of their own.
_ELSEWHERE: Final = frozenset(
    ("about", "associatedMedia", "author", "breadcrumb", "citation", "comment", "image", "isBasedOn", "isPartOf",
     "itemListElement", "liveBlogUpdate", "mentions", "publisher", "relatedLink", "review", "video")
)  # fmt: skip
_PAGES: Final = frozenset(("webpage", "itempage", "creativework", "videoobject", "reviewpage", "medicalwebpage"))
_PUBLISHERS: Final = frozenset(("website", "newsmediaorganization"))
_TRUTH: Final = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


@dataclass(frozen=True, kw_only=True, slots=True)
class LinkedData:
    """What JSON-LD says of a page's article; empty where it says nothing.

    Args:
        headlines: Its headline, name and alternative headline, in this order.
        authors: Names of its authors, as written.
        published: When it was published, as written, the most trusted first.
        descriptions: Descriptions of it.
        urls: Its addresses.
        accessible: Whether all may read it.
        sections: Names of its sections.
        sites: Names of publishers and web sites.
    """

    headlines: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    published: tuple[str, ...] = ()
    descriptions: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()
    accessible: bool | None = None
    sections: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()


def linked_data(scripts: Iterable[str], url: str | None = None) -> LinkedData:
    """Read a page's JSON-LD.

    Args:
        scripts: The text of each of its scripts of the type application/ld+json.
        url: The page's address as other markup gives it; it tells the page's article from others that are listed.

    Returns:
        What is said of the article at the page's address, else of the first one, and of the page. Nothing raises.
    """
    nodes = list(_nodes([value for script in scripts for value in json_values(script)]))
    typed = [(node, _types(node)) for node in nodes]
    articles = [node for node, types in typed if any(map(_is_article, types))]
    # One article is often described twice, in blocks of several plug-ins; a stable sort keeps the page's order.
    articles.sort(key=lambda node: _is_at(node, url), reverse=True)
    same = [node for node in articles if node is articles[0] or _headline(node) == _headline(articles[0])]
    sources = [*same, *(node for node, types in typed if not _PAGES.isdisjoint(types))]
    known = {node["@id"]: node for node in reversed(nodes) if isinstance(node.get("@id"), str) and "name" in node}
    return LinkedData(
        headlines=_texts(same, "headline", "name", "alternativeHeadline"),
        authors=next((names for node in sources if (names := _authors(node, known))), ()),
        published=_texts(sources, "datePublished") or _texts(sources, "dateCreated", "uploadDate"),
        descriptions=_texts(sources, "description"),
        urls=_texts(same, "url", "mainEntityOfPage", "@id"),
        accessible=next(
            (found for node in sources if (found := _truth(node.get("isAccessibleForFree"))) is not None), None
        ),
        sections=_texts(same, "articleSection"),
        sites=_sites([node for node, types in typed if not _PUBLISHERS.isdisjoint(types)], same, known),
    )


def _nodes(values: list[Any]) -> Iterator[Node]:
    """Every object that may describe the page, breadth first, so that what stands highest comes first."""
    for place, value in enumerate(values):  # it grows while it is walked
        if place == _MOST:
            return
        if isinstance(value, dict):
            yield value
            values += [
                child for key, child in value.items() if key not in _ELSEWHERE and isinstance(child, dict | list)
            ]
        elif isinstance(value, list):
            values += [child for child in value if isinstance(child, dict | list)]


def _types(node: Node) -> list[str]:
    return [name.rpartition("/")[2].casefold() for name in _strings(node.get("@type"))]


def _is_article(name: str) -> bool:
    return name.endswith(("article", "posting")) or name in ("report", "claimreview")


def _is_at(node: Node, url: str | None) -> bool:
    return url is not None and url.rstrip("/") in {
        text.rstrip("/") for text in _texts([node], "url", "mainEntityOfPage", "@id")
    }


def _headline(node: Node) -> str:
    return words(plain(node.get("headline")))


def _strings(value: Any) -> list[str]:  # noqa: ANN401  JSON holds anything
    """The texts that a value is, whether strings, names of objects or their addresses, alone or in a list."""
    values = value[:_MOST_TEXTS] if isinstance(value, list) else [value]
    return [text for item in values if (text := plain(_named(item) if isinstance(item, dict) else item))]


def _named(node: Node) -> Any:  # noqa: ANN401  JSON holds anything
    return node.get("name") or node.get("@value") or node.get("@id") or node.get("url")


def _texts(nodes: Iterable[Node], *keys: str) -> tuple[str, ...]:
    """What nodes say under some keys, each text once, key by key."""
    nodes = list(nodes)
    return tuple(dict.fromkeys(text for key in keys for node in nodes for text in _strings(node.get(key))))


def _authors(node: Node, known: Mapping[str, Node]) -> tuple[str, ...]:
    """Names of a node's authors, without those that are addresses."""
    for key in ("author", "creator"):
        value = node.get(key)
        persons = value[:_MOST_TEXTS] if isinstance(value, list) else [value]
        names = [name for person in persons for name in _person(person, known) if not name.startswith("http")]
        if names:
            return tuple(dict.fromkeys(names))
    return ()


def _person(value: Any, known: Mapping[str, Node]) -> list[str]:  # noqa: ANN401  JSON holds anything
    """Names of one author, who may be a string, an object, or a reference to one."""
    if not isinstance(value, dict):
        return _strings(value)
    reference = value.get("@id")
    if "name" not in value and isinstance(reference, str):
        value = known.get(reference, value)
    whole = " ".join(filter(None, (plain(value.get(part)) for part in ("givenName", "familyName"))))
    return _strings(value.get("name")) or _strings(value.get("byline")) or _strings(whole)


def _truth(value: Any) -> bool | None:  # noqa: ANN401  JSON holds anything
    return _TRUTH.get(str(value).casefold().rpartition("/")[2]) if isinstance(value, bool | str) else None


def _sites(own: list[Node], articles: list[Node], known: Mapping[str, Node]) -> tuple[str, ...]:
    """Names of the site: of its articles' publisher, and of its own nodes."""
    publishers = [name for node in articles for name in _person(node.get("publisher"), known)]
    return (*publishers, *_texts(own, "name", "alternateName"))
