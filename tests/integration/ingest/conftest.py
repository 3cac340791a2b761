from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from ingest.config import Firm
from ingest.extract import pull
from ingest.home import Home
from ingest.load import LoadResult, load
from ingest.receipts import Receipt
from ingest.warehouse import open_warehouse
from tests.integration.ingest.made_source import COST, TIME, Row, firm_reading, put_rows

POSTGRES = "host=127.0.0.1 port=5432 user=postgres connect_timeout=3"
FIRST = datetime(2026, 7, 15, 2, 30, tzinfo=UTC)


@dataclass
class Site:
    """A made firm with one SQLite source ``psa``, its home, and a clock that moves a day a pull."""

    firm: Firm
    home: Home
    database: Path
    now: datetime = FIRST

    def pull(self, instance: str = "psa", *, said: list[str] | None = None) -> list[Receipt]:
        self.now += timedelta(days=1)
        told = [] if said is None else said
        return pull(self.firm, instance, self.home, now=self.now, progress=told.append)

    def load(self) -> list[LoadResult]:
        return load(self.firm, self.home)

    def deliver(self, rows: list[Row]) -> LoadResult:
        """Have the source hold these bookings, pull and load; return what became of them."""
        put_rows(self.database, TIME, rows)
        self.pull()
        by_load = {(result.instance, result.entity): result for result in self.load()}
        return by_load["psa", TIME.entity]

    def query(self, statement: str) -> list[tuple[Any, ...]]:
        with open_warehouse(self.home, read_only=True) as connection:
            return connection.execute(statement).fetchall()


@pytest.fixture
def site(tmp_path: Path) -> Site:
    database = tmp_path / "psa.sqlite"
    put_rows(database, TIME, [])
    put_rows(database, COST, [])
    url = "sqlite:///psa.sqlite"
    firm = firm_reading(
        tmp_path,
        {
            "psa": (url, [TIME.entity, COST.entity]),
            "psa_two": ("sqlite:///two.sqlite", [TIME.entity]),
        },
    )
    return Site(firm, Home(tmp_path / "home"), database)


@pytest.fixture
def postgres() -> Iterator[str]:
    """Name of an empty PostgreSQL database that is dropped afterwards."""
    name = f"tieout_test_{uuid4().hex[:12]}"
    try:
        server = psycopg.connect(POSTGRES, autocommit=True)
    except psycopg.OperationalError as error:
        pytest.skip(f"no PostgreSQL at 127.0.0.1:5432: {str(error).splitlines()[0]}")
    with server:
        server.execute(f'create database "{name}"')
        try:
            yield name
        finally:
            server.execute(f'drop database "{name}" with (force)')
