"""Breaks put into the books of a firm that agree, and what is true of each of them.

Every code of the taxonomy has one SQL file in ``sql``: who can be struck (``candidates``) and what
then happens to the books (``mutation``). A candidate carries what is true of the break: the records
on both sides, money, time, and the day it arises. Records of a project, an account or a worker that
another break has claimed are left alone, so that every truth stands by itself.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

SQL = Path(__file__).parent / "sql"
CLAIMS = ("account", "worker", "project", "record")
_TRUTH = (
    "left_kind",
    "left_no",
    "left_part",
    "right_kind",
    "right_no",
    "right_part",
    "field",
    "money",
    "currency",
    "seconds",
    "direction",
    "company_no",
    "arises_on",
    "corrected_on",
)


class UnknownCodeError(ValueError):
    """A code that no file knows was asked for."""


@dataclass(frozen=True, slots=True)
class Injection:
    """One way in which systems come to disagree.

    Attributes:
        code: Code of the taxonomy.
        claims: What a struck candidate claims for itself: account, worker, project or record.
        candidates: SQL of who can be struck: ``key``, the truth's columns, and of what it is part
            (``account_no``, ``worker_no``, ``project_no``; null for nothing).
        mutation: Statements that read ``picked`` and change the books; may be none.
    """

    code: str
    claims: str
    candidates: str
    mutation: str


def codes() -> list[str]:
    """Return every code that can be injected, those that claim the most first."""
    found = [_read(path) for path in SQL.glob("*.sql")]
    return [one.code for one in sorted(found, key=lambda one: (CLAIMS.index(one.claims), one.code))]


def inject(
    connection: duckdb.DuckDBPyConnection,
    *,
    rate: str,
    only: Sequence[str] = (),
    parameters: dict[str, str],
    progress: Callable[[str], None] | None = None,
) -> dict[str, int]:
    """Strike the books and write ``truth.break``.

    Args:
        connection: Holds books that agree.
        rate: Share of the candidates of each code to strike, a decimal between 0 and 1 as text; of
            candidates at all, at least one is struck unless it is 0.
        only: Codes to inject; none means all of them.
        parameters: What the SQL names in braces: ``seed``, ``ends_on``, ``ends_at``.
        progress: Told the name of each code as it is injected.

    Returns:
        Number of breaks by code, those that others caused not counted.

    Raises:
        UnknownCodeError: ``only`` names a code that no file knows.
    """
    known = codes()
    unknown = sorted(set(only) - set(known))
    if unknown:
        raise UnknownCodeError(f"{', '.join(unknown)}: no such code; choose from {', '.join(known)}")
    connection.execute((Path(__file__).parent / "truth.sql").read_text())
    struck = {}
    for code in known:
        if only and code not in only:
            continue
        if progress is not None:
            progress(code)
        struck[code] = _strike(connection, _read(SQL / f"{code.lower()}.sql"), rate, parameters)
    connection.execute("drop table if exists picked")
    return struck


def _strike(
    connection: duckdb.DuckDBPyConnection,
    injection: Injection,
    rate: str,
    parameters: dict[str, str],
) -> int:
    candidates = injection.candidates.format(**parameters)
    connection.execute(f"create or replace temp table candidate as {candidates}")
    claimed = " and ".join(
        f"not exists (from truth.claim where kind = '{kind}' and no = candidate.{kind}_no)"
        for kind in ("account", "worker", "project")
    )
    connection.execute(
        f"""
        create or replace temp table picked as
        with free as (
            select *, row_number() over (order by hash('{injection.code}', key, {parameters["seed"]}), key) as place
            from candidate
            where {claimed}
                and not exists (
                    from truth.claim where kind = left_kind and no = left_no
                )
        )
        select * exclude (place),
            (select coalesce(max(break_no), 0) from truth.break) + row_number() over (order by key) as break_no
        from free
        where place <= (
            select case when cast('{rate}' as decimal(12, 9)) > 0
                then greatest(1, cast(floor(count(*) * cast('{rate}' as decimal(12, 9))) as bigint))
                else 0 end from free
        )
        """
    )
    if injection.mutation:
        connection.execute(injection.mutation.format(**parameters))
    connection.execute(
        f"insert into truth.break (break_no, code, {', '.join(_TRUTH)}) "
        f"select break_no, '{injection.code}', {', '.join(_TRUTH)} from picked"
    )
    no = "left_no" if injection.claims == "record" else f"{injection.claims}_no"
    kind = "left_kind" if injection.claims == "record" else f"'{injection.claims}'"
    connection.execute(
        f"insert into truth.claim select distinct {kind}, {no} from picked where {no} is not null"
    )
    row = connection.execute("select count(*) from picked").fetchone()
    return int(row[0]) if row else 0


def _read(path: Path) -> Injection:
    """Read one file: ``-- claims: X``, then the sections ``-- candidates`` and ``-- mutation``."""
    head, _, rest = path.read_text().partition("-- candidates\n")
    candidates, _, mutation = rest.partition("-- mutation\n")
    claims = next(
        line.removeprefix("-- claims:").strip()
        for line in head.splitlines()
        if line.startswith("-- claims:")
    )
    return Injection(path.stem.upper(), claims, candidates.strip().rstrip(";"), mutation.strip())
