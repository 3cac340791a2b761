"""Read the beginning of a database table to draft a contract from."""

from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from ingest.contracts.samples import MOST_ROWS, Sample, SampledColumn, text_of
from ingest.errors import ContractError


def sample_table(url: sa.URL, table: str) -> Sample:
    """Read the beginning of a table of a database.

    Raises:
        ContractError: The database or the table cannot be read.
    """
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").is_file():
        raise ContractError(
            f"table {table}: there is no database at {url.database}.", way_out="mend the URL."
        )
    try:
        engine = sa.create_engine(url)
        with engine.connect() as connection:
            inspector = sa.inspect(connection)
            described = inspector.get_columns(table)
            keys = inspector.get_pk_constraint(table)["constrained_columns"]
            source = sa.table(table, *(sa.column(one["name"]) for one in described))
            rows = connection.execute(sa.select(source).limit(MOST_ROWS)).fetchall()
    except (SQLAlchemyError, ImportError) as error:
        raise ContractError(
            f"table {table}: it cannot be read from {url.render_as_string(hide_password=True)}: "
            f"{str(error).splitlines()[0]}",
            way_out="check the URL, the table's name and the permissions.",
        ) from None
    columns = tuple(
        SampledColumn(
            name=str(one["name"]),
            values=tuple(text_of(row[index]) for row in rows),
            type=_sql_type(one["type"]),
            key_position=keys.index(one["name"]) if one["name"] in keys else None,
            is_required=not one["nullable"],
        )
        for index, one in enumerate(described)
    )
    return Sample(columns, len(rows))


def _sql_type(kind: sa.types.TypeEngine[Any]) -> str | None:
    if isinstance(kind, sa.Boolean):
        return "BOOLEAN"
    if isinstance(kind, sa.Integer):
        return "BIGINT"
    if isinstance(kind, sa.DateTime):
        return "TIMESTAMP"
    if isinstance(kind, sa.Date):
        return "DATE"
    if isinstance(kind, sa.Numeric) and not isinstance(kind, sa.Float) and kind.precision:
        return f"DECIMAL({min(kind.precision, 38)},{min(kind.scale or 0, 38)})"
    return "VARCHAR" if isinstance(kind, sa.String) else None
