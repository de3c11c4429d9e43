"""What `import cleaner` costs, beside `import click`, and which modules cost most.

    python benchmarks/imports.py [TURNS]

Every import runs in an interpreter of its own, turn and turn about; the figures are medians. `tests/test_import.py`
holds the ratio and the list of what is loaded.
"""

import re
import statistics
import subprocess
import sys

__all__ = ["loaded", "ratio", "seconds"]

TURNS = 9
SHOWN = 15


def _run(*arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run([sys.executable, *arguments], capture_output=True, text=True, check=True)  # noqa: S603  ours


def seconds(module: str) -> float:
    """The time that an import takes in a fresh interpreter."""
    program = f"from time import perf_counter as now; start = now(); import {module}; print(now() - start)"
    return float(_run("-c", program).stdout)


def ratio(turns: int) -> tuple[float, float, float]:
    """The medians of both imports' seconds, and how many times as long ours takes."""
    pairs = [(seconds("cleaner"), seconds("click")) for _ in range(turns)]
    ours, theirs = (statistics.median(times) for times in zip(*pairs, strict=True))
    return ours, theirs, ours / theirs


def loaded(module: str) -> set[str]:
    """The top-level modules, other than Python's own and the module itself, that an import loads."""
    listing = f"import sys; old = set(sys.modules); import {module}; print(*(set(sys.modules) - old))"
    names = {name.partition(".")[0] for name in _run("-c", listing).stdout.split()}
    return names - set(sys.stdlib_module_names) - {module}


def dearest() -> list[tuple[int, str]]:
    """The modules that take the most microseconds themselves."""
    lines = re.findall(
        r"import time:\s+(\d+) \|\s+\d+ \|\s+(\S+)", _run("-X", "importtime", "-c", "import cleaner").stderr
    )
    return sorted(((int(time), name) for time, name in lines), reverse=True)[:SHOWN]


def main() -> None:
    """Print it."""
    ours, theirs, times = ratio(int(sys.argv[1]) if len(sys.argv) > 1 else TURNS)
    print(f"import cleaner {ours * 1e3:.0f} ms, import click {theirs * 1e3:.0f} ms: {times:.1f} times as long")
    print("loads", *sorted(loaded("cleaner")))
    for time, name in dearest():
        print(f"{time / 1e3:8.1f} ms {name}")


if __name__ == "__main__":
    main()
