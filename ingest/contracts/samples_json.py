"""Flatten the records of a JSON file to draft a contract from: one column for each path."""

import gzip
import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any


def read_leaves(path: Path, *, most: int) -> tuple[list[str], list[list[Any]], dict[str, Any]]:
    """Read the first records of a JSON document or of JSON lines, plain or gzip.

    Args:
        path: The file.
        most: Most records to read.

    Returns:
        The paths of the values, a row of values for each record, and what a contract's ``files``
        should say.
    """
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as file:
        if ".json" in path.suffixes:
            records, at = _records(json.load(file, parse_float=str), "$")
            dialect = {"format": "json"} | ({"records": at} if at not in ("$", None) else {})
        else:
            records = [
                json.loads(line, parse_float=str) for line in islice(file, most) if line.strip()
            ]
            dialect = {"format": "jsonl"}
    flat = [dict(_leaves(record, "")) for record in records[:most]]
    names = list(dict.fromkeys(name for record in flat for name in record))
    return names, [[record.get(name) for name in names] for record in flat], dialect


def _records(value: Any, at: str) -> tuple[list[Any], str | None]:
    """Find the array of records of a document: itself, or the longest array of objects in it."""
    if isinstance(value, list):
        return value, at
    found: tuple[list[Any], str | None] = ([value], None) if at == "$" else ([], None)
    for name, child in value.items() if isinstance(value, dict) else ():
        inner, where = (
            _records(child, f"{at}.{name}") if isinstance(child, dict | list) else ([], None)
        )
        is_better = found[1] is None or len(inner) > len(found[0])
        if where and is_better and any(isinstance(one, dict) for one in inner):
            found = inner, where
    return found


def _leaves(value: Any, at: str) -> Iterator[tuple[str, Any]]:
    for name, child in value.items() if isinstance(value, dict) else ():
        step = f'["{name}"]' if any(mark in name for mark in '.[]"') else name
        path = f"{at}.{step}".replace(".[", "[") if at else step
        if isinstance(child, dict) and child:
            yield from _leaves(child, path)
        else:
            yield path, child
