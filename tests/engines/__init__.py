"""Tests with real engines and frameworks: `pytest -m engines`, with what the extra `engines` installs."""
