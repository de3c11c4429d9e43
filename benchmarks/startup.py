"""What starts cost, beside what everybody knows: the command line, one small document, an import, a worker.

    python benchmarks/startup.py [TURNS]

Every start runs in a process of its own, turn and turn about with the others; the figures are medians of the
processor's time of the process, and how many times that of `import click` it is (which Python's own start is part of).
"""

import os
import statistics
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

__all__ = ["main"]

TURNS = 7
TEXT = Path(__file__).parent.parent / "fixtures" / "inbox" / "rferl-speaker-steps-down.txt"
PICKLE = "import pickle, sys, cleaner; pickle.dump(cleaner.Cleaner(), open(sys.argv[1], 'wb'))"
WORKER = "import pickle, sys; pickle.load(open(sys.argv[1], 'rb')).clean(open(sys.argv[2]).read())"
TOOL = "import sys; from {module} import main; sys.exit(main())"


def commands(folder: Path) -> dict[str, list[str]]:
    """What is started, by name; the first is the measure of all."""
    pickled = folder / "cleaner.pickle"
    run(["-c", PICKLE, str(pickled)])
    ours, theirs = (["-c", TOOL.format(module=module)] for module in ("cleaner.cli", "trafilatura.cli"))
    return {
        "import click": ["-c", "import click"],
        "python alone": ["-c", "pass"],
        "import cleaner": ["-c", "import cleaner"],
        "cleaner --help": [*ours, "--help"],
        "cleaner clean, a text": [*ours, "clean", str(TEXT)],
        "a worker, and its first text": ["-c", WORKER, str(pickled), str(TEXT)],
        "trafilatura --help": [*theirs, "--help"],
        "import ftfy": ["-c", "import ftfy"],
    }


def run(arguments: list[str]) -> float:
    """Seconds of the processor that a process takes from its beginning to its end."""
    process = subprocess.Popen([sys.executable, *arguments], stdout=subprocess.DEVNULL)  # noqa: S603  our own
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{arguments}: ended with {process.returncode}")
    return used.ru_utime + used.ru_stime


def main() -> None:
    """Print it."""
    turns = int(sys.argv[1]) if len(sys.argv) > 1 else TURNS
    with TemporaryDirectory() as name:
        os.environ["CLEANER_CACHE"] = f"{name}/cache"
        known = commands(Path(name))
        times = [{label: run(arguments) for label, arguments in known.items()} for _ in range(turns)]
    measure = next(iter(known))
    for label in known:
        took = statistics.median(row[label] for row in times)
        ratio = statistics.median(row[label] / row[measure] for row in times)
        print(f"{label:30} {took * 1e3:6.0f} ms {ratio:5.1f} times `{measure}`")


if __name__ == "__main__":
    main()
