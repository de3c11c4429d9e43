"""Cost grows with size alone: what the benchmark calls a cliff is one, and the documents that it makes are hostile."""

import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path

import growth
import pytest
import shapes
from plot import panels

from cleaner import Cleaner, Document, Record

SIZES = (1_000, 10_000, 100_000, 1_000_000)

CURVES: dict[str, tuple[Callable[[int], float], bool]] = {
    "linear": (lambda size: size * 1e-6, False),
    "a fixed cost and linear": (lambda size: 0.02 + size * 1e-7, False),
    "constant": (lambda _: 0.5, False),
    "too quick to tell": (lambda size: size**2 * 1e-15, False),
    "n log n": (lambda size: size * len(str(size)) * 1e-7, False),
    "quadratic": (lambda size: size**2 * 1e-9, True),
    "a fixed cost and quadratic": (lambda size: 0.02 + size**2 * 1e-12, True),
    "n times its root": (lambda size: size**1.5 * 1e-7, True),
    "a jump": (lambda size: size * (1e-6 if size < 100_000 else 4e-6), True),
}


@pytest.mark.parametrize("name", CURVES)
def test_a_cliff_is_told_from_growth(name: str) -> None:
    """Linear cost passes whatever is fixed; what grows faster does not, though it be so at one step alone."""
    cost, is_cliff = CURVES[name]
    assert bool(growth.cliffs([(size, cost(size)) for size in SIZES])) is is_cliff


def test_a_cliff_says_where_it_is() -> None:
    """The sizes and the slopes stand in the message."""
    assert growth.cliffs([(10, 0.1), (100, 1.0), (1000, 100.0)]) == [
        "from 100 to 1,000 the slope is 2.00, above 1.35",
        "the slope of all is 2.00, above 1.25",
    ]


@pytest.mark.parametrize("name", [*shapes.TEXTS, *shapes.PAGES])
def test_shapes_have_the_size_that_is_asked_for(name: str) -> None:
    """Ten times the size is ten times the text, or slopes would mean nothing."""
    make = {**shapes.TEXTS, **shapes.PAGES}[name]
    for size in (10_000, 100_000):
        assert len(make(size).encode("utf-8", "surrogatepass")) == pytest.approx(size, rel=0.1)


@pytest.fixture(scope="module")
def cleaner(tmp_path_factory: pytest.TempPathFactory) -> Cleaner:
    """With the rule file that the shapes are made for."""
    folder = tmp_path_factory.mktemp("rules")
    (folder / f"{shapes.HOST}.toml").write_text(shapes.RULES, encoding="utf-8")
    return Cleaner(folder)


def record(name: str, cleaner: Cleaner) -> Record:
    """What becomes of a shape."""
    return cleaner.clean(Document(content=shapes.TEXTS[name](5_000), outlet=shapes.HOST, format="text"))


@pytest.mark.parametrize(
    ("name", "rule", "share"),
    [
        ("literal hits", "growth.example/literal", 1.0),
        ("every second a literal", "growth.example/literal", 0.1),
        ("counting hits", "growth.example/counting", 1.0),
        ("tags to trim", "growth.example/tag", 0.3),
    ],
)
def test_shapes_of_hits_are_hits(name: str, rule: str, share: float, cleaner: Cleaner) -> None:
    """A shape that no rule takes anything of would measure nothing."""
    found = record(name, cleaner)
    taken = sum(removal.end - removal.start for removal in found.removed if removal.rule == rule)
    assert taken >= share * 0.9 * len(shapes.TEXTS[name](5_000))


@pytest.mark.parametrize("name", ["counting near misses", "cuts without end", "one word", "curly quotes"])
def test_shapes_of_misses_stay(name: str, cleaner: Cleaner) -> None:
    """What only looks like furniture is kept, but for a line that stands twice at the start."""
    assert [removal.rule for removal in record(name, cleaner).removed if "growth" in removal.rule] == []


@pytest.mark.parametrize("name", [name for name in shapes.TEXTS if "mojibake" in name or name == "C1 controls"])
def test_shapes_of_mojibake_are_repaired(name: str, cleaner: Cleaner) -> None:
    """The repair has work at every character or line."""
    assert "mojibake-repaired" in record(name, cleaner).flags


@pytest.mark.parametrize("kind", ["literals", "patterns", "cuts"])
def test_rule_files_of_many_rules_take_what_they_say(kind: str, tmp_path: Path) -> None:
    """The last rule of a large file is as awake as the first."""
    (tmp_path / f"{shapes.HOST}.toml").write_text(shapes.rule_file(50, kind), encoding="utf-8")
    line = {
        "literals": "Go to page 49",
        "patterns": "Topic 49: Rain falls",
        "cuts": "More on topic 49: rain\nEnd of topic 49",
    }
    found = Cleaner(tmp_path).clean(f"Rain fell on the plain.\n{line[kind]}", outlet=shapes.HOST)
    assert [removal.kind for removal in found.removed if removal.rule.startswith("growth")] != []


def test_removals_are_as_many_as_asked_for(cleaner: Cleaner) -> None:
    """None beside another, so each is one piece of the account."""
    found = cleaner.clean(shapes.text_with_removals(10, lines=200), outlet=shapes.HOST)
    assert [removal.rule for removal in found.removed] == ["growth.example/literal"] * 10


def test_a_series_ends_where_patience_does() -> None:
    """A point that would take too long is not begun, and points come with their sizes."""
    series = growth.Series("bytes", SIZES, lambda _: lambda: sum(range(100_000)))
    assert [size for size, _ in series.measured(1, patience=60)] == list(SIZES)
    assert [size for size, _ in series.measured(1, patience=0)] == [1_000]


def test_curves_are_drawn() -> None:
    """The file is SVG, with a panel and as many dots as points for each curve, and names are escaped."""
    drawn = ET.fromstring(panels({"a < b": [(10, 0.001), (100, 0.01)], "flat": [(1, 1.0), (10, 1.0), (100, 1.0)]}))  # noqa: S314  our own
    assert drawn.tag == "{http://www.w3.org/2000/svg}svg"
    assert len(list(drawn.iter("{http://www.w3.org/2000/svg}circle"))) == 5
    assert "a < b" in [text.text for text in drawn.iter("{http://www.w3.org/2000/svg}text")]


def test_the_command_measures_and_draws(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two small series in a second: no cliff is said, and the plot stands where it was asked for."""
    target = tmp_path / "growth.svg"
    monkeypatch.setattr(
        "sys.argv", ["growth.py", "one word", "spaces", "--most", "10000", "--turns", "1", "--svg", str(target)]
    )
    with pytest.raises(SystemExit) as ended:
        growth.main()
    assert ended.value.code == 0
    assert capsys.readouterr().out.endswith("2 series, 0 cliffs\n")
    assert target.read_text(encoding="utf-8").startswith("<svg")
