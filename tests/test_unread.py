"""What one process hands to another unread: a reader that feeds many cores must do little for each document."""

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
