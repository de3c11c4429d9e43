"""Cleans scraped news: one small rule file per outlet takes the furniture out, and every removal is accounted for.

Start with `clean(text_or_html_or_bytes, url="https://www.rferl.org/a/...")`, which gives a `Record`.
"""

from cleaner.api import Cleaner, clean
from cleaner.document import Document, Record
from cleaner.errors import CleanerError

__all__ = ["Cleaner", "CleanerError", "Document", "Record", "clean"]
