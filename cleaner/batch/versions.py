"""What a run is made with: versions and rules. With the same of both, the same inputs give the same bytes."""

import platform
import zlib
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from importlib import metadata
from importlib.resources import files
from typing import Final

from cleaner.api import Cleaner

__all__ = ["rules_digest", "versions"]

# Those whose versions can change a record.
_LIBRARIES: Final = ("chardet", "ftfy", "google-re2", "lxml", "numpy", "py3langid", "resiliparse", "trafilatura")
_JUDGE: Final = ("model.json", "months.toml", "words.toml")
# Those that can pack the same records into other bytes.
_PACKERS: Final = {".zst": "zstandard", ".parquet": "pyarrow"}


def rules_digest(cleaner: Cleaner) -> str:
    """A digest of all rule files that were loaded."""
    digests = sorted(f"{name} {digest}" for name, digest in cleaner.rulebook.digests.items())
    return sha256("\n".join(digests).encode()).hexdigest()


def versions(output: str) -> dict[str, str]:
    """The versions of this program, of its judge, of Python and of the libraries that an output's bytes depend on.

    The judge may be trained anew, or learn words, between two versions of the program: its data have a digest.

    Args:
        output: The output's name, whose ending says how it is packed.
    """
    judge = (files("cleaner.judge").joinpath(name).read_bytes() for name in _JUDGE)
    return {
        "cleaner": metadata.version("cleaner"),
        "judge": sha256(b"".join(judge)).hexdigest()[:16],
        "python": platform.python_version(),
        **{name: metadata.version(name) for name in _LIBRARIES},
        **dict(_packer(output)),
    }


def _packer(output: str) -> Iterator[tuple[str, str]]:
    if output.endswith(".gz"):
        yield "zlib", zlib.ZLIB_RUNTIME_VERSION
    for ending, name in _PACKERS.items():
        if output.endswith(ending):
            with suppress(metadata.PackageNotFoundError):  # said with what to do where the output is opened
                yield name, metadata.version(name)
