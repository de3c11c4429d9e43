"""Train the judge: writes cleaner/judge/model.json. Takes minutes, and gives the same bytes again.

python benchmarks/judge/train.py
python benchmarks/judge/evaluate.py     figures, and MODEL_CARD.md; on folds of outlets, with models of its own
"""

import json
from pathlib import Path
from typing import Final

from boosting import as_data, decimals
from documents import samples
from training import Table, fitted

MODEL: Final = Path(__file__).parent.parent.parent / "cleaner" / "judge" / "model.json"


def main() -> None:
    """Train on all samples and write the model."""
    model = fitted(Table.of(samples()))
    parts = ("first", "situation", "news", "dump", "extract")
    data: dict[str, object] = {name: as_data(getattr(model, name)) for name in parts}
    data["typical"] = decimals(model.typical)
    MODEL.write_text(json.dumps(data, separators=(",", ":")) + "\n", encoding="utf-8")
    print(f"{MODEL.name}: {MODEL.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
