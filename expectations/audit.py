"""Audit a built warehouse: every layer's suites, read-only, before anything is published.

This is the package's front door.  It imports Great Expectations only while an audit runs.
"""

import re
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from expectations.results import AuditReport, ExpectationResult, Layer, Severity, Status
from expectations.rules import Rule, RuleRegistryError, rules_of
from expectations.standings import standings
from expectations.unspoken import unspoken
from ingest.contracts import Contract

if TYPE_CHECKING:
    from expectations.suites.building import TableSuite

__all__ = [
    "AuditError",
    "AuditReport",
    "ExpectationResult",
    "Layer",
    "Rule",
    "RuleRegistryError",
    "Severity",
    "Status",
    "audit",
    "rules_of",
]

_TABLES = """
    select table_schema || '.' || table_name
    from information_schema.tables
    order by table_schema, table_name
"""
_STREAM = re.compile(r"reconciliation\.(rec_\w+_record)")


class AuditError(RuntimeError):
    """The audit could not start: there is nothing to read."""


def audit(
    warehouse: Path,
    *,
    data_docs: Path,
    contracts: Sequence[Contract],
    rules: Sequence[Rule],
    previous: Path | None,
    now: datetime,
) -> AuditReport:
    """Hold a warehouse against everything expected of it and write the Data Docs.

    The file is opened for reading only, and closed again before this returns: nobody may hold it
    for writing meanwhile.

    Args:
        warehouse: DuckDB file with the schemas raw_current, canonical, reconciliation and marts.
        data_docs: Folder of the Data Docs; replaced as a whole.
        contracts: Contracts whose raw tables must exist: zero or more.
        rules: Break rules, as :func:`rules_of` reads them.
        previous: File published before, to compare breaks with; None before the first publish.
        now: Time of the audit, aware of its time zone.

    Returns:
        One result per expectation, in the order catalog, raw, canonical, reconciliation, marts.

    Raises:
        AuditError: The warehouse cannot be opened for reading.
    """
    tables = _tables(warehouse)
    streams = [found[1] for found in map(_STREAM.fullmatch, tables) if found]
    standing = standings(warehouse, previous)
    unnamed = unspoken(warehouse, streams)

    from expectations import data_docs as docs
    from expectations import session
    from expectations.reading import read_results, results_of_error, results_without_table
    from expectations.suites import reconciliation

    plan = _plan(contracts, reconciliation.suites(streams, rules, standing, unnamed))
    results: list[ExpectationResult] = []
    with (
        docs.replaced(data_docs) as fresh,
        session.opened(warehouse, now=now, sites=docs.sites(fresh)) as reading,
    ):
        for suite in plan:
            if suite.layer != "warehouse" and suite.qualified_table not in tables:
                results.extend(results_without_table(suite))
                continue
            try:
                results.extend(read_results(suite, reading.validate(suite)))
            except Exception as error:
                results.extend(results_of_error(suite, error))
        docs.build(reading.context, fresh)
    return AuditReport(results=tuple(results))


def _plan(contracts: Sequence[Contract], reconciled: "list[TableSuite]") -> "list[TableSuite]":
    """List all suites; the first asks whether the tables of the others exist."""
    from expectations.suites import canonical, marts, outlook, raw
    from expectations.suites import warehouse as catalog

    suites = [
        *raw.suites(contracts),
        *canonical.suites(),
        *reconciled,
        *marts.suites(),
        *outlook.suites(),
    ]
    return [*catalog.suites([suite.qualified_table for suite in suites]), *suites]


def _tables(warehouse: Path) -> list[str]:
    try:
        with duckdb.connect(str(warehouse), read_only=True) as connection:
            return [name for (name,) in connection.execute(_TABLES).fetchall()]
    except duckdb.Error as error:
        found = str(error).partition("\n")[0]
        raise AuditError(f"{warehouse} cannot be read: {found}") from error
