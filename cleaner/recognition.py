"""Which outlet the lines of a text give away: for texts without a URL, whatever the number of outlets.

Lines are looked up; of the patterns only those are tried whose cues stand in the text.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cached_property

from cleaner.lines import Text
from cleaner.patterns import LinePattern, LineSet, Scan
from cleaner.rulefolder import Entry
from cleaner.ruleset import variants

__all__ = ["Recognizer"]


class Recognizer:
    """What gives outlets away, of all rule files; compiled on first use."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        """Take the rule files."""
        self._facts = {entry.name: entry.facts for entry in entries}

    def outlet(self, text: Text) -> str | None:
        """The outlet that a text is from.

        Args:
            text: Normalized.

        Returns:
            The name of the rule file with the most evidence; None where there is none or a tie.
        """
        found = [*(self._lines[line] for line in self._lines.keys() & text.lines), *self._matched(text)]
        evidence = Counter(found) if found else {}
        enough = {name: count for name, count in evidence.items() if count >= self._facts[name].signs.at_least}
        best = [name for name, count in enough.items() if count == max(enough.values())]
        return best[0] if len(best) == 1 else None

    def _matched(self, text: Text) -> Iterator[str]:
        """The outlet of each pattern that matches a line of a text."""
        for question in self._scan.answers_in(text.utf8):
            owners, patterns = self._awake.get(question) or self._awake.setdefault(question, self._woken(question))
            yield from (owners[pattern] for pattern in patterns.anywhere(text.utf8))

    def _woken(self, question: str) -> tuple[dict[LinePattern, str], LineSet]:
        owners = {LinePattern(source): name for source, name in self._asleep[question]}
        return owners, LineSet(tuple(owners))

    @cached_property
    def _lines(self) -> dict[str, str]:
        known = ((line, name) for name, facts in self._facts.items() for line in facts.signs.lines)
        return {form: name for line, name in known for form in variants(line)}

    @cached_property
    def _asleep(self) -> dict[str, list[tuple[str, str]]]:
        """Patterns and their outlets by the question that wakes them: any of their cues, or without cues themselves."""
        found: dict[str, list[tuple[str, str]]] = {}
        for name, facts in self._facts.items():
            for source, cues in facts.signs.patterns:
                question = "|".join(map(re.escape, cues)) or f"(?m)^(?:{LinePattern(source).relaxed})$"
                found.setdefault(question, []).append((source, name))
        return found

    @cached_property
    def _scan(self) -> Scan:
        return Scan({question: question for question in self._asleep})

    @cached_property
    def _awake(self) -> dict[str, tuple[dict[LinePattern, str], LineSet]]:
        return {}
