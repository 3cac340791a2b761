"""What a reader refuses, and how much it takes at once."""

from dataclasses import dataclass
from pathlib import Path

from ingest.errors import TieoutError

REFUSALS = ("bomb", "corrupt", "empty", "encoding", "header", "sheet", "too_long")


class FileRefusedError(TieoutError):
    """A file cannot be read at all; nothing of it is loaded.

    Attributes:
        kind: One of ``REFUSALS``.
        missing: Required columns that are not there, where that is why.
    """

    def __init__(
        self, what: str, *, kind: str, way_out: str, missing: tuple[str, ...] = ()
    ) -> None:
        """Keep the kind and the columns beside the message."""
        super().__init__(what, way_out=way_out)
        self.kind = kind
        self.missing = missing


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds that keep memory and disk flat whatever arrives.

    Attributes:
        line_bytes: Longest physical line, or JSON value, that is read.
        quoted_bytes: Longest CSV record that spans lines; a quote open for longer is unclosed.
        unpacked_bytes: What an archive may unpack to whatever its ratio.
        unpacked_ratio: Most bytes out per byte in beyond ``unpacked_bytes``.
        block_bytes: How much of a file is read at a time.
        scratch: Folder for cleaned copies; None for the system's own.
    """

    line_bytes: int = 16 << 20
    quoted_bytes: int = 1 << 20
    unpacked_bytes: int = 1 << 30
    unpacked_ratio: int = 200
    block_bytes: int = 1 << 20
    scratch: Path | None = None
