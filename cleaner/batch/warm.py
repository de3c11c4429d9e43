"""What every worker needs, loaded once: on Linux, workers begin as copies of a process that has imported this.

A worker that loads all by itself takes two seconds of a core for it, at the start and whenever it replaces another.
"""
# ruff: noqa: F401  the environment first, and imported to be there

import gc
import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # numpy's threads: a process that has some must not be copied

import cleaner.batch.task
import cleaner.extract
from cleaner.language import detect

__all__: list[str] = []

detect("This loads what tells one language from another.")
gc.freeze()  # what is never looked at again stays one for all copies
