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

    What is struck comes after the first delivery. A stale system delivers nothing from an instant
    on; an incomplete file lacks a row that its manifest counts.

    Args:
        connection: Holds ``truth.break``.
        files: Every file that was delivered.
        out: Folder they are under, one folder per instance.
        code: ``PD-02`` or ``PD-03``.
        rate: Share of the systems or files to strike; at least one, unless it is 0.
        seed: Seed of the firm.

    Returns:
        How many systems or files were struck.
    """
    told = sorted(path.relative_to(out) for path in files)
    if code == STALE:
        possible = _instants_of(told)
    else:
        possible = [
            path
            for path in told
            if any(other.parent == path.parent and other < path for other in told)
        ]
    possible.sort(key=lambda path: _lot(path, code, seed))
    wanted = max(1, int(len(possible) * rate)) if rate and possible else 0
    struck = possible[:wanted]
    for path in struck:
        instance = path.parts[0]
        record: tuple[str, str | None, str]
        if code == STALE:
            _withhold([out / one for one in told if one.parts[0] == instance], path.name)
            record = (f"{instance}.system", None, "extracted_at")
        else:
            _claim_a_row_more(out / path)
            record = (f"{instance}.file", str(path.relative_to(instance)), "rows")
        connection.execute(
            "insert into truth.break (break_no, code, left_kind, left_no, left_part, field, "
            "arises_on) select coalesce(max(break_no), 0) + 1, $1, $2, 0, $3, $4, $5 "
            "from truth.break",
            [code, *record, f"{path.name[:4]}-{path.name[4:6]}-{path.name[6:8]}"],
        )
    return len(struck)


def _instants_of(told: Sequence[Path]) -> list[Path]:
    """Return, for each instance but the one that delivers most often, its last instant.

    At least one system stays fresh, so that the others can be told to be late.
    """
    by_instance: dict[str, set[str]] = {}
    for path in told:
        by_instance.setdefault(path.parts[0], set()).add(path.name.partition(".")[0])
    freshest = max(sorted(by_instance), key=lambda name: len(by_instance[name]), default="")
    return [
        Path(name) / max(instants)
        for name, instants in sorted(by_instance.items())
        if name != freshest and len(instants) > 1
    ]


def _lot(path: Path, code: str, seed: int) -> str:
    return hashlib.sha256(f"{seed}:{code}:{path}".encode()).hexdigest()


def _manifest_of(path: Path) -> Path:
    return path.with_name(path.name.partition(".")[0] + _MANIFEST)


def _withhold(files: Sequence[Path], instant: str) -> None:
    """Delete the files of a system from an instant on, and their manifests."""
    for path in files:
        if path.name.partition(".")[0] >= instant:
            path.unlink()
            _manifest_of(path).unlink()


def _claim_a_row_more(path: Path) -> None:
    manifest = json.loads(_manifest_of(path).read_text(encoding="utf-8"))
    manifest["rows"] += 1
    _manifest_of(path).write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")
