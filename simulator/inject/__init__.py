"""Breaks put into the books of a firm that agree, and what is true of each of them.

Every code of the taxonomy has one SQL file in ``sql``: after which step of the books it strikes
(``after``; what later steps derive then follows by itself, as it would in a firm), who can be
struck (``candidates``) and what then happens to the books (``mutation``). A candidate carries what
is true of the break: the records on both sides, money, time, and the day it arises. A mutation may
set these in ``picked`` once it knows them, and write the breaks that follow from its own into
``truth.break`` with ``cause_no``.

Where a firm would mend a break by a later record, a candidate's ``corrected_on`` is the day it
would; ``picked`` keeps it for the share of them that is mended, and its mutation then makes the
books agree from that day on. A break that follows from another is never mended: what would cause
one is not mended either. Accounts, workers, projects and records that another break has
claimed are left alone, so that every truth stands by itself.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import duckdb

from simulator.inject import delivery

SQL = Path(__file__).parent / "sql"
CLAIMS = ("account", "worker", "project", "record")
_PREPARED_AFTER = {"00_macros": "truth.sql", "13_hours": "booked.sql"}
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


class InjectionError(ValueError):
    """Breaks were asked for that cannot be injected; the message says why."""


@dataclass(frozen=True, slots=True)
class Injection:
    """One way in which systems come to disagree.

    Attributes:
        code: Code of the taxonomy.
        after: Step of the books after which it strikes.
        claims: What a struck candidate claims for itself: account, worker, project or record.
        candidates: SQL of who can be struck: ``key``, the truth's columns, and of what it is part
            (``account_no``, ``worker_no``, ``project_no``; null for nothing).
        mutation: Statements that read ``picked`` and change the books; may be none.
    """

    code: str
    after: str
    claims: str
    candidates: str
    mutation: str


def codes() -> list[str]:
    """Return every code that can be injected."""
    return sorted([*_codes_of_books(), *delivery.CODES])


def _codes_of_books() -> list[str]:
    return sorted(path.stem.upper() for path in SQL.glob("*.sql"))


@dataclass(slots=True)
class Injector:
    """Strikes the books while they are built: called after every step of them.

    Attributes:
        rate: Share of the candidates of each code to strike, a decimal from 0 to 1; of candidates
            at all, at least one is struck unless it is 0.
        only: Codes to inject; none means all that strike books.
        corrected: Share, by code, of the struck breaks that a firm can mend in time which are
            mended, a decimal from 0 to 1; of such breaks at all, at least one is unless it is 0.
        struck: Number of breaks by code so far, those that others caused not counted.
    """

    rate: Decimal
    only: Sequence[str] = ()
    corrected: Decimal = Decimal(0)
    struck: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse what cannot be injected.

        Raises:
            InjectionError: A rate or share out of range, or a code that no file knows.
        """
        if not 0 <= self.corrected <= 1:
            raise InjectionError(f"the share corrected must be 0 to 1, not {self.corrected}")
        if not 0 <= self.rate <= 1:
            raise InjectionError(f"the rate of breaks must be 0 to 1, not {self.rate}")
        unknown = sorted(set(self.only) - set(codes()))
        if unknown:
            raise InjectionError(
                f"{', '.join(unknown)}: no such break; choose from {', '.join(codes())}"
            )

    def __call__(
        self, connection: duckdb.DuckDBPyConnection, step: str, values: Mapping[str, str]
    ) -> None:
        """Strike what is to be struck after a step.

        Args:
            connection: Holds the books as far as they are built.
            step: Stem of the file that was just run.
            values: What the SQL names in braces.
        """
        if step in _PREPARED_AFTER:
            connection.execute((SQL.parent / _PREPARED_AFTER[step]).read_text())
        for injection in self._after(step):
            self.struck[injection.code] = _strike(
                connection, injection, self.rate, self.corrected, values
            )

    def strike_files(
        self, connection: duckdb.DuckDBPyConnection, files: Sequence[Path], out: Path, *, seed: int
    ) -> None:
        """Strike what was delivered, if that was asked for by code.

        Args:
            connection: Holds ``truth.break``.
            files: Every file that was delivered.
            out: Folder they are under.
            seed: Seed of the firm.
        """
        for code in delivery.CODES:
            if code in self.only:
                self.struck[code] = delivery.strike_files(
                    connection, files, out, code=code, rate=self.rate, seed=seed
                )

    def _after(self, step: str) -> list[Injection]:
        wanted = [code for code in _codes_of_books() if code in self.only or not self.only]
        found = [_read(SQL / f"{code.lower()}.sql") for code in wanted]
        due = [one for one in found if one.after == step]
        return sorted(due, key=lambda one: (CLAIMS.index(one.claims), one.code))


def _strike(
    connection: duckdb.DuckDBPyConnection,
    injection: Injection,
    rate: Decimal,
    corrected: Decimal,
    values: Mapping[str, str],
) -> int:
    candidates = _filled(injection.candidates, values)
    connection.execute(f"create or replace temp table candidate as {candidates}")
    claimed = " and ".join(
        f"not exists (from truth.claim where kind = '{kind}' and no = candidate.{kind}_no)"
        for kind in ("account", "worker", "project")
    )
    connection.execute(
        f"""
        create or replace temp table picked as
        with free as (
            select *, row_number() over (
                order by hash('{injection.code}', key, {values["seed"]}), key
            ) as place
            from candidate
            where {claimed}
                and not exists (
                    from truth.claim where kind = left_kind and no = left_no
                )
        ),
        struck as (
            select * exclude (place),
                (select coalesce(max(break_no), 0) from truth.break)
                    + row_number() over (order by key) as break_no,
                corrected_on > arises_on and corrected_on <= date '{values["ends_on"]}' as is_mended
            from free
            where place <= {_share_of("(select count(*) from free)", rate)}
        ),
        drawn as (
            select *, count(*) filter (is_mended) over () as menders, row_number() over (
                partition by is_mended
                order by hash('corrected', '{injection.code}', key, {values["seed"]}), key
            ) as place
            from struck
        )
        select * exclude (place, menders, is_mended)
            replace (
                case when is_mended and place <= {_share_of("menders", corrected)}
                    then corrected_on end as corrected_on
            )
        from drawn
        """
    )
    if injection.mutation:
        connection.execute(_filled(injection.mutation, values))
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


def _share_of(count: str, share: Decimal) -> str:
    """Return SQL of how many of a count a share is: one at least, unless it is 0."""
    exact = f"cast('{share}' as decimal(12, 9))"
    return (
        f"(case when {exact} > 0 "
        f"then greatest(1, cast(floor({count} * {exact}) as bigint)) else 0 end)"
    )


def _filled(statements: str, values: Mapping[str, str]) -> str:
    for name, value in values.items():
        statements = statements.replace("{" + name + "}", value)
    return statements


def _read(path: Path) -> Injection:
    """Read one file: ``-- after: STEP``, ``-- claims: KIND``, and its two sections."""
    head, _, rest = path.read_text().partition("-- candidates\n")
    candidates, _, mutation = rest.partition("-- mutation\n")
    said = dict(
        line.removeprefix("-- ").split(": ", 1)
        for line in head.splitlines()
        if line.startswith(("-- after: ", "-- claims: "))
    )
    return Injection(
        code=path.stem.upper(),
        after=said["after"],
        claims=said["claims"],
        candidates=candidates.strip().rstrip(";"),
        mutation=mutation.strip(),
    )


def write_breaks(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Write the truth about the breaks as Parquet, one row per break, caused ones included.

    Args:
        connection: Holds ``truth.break``, the books and the ids' macros.
        path: File to write; its folder exists.
    """
    statement = (SQL.parent / "breaks.sql").read_text().strip()
    connection.execute(f"copy ({statement} order by break_no) to '{path}' (format parquet)")
