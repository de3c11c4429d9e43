"""Which outlet the lines of a text give away: for texts without a URL, whatever the number of outlets.

Lines are looked up; of the patterns only those are tried whose cues stand in the text, and only on the lines that have
them.
"""

import re
from collections import Counter
from collections.abc import Iterable
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
        evidence = Counter(self._lines[line] for line in self._lines.keys() & text.lines)
        evidence.update(name for name, _ in self._matched(text))
        enough = {name: count for name, count in evidence.items() if count >= self._facts[name].signs.at_least}
        best = [name for name, count in enough.items() if count == max(enough.values())]
        return best[0] if len(best) == 1 else None

    def _matched(self, text: Text) -> set[tuple[str, str]]:
        """The patterns that match a line of a text, each with its outlet; several cues may wake the same."""
        found = set()
        for cue in self._scan.answers(text.text):
            owners, patterns = self._awake.get(cue) or self._awake.setdefault(cue, self._woken(cue))
            lines = [line for line in text.lines if cue in line]
            for pattern, where in patterns.where([line.encode() for line in lines]).items():
                if not pattern.counts or any(pattern.matches(lines[number]) for number in where):
                    found.add((owners[pattern], pattern.source))
        return found

    def _woken(self, cue: str) -> tuple[dict[LinePattern, str], LineSet]:
        owners = {LinePattern(source): name for source, name in self._asleep[cue]}
        return owners, LineSet(tuple(owners))

    @cached_property
    def _lines(self) -> dict[str, str]:
        known = ((line, name) for name, facts in self._facts.items() for line in facts.signs.lines)
        return {form: name for line, name in known for form in variants(line)}

    @cached_property
    def _asleep(self) -> dict[str, list[tuple[str, str]]]:
        """Patterns and their outlets by the cue that wakes them; by "", which every line has, those without any."""
        found: dict[str, list[tuple[str, str]]] = {}
        for name, facts in self._facts.items():
            for source, cues in facts.signs.patterns:
                for cue in cues or ("",):
                    found.setdefault(cue, []).append((source, name))
        return found

    @cached_property
    def _scan(self) -> Scan:
        questions = {cue: re.escape(cue) for cue in self._asleep if cue}
        if always := self._asleep.get(""):
            questions[""] = f"(?m)^(?:{'|'.join(f'(?:{LinePattern(source).relaxed})' for source, _ in always)})$"
        return Scan(questions)

    @cached_property
    def _awake(self) -> dict[str, tuple[dict[LinePattern, str], LineSet]]:
        return {}
