"""What a check says of a rule file, how grave it is, and how a rule file answers "I know"."""

from dataclasses import dataclass
from typing import Final

__all__ = ["ERROR", "SEVERITIES", "WARNING", "Finding", "Note"]

ERROR: Final = "error"
WARNING: Final = "warning"
SEVERITIES: Final = {
    "example": ERROR,  # an example does not hold
    "wide": ERROR,  # takes an ordinary sentence
    "host": ERROR,  # can never match, or would match half the web
    "useless": WARNING,  # another rule takes all of its examples
    "literal-twice": WARNING,  # a literal that two rules take at the same place
    "overlap": WARNING,  # two kinds for one line
    "untried": WARNING,  # a part of a pattern that no example uses
    "repeated": WARNING,  # an example that stands there twice
    "far-keeps": WARNING,  # examples that prove nothing
    "generated": WARNING,  # a selector that the next build of the site breaks
    "months": WARNING,  # names that no format uses
    "former": WARNING,  # a layout that is never tried, or not in its turn
    "budget": WARNING,  # the guard is as good as off
    "allow": WARNING,  # an `# allow` that allows nothing
}


@dataclass(frozen=True, slots=True)
class Note:
    """What a check noticed, before it is known where in the file that stands.

    Args:
        where: The rule or table: "drop newsletter", "metadata, date", "html until 2013"; empty for the whole file.
        code: One of `SEVERITIES`.
        message: One line for the author: what is wrong, and what to do.
    """

    where: str
    code: str
    message: str


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """A note with its place.

    Args:
        path: The rule file.
        line: Where the rule or the table starts, from 1.
        where: As in `Note`.
        code: As in `Note`.
        message: As in `Note`.
    """

    path: str
    line: int
    where: str
    code: str
    message: str

    @property
    def severity(self) -> str:
        """`ERROR` or `WARNING`."""
        return SEVERITIES[self.code]

    def __str__(self) -> str:
        """One line, as compilers write them, so that editors and CI can jump to the place."""
        where = f"{self.where}: " if self.where else ""
        return f"{self.path}:{self.line}: {self.severity}: {where}{self.message} [{self.code}]"

    def as_dict(self) -> dict[str, str | int]:
        """The finding for JSON."""
        return {
            "path": self.path,
            "line": self.line,
            "where": self.where,
            "code": self.code,
            "severity": self.severity,
            "message": self.message,
        }
