"""Rules of which one is enough, and rules that dispute a line.

What a rule takes is told by its examples: whether one pattern takes all that another does would cost too much to know.
"""

from collections.abc import Iterable, Iterator
from itertools import combinations

from cleaner.lines import Lines
from cleaner.normalize import normalize
from cleaner.patterns import LinePattern
from cleaner.rulefile import Cut, Drop, RuleFile, Trim
from cleaner.ruleset import CompiledFile, DropRule, TrimRule, variants
from cleaner.workshop.lint.finding import Note

__all__ = ["lines_of", "overlaps"]


def lines_of(texts: Iterable[str]) -> list[str]:
    """The lines of some texts as rules see them, without blank ones."""
    return [line for text in texts for line in normalize(Lines(text).text).text.split("\n") if line.strip()]


def overlaps(compiled: CompiledFile, common: CompiledFile | None) -> Iterator[Note]:
    """Rules and literals that another rule makes useless, and patterns that give one line two kinds.

    Args:
        compiled: The rule file.
        common: The common file, which applies together with it; None for the common file itself.
    """
    file = compiled.file
    yield from _literals_twice(file)
    yield from _useless_drops(compiled, common)
    yield from _disputes(compiled)
    for other in filter(None, (compiled, common)):
        yield from _useless_cuts(file, other.file)
        yield from _useless_trims(file, other)


def _covers(within: str, narrower: str) -> bool:
    return within in (narrower, "anywhere")


def _named(kind: str, name: str, file: RuleFile, other: RuleFile) -> str:
    return f"{kind} {name}" if file is other else f"{kind} {name} of {other.path.name}"


def _useless(where: str, taker: str) -> Note:
    message = f"takes in its examples nothing that {taker} does not take; remove it, or show what it alone takes"
    return Note(where, "useless", message)


def _literals_twice(file: RuleFile) -> Iterator[Note]:
    """A literal of a rule that stands in another one, at the same place or anywhere; of two equal ones, the second."""
    literal = [(drop, {line: variants(line) for line in drop.lines}) for drop in file.drops if drop.lines]
    for (first, ours), (second, theirs) in combinations(literal, 2):
        if first.twice != second.twice:
            continue
        for needless, lines, other, others in ((second, theirs, first, ours), (first, ours, second, theirs)):
            if not _covers(other.within, needless.within):
                continue
            known = {form for forms in others.values() for form in forms}
            for line in lines:
                if line in known:
                    message = f"lines: {line!r} stands in drop {other.id} too, which takes it wherever this one does"
                    yield Note(f"drop {needless.id}", "literal-twice", message)
            break


def _takers(compiled: CompiledFile, lines: list[str]) -> dict[str, frozenset[DropRule]]:
    """The rules that take each line whole."""
    found = {line: set(compiled.literals.get(line, ())) for line in lines}
    for pattern, numbers in compiled.lines.where("\n".join(lines).encode()).items():
        drops = [rule for rule in compiled.patterns[pattern] if isinstance(rule, DropRule)]
        for line in (lines[number] for number in numbers) if drops else ():
            if pattern.matches(line):
                found[line].update(drops)
    return {line: frozenset(rules) for line, rules in found.items()}


def _useless_drops(compiled: CompiledFile, common: CompiledFile | None) -> Iterator[Note]:
    """Drops of which another takes all examples; of two that take each other's, the second in the alphabet."""
    file = compiled.file
    shown = {drop.id: lines_of((*drop.lines, *drop.drops)) for drop in file.drops}
    lines = sorted({line for found in shown.values() for line in found})
    ours = _takers(compiled, lines)
    near = {drop.id: _taker_of_all(drop, [ours[line] for line in shown[drop.id]], drop.id) for drop in file.drops}
    theirs = _takers(common, lines) if common else {}
    for drop in file.drops:
        taker = near[drop.id]
        if taker and not (near.get(taker) == drop.id and drop.id < taker):
            yield _useless(f"drop {drop.id}", f"drop {taker}")
        elif common and (far := _taker_of_all(drop, [theirs[line] for line in shown[drop.id]], None)):
            yield _useless(f"drop {drop.id}", _named("drop", far, file, common.file))


def _id(rule: DropRule) -> str:
    return rule.action.rule.rpartition("/")[2]


def _taker_of_all(drop: Drop, takers: list[frozenset[DropRule]], own: str | None) -> str | None:
    """The id of another rule that takes all lines of a rule, at its place and with its kind.

    The guard spares literals, so a pattern makes none of them useless.
    """
    rules = frozenset.intersection(*takers)
    found = (
        _id(rule)
        for rule in rules
        if rule.action.kind == drop.kind
        and _covers(rule.within, drop.within)
        and not (drop.lines and rule.pattern)
        and not (rule.twice and not drop.twice)
    )
    return min((name for name in found if name != own), default=None)


def _disputes(compiled: CompiledFile) -> Iterator[Note]:
    """Patterns of one file that take the same example at the same place for different kinds."""
    patterns = {drop.id: drop for drop in compiled.file.drops if drop.pattern}
    shown = {drop.id: lines_of(drop.drops) for drop in patterns.values()}
    takers = _takers(compiled, sorted({line for lines in shown.values() for line in lines}))
    told: set[tuple[str, str]] = set()
    for drop in patterns.values():
        for line in shown[drop.id]:
            for rule in sorted(takers[line], key=_id):
                other = patterns.get(_id(rule))
                pair = min(drop.id, _id(rule)), max(drop.id, _id(rule))
                if other is None or pair in told or not _disputed(drop, other):
                    continue
                told.add(pair)
                yield Note(f"drop {drop.id}", "overlap", _dispute(line, drop, other))


def _disputed(one: Drop, other: Drop) -> bool:
    meet = _covers(one.within, other.within) or _covers(other.within, one.within)
    return meet and one.kind != other.kind and one.twice == other.twice


def _dispute(line: str, drop: Drop, other: Drop) -> str:
    return (
        f"drops: {line!r} is {drop.kind} here and {other.kind} in drop {other.id}, "
        "and the first in the alphabet has it; make one of the patterns tighter, or give both one kind"
    )


def _useless_cuts(file: RuleFile, other: RuleFile) -> Iterator[Note]:
    """Cuts between the same lines: as many at the start, and the same at the end."""
    for cut in file.cuts:
        rivals = (rival for rival in other.cuts if rival is not cut and _same_block(rival, cut))
        taker = next((rival for rival in rivals if _starts(rival, cut.drops)), None)
        if taker and not (
            file is other and cut.id < taker.id and _same_block(cut, taker) and _starts(cut, taker.drops)
        ):
            yield _useless(f"cut {cut.id}", _named("cut", taker.id, file, other))


def _same_block(rival: Cut, cut: Cut) -> bool:
    same = (rival.kind, rival.end, len(rival.start)) == (cut.kind, cut.end, len(cut.start))
    return same and _covers(rival.within, cut.within)


def _starts(cut: Cut, texts: Iterable[str]) -> bool:
    """Whether a cut starts with the first lines of all texts."""
    patterns = [LinePattern(source) for source in cut.start]
    heads = [lines_of([text])[: len(patterns)] for text in texts]
    return all(len(head) == len(patterns) and _match(patterns, head) for head in heads)


def _match(patterns: list[LinePattern], lines: list[str]) -> bool:
    return all(pattern.matches(line) for pattern, line in zip(patterns, lines, strict=True))


def _useless_trims(file: RuleFile, other: CompiledFile) -> Iterator[Note]:
    rivals = [rule for rules in other.patterns.values() for rule in rules if isinstance(rule, TrimRule)]
    for trim in file.trims:
        for rival in sorted(rivals, key=lambda rule: rule.action.rule):
            name = rival.action.rule.rpartition("/")[2]
            same = file is other.file and name == trim.id
            if not same and rival.action.kind == trim.kind and rival.at == trim.at and _leaves_the_same(trim, rival):
                yield _useless(f"trim {trim.id}", _named("trim", name, file, other.file))
                break


def _leaves_the_same(trim: Trim, rival: TrimRule) -> bool:
    return all(_rest(rival, normalize(e.line).text) == normalize(e.leaves).text for e in trim.drops)


def _rest(rule: TrimRule, line: str) -> str | None:
    found = rule.pattern.groups(line)
    if found is None:
        return None
    length = len(found[0]["part"])
    return (line[length:] if rule.at == "start" else line[: len(line) - length]).strip()
