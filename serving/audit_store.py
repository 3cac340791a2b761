"""Write what the audit found into ``meta.expectation_result``, one row per expectation."""

from collections.abc import Sequence
from datetime import UTC, datetime

from expectations.audit import ExpectationResult
from ingest.home import Home
from ingest.warehouse import open_warehouse

_TABLE = """
    create table if not exists meta.expectation_result (
        version bigint not null,
        run_at timestamp not null,
        suite varchar not null,
        table_name varchar not null,
        expectation varchar not null,
        description varchar,
        rule_code varchar,
        severity varchar not null,
        is_blocking boolean not null,
        status varchar not null,
        observed varchar,
        unexpected_count bigint,
        sample varchar
    )
"""


def store_results(
    home: Home,
    results: Sequence[ExpectationResult],
    *,
    version: int,
    run_at: datetime,
) -> None:
    """Replace the results of a version: a build audited again has one set of results.

    Opens the warehouse for writing and closes it again; the caller holds the writer lock.

    Args:
        home: Where the warehouse lives.
        results: One per expectation evaluated, or that should have been.
        version: Number of the audited build.
        run_at: UTC instant of the audit.
    """
    rows = [
        (
            version,
            run_at.astimezone(UTC).replace(tzinfo=None),
            result.suite,
            result.table,
            result.expectation,
            result.description,
            result.rule_code,
            result.severity,
            result.is_blocking,
            result.status,
            result.observed,
            result.unexpected_count,
            result.sample,
        )
        for result in results
    ]
    with open_warehouse(home) as connection:
        connection.execute(_TABLE)
        connection.execute("begin")
        connection.execute("delete from meta.expectation_result where version = ?", [version])
        if rows:
            marks = ", ".join("?" * len(rows[0]))
            connection.executemany(f"insert into meta.expectation_result values ({marks})", rows)
        connection.execute("commit")
