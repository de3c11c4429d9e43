"""A TOML table that is being read: it knows where it stands, and notes every fault and every key nobody asked for.

Faults are collected, never raised: an author gets all of them in one report.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from cleaner.patterns import fault_of

__all__ = ["Table"]

_LONGEST: Final = 80  # characters of a value in a message


def _short(value: object) -> str:
    """A value for a message: on one line, and not longer than one."""
    try:
        text = repr(value)
    except ValueError:  # a number of thousands of digits
        return "a number beyond all measure"
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}..."


@dataclass(slots=True)
class Table:
    """A TOML table being read: knows where it stands, notes every fault and which keys nobody asked for.

    What is `checked` has been read before and had no fault: its patterns and selectors are not tried again.
    """

    data: dict[str, Any]
    where: str
    faults: list[str]
    checked: bool = False
    used: set[str] = field(default_factory=set)

    def fault(self, key: str, message: str) -> None:
        """Note a fault of a key."""
        self.faults.append(f"{self.where}{key}: {message}")

    def get(self, key: str, kind: type | tuple[type, ...], expected: str, *, required: bool = False) -> Any:  # noqa: ANN401  TOML
        """A value of a type; a fault is noted where it is of another, or missing though required."""
        self.used.add(key)
        value = self.data.get(key)
        if value is None and required:
            self.fault(key, f"is missing; expected {expected}")
        elif value is not None and (not isinstance(value, kind) or isinstance(value, bool)):
            self.fault(key, f"is {_short(value)}; expected {expected}")
            return None
        return value

    def text(self, key: str, *, required: bool = False) -> str | None:
        """A text that is not blank."""
        value: str | None = self.get(key, str, "a text", required=required)
        if value is not None and not value.strip():
            self.fault(key, "is empty")
        return value

    def texts(self, key: str, *, required: bool = False) -> tuple[str, ...]:
        """A list of texts; empty where the key is absent."""
        values = self.get(key, list, "a list of texts", required=required) or []
        if bad := [v for v in values if not isinstance(v, str) or not v.strip()]:
            self.fault(key, f"holds {_short(bad[0])}; expected texts")
        return tuple(v for v in values if isinstance(v, str))

    def flag(self, key: str) -> bool:
        """True or false; false where the key is absent."""
        self.used.add(key)
        value = self.data.get(key, False)
        if not isinstance(value, bool):
            self.fault(key, f"is {_short(value)}; expected true or false")
        return value is True

    def choice(self, key: str, allowed: tuple[str, ...], default: str | None) -> str:
        """One of a few words; required where there is no default."""
        value = self.get(key, str, "one of " + ", ".join(allowed), required=default is None)
        if value is not None and value not in allowed:
            self.fault(key, f"is {_short(value)}; expected one of {', '.join(allowed)}")
        return value or default or allowed[0]

    def pattern(self, key: str, *, required: bool = False) -> str | None:
        """An RE2 pattern that can be used."""
        value = self.text(key, required=required)
        self.check_pattern(key, value)
        return value

    def patterns(self, key: str) -> tuple[str, ...]:
        """A list of patterns that can be used; empty where the key is absent."""
        values = self.texts(key)
        for value in values:
            self.check_pattern(key, value)
        return values

    def check_pattern(self, key: str, value: str | None) -> None:
        """Note what is wrong with a pattern."""
        self.check(key, value, fault_of)

    def check(self, key: str, value: str | None, fault_in: Callable[[str], str | None]) -> None:
        """Note what a function that knows the value's language finds wrong with it."""
        if value and not self.checked and (message := fault_in(value)):
            self.fault(key, f"`{value}`: {message}")

    def pairs(self, key: str, names: tuple[str, str]) -> tuple[tuple[str, str], ...]:
        """A list of tables of two texts each, at least one."""
        expected = f"tables {{ {names[0]} = ..., {names[1]} = ... }}"
        values = self.get(key, list, f"a list of {expected}", required=True) or []
        tables = [v for v in values if isinstance(v, dict) and set(v) == set(names)]
        good = [table for table in tables if all(isinstance(table[name], str) for name in names)]
        if len(good) < len(values):
            self.fault(key, f"expected {expected}")
        elif not good and key in self.data:
            self.fault(key, f"is empty; expected at least one of {expected}")
        return tuple((v[names[0]], v[names[1]]) for v in good)

    def tables(self, key: str) -> list["Table"]:
        """The tables of an array, each named by its id for messages."""
        values = self.get(key, list, f"[[{key}]] tables") or []
        if bad := [value for value in values if not isinstance(value, dict)]:
            self.fault(key, f"holds {_short(bad[0])}; expected [[{key}]] tables")
            return []
        names = [value.get("id", f"#{number}") for number, value in enumerate(values, start=1)]
        pairs = zip(names, values, strict=True)
        return [Table(value, f"{self.where}{key} {name}, ", self.faults, self.checked) for name, value in pairs]

    def table(self, key: str) -> "Table":
        """A table in this one."""
        data = self.get(key, dict, f"a [{key}] table") or {}
        return Table(data, f"{self.where}{key}, ", self.faults, self.checked)

    def close(self, known: str) -> None:
        """Note every key that nobody asked for."""
        for key in sorted(self.data.keys() - self.used):
            self.fault(key, f"is not a key here; known are {known}")
