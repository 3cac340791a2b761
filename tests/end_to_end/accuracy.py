"""How exactly the rules find what was injected into a simulated firm, rule by rule.

`make accuracy` simulates a firm, builds it and prints two tables: the rules against the truth, and
what became of every record of every stream; then what was missed, found beyond the truth, or priced
otherwise.
"""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from pathlib import Path

import duckdb

from tests.end_to_end.simulated import ENDS_ON, built

_FOUND = "reconciliation.break_detected"


@dataclass(frozen=True, slots=True)
class Score:
    """What became of the breaks of one rule.

    Attributes:
        rule_code: Code of the rule.
        injected: Breaks that are true at the end: injected, or caused by one that was.
        missed: True breaks that the rule did not find.
        found: Breaks that the rule found.
        spurious: Found breaks that are not true.
        mispriced: Found breaks whose measured money or seconds are not the truth's.
    """

    rule_code: str
    injected: int
    missed: int
    found: int
    spurious: int
    mispriced: int

    @property
    def is_perfect(self) -> bool:
        """Whether precision and recall are 1 and every price is right."""
        return not (self.missed or self.spurious or self.mispriced)


def compare(
    warehouse: Path, truth: Path, *, valued_on: str = "2026-06-30"
) -> duckdb.DuckDBPyConnection:
    """Hold what was found against the truth.

    Args:
        warehouse: DuckDB file with ``reconciliation.break_detected``.
        truth: The simulated firm's ``breaks.parquet``.
        valued_on: Day at whose end the warehouse was built, ISO 8601.

    Returns:
        A connection with the temporary table ``compared``: ``code``, ``verdict`` (``found``,
        ``missed``, ``spurious`` or ``mispriced``), the records and prices of both; one row per
        true break and one per spurious one.
    """
    connection = duckdb.connect()
    connection.execute(f"attach '{warehouse}' as warehouse (read_only)")
    connection.execute(f"""
        create temp table compared as
        with truth as (
            select break_no, code, field, money, currency, seconds, direction, arises_on, cause_no,
                concat_ws(':', left_instance, left_record_id) as left_key,
                concat_ws(':', right_instance, right_record_id) as right_key
            from '{truth}'
            where corrected_on is null or corrected_on > date '{valued_on}'
        ),
        found as (from warehouse.{_FOUND}),
        pair as (
            select truth.break_no, found.break_id,
                truth.right_key in (found.left_id, found.right_id, found.anchor_id)
                    as has_both
            from truth
            inner join found on truth.code = found.rule_code
                and truth.left_key in (found.left_id, found.right_id, found.anchor_id)
        ),
        -- A break that names both records explains only itself; the surplus is spurious.
        ranked as (
            select *,
                row_number() over (
                    partition by break_no order by has_both desc nulls last, break_id
                ) as by_truth,
                row_number() over (
                    partition by break_id order by has_both desc nulls last, break_no
                ) as by_found
            from pair
        ),
        chosen as (
            select break_no, break_id from ranked where by_truth = 1 and by_found = 1
        )
        select coalesce(truth.code, found.rule_code) as code,
            case
                when found.break_id is null then 'missed'
                when truth.break_no is null then 'spurious'
                when truth.money is not null and found.money_confidence = 'measured'
                    and (truth.money <> found.money_at_stake or truth.currency <> found.currency
                        or truth.direction <> found.direction) then 'mispriced'
                when truth.seconds is not null
                    and truth.seconds <> coalesce(found.seconds_at_stake, -1)
                    then 'mispriced'
                else 'found'
            end as verdict,
            truth.left_key, truth.right_key, truth.field as true_field,
            truth.money as true_money, truth.currency as true_currency,
            truth.seconds as true_seconds, truth.direction as true_direction, truth.arises_on,
            truth.cause_no, found.root_break_id,
            found.break_id, found.anchor_id, found.left_id, found.right_id, found.field,
            found.money_at_stake, found.currency, found.seconds_at_stake, found.direction,
            found.money_confidence, found.explanation
        from truth
        left join chosen on truth.break_no = chosen.break_no
        full join found on chosen.break_id = found.break_id
        order by all
    """)
    return connection


def scores(connection: duckdb.DuckDBPyConnection) -> list[Score]:
    """Count the verdicts of `compare` by rule, in the order of the codes."""
    rows = connection.execute("""
        select code,
            count(*) filter (verdict <> 'spurious'), count(*) filter (verdict = 'missed'),
            count(*) filter (verdict <> 'missed'), count(*) filter (verdict = 'spurious'),
            count(*) filter (verdict = 'mispriced')
        from compared group by code order by code
    """).fetchall()
    return [Score(*row) for row in rows]


def table(found: list[Score]) -> str:
    """Return the scores as a Markdown table."""
    lines = [
        "| rule | true | missed | found | spurious | priced otherwise | precision | recall |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for one in found:
        precision = (one.found - one.spurious) / one.found if one.found else 1
        recall = (one.injected - one.missed) / one.injected if one.injected else 1
        lines.append(
            f"| {one.rule_code} | {one.injected} | {one.missed} | {one.found} | {one.spurious} "
            f"| {one.mispriced} | {precision:.3f} | {recall:.3f} |"
        )
    return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What became of the records of a stream.

    Attributes:
        stream: The stream.
        matched: Records whose counterpart agrees.
        tolerated: Records whose counterpart differs by no more than is tolerated.
        broken: Records without a counterpart, or with one that differs.
        pending: Records that wait inside their window.
        excluded: Records that need no counterpart.
        overdue: Pending records whose window is over, or that have none.
        unexplained: Excluded records without a registered reason.
    """

    stream: str
    matched: int
    tolerated: int
    broken: int
    pending: int
    excluded: int
    overdue: int
    unexplained: int


def outcomes(connection: duckdb.DuckDBPyConnection, *, valued_on: str) -> list[Outcomes]:
    """Count the outcomes of each stream, in the order of the streams.

    Args:
        connection: A connection of `compare`, or one to a warehouse attached as ``warehouse``.
        valued_on: Day at whose end the warehouse was built, ISO 8601.
    """
    rows = connection.execute(
        """
        select record.stream,
            count(*) filter (outcome = 'matched'), count(*) filter (outcome = 'tolerated'),
            count(*) filter (outcome = 'break'), count(*) filter (outcome = 'pending'),
            count(*) filter (outcome = 'excluded'),
            count(*) filter (outcome = 'pending' and (due_on is null or due_on < $1)),
            count(*) filter (outcome = 'excluded' and excused.reason is null)
        from warehouse.reconciliation.rec_record as record
        left join warehouse.seeds.exclusion_rules as excused
            on record.stream = excused.stream and record.side = excused.side
            and record.reason = excused.reason
        group by record.stream order by record.stream
        """,
        [valued_on],
    ).fetchall()
    return [Outcomes(*row) for row in rows]


def outcome_table(found: list[Outcomes]) -> str:
    """Return the outcomes as a Markdown table."""
    lines = [
        "| stream | matched | tolerated | break | pending | excluded | overdue | unexplained |",
        "|---|---|---|---|---|---|---|---|",
    ]
    lines += [f"| {' | '.join(map(str, astuple(one)))} |" for one in found]
    return "\n".join(lines)


def main(arguments: Sequence[str]) -> None:
    """Simulate a firm, build it and print the scores and every break not found as it is."""
    parser = argparse.ArgumentParser(prog="accuracy", description=main.__doc__)
    parser.add_argument("--people", type=int, default=60)
    parser.add_argument("--months", type=int, default=12)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--breaks", default="0.002", help="share of the candidates struck")
    parser.add_argument("--only", nargs="*", default=[], metavar="CODE")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        firm = built(
            Path(folder),
            people=asked.people,
            months=asked.months,
            seed=asked.seed,
            breaks=asked.breaks,
            only=asked.only,
            select=("staging", "canonical", "accounting", "reconciliation"),
        )
        connection = compare(firm.home.warehouse, firm.truth / "breaks.parquet")
        sys.stdout.write(table(scores(connection)) + "\n\n")
        told = outcomes(connection, valued_on=ENDS_ON.isoformat())
        sys.stdout.write(outcome_table(told) + "\n\n")
        wrong = connection.execute("from compared where verdict <> 'found' limit 100")
        names = [column[0] for column in wrong.description or []]
        for row in wrong.fetchall():
            named = zip(names, row, strict=True)
            line = ", ".join(f"{name} {value}" for name, value in named if value is not None)
            sys.stdout.write(line + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
