"""Take an extract at every instant of a schedule and write its files with their manifests."""

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from simulator.emit.dialects import Column, Dialect, quoted, write_file
from simulator.emit.extracts import Extract, Schedule, Total, timestamp_sql

CUT = "_cut"
MANIFEST_ENDING = "manifest.json"


@dataclass(frozen=True, slots=True)
class Batch:
    """One file.

    Attributes:
        path: Where it is.
        rows: Records in it, one or more.
        bytes: Its size.
    """

    path: Path
    rows: int
    bytes: int


def write_extract(
    connection: duckdb.DuckDBPyConnection,
    extract: Extract,
    folder: Path,
    *,
    schedule: Schedule,
    dialect: Dialect,
) -> list[Batch]:
    """Write every batch of an extract, each with its manifest.

    Args:
        connection: Where the books are and temporary tables can be made.
        extract: What to write.
        folder: Folder of the entity; made when there is something to write.
        schedule: When extracts are taken.
        dialect: How the instance writes.

    Returns:
        The files in the order of their instants; none when nothing happened.
    """
    dialect = extract.dialect or dialect
    _make_scope(connection, extract, schedule)
    order = ", ".join(quoted(name) for name in (CUT, *extract.order))
    blanks = "".join(f', cast(null as varchar) as "{name}"' for name in extract.blanks)
    connection.execute(
        f"create or replace temp table extract as select *{blanks} from ({extract.rows}) "
        f"order by {order}"
    )
    columns = _columns(connection, extract, dialect)
    totals = [total for total in extract.totals if _is_given(extract, total, dialect)]
    counts = connection.execute(
        f"select {CUT}, count(*){_sums(totals)} from extract group by {CUT} order by {CUT}"
    ).fetchall()
    if counts:
        folder.mkdir(parents=True, exist_ok=True)
    return [
        _write_batch(
            connection, extract, folder, columns, totals=totals, dialect=dialect, found=found
        )
        for found in counts
    ]


def _make_scope(
    connection: duckdb.DuckDBPyConnection, extract: Extract, schedule: Schedule
) -> None:
    """Make ``scope``: which records each batch brings."""
    connection.execute(
        f"""
        create or replace temp table scope as
        with moment as ({extract.moments}),
        told as (select id, changed_at, {_cut_sql(extract, schedule)} as cut from moment)
        select id, cut, max(changed_at) as modified_at
        from told
        where cut is not null
        group by id, cut
        """
    )
    if extract.mode == "snapshot":
        connection.execute(
            """
            create or replace temp table scope as
            select scope.id, taken.cut, max(scope.modified_at) as modified_at
            from scope
            inner join (select distinct cut from scope) as taken on scope.cut <= taken.cut
            group by scope.id, taken.cut
            """
        )


def _cut_sql(extract: Extract, schedule: Schedule) -> str:
    """Return SQL for the batch that first tells of ``changed_at``."""
    cut = schedule.cut_sql("changed_at")
    if extract.every_days == 1:
        return cut
    last = timestamp_sql(schedule.last)
    days = f"date_diff('day', {cut}, {last}) // {extract.every_days} * {extract.every_days}"
    spaced = f"{last} - to_days(cast({days} as integer))"
    return f"case when {cut} < {timestamp_sql(schedule.first)} then {cut} else {spaced} end"


def _columns(
    connection: duckdb.DuckDBPyConnection, extract: Extract, dialect: Dialect
) -> list[Column]:
    described = connection.execute("describe extract").fetchall()
    return [
        (name, kind)
        for name, kind, *_ in described
        if name != CUT and f"{extract.source}.{name}" not in dialect.leaves_out
    ]


def _is_given(extract: Extract, total: Total, dialect: Dialect) -> bool:
    """Return whether the columns that a total sums up are in the files."""
    left_out = (name.partition(".") for name in dialect.leaves_out)
    return not any(
        source == extract.source and quoted(column) in total.value for source, _, column in left_out
    )


def _sums(totals: list[Total]) -> str:
    return "".join(f", sum({total.value})" for total in totals)


def _write_batch(
    connection: duckdb.DuckDBPyConnection,
    extract: Extract,
    folder: Path,
    columns: list[Column],
    *,
    totals: list[Total],
    dialect: Dialect,
    found: tuple[Any, ...],
) -> Batch:
    cut, rows, *sums = found
    stem = f"{cut:%Y%m%dT%H%M%SZ}"
    path = folder / f"{stem}.{dialect.ending}"
    chosen = f"(select * from extract where {CUT} = timestamp '{cut}')"
    write_file(connection, chosen, columns, path, dialect=dialect, source=extract.source)
    size, sha256 = path.stat().st_size, _sha256(path)
    names = [total.column for total in totals]
    manifest = {
        "file": path.name,
        "rows": rows,
        "bytes": size,
        "sha256": sha256,
        "control_totals": dict(zip(names, map(_exact, sums), strict=True)),
        "watermark": _instant(cut),
        "extracted_at": _instant(cut),
    }
    text = json.dumps(manifest, indent=2) + "\n"
    (folder / f"{stem}.{MANIFEST_ENDING}").write_text(text, encoding="utf-8")
    return Batch(path, rows, size)


def _exact(total: Decimal | int | None) -> str:
    return str(total or 0)


def _instant(cut: datetime) -> str:
    return cut.replace(tzinfo=UTC).isoformat().replace("+00:00", "Z")


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
