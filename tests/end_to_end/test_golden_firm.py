"""Every headline figure of a firm that was worked out by hand; see ``golden_firm``."""

from collections.abc import Iterator
from typing import Any

import duckdb
import pytest

from ingest.warehouse import open_warehouse
from tests.end_to_end.golden_firm import HOUR, VALUED_ON, made_canonical
from tests.end_to_end.simulated import dbt
from tests.integration.vendors.firm_of_files import firm_of_files

DERIVED = ("business_calendar", "fx_rate_day", "policy")
ON_TOP = ("staging", *DERIVED, "accounting", "reconciliation", "marts")


@pytest.fixture(scope="module")
def golden(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """The firm's marts, made by the models from its canonical rows."""
    firm = firm_of_files(tmp_path_factory.mktemp("golden"), {"crm": ("salesforce", "crm")})
    firm.load()
    made_canonical(firm.home.warehouse)
    variables = {
        "firm": "golden",
        "vendors": [],
        "group_currency": "EUR",
        "known_at": "2026-03-02 12:00:00",
        "valued_on": VALUED_ON,
        "version": 1,
        "policies": [],
        "rules": [],
    }
    dbt(firm.home, ["seed"], variables)
    dbt(firm.home, ["run", "--select", *ON_TOP], variables)
    with open_warehouse(firm.home, read_only=True) as connection:
        yield connection


def row(connection: duckdb.DuckDBPyConnection, statement: str) -> dict[str, Any]:
    """Return the one row of a query by column."""
    found = connection.execute(statement)
    names = [column[0] for column in found.description or []]
    (values,) = found.fetchall()
    return dict(zip(names, values, strict=True))


def hours(row: dict[str, Any], *measures: str) -> list[float]:
    """Return measures of a row, given in seconds, in hours."""
    return [row[f"{measure}_seconds"] / HOUR for measure in measures]


LADDER = ("standard", "holiday", "working", "absence", "available", "billable", "logged", "missing")
