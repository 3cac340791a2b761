"""Readers: the text of a landed file, of whatever format, as one table; no value is interpreted.

What cannot be read is rejected with its line, and rows plus rejected lines are all lines. Types,
keys and what becomes of a row are not decided here.
"""

from ingest.readers.limits import REFUSALS, FileRefusedError, Limits
from ingest.readers.read import format_of, read_text
from ingest.readers.tables import TextRead, drop_text

__all__ = [
    "REFUSALS",
    "FileRefusedError",
    "Limits",
    "TextRead",
    "drop_text",
    "format_of",
    "read_text",
]
