"""Engines that read a database and cannot write to it, each kind in its own way.

SQLite is opened read-only (a missing file stays missing); PostgreSQL and MariaDB are read in one
read-only transaction that sees one moment, MariaDB's instants in UTC.
"""

import sqlite3
from pathlib import Path
from urllib.parse import quote

import sqlalchemy as sa
from sqlalchemy.engine import URL
from sqlalchemy.exc import NoSuchModuleError
from sqlalchemy.pool import NullPool

from ingest.errors import ConfigError, SourceUnavailableError

MYSQL = ("mysql", "mariadb")


def engine_of(url: URL, *, label: str) -> sa.Engine:
    """Return an engine whose transactions read only.

    Args:
        url: Of a sqlite, postgresql, mariadb or mysql database.
        label: Names the source in errors.

    Raises:
        ConfigError: Databases of the kind are not supported, or its driver is not installed.
        SourceUnavailableError: There is no such SQLite file.
    """
    backend = url.get_backend_name()
    if backend == "sqlite":
        return _sqlite_engine(Path(url.database or ""), label=label)
    try:
        if backend == "postgresql":
            return _postgresql_engine(url)
        if backend in MYSQL:
            return _mysql_engine(url)
    except (NoSuchModuleError, ImportError) as error:
        raise ConfigError(
            f"source {label}: the driver is not installed: {error}",
            way_out="use postgresql+psycopg://, mariadb+pymysql:// or mysql+pymysql://.",
        ) from error
    raise ConfigError(
        f"source {label}: databases of kind {backend} are not supported.",
        way_out="use a sqlite, postgresql, mariadb or mysql URL.",
    )


def _postgresql_engine(url: URL) -> sa.Engine:
    return sa.create_engine(
        url,
        poolclass=NullPool,
        isolation_level="REPEATABLE READ",
        execution_options={"postgresql_readonly": True},
    )


def _mysql_engine(url: URL) -> sa.Engine:
    if "+" not in url.drivername:
        url = url.set(drivername=f"{url.drivername}+pymysql")
    engine = sa.create_engine(url, poolclass=NullPool, isolation_level="REPEATABLE READ")

    @sa.event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        connection.exec_driver_sql("SET time_zone = '+00:00'")
        connection.exec_driver_sql("START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY")

    return engine


def _sqlite_engine(path: Path, *, label: str) -> sa.Engine:
    if not path.is_file():
        raise SourceUnavailableError(
            f"source {label}: there is no database at {path}.",
            way_out="put it there, or mend the url in the firm's configuration.",
        )

    def connect() -> sqlite3.Connection:
        return sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True, isolation_level=None)

    engine = sa.create_engine("sqlite://", creator=connect, poolclass=NullPool)

    @sa.event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        connection.exec_driver_sql("BEGIN")

    return engine
