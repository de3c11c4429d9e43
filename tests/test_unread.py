"""What one process hands to another unread: a reader that feeds many cores must do little for each document."""

import gzip
from pathlib import Path

from cleaner.io.fields import Fields
from cleaner.io.readers import Failure, File, Item, Line, find, read, read_item, unread


def items(path: Path, limit: int = 1_000) -> list[Item]:
    """All that is in a file or folder, unread."""
    return [
        item for source in find([str(path)]) if not isinstance(source, Failure) for item in unread(source, limit=limit)
    ]


def test_lines_and_files_are_not_read(tmp_path: Path) -> None:
    """A line of JSONL stays a line, a file that is one document stays a name; both know their size."""
    (tmp_path / "a.html").write_text("<p>Rain fell.</p>")
    (tmp_path / "b.jsonl").write_text('{"text": "Rain fell."}\n\nno row\n')
    page, row, broken = items(tmp_path)
    assert isinstance(page, File)
    assert isinstance(row, Line)
    assert isinstance(broken, Line)
    assert (page.size, row.size, broken.size) == (17, 23, 7)


def test_what_is_read_later_is_what_would_have_been_read_at_once(tmp_path: Path) -> None:
    """Documents and failures are the same either way, also of what is too large or names its fields otherwise."""
    (tmp_path / "a.html").write_text("<p>Rain fell.</p>")
    (tmp_path / "b.jsonl").write_text('{"body": "Rain fell."}\nno row\n{"body": 1}\n' + "x" * 90)
    (tmp_path / "c.txt").write_text("x" * 90)
    fields = Fields(text="body")
    for source in find([str(tmp_path)]):
        assert not isinstance(source, Failure)
        later = [read_item(item) for item in unread(source, fields, 80)]
        assert later == list(read(source, fields, 80))
        assert later


def test_a_file_that_is_gone_is_a_failure_when_it_is_read(tmp_path: Path) -> None:
    """It has its place and its name all the same."""
    path = tmp_path / "a.html"
    path.write_text("<p>Rain fell.</p>")
    (page,) = items(tmp_path)
    path.unlink()
    assert read_item(page) == Failure(id="a", source=str(path), reason="cannot be read: No such file or directory")
    assert isinstance(page, File)
    assert page.named().id == "a"


def test_a_mark_that_stands_alone_is_no_row(tmp_path: Path) -> None:
    """A byte order mark on a line of its own is as blank as the line."""
    (tmp_path / "a.jsonl").write_bytes(b'\xef\xbb\xbf\n{"text": "Rain fell."}\n')
    (row,) = items(tmp_path)
    assert isinstance(row, Line)
    assert row.where.endswith(":2")


def test_a_long_line_is_read_where_it_lies(tmp_path: Path) -> None:
    """Whatever stands before it: blank lines, a mark, a line that is too long; and packed, it comes along."""
    rows = [b'{"id": "%d", "text": "%s"}' % (n, b"x" * 20_000) for n in range(3)]
    data = b"\xef\xbb\xbf\n" + rows[0] + b"\n\n \r\n\n" + b"y" * 70_000 + b"\r\n" + rows[1] + b"\r\n" + rows[2]
    (tmp_path / "a.jsonl").write_bytes(data)
    (tmp_path / "b.jsonl.gz").write_bytes(gzip.compress(data))
    plain, packed = (items(tmp_path / name, 60_000) for name in ("a.jsonl", "b.jsonl.gz"))
    assert [isinstance(item, Line) and item.data is None for item in plain] == [True, False, True, True]
    assert [isinstance(item, Line) and item.data is not None for item in packed] == [True, False, True, True]
    assert [read_item(item).id for item in plain] == ["0", f"{tmp_path}/a.jsonl:6", "1", "2"]
    contents = [[read_item(item) for item in found] for found in (plain, packed)]
    assert [getattr(item, "content", "") for item in contents[0]] == [
        getattr(item, "content", "") for item in contents[1]
    ]


def test_a_file_that_shrinks_costs_what_was_in_it(tmp_path: Path) -> None:
    """No half of a row is taken for a row."""
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"text": "%s"}\n' % (b"x" * 20_000))
    (row,) = items(path, 60_000)
    path.write_bytes(b'{"text": "x"}')
    assert read_item(row) == Failure(
        id=f"{path}:1", source=f"{path}:1", reason="cannot be read: the file was changed meanwhile"
    )
