"""What changed between two checkpoints, or between what is published and another build."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from ingest.errors import DecisionError

COLUMNS = ("change", "rule_code", "break_id", "currency", "money_before", "money_after", "moved")
_ORDER = "order by change, rule_code, abs(coalesce(moved, 0)) desc, break_id"
# Events stand in the order they were told; of one version that of the later month end is newer.
_STATE = """
    select break_id, rule_code, currency, money_at_stake,
        event not in ('resolved_by_data', 'superseded') as is_open
    from marts.break_history
    where version is not null and {condition}
    qualify row_number() over (
        partition by break_id order by version desc, known_at desc, valued_on desc, event_id desc
    ) = 1
"""
_COMPARED = f"""
    select case
            when not coalesce(before.is_open, false) and after.is_open
                then case when before.break_id is null then 'opened' else 'reopened' end
            when before.is_open and not coalesce(after.is_open, false) then 'closed'
            when before.money_at_stake is distinct from after.money_at_stake then 'changed'
        end as change,
        coalesce(after.rule_code, before.rule_code) as rule_code, break_id,
        coalesce(after.currency, before.currency) as currency,
        case when before.is_open then before.money_at_stake end as money_before,
        case when after.is_open then after.money_at_stake end as money_after,
        coalesce(money_after, 0) - coalesce(money_before, 0) as moved
    from before full outer join after using (break_id)
    where (coalesce(before.is_open, false) or coalesce(after.is_open, false)) and change is not null
    {_ORDER}
"""


@dataclass(frozen=True, slots=True)
class Moved:
    """What one rule's breaks did, in one currency.

    Attributes:
        change: ``opened``, ``reopened``, ``closed`` or ``changed``.
        rule_code: Code of the rule.
        currency: Of the money; None where none is at stake.
        count: Breaks that did.
        money: By how much the money at stake rose, below zero where it fell.
    """

    change: str
    rule_code: str
    currency: str | None
    count: int
    money: Decimal


@dataclass(frozen=True, slots=True)
class BreakDiff:
    """The breaks that differ.

    Attributes:
        rows: One per break, with the columns of `COLUMNS`; money is null where unknown.
        sums: The same by change, rule and currency.
    """

    rows: tuple[tuple[Any, ...], ...]
    sums: tuple[Moved, ...]

    def records(self) -> list[dict[str, Any]]:
        """Return the rows as mappings from column name to value."""
        return [dict(zip(COLUMNS, row, strict=True)) for row in self.rows]


def diff_of_checkpoints(published: Path, earlier: str, later: str) -> BreakDiff:
    """Compare the breaks that stood open at two checkpoints.

    Args:
        published: A published version; its ledger tells of all before it.
        earlier: A version such as ``v000003`` or ``3``, or a valuation date such as 2026-03-31.
        later: Likewise.

    Raises:
        DecisionError: One of them is neither.
    """
    states = [_condition(text) for text in (earlier, later)]
    connection = duckdb.connect(published, read_only=True)
    try:
        parts = (_STATE.format(condition=condition) for condition, _ in states)
        before, after = parts
        return _compare(connection, before, after, [value for _, value in states])
    finally:
        connection.close()


def diff_of_builds(published: Path, warehouse: Path) -> BreakDiff:
    """Compare the open breaks of a published version with those that another build detected.

    Args:
        published: A published version.
        warehouse: A warehouse in which ``reconciliation.break_detected`` was built.
    """
    connection = duckdb.connect(published, read_only=True)
    columns = "break_id, rule_code, currency, money_at_stake, true as is_open"
    try:
        connection.execute(
            f"attach '{str(warehouse).replace(chr(39), chr(39) * 2)}' as built (read_only)"
        )
        return _compare(
            connection,
            f"select {columns} from marts.break_current",
            f"select {columns} from built.reconciliation.break_detected",
            [],
        )
    finally:
        connection.close()


def _compare(
    connection: duckdb.DuckDBPyConnection, before: str, after: str, values: list[Any]
) -> BreakDiff:
    rows = connection.execute(
        f"with before as ({before}), after as ({after}) {_COMPARED}", values or None
    ).fetchall()
    sums: dict[tuple[str, str, str | None], list[Decimal]] = {}
    for change, rule_code, _, currency, _, _, moved in rows:
        sums.setdefault((change, rule_code, currency), []).append(moved)
    return BreakDiff(
        rows=tuple(rows),
        sums=tuple(
            Moved(*key, count=len(moved), money=sum(moved, Decimal(0)))
            for key, moved in sums.items()
        ),
    )


def _condition(text: str) -> tuple[str, Any]:
    version = re.fullmatch(r"v?0*(\d+)", text.strip())
    if version:
        return "version <= ?", int(version.group(1))
    try:
        return "valued_on <= ?", date.fromisoformat(text.strip())
    except ValueError:
        raise DecisionError(
            f"{text!r} is neither a version nor a day.",
            way_out="name a version such as v000003, or a day such as 2026-03-31.",
        ) from None
