"""The lines of landed files that a trace reached, read from the files themselves.

A raw row id is ``<load id>:<line>``; ``meta.load`` says which file a load id is.  Each file is
read once for all its lines, and checked against the SHA-256 of its receipt.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from ingest.contracts import Contract, contract_of
from ingest.home import Home
from ingest.readers import format_of, read_text
from serving.errors import TraceError
from serving.restricted import MASK

_PARQUET = ".parquet"
_LINES_PER_FILE = """
    select load.load_id, load.instance, any_value(freshness.source_system), load.vendor,
        load.entity, load.file, load.sha256,
        count(*) as line_count,
        list(line.line order by line.line)[1:?] as lines,
        list_sort(list_distinct(flatten(list(line.reached_by)))) as reached_by
    from (
        select regexp_extract(raw_row_id, '^(.*):', 1) as load_id,
            cast(regexp_extract(raw_row_id, ':([0-9]+)$', 1) as bigint) as line,
            list(distinct reached_by) as reached_by
        from reached_line
        group by all
    ) as line
    left join pub.meta.load as load on load.load_id = line.load_id
    left join (
        select source_instance, any_value(source_system) as source_system
        from pub.marts.source_freshness group by source_instance
    ) as freshness on freshness.source_instance = load.instance
    group by all
    order by load.instance, load.entity, load.load_id
"""


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One line of a landed file.

    Attributes:
        line: 1-based row number in the file.
        key: Primary key column to value.
        values: Column to value; restricted columns masked unless asked for.
    """

    line: int
    key: dict[str, Any]
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A landed file with the lines reached.

    Attributes:
        instance: Source instance it was pulled from.
        system: The part that instance plays for the firm.
        source_table: Table in the source system.
        path: The file.
        sha256: Digest its receipt recorded.
        state: ``intact``, ``changed`` (digest differs) or ``missing``; only the first is read.
        reached_by: Marts tables whose rows lead here.
        line_count: Lines reached.
        lines: The first of them.
    """

    instance: str
    system: str
    source_table: str
    path: Path
    sha256: str
    state: str
    reached_by: tuple[str, ...]
    line_count: int
    lines: tuple[SourceLine, ...]


def read_source_lines(
    connection: duckdb.DuckDBPyConnection,
    home: Home,
    *,
    limit: int,
    show_restricted: bool,
) -> tuple[tuple[SourceFile, ...], int]:
    """Read the lines collected in the temporary table ``reached_line``.

    Args:
        connection: Published version attached as ``pub``.
        home: Whose landing zone holds the files.
        limit: Most lines read per file.
        show_restricted: Leave restricted columns as they are.

    Returns:
        Files in the order of instance and table, and the count of distinct lines.
    """
    files = []
    for row in connection.execute(_LINES_PER_FILE, [limit]).fetchall():
        load_id, instance, system, vendor, entity, file, sha256, count, lines, reached_by = row
        if load_id is None:
            raise TraceError(
                "a row's _raw_row_id names a load that meta.load of the published version lacks.",
                way_out="run `tieout run --force` to publish anew.",
            )
        contract = contract_of(vendor, entity)
        path = home.landing / file
        state = _state(path, sha256)
        read = _read(connection, path, lines, contract) if state == "intact" else []
        files.append(
            SourceFile(
                instance=instance,
                system=system or "unknown",
                source_table=contract.physical_name,
                path=path,
                sha256=sha256,
                state=state,
                reached_by=tuple(reached_by),
                line_count=count,
                lines=tuple(
                    _line(number, values, contract, show_restricted=show_restricted)
                    for number, values in read
                ),
            )
        )
    return tuple(files), sum(file.line_count for file in files)


def _state(path: Path, sha256: str) -> str:
    if not path.exists():
        return "missing"
    with path.open("rb") as stream:
        found = hashlib.file_digest(stream, "sha256").hexdigest()
    return "intact" if found == sha256 else "changed"


def _read(
    connection: duckdb.DuckDBPyConnection, path: Path, lines: list[int], contract: Contract
) -> list[tuple[int, dict[str, Any]]]:
    names = {column.name for column in contract.columns}
    if path.suffix == _PARQUET:
        cursor = connection.execute(
            "select file_row_number + 1 as _line, * from read_parquet(?, file_row_number = true)"
            " where file_row_number + 1 in (select unnest(?)) order by 1",
            [str(path), lines],
        )
    else:
        read_text(connection, path, contract, format=format_of(path, contract))
        cursor = connection.execute(
            "select * from text_batch where _line in (select unnest(?)) order by _line", [lines]
        )
    columns = [column[0] for column in cursor.description or ()]
    found = [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
    return [
        (row["_line"], {name: value for name, value in row.items() if name in names})
        for row in found
    ]


def _line(
    number: int, values: dict[str, Any], contract: Contract, *, show_restricted: bool
) -> SourceLine:
    restricted = (
        set()
        if show_restricted
        else {column.name for column in contract.columns if column.classification == "restricted"}
    )
    shown = {
        name: MASK if name in restricted and value is not None else value
        for name, value in values.items()
    }
    return SourceLine(number, {name: shown.get(name) for name in contract.primary_key}, shown)
