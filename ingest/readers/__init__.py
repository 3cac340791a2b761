"""Readers: the text of a landed file, of whatever format, as one table; no value is interpreted.

What cannot be read is rejected with its line, and rows plus rejected lines are all lines. Types,
keys and what becomes of a row are not decided here.
"""

from ingest.readers.limits import REFUSALS, FileRefusedError, Limits
from ingest.readers.read import format_of, read_text, streams_of
from ingest.readers.stream import TextStream
from ingest.readers.tables import TextRead, drop_text, in_order

__all__ = [
    "REFUSALS",
    "FileRefusedError",
    "Limits",
    "TextRead",
    "TextStream",
    "drop_text",
    "format_of",
    "in_order",
    "read_text",
    "streams_of",
]
