"""A mapper for Data-Juicer, `cleaner_mapper` in its recipes once this module is imported."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, Literal

import orjson

from cleaner.adapters.extras import required
from cleaner.adapters.rows import RowCleaner
from cleaner.api import Cleaner
from cleaner.io.fields import Fields

required("data_juicer.ops.base_op", "datajuicer")

from data_juicer.ops.base_op import OPERATORS, Mapper  # noqa: E402  the line above says what to do where it is missing

__all__ = ["CleanerMapper"]

_TEXT: Final = "text"


@OPERATORS.register_module("cleaner_mapper")
class CleanerMapper(Mapper):  # type: ignore[misc]  # has no types
    """Replaces the text of each sample, and adds the rest of its record as a field."""

    def __init__(
        self,
        rules: str | Sequence[str] = (),
        quotes: Literal["straight", "keep"] = "straight",
        fields: Mapping[str, str] | None = None,
        key: str = "cleaner",
        **options: Any,  # noqa: ANN401  the framework's own
    ) -> None:
        """Load the rules.

        Args:
            rules: A folder of rule files, or several.
            quotes: "straight" or "keep".
            fields: What a sample's fields are called, {"url": "link"}; its text has the name that the framework gives.
            key: The field that the record goes to as a JSON object: all its keys but `text`, and `error`: why a sample
                could not be cleaned; then its text is as it was.
            options: What every operator of the framework takes: `text_key`, `num_proc` and so on.
        """
        super().__init__(**options)
        self.key = key
        names = Fields(**{**(fields or {}), _TEXT: self.text_key})
        self.rows = RowCleaner(cleaner=Cleaner(rules=rules, quotes=quotes), fields=names)

    def process_single(self, sample: dict[str, Any]) -> dict[str, Any]:
        """Clean one sample.

        Args:
            sample: Values by name.

        Returns:
            The sample.
        """
        row = self.rows(sample)
        text = row.pop(_TEXT)
        if row["error"] is None:
            sample[self.text_key] = text
        # As JSON: the framework guesses a field's type from the first samples, and there a title may be null.
        sample[self.key] = orjson.dumps(row).decode()
        return sample
