"""May this build be published?  The one gate between the audit and the readers.

A version passes when the build it names is complete, every check of ours that blocks has
passed, and none was left out: no results at all is not a pass.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime

import duckdb

from serving.errors import BuildError, PublishRefusedError

_FAILURES = """
    select suite, table_name, expectation, status, observed, unexpected_count
    from warehouse.meta.expectation_result
    where version = ? and is_blocking and status <> 'passed'
    order by suite, table_name, expectation
"""


@dataclass(frozen=True, slots=True)
class Build:
    """What ``marts.run`` says of the build in the warehouse.

    Attributes:
        version: Number the build was made as.
        known_at: UTC instant, time-zone aware.
        valued_on: Day at whose end it is valued.
    """

    version: int
    known_at: datetime
    valued_on: date


def read_build(connection: duckdb.DuckDBPyConnection) -> Build:
    """Return the build in the attached database ``warehouse``.

    Raises:
        BuildError: No build is there, or not exactly one.
    """
    try:
        rows = connection.execute(
            "select version, known_at, valued_on from warehouse.marts.run"
        ).fetchall()
    except duckdb.CatalogException as error:
        raise BuildError(
            "the warehouse holds no marts.run: nothing is built yet.",
            way_out="run `tieout run`.",
        ) from error
    if len(rows) != 1:
        raise BuildError(
            f"marts.run must hold one row and holds {len(rows)}.",
            way_out="mend models/marts/shared/run.sql, then `tieout run`.",
        )
    version, known_at, valued_on = rows[0]
    return Build(version=version, known_at=known_at.replace(tzinfo=UTC), valued_on=valued_on)


def require_publishable(connection: duckdb.DuckDBPyConnection, *, version: int) -> None:
    """Let a version through, or say why not.

    Args:
        connection: Open connection with the warehouse attached as ``warehouse``.
        version: Number of the build to publish.

    Raises:
        PublishRefusedError: A blocking expectation failed or could not run, or none ran.
    """
    count = connection.execute(
        "select count(*) from warehouse.meta.expectation_result where version = ?", [version]
    ).fetchone()
    if count is None or count[0] == 0:
        raise PublishRefusedError(
            f"version {version} was not audited: no expectation was evaluated for it",
            failures=(),
        )
    failures = [_failure(*row) for row in connection.execute(_FAILURES, [version]).fetchall()]
    if failures:
        raise PublishRefusedError(
            f"the audit refused version {version}: {len(failures)} blocking "
            f"expectation{'s' if len(failures) > 1 else ''} did not hold",
            failures=failures,
        )


def _failure(
    suite: str, table: str, expectation: str, status: str, observed: str, unexpected: int | None
) -> str:
    what = "could not run" if status == "error" else "failed"
    rows = f", {unexpected} rows" if unexpected else ""
    return f"{suite}: {table}: {expectation} {what}{rows}: {observed or 'nothing observed'}"
