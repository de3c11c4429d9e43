"""A rule file that is not finished: what the workshop writes for a person to read, with its reasons as comments.

One writer for all that propose rules, so that their files look alike and load (`cleaner.rulefile.read`).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

__all__ = ["DOUBTFUL", "Draft", "DraftRule", "Value", "toml_of"]

Value = str | bool | int | float | tuple["Value", ...] | Mapping[str, "Value"]

DOUBTFUL: Final = "Repeated, but not safe enough for a rule:"  # what stands above such lines

_LINE_LENGTH: Final = 120
_SINGLE: Final = ("recognize", "metadata", "html")  # tables that a file has once; all others are arrays
# In the order of a written file; [metadata] and [html] may follow their own arrays' first tables, not the reverse.
_ORDER: Final = ("recognize", "drop", "cut", "trim", "metadata.", "metadata", "html", "html.")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")  # what TOML refuses in a comment and in a literal string
_ESCAPES: Final = {"\\": r"\\", '"': r"\"", "\n": r"\n", "\t": r"\t", "\r": r"\r"}
_BARE: Final = re.compile(r"[A-Za-z0-9_-]+")


@dataclass(frozen=True, kw_only=True, slots=True)
class DraftRule:
    """One table of a draft.

    Args:
        table: Its name without brackets: "drop", "cut", "trim", "metadata.title", "recognize", "html", "html.former",
            "html.examples" and so on.
        id: The rule's id; empty for tables that have none.
        kind: One of `cleaner.rulefile.KINDS`; empty for tables that have none.
        keys: The other keys, in the order of writing.
        comment: Lines that stand above the table: why it is proposed.
    """

    table: str
    id: str = ""
    kind: str = ""
    keys: Mapping[str, Value] = field(default_factory=dict)
    comment: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Draft:
    """A whole file.

    Args:
        host: The file's name without ".toml".
        name: The outlet's name, for people.
        hosts: What the file claims.
        rules: Its tables; those of one name keep their order.
        comment: Lines at the top.
        notes: Lines at the end: what is no rule, and why.
        imported: The collection that the rules are from; empty where they are ours.
    """

    host: str
    name: str
    hosts: tuple[str, ...]
    rules: tuple[DraftRule, ...] = ()
    comment: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    imported: str = ""

    def noting(self, *doubts: str) -> "Draft":
        """The same with more lines of what is no rule, and why."""
        lines = sorted((*self.notes[1:], *(f"- {doubt}" for doubt in doubts)))
        return replace(self, notes=(DOUBTFUL, *lines)) if lines else self


def toml_of(draft: Draft) -> str:
    """A draft as TOML.

    Args:
        draft: Tables of known names; whether their contents hold is for the loader to say.

    Returns:
        The file's text: literal strings wherever they can be, comments above what they explain.
    """
    keys: dict[str, Value] = {"name": draft.name, "hosts": draft.hosts}
    keys |= {"imported": draft.imported} if draft.imported else {}
    top = [*_comments(draft.comment), *_pairs(keys)]
    tables = ["\n".join(_table(rule)) for rule in sorted(draft.rules, key=_place)]
    notes = ["\n".join(_comments(draft.notes))] if draft.notes else []
    return "\n\n".join(["\n".join(top), *tables, *notes]) + "\n"


def _place(rule: DraftRule) -> int:
    return next(n for n, name in enumerate(_ORDER) if rule.table == name or _starts(rule.table, name))


def _starts(table: str, name: str) -> bool:
    return name.endswith(".") and table.startswith(name)


def _table(rule: DraftRule) -> Iterator[str]:
    yield from _comments(rule.comment)
    yield f"[{rule.table}]" if rule.table in _SINGLE else f"[[{rule.table}]]"
    named: dict[str, Value] = {name: value for name, value in (("id", rule.id), ("kind", rule.kind)) if value}
    yield from _pairs(named | dict(rule.keys))


def _comments(lines: tuple[str, ...]) -> Iterator[str]:
    for line in "\n".join(lines).split("\n") if lines else ():
        yield ("# " + _CONTROL.sub("\ufffd", line)).rstrip()


def _pairs(keys: Mapping[str, Value]) -> Iterator[str]:
    for key, value in keys.items():
        written = _value(value)
        if isinstance(value, tuple) and (len(key) + len(" = ") + len(written) > _LINE_LENGTH or "\n" in written):
            written = "\n".join(["[", *(f"    {_value(item)}," for item in value), "]"])
        yield f"{_key(key)} = {written}"


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else _escaped(key)


def _value(value: Value) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case int() | float():
            return str(value)
        case str():
            return _string(value)
        case Mapping():
            return "{ " + ", ".join(f"{_key(key)} = {_inline(item)}" for key, item in value.items()) + " }"
        case _:
            return "[" + ", ".join(map(_value, value)) + "]"


def _inline(value: Value) -> str:
    """A value in an inline table, which stays on one line."""
    return _escaped(value) if isinstance(value, str) and "\n" in value else _value(value)


def _string(text: str) -> str:
    if _CONTROL.search(text):
        return _escaped(text)
    several = "\n" in text
    if not several and "'" not in text:
        return f"'{text}'"
    if not several and not set('"\\\t') & set(text):
        return f'"{text}"'
    if "'''" not in text and not text.endswith("'"):
        return f"'''\n{text}'''" if several else f"'''{text}'''"
    return _escaped(text)


def _escaped(text: str) -> str:
    return '"' + _CONTROL.sub(lambda c: f"\\u{ord(c[0]):04X}", "".join(_ESCAPES.get(c, c) for c in text)) + '"'
