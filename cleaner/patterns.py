"""Patterns on lines and texts: the one place that touches RE2.

RE2 runs in linear time, so a rule file from a stranger can never hang a run. A pattern always means a whole line:
the engine anchors it, because authors forget that `a|b` needs a group.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, Final

import re2

from cleaner.alphabet import Alphabet

__all__ = ["LinePattern", "LineSet", "Scan", "fault_of"]

# Given a text in UTF-8, or a line: the numbers of the patterns that match; None or nothing where none does.
_Look = Callable[[bytes], Sequence[int] | None]

# A budget, not an allocation: RE2 returns "no match" for a set whose automaton outgrows it, which would silence rules.
_MEMORY: Final = 1 << 28

_ADVICE: Final = {
    "(?=": "RE2 has no look-ahead; match the whole line and name the neighbours in `rest`, `after` or `before`",
    "(?!": "RE2 has no look-ahead; write a tighter pattern, or give the exception to `keeps` and list what to take",
    "(?<=": "RE2 has no look-behind; use `rest` in a trim, or match the whole line",
    "(?<!": "RE2 has no look-behind; write a tighter pattern",
    "(?>": "RE2 needs no atomic groups; write (?:...)",
}


# A counted repetition outside of a class and not escaped; group 1 is what to leave alone.
_COUNTED: Final = re.compile(
    r"(\\x\{[0-9A-Fa-f]+\}|\\[pP]\{\^?\w+\}|\\Q.*?(?:\\E|\Z)|\\.|\[\^?\]?(?:\\.|\[:\^?\w+:\]|[^\]\\])*\])"
    r"|\{(\d+)(?:,\d*)?\}",
    re.DOTALL,
)
_NUMBER: Final = re.compile(r"\d+")
# A class, which takes one character whichever it is; what is escaped is left alone.
_CLASS: Final = re.compile(
    r"\\[pP](?:\{\^?\w+\}|\w)|(?P<other>\\Q.*?(?:\\E|\Z)|\\.)|\[\^?\]?(?:\\.|\[:\^?\w+:\]|[^\]\\])*\]", re.DOTALL
)
_MANY: Final = 4000  # repetitions; RE2's largest program holds some ten thousand of the largest class


def _options(*, one_line: bool = False, bytewise: bool = False) -> Any:  # noqa: ANN401  re2 ships no types
    options = re2.Options()
    if bytewise:
        options.encoding = re2.Options.Encoding.LATIN1
    options.never_nl = one_line  # so that `[^.]` does not run across a line break
    options.log_errors = False
    options.max_mem = _MEMORY
    return options


def fault_of(pattern: str) -> str | None:
    """What is wrong with a pattern that a rule author wrote.

    Args:
        pattern: RE2 syntax, without anchors.

    Returns:
        A message for the author, or None for a pattern that can be used.
    """
    if pattern.startswith(("^", r"\A")) or (pattern.endswith("$") and not pattern.endswith(r"\$")):
        return "patterns are anchored by the engine; leave out ^ and $"
    for construct, advice in _ADVICE.items():
        if construct in pattern:
            return advice
    try:
        compiled = _checked(pattern)
    except re2.error as error:
        reason = error.args[0].decode() if isinstance(error.args[0], bytes) else str(error.args[0])
        if reason.startswith("invalid escape sequence: \\") and reason[-1].isdigit():
            return "RE2 has no back-references; write the repeated part out, or use two rules"
        return f"does not compile: {reason}"
    if compiled.fullmatch("") is not None:
        return "matches an empty line; it must ask for at least one character"
    return None


def _checked(pattern: str) -> Any:  # noqa: ANN401  re2 ships no types
    """A pattern without its counts and classes, compiled, after a check that the pattern itself would compile.

    RE2 repeats a counted part as often as it counts, and a class is hundreds of instructions, so a pattern takes a
    millisecond to compile; to parse it, none. Whether it takes an empty line does not depend on either.
    """
    counts = [int(number) for found in _COUNTED.finditer(pattern) if found[2] for number in _NUMBER.findall(found[0])]
    if not _parses(pattern) or sum(counts) > _MANY:
        re2.compile(pattern, _options())  # says what is wrong; may be too large, which parsing does not tell
    return re2.compile(_CLASS.sub(lambda found: found["other"] or "x", _uncounted(pattern)), _options())


def _parses(pattern: str) -> bool:
    try:
        re2.Set.FullMatchSet(_options()).Add(pattern)
    except re2.error:
        return False
    return True


def _uncounted(pattern: str) -> str:
    return _COUNTED.sub(lambda found: found[1] or ("*" if found[2] == "0" else "+"), pattern)


def _relaxed(pattern: str) -> str:
    """A pattern that matches all that the given one does, without counting.

    Counting makes the states of an automaton for many patterns multiply: with exact counts a set of 87 patterns took
    5 ms a document, without 0.1 ms (620 documents of 7 kB).
    """
    relaxed = _uncounted(pattern)
    return relaxed if _parses(relaxed) else pattern


class Scan:
    """Several questions to a whole text, all answered in one pass of a nanosecond a byte."""

    def __init__(self, questions: Mapping[str, str]) -> None:
        """Compile.

        Args:
            questions: Patterns in RE2 syntax by name, each searched for anywhere in the text.
        """
        self._names = tuple(questions)
        self._look = _look_of(_set_of(map(str.encode, questions.values()), _options(), re2.Set.SearchSet))

    def answers(self, text: str) -> frozenset[str]:
        """The names of the patterns that occur in a text; all of them where the text is not fit for UTF-8."""
        try:
            data = text.encode()
        except UnicodeEncodeError:
            return frozenset(self._names)
        return self.answers_in(data)

    def answers_in(self, data: bytes) -> frozenset[str]:
        """The names of the patterns that occur in a text in UTF-8."""
        return frozenset(self._names[index] for index in self._look(data) or ())


class LinePattern:
    """One pattern that a whole line must match. Compiled on first use, because most rules sleep."""

    def __init__(self, source: str) -> None:
        """Take the pattern.

        Args:
            source: RE2 syntax, without anchors, free of faults (see `fault_of`).
        """
        self.source = source

    @cached_property
    def relaxed(self) -> str:
        """The pattern without counting."""
        return _relaxed(self.source)

    @cached_property
    def counts(self) -> bool:
        """Whether the pattern says less than its relaxed form."""
        return self.relaxed != self.source

    @cached_property
    def _alphabet(self) -> Alphabet | None:
        return Alphabet.of(self.source) if self.counts else None

    @cached_property
    def _bytewise(self) -> _Look:
        assert self._alphabet is not None  # noqa: S101  `matches` has asked
        return _look_of(_set_of([self._alphabet.pattern.encode("latin-1")], _options(bytewise=True)))

    @cached_property
    def _matcher(self) -> _Look:
        return _look_of(_set_of([self.source.encode()], _options()))

    @cached_property
    def _searcher(self) -> _Look:
        return _look_of(_text_set_of([self.source]))

    @cached_property
    def _reader(self) -> Any:  # noqa: ANN401  re2 ships no types
        return re2.compile(self.source.encode(), _options())

    @cached_property
    def _bytewise_reader(self) -> Any:  # noqa: ANN401  re2 ships no types
        assert self._alphabet is not None  # noqa: S101  `groups` has asked
        return re2.compile(self._alphabet.pattern.encode("latin-1"), _options(bytewise=True))

    def matches(self, line: str) -> bool:
        """Whether the whole line matches."""
        # A set of one pattern answers in a quarter of the time that a match object takes.
        encoded = self._alphabet.encode(line) if self._alphabet else None
        return bool(self._matcher(line.encode()) if encoded is None else self._bytewise(encoded))

    def anywhere(self, text: bytes) -> bool:
        """Whether any line of a text, in UTF-8, matches."""
        return bool(self._searcher(text))

    def groups(self, line: str) -> tuple[dict[str, str], tuple[str, ...]] | None:
        """The captured parts of a line.

        Returns:
            Named groups, and all groups in order (unset ones empty); None where the line does not match.
        """
        if self._alphabet and (encoded := self._alphabet.encode(line)) is not None:
            found = self._bytewise_reader.fullmatch(encoded)
            values = [line[slice(*found.span(number))] for number in range(found.re.groups + 1)] if found else []
        else:
            found = self._reader.fullmatch(line.encode())
            values = [(found[number] or b"").decode() for number in range(found.re.groups + 1)] if found else []
        if not found:
            return None
        named = {name.decode(): values[number] for name, number in found.re.groupindex.items()}
        return named, tuple(values[1:])


class LineSet:
    """Many patterns at once: one look at a line tells which of them may match it."""

    def __init__(self, patterns: Sequence[LinePattern]) -> None:
        """Take the patterns; they are compiled on first use.

        Args:
            patterns: Any number of patterns.
        """
        self._patterns = patterns

    @cached_property
    def _in_line(self) -> _Look:
        return _look_of(_set_of((pattern.relaxed.encode() for pattern in self._patterns), _options()))

    @cached_property
    def _in_text(self) -> _Look:
        return _look_of(_text_set_of([pattern.relaxed for pattern in self._patterns]))

    def anywhere(self, text: bytes) -> list[LinePattern]:
        """The patterns that match any line, in one pass over the whole text.

        Args:
            text: Lines separated by line feeds, UTF-8.

        Returns:
            Patterns, in the order given.
        """
        if not self._patterns:
            return []
        found = [self._patterns[index] for index in sorted(self._in_text(text) or ())]
        return [pattern for pattern in found if not pattern.counts or pattern.anywhere(text)]

    def where(self, text: bytes) -> dict[LinePattern, list[int]]:
        """The lines that each pattern may match.

        Args:
            text: Lines separated by line feeds, UTF-8.

        Returns:
            Line numbers, ascending; patterns that match no line are absent. A pattern that `counts` may have lines too
            many, which its own `matches` settles; nearly all of them are never asked.
        """
        if not self._patterns:
            return {}
        # Looking at stretches of lines first costs more than it saves: half of a dump's stretches have something, and
        # an anchored set gives most long lines up after a few characters.
        found: dict[int, list[int]] = {}
        for number, awake in enumerate(map(self._in_line, text.split(b"\n"))):
            for index in awake or ():
                found.setdefault(index, []).append(number)
        return {self._patterns[index]: lines for index, lines in sorted(found.items())}


def _look_of(made: Any) -> _Look:  # noqa: ANN401  re2 ships no types
    """The set inside re2's own wrapper: the wrapper costs as much as the look that it wraps."""
    look: _Look = getattr(made, "_set", made).Match
    return look


def _set_of(sources: Iterable[bytes], options: Any, make: Callable[[Any], Any] = re2.Set.FullMatchSet) -> Any:  # noqa: ANN401
    found = make(options)
    for source in sources:
        found.Add(source)
    found.Compile()
    return found


def _text_set_of(sources: Iterable[str]) -> Any:  # noqa: ANN401  re2 ships no types
    """A set that is searched for in whole texts; each pattern still means one whole line."""
    anchored = (f"(?m)^(?:{source})$".encode() for source in sources)
    return _set_of(anchored, _options(one_line=True), re2.Set.SearchSet)
