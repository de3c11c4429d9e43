"""What must stand in a text before a pattern can match any of its lines: literals, which a scan finds at any number.

An automaton of ten thousand patterns grows with every new text (3 MB/s); one of ten thousand literals is as fast as
memory from the first text on (600 MB/s).
"""

import re
from dataclasses import dataclass, field
from typing import Final

__all__ = ["cues"]

_SHORTEST: Final = 4  # characters; shorter ones stand in every text

_TOKEN: Final = re.compile(
    r"\\Q(?P<quoted>.*?)(?:\\E|\Z)"
    r"|\\(?P<escaped>[^\w\s])"
    r"|(?P<unknown>\\x\{[^}]*\}|\\[pP]\{[^}]*\}|\\[pP].|\\x..|\\[0-7]{1,3}|\\.|\[\^?\]?(?:\\.|\[:\^?\w+:\]|[^\]\\])*\]|[.^$])"
    r"|(?P<open>\((?:\?(?:P?<\w+>|:))?)(?!\?)|(?P<flags>\(\?)|(?P<close>\))|(?P<bar>\|)"
    r"|(?P<count>(?:[*+?]|\{\d+(?:,\d*)?\})\??)"
    r"|(?P<plain>.)",
    re.DOTALL,
)
_OPTIONAL: Final = re.compile(r"[*?]|\{0")

Cues = tuple[str, ...]


@dataclass(slots=True)
class _Branch:
    """One alternative being read: the literal that it is in, and the best cues so far."""

    run: str = ""
    best: Cues = ()

    def settle(self) -> None:
        """End the literal, at something that is none."""
        self.need((self.run,))
        self.run = ""

    def need(self, cues: Cues) -> None:
        """Take note of what the branch does not match without."""
        self.best = max(self.best, cues, key=_worth)


@dataclass(slots=True)
class _Group:
    """A group being read: the alternatives before the present one, and that."""

    done: list[Cues] = field(default_factory=list)
    branch: _Branch = field(default_factory=_Branch)

    def end(self) -> None:
        """End an alternative."""
        self.branch.settle()
        self.done.append(self.branch.best)
        self.branch = _Branch()

    @property
    def cues(self) -> Cues:
        """Those of all alternatives, where each has some."""
        return tuple(dict.fromkeys(cue for cues in self.done for cue in cues)) if all(self.done) else ()


def _worth(cues: Cues) -> int:
    return min(map(len, cues), default=0)


def cues(pattern: str) -> Cues:
    """Literals of which at least one stands in every line that a pattern matches.

    Args:
        pattern: RE2 syntax, without anchors, free of faults.

    Returns:
        The longest that can be told; none where the pattern may match without any of a useful length.
    """
    groups: list[_Group] = [_Group()]
    closed: Cues = ()
    for token in _TOKEN.finditer(pattern):
        if token["flags"]:
            return ()  # letters that may be large or small
        branch = groups[-1].branch
        optional = token["count"] and _OPTIONAL.match(token["count"])
        branch.need(() if optional else closed)
        closed = ()
        if text := token["plain"] or token["escaped"] or token["quoted"]:
            branch.run += text
        elif token["open"]:
            branch.settle()
            groups.append(_Group())
        elif token["bar"]:
            groups[-1].end()
        elif token["close"]:
            groups[-1].end()
            closed = groups.pop().cues
        else:
            branch.run = branch.run[:-1] if optional else branch.run
            branch.settle()
    groups[0].branch.need(closed)
    groups[0].end()
    found = groups[0].cues
    return found if _worth(found) >= _SHORTEST else ()
