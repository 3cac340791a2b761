"""What can be extracted from: a database through SQLAlchemy.

A source is opened once per pull and read inside one transaction, so that all its tables tell of
the same moment. Nothing is ever written to it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Protocol

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from ingest.config import Firm
from ingest.contracts import Column, Contract
from ingest.engines import MYSQL, engine_of
from ingest.errors import ConfigError, SourceShapeError, SourceUnavailableError
from ingest.urls import resolved

BATCH_ROWS = 10_000
Batch = list[tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Shape:
    """How a table of a source differs from its contract.

    Attributes:
        extra: Source columns that the contract neither lists nor ignores; zero or more.
        missing: Columns of the contract, by raw name, that are not there; none is required.
    """

    extra: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


AS_AGREED = Shape()


class Source(Protocol):
    """An opened source: every table in it as of one moment."""

    def shape_of(self, contract: Contract) -> Shape:
        """Compare a table with its contract.

        Raises:
            SourceShapeError: The table or a required column of the contract is not there.
        """

    def batches(self, contract: Contract, shape: Shape = AS_AGREED) -> Iterator[Batch]:
        """Yield all rows ordered by key, in batches.

        A row has the contract's columns in order, null for a missing one, then the extra ones.
        """


class SqlSource:
    """A database, inside the one transaction of a pull."""

    def __init__(self, connection: sa.Connection, *, label: str) -> None:
        """Wrap an open connection; ``label`` names the source in errors."""
        self._connection = connection
        self._inspector = sa.inspect(connection)
        self._label = label

    def shape_of(self, contract: Contract) -> Shape:
        """Compare the table with its contract; see `Source`."""
        where = f"{contract.vendor}/{contract.entity}: {self._label}"
        if not self._inspector.has_table(contract.physical_name):
            raise SourceShapeError(
                f"{where}: the table {contract.physical_name} is not there.",
                way_out="restore it, or mend physicalName in the contract, or take the entity "
                "out of the firm's configuration.",
            )
        found = [column["name"] for column in self._inspector.get_columns(contract.physical_name)]
        listed = [column.physical_name for column in contract.columns]
        missing = [column for column in contract.columns if column.physical_name not in found]
        required = [column.physical_name for column in missing if column.required]
        if required:
            raise SourceShapeError(
                f"{where}: table {contract.physical_name} has no column {', '.join(required)}.",
                way_out=f"restore it, or take it out of {contract.file.name} with a new version.",
            )
        known = {*listed, *contract.ignored}
        return Shape(
            extra=tuple(name for name in found if name not in known),
            missing=tuple(column.name for column in missing),
        )

    def batches(self, contract: Contract, shape: Shape = AS_AGREED) -> Iterator[Batch]:
        """Stream the table through a server-side cursor; see `Source`."""
        wanted = [
            sa.null() if column.name in shape.missing else _identifier(column.physical_name)
            for column in contract.columns
        ]
        statement = (
            sa.select(*wanted, *map(_identifier, shape.extra))
            .select_from(sa.table(sa.quoted_name(contract.physical_name, quote=True)))
            .order_by(*(self._place(contract.column(key)) for key in contract.primary_key))
        )
        try:
            rows = self._connection.execution_options(yield_per=BATCH_ROWS).execute(statement)
            for part in rows.partitions():
                yield [tuple(row) for row in part]
        except DBAPIError as error:
            raise SourceUnavailableError(
                f"{contract.vendor}/{contract.entity}: {self._label}: {_first_line(error)}",
                way_out="mend the source or its permissions, then run again.",
            ) from None

    def _place(self, key: Column) -> sa.ColumnElement[Any]:
        """Order by a key as it is; MariaDB would take ``a`` and ``A`` for one place."""
        name = _identifier(key.physical_name)
        is_loose = self._connection.dialect.name in MYSQL and key.type == "VARCHAR"
        return sa.cast(name, sa.LargeBinary) if is_loose else name


@contextmanager
def open_database(firm: Firm, instance_name: str) -> Iterator[SqlSource]:
    """Open the database of an instance in one read transaction, and roll it back at the end.

    Args:
        firm: The firm's configuration.
        instance_name: An instance with a ``url``.

    Yields:
        The source; all reads see the database as of the first.

    Raises:
        ConfigError: The URL cannot be used.
        SourceUnavailableError: The database is not there or refuses the connection.
    """
    instance = firm.instances[instance_name]
    label = f"{instance_name} ({instance.source})"
    key = f"{firm.path}: instances.{instance_name}.url"
    if instance.url is None:
        raise ConfigError(f"{key}: there is no url.", way_out="give the database's SQLAlchemy URL.")
    engine = engine_of(resolved(instance.url, key=key, folder=firm.path.parent), label=label)
    try:
        with engine.connect() as connection, connection.begin() as transaction:
            yield SqlSource(connection, label=label)
            transaction.rollback()
    except SQLAlchemyError as error:
        raise SourceUnavailableError(
            f"source {label}: the database cannot be read. {_first_line(error)}",
            way_out="check that it is up, reachable and named rightly in the firm's configuration.",
        ) from None
    finally:
        engine.dispose()


def _identifier(name: str) -> sa.ColumnClause[Any]:
    """Name a column without a type, so that SQLAlchemy hands on the driver's own value."""
    return sa.column(sa.quoted_name(name, quote=True))


def _first_line(error: SQLAlchemyError) -> str:
    """Return the driver's reason without statement, parameters or link."""
    reason = error.orig if isinstance(error, DBAPIError) and error.orig is not None else error
    return (str(reason).strip().splitlines() or [type(reason).__name__])[0]
