"""The suite: what must be true, mostly as tables and files."""
