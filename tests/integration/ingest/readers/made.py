"""A small contract and what reading a file by it leaves, for tests of the readers."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import duckdb

from ingest.contracts import Column, Contract
from ingest.contracts.dialect import FileDialect
from ingest.readers import Limits, TextRead, drop_text, read_text


def column(name: str, kind: str = "VARCHAR", **settings: Any) -> Column:
    return Column(
        name=name,
        physical_name=settings.pop("physical_name", name),
        type=kind,
        required=settings.pop("required", False),
        description="A column.",
        unit=None,
        classification="internal",
        accepted_values=(),
        is_duration=False,
        **settings,
    )


ID = column("id", "BIGINT", required=True)
NAME = column("name", aliases=("Full name",))
AMOUNT = column("amount", "DECIMAL(18,4)")


def contract(*columns: Column, **dialect: Any) -> Contract:
    ignored = dialect.pop("ignored", {})
    return Contract(
        vendor="made",
        entity="thing",
        version="1.0.0",
        sha256="0" * 64,
        physical_name="thing",
        description="A thing.",
        columns=columns or (ID, NAME, AMOUNT),
        primary_key=("id",),
        ignored=ignored,
        extract_mode=dialect.pop("extract_mode", "snapshot"),
        freshness=None,
        file=Path("made/thing.yaml"),
        files=FileDialect(**dialect),
    )


THING = contract()


@dataclass
class Found:
    """What reading one file left."""

    read: TextRead
    rows: list[tuple[Any, ...]]
    rejects: list[tuple[int, str]]

    def column(self, position: int) -> list[Any]:
        return [row[position] for row in self.rows]


def found_in(
    path: Path, by: Contract = THING, *, limits: Limits | None = None, content: bytes | None = None
) -> Found:
    """Read a file (written first when content is given); rows are _line, columns and _extra."""
    if content is not None:
        path.write_bytes(content)
    with duckdb.connect(config={"preserve_insertion_order": False, "threads": 2}) as connection:
        read = read_text(connection, path, by, limits=limits)
        rows = connection.execute(
            "select * exclude (_raw) from text_batch order by _line"
        ).fetchall()
        rejects = connection.execute("select line, kind from read_reject order by line").fetchall()
        settings = connection.execute(
            "select current_setting('preserve_insertion_order')"
        ).fetchone()
        drop_text(connection)
    assert settings == (False,)
    assert (len(rows), len(rejects)) == (read.rows, read.rejected)
    assert read.lines == read.rows + read.rejected
    assert len({row[0] for row in rows} | {line for line, _ in rejects}) == read.lines
    return Found(read, rows, rejects)


def small_blocks(size: int = 7, **settings: Any) -> Limits:
    return replace(Limits(block_bytes=size), **settings)
