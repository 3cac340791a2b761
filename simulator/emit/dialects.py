"""How a vendor's files are written: format, spelling of values, encoding.

A dialect only spells; which columns there are and what they hold is the extract's. Salesforce alone
has three, as its tools do: the REST interface, the data loader and the weekly Data Export.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import duckdb

EMPTY_ID = "000000000000000AAA"
_SALESFORCE_INSTANT = "%Y-%m-%dT%H:%M:%S.000+0000"
_BYTE_ORDER_MARK = "\ufeff"
LINES = "utf-8"

Column = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Dialect:
    """One way to write rows.

    Attributes:
        ending: Of the files, without a dot.
        shape: ``csv``; ``lines`` of JSON; ``report`` (one JSON document, every value text, empty
            ones left out); ``parquet``.
        instant: strftime format of instants.
        day: strftime format of dates.
        words: How true and false are written; None: as the format has them.
        has_mark: The file begins with a byte order mark.
        quotes_all: Every value is in quotes, also an empty one.
        empty_id: What an empty reference to another record is written as; None: as any empty value.
        encoding: As Python names it; what it lacks becomes ``?``.
        leaves_out: Columns, as ``Object.Column``, that this way of exporting does not give.
    """

    ending: str
    shape: Literal["csv", "lines", "report", "parquet"]
    instant: str = "%Y-%m-%dT%H:%M:%SZ"
    day: str = "%Y-%m-%d"
    words: tuple[str, str] | None = None
    has_mark: bool = False
    quotes_all: bool = False
    empty_id: str | None = None
    encoding: str = LINES
    leaves_out: frozenset[str] = frozenset()


LOADER = Dialect("csv", "csv", instant=_SALESFORCE_INSTANT, has_mark=True)
REST = Dialect("jsonl", "lines", instant=_SALESFORCE_INSTANT)
WEEKLY = Dialect(
    "csv",
    "csv",
    instant="%Y-%m-%d %H:%M:%S",
    day="%Y-%m-%d 00:00:00",
    words=("1", "0"),
    quotes_all=True,
    empty_id=EMPTY_ID,
    encoding="latin-1",
    leaves_out=frozenset(
        {"Contract.EndDate", "Opportunity.ExpectedRevenue", "OrderItem.TotalPrice"}
    ),
)
SALESFORCE_DIALECTS = {"csv": LOADER, "rest": REST, "weekly": WEEKLY}
SYNAPSE = Dialect("csv", "csv", instant="%Y-%m-%dT%H:%M:%S.%fZ", words=("1", "0"))
FIVETRAN = Dialect("parquet", "parquet")
FIVETRAN_CSV = Dialect("csv", "csv", instant="%Y-%m-%d %H:%M:%S")
RAAS = Dialect("json", "report", instant="%Y-%m-%dT%H:%M:%S.000Z", words=("1", "0"))


def write_file(
    connection: duckdb.DuckDBPyConnection,
    rows: str,
    columns: list[Column],
    path: Path,
    *,
    dialect: Dialect,
    source: str,
) -> None:
    """Write rows in a dialect, in the order in which they come.

    Args:
        connection: Where the rows are.
        rows: SQL of a relation with at least the columns.
        columns: Names, as the vendor spells them, with their DuckDB types.
        path: File to make.
        dialect: How to write them.
        source: The vendor's name of the object.
    """
    spelled = [(name, _spelled(name, kind, dialect)) for name, kind in columns]
    if dialect.shape == "csv":
        _write_csv(connection, rows, spelled, path, dialect)
    elif dialect.shape == "parquet":
        listed = ", ".join(f"{value} as {quoted(name)}" for name, value in spelled)
        connection.execute(f"copy (select {listed} from {rows}) to {_text(path)} (format parquet)")
    else:
        _write_json(connection, rows, spelled, path, dialect, source)
    if dialect.encoding != LINES:
        text = path.read_text(encoding=LINES)
        path.write_bytes(text.encode(dialect.encoding, errors="replace"))


def quoted(name: str) -> str:
    """Return a name as an identifier of SQL."""
    return f'"{name}"'


def _text(value: object) -> str:
    return "'" + str(value).replace("'", "''") + "'"


def _spelled(name: str, kind: str, dialect: Dialect) -> str:
    column = quoted(name)
    if kind == "BOOLEAN" and dialect.words:
        true, false = dialect.words
        return f"case when {column} then '{true}' when not {column} then '{false}' end"
    if kind == "VARCHAR" and dialect.empty_id and name.endswith("Id") and name != "Id":
        return f"coalesce({column}, '{dialect.empty_id}')"
    is_text = dialect.quotes_all or dialect.shape in ("lines", "report")
    if is_text and kind in ("TIMESTAMP", "DATE"):
        return f"strftime({column}, '{dialect.instant if kind == 'TIMESTAMP' else dialect.day}')"
    return column


def _write_csv(
    connection: duckdb.DuckDBPyConnection,
    rows: str,
    spelled: list[Column],
    path: Path,
    dialect: Dialect,
) -> None:
    mark = _BYTE_ORDER_MARK if dialect.has_mark else ""
    values = [f"coalesce(cast({value} as varchar), '')" for _, value in spelled]
    names = [name for name, _ in spelled]
    names[0] = mark + names[0]
    options = ["format csv", "header true"]
    if dialect.quotes_all:
        options.append("force_quote *")
    chosen = values if dialect.quotes_all else [value for _, value in spelled]
    listed = ", ".join(f"{v} as {quoted(n)}" for v, n in zip(chosen, names, strict=True))
    options += [f"timestampformat '{dialect.instant}'", f"dateformat '{dialect.day}'"]
    connection.execute(
        f"copy (select {listed} from {rows}) to {_text(path)} ({', '.join(options)})"
    )


def _write_json(
    connection: duckdb.DuckDBPyConnection,
    rows: str,
    spelled: list[Column],
    path: Path,
    dialect: Dialect,
    source: str,
) -> None:
    if dialect.shape == "report":
        packed = ", ".join(f"'{name}', cast({value} as varchar)" for name, value in spelled)
        record = f"json_merge_patch('{{}}', json_object({packed}))"
        frame = ", prefix '{\"Report_Entry\":[', suffix ']}\n', new_line ','"
    else:
        url = f"'/services/data/v61.0/sobjects/{source}/' || {quoted('Id')}"
        attributes = f"'attributes', json_object('type', '{source}', 'url', {url})"
        packed = ", ".join(f"'{name}', {value}" for name, value in spelled)
        record = f"json_object({attributes}, {packed})"
        frame = ""
    connection.execute(
        f"copy (select cast({record} as varchar) as record from {rows}) to {_text(path)} "
        f"(format csv, header false, quote '', escape '', delimiter '\x1f'{frame})"
    )
