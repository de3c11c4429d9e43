"""An item pipeline for Scrapy: a spider's items with pages in them leave with the article in them.

Items may be whatever Scrapy takes for one: dicts, dataclasses, attrs and Pydantic classes, its own. What cannot be
cleaned keeps all that it came with.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, Self

from cleaner.adapters.extras import required
from cleaner.adapters.rows import RowCleaner
from cleaner.api import Cleaner
from cleaner.errors import CleanerError
from cleaner.io.fields import Fields

required("scrapy", "scrapy")

from itemadapter import ItemAdapter  # noqa: E402  the line above says what to do where it is missing
from scrapy.exceptions import DropItem  # noqa: E402

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.settings import BaseSettings

__all__ = ["CleanPipeline"]

_BODY: Final = "body"  # what a response calls it; a page or a text, as it looks
_KEPT: Final = frozenset({"id", "source", "error"})  # the item's own stay, and only what failed has an error


class CleanPipeline:
    """Cleans each item. These settings are read, all of which may be absent.

    `CLEANER_RULES`: a folder of rule files, or several. `CLEANER_OUTLET`: the outlet of all items. `CLEANER_FIELDS`:
    what an item's fields are called, {"html": "page"}. `CLEANER_OUTPUT`: what the record's keys are called in an item,
    {"text": "article"}. `CLEANER_DROP_FAILED`: whether an item that cannot be cleaned is dropped; else it stays as it
    is and gets the reason as its `error`.

    An item gets each key of the record that it has a field for, a dict all of them; a value that the record does not
    have replaces none.
    """

    def __init__(
        self, rows: RowCleaner | None = None, *, output: Mapping[str, str] | None = None, drop_failed: bool = False
    ) -> None:
        """Load the rules.

        Args:
            rows: Rules, options, and what an item's fields are called.
            output: The names of fields by the keys of the record, where they differ.
            drop_failed: Whether an item that cannot be cleaned is dropped.
        """
        self._rows = rows or RowCleaner()
        self._output = dict(output or {})
        self._drop_failed = drop_failed
        self._crawler: Crawler | None = None

    @classmethod
    def from_crawler(cls, crawler: "Crawler") -> Self:
        """What Scrapy calls.

        Args:
            crawler: It has the settings, and takes the counts: `cleaner/cleaned`, `cleaner/failed` and
                `cleaner/removed/KIND`.

        Raises:
            CleanerError: A setting is at fault.
        """
        settings = crawler.settings
        made = cls(
            _rows_of(settings),
            output=settings.getdict("CLEANER_OUTPUT"),
            drop_failed=settings.getbool("CLEANER_DROP_FAILED"),
        )
        made._crawler = crawler
        return made

    def process_item(self, item: Any, spider: object = None) -> Any:  # noqa: ANN401, ARG002  Scrapy's signature, old and new
        """Clean one item.

        Args:
            item: Of any kind that Scrapy knows.
            spider: Not needed; older versions give it.

        Returns:
            The same item.

        Raises:
            DropItem: It cannot be cleaned, and such items are to be dropped.
        """
        adapter = ItemAdapter(item)
        row = self._rows(self._row(adapter))
        if row["error"] is not None:
            self._count("failed")
            if self._drop_failed:
                raise DropItem(row["error"])
            self._put(adapter, "error", row["error"])
            return item
        self._count("cleaned")
        for removal in row["removed"]:
            self._count(f"removed/{removal['kind']}")
        for key in row.keys() - _KEPT:
            self._put(adapter, key, row[key])
        return item

    def _row(self, adapter: ItemAdapter) -> dict[str, Any]:
        row = dict(adapter)
        names = self._rows.fields
        if row.get(names.html) is None and row.get(names.text) is None:
            row[names.text] = row.get(_BODY)
        return row

    def _put(self, adapter: ItemAdapter, key: str, value: object) -> None:
        name = self._output.get(key, key)
        names = ItemAdapter.get_field_names_from_class(adapter.item.__class__)
        if value is not None and (names is None or name in names):
            adapter[name] = value

    def _count(self, name: str) -> None:
        if self._crawler and self._crawler.stats:
            self._crawler.stats.inc_value(f"cleaner/{name}")


def _rows_of(settings: "BaseSettings") -> RowCleaner:
    cleaner = Cleaner(rules=settings.getlist("CLEANER_RULES"))
    outlet = settings.get("CLEANER_OUTLET")
    if outlet:
        cleaner.rulebook.require(outlet)
    try:
        names = Fields(**settings.getdict("CLEANER_FIELDS"))
    except TypeError:
        known = ", ".join(Fields.__dataclass_fields__)
        raise CleanerError(f"CLEANER_FIELDS: names a field that is not known; known are {known}") from None
    return RowCleaner(cleaner=cleaner, fields=names, outlet=outlet)
