"""Hand-made texts, typed by a hand-made contract in an empty DuckDB."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import duckdb

from ingest.contracts import Column, Contract, FileDialect
from ingest.typed import Typed, type_batch

PLAIN = FileDialect()


@dataclass(frozen=True)
class Read:
    rows: int


@dataclass(frozen=True)
class Outcome:
    """What became of some texts: values and rejects by line."""

    typed: Typed
    rows: dict[int, tuple[Any, ...]]
    rejects: dict[int, tuple[str, str | None, str, str]]


def column(
    name: str,
    kind: str,
    *,
    required: bool = False,
    classification: str = "internal",
    unit: str | None = None,
    source_unit: str | None = None,
    is_negated: bool = False,
    null_spellings: tuple[str, ...] = (),
) -> Column:
    return Column(
        name=name,
        physical_name=name,
        type=kind,
        required=required,
        description="A column.",
        unit=unit,
        classification=classification,
        accepted_values=(),
        is_duration=kind == "BIGINT" and unit == "seconds",
        source_unit=source_unit,
        is_negated=is_negated,
        null_spellings=null_spellings,
    )


ID = column("id", "BIGINT", required=True)


def contract(*columns: Column, key: tuple[str, ...] = ("id",), **settings: Any) -> Contract:
    made = Contract(
        vendor="acme",
        entity="thing",
        version="1.0.0",
        sha256="0",
        physical_name="THING",
        description="Things.",
        columns=columns,
        primary_key=key,
        ignored={},
        extract_mode="snapshot",
        freshness=None,
        file=Path("thing.yaml"),
    )
    return replace(made, **settings)


def typed(
    made: Contract, lines: Sequence[Sequence[str | None]], file_format: str = "csv"
) -> Outcome:
    """Type lines of texts, numbered from 2; a text after the last column is ``_extra``."""
    connection = duckdb.connect()
    names = [*(one.name for one in made.columns), "_extra"]
    listed = ", ".join(f'"{name}" VARCHAR' for name in names)
    connection.execute(f"create temp table text_batch (_line BIGINT, {listed}, _raw VARCHAR)")
    for number, line in enumerate(lines, start=2):
        cells = [*line, None] if len(line) < len(names) else [*line]
        marks = ", ".join("?" * (len(names) + 2))
        connection.execute(f"insert into text_batch values ({marks})", [number, *cells, None])
    outcome = type_batch(connection, made, Read(len(lines)), file_format=file_format)
    columns = ", ".join(f'"{one.name}"' for one in made.columns)
    rows = connection.execute(f"select _line, {columns} from batch").fetchall()
    rejects = connection.execute(
        "select line, column_name, raw_text, kind, message from value_reject"
    ).fetchall()
    assert len(rows) == outcome.rows
    assert len(rejects) == len({reject[0] for reject in rejects}) == outcome.quarantined
    shape = connection.execute("describe batch").fetchall()
    assert [(row[0], row[1]) for row in shape] == [
        *((one.name, one.type) for one in made.columns),
        ("_line", "BIGINT"),
        ("_extra", "VARCHAR"),
    ]
    return Outcome(outcome, {row[0]: row[1:] for row in rows}, {one[0]: one[1:] for one in rejects})


def one(kind: Column, text: str | None, dialect: FileDialect = PLAIN, **settings: Any) -> Any:
    """Return the value of one text, or the kind and message of its reject."""
    file_format = settings.pop("file_format", "csv")
    outcome = typed(contract(ID, kind, files=dialect, **settings), [["7", text]], file_format)
    if 2 in outcome.rows:
        return outcome.rows[2][1]
    name, raw_text, why, message = outcome.rejects[2]
    assert name == kind.name
    assert raw_text == text or kind.classification == "restricted"
    return why, message
