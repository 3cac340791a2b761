"""Endings of data files: what a file's name says about its format."""

from pathlib import PurePosixPath

from ingest.contracts import Contract

_ALIASES = {
    "csv": "csv",
    "tsv": "csv",
    "txt": "csv",
    "jsonl": "jsonl",
    "ndjson": "jsonl",
    "json": "json",
    "parquet": "parquet",
    "xlsx": "xlsx",
}
_COMPRESSED = "gz"


def ending_of(name: str, contract: Contract) -> str | None:
    """Return the ending a file is landed under, such as ``csv.gz``; None for an unknown format.

    The contract's own format goes before the name's.

    Args:
        name: The delivered file's name.
        contract: Contract of its entity.
    """
    parts = PurePosixPath(name).name.lower().split(".")[1:]
    is_compressed = bool(parts) and parts[-1] == _COMPRESSED
    if is_compressed:
        parts.pop()
    known = contract.files.format or (_ALIASES.get(parts[-1]) if parts else None)
    if known is None:
        return None
    return f"{known}.{_COMPRESSED}" if is_compressed else known


def stem_of(name: str) -> str:
    """Return a file's name without folders and without the endings of its format."""
    base = PurePosixPath(name).name
    for ending in [f".{_COMPRESSED}", *(f".{alias}" for alias in _ALIASES)]:
        if base.lower().endswith(ending):
            base = base[: -len(ending)]
    return base


def format_of(ending: str) -> str:
    """Return the format behind an ending: ``csv.gz`` is ``csv``."""
    return ending.removesuffix(f".{_COMPRESSED}")
