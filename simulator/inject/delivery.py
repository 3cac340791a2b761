"""Breaks of delivery: what reaches the reader is stale or incomplete, whatever the books hold.

They strike files that are already written, and only in runs of their own: a file that is missing
or refused would look like many other breaks.
"""

import hashlib
import json
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import duckdb

STALE, INCOMPLETE = "PD-02", "PD-03"
CODES = (STALE, INCOMPLETE)
_MANIFEST = ".manifest.json"


def strike_files(
    connection: duckdb.DuckDBPyConnection,
    files: Sequence[Path],
    out: Path,
    *,
    code: str,
    rate: Decimal,
    seed: int,
) -> int:
    """Make deliveries stale or incomplete and say so in ``truth.break``.

    A file is struck among those that come after the first of their entity. A stale entity loses
    every file from the struck one on; an incomplete file lacks a row that its manifest counts.

    Args:
        connection: Holds ``truth.break``.
        files: Every file that was delivered.
        out: Folder they are under.
        code: ``PD-02`` or ``PD-03``.
        rate: Share of the files to strike; at least one, unless it is 0.
        seed: Seed of the firm.

    Returns:
        How many files were struck.
    """
    later = [
        path
        for path in sorted(files)
        if any(other.parent == path.parent and other < path for other in files)
    ]
    later.sort(key=lambda path: _lot(path.relative_to(out), code, seed))
    wanted = max(1, int(len(later) * rate)) if rate and later else 0
    struck = later[:wanted]
    for path in struck:
        if code == STALE:
            _withhold(path)
        else:
            _claim_a_row_more(path)
        connection.execute(
            "insert into truth.break (break_no, code, left_kind, left_no, left_part, field, "
            "arises_on) select coalesce(max(break_no), 0) + 1, $1, 'file', 0, $2, $3, $4 "
            "from truth.break",
            [
                code,
                str(path.relative_to(out)),
                "extracted_at" if code == STALE else "rows",
                f"{path.name[:4]}-{path.name[4:6]}-{path.name[6:8]}",
            ],
        )
    return len(struck)


def _lot(path: Path, code: str, seed: int) -> str:
    return hashlib.sha256(f"{seed}:{code}:{path}".encode()).hexdigest()


def _manifest_of(path: Path) -> Path:
    return path.with_name(path.name.partition(".")[0] + _MANIFEST)


def _withhold(path: Path) -> None:
    """Delete a file and what its entity delivered after it."""
    for later in sorted(path.parent.iterdir()):
        if later.name.partition(".")[0] >= path.name.partition(".")[0]:
            later.unlink()


def _claim_a_row_more(path: Path) -> None:
    manifest = json.loads(_manifest_of(path).read_text(encoding="utf-8"))
    manifest["rows"] += 1
    _manifest_of(path).write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")
