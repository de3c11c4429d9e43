"""Tests of `cleaner run --engine` that need no engine."""
