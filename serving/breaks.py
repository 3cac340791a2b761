"""The list of open breaks of the published version: filtered, sorted, ready to export."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Any

import duckdb


class BreakOrder(StrEnum):
    """How a list of breaks is sorted."""

    MONEY = "money"
    AGE = "age"
    SEVERITY = "severity"


_ORDER_BY = {
    BreakOrder.MONEY: "abs(money_at_stake_group) desc nulls last, break_id",
    BreakOrder.AGE: "first_detected_at nulls last, event_at nulls last, break_id",
    BreakOrder.SEVERITY: (
        "severity nulls last, abs(money_at_stake_group) desc nulls last, break_id"
    ),
}


@dataclass(frozen=True, slots=True)
class BreakFilter:
    """What a break must be to be listed; None leaves that attribute free.

    Attributes:
        rule: Rule code, any case, `-` or `_` inside.
        owner: Code of the team that mends it, any case.
        severity: S1 to S4, any case.
        project: Project id, or the native id after its last colon.
        min_amount: Least money at stake, absolute, in group currency.
    """

    rule: str | None = None
    owner: str | None = None
    severity: str | None = None
    project: str | None = None
    min_amount: Decimal | None = None


@dataclass(frozen=True, slots=True)
class BreakList:
    """Open breaks as rows of ``marts.break_current``.

    Attributes:
        columns: Column names.
        rows: Zero or more rows, sorted, at most the limit asked for.
        total: Breaks that pass the filter, listed or not.
        money: Their money at stake by direction, absolute, in group currency; over and under
            are never netted, a break without a price adds nothing, and what a break shares
            with its root is counted at the root.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    total: int
    money: dict[str, Decimal]

    def records(self) -> list[dict[str, Any]]:
        """Return the rows as mappings from column name to value."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


def list_breaks(
    published: Path,
    *,
    where: BreakFilter,
    order: BreakOrder = BreakOrder.MONEY,
    limit: int | None = None,
) -> BreakList:
    """Read open breaks from a published file.

    Args:
        published: A published version; opened read-only.
        where: Attributes a break must have.
        order: Sorting; ties are broken by break id.
        limit: Most rows returned; None for all.
    """
    condition, values = _condition(where)
    connection = duckdb.connect(published, read_only=True)
    try:
        directions = connection.execute(
            "select coalesce(direction, 'no direction'), count(*), "
            "sum(abs(money_at_stake_group)) "
            "filter (coalesce(root_break_id, break_id) = break_id) "
            f"from marts.break_current where {condition} group by 1 order by 1",
            values or None,
        ).fetchall()
        cursor = connection.execute(
            f"select * from marts.break_current where {condition} "
            f"order by {_ORDER_BY[order]}" + (f" limit {limit:d}" if limit else ""),
            values or None,
        )
        columns = tuple(column[0] for column in cursor.description or ())
        rows = tuple(cursor.fetchall())
    finally:
        connection.close()
    return BreakList(
        columns=columns,
        rows=rows,
        total=sum(count for _, count, _ in directions),
        money={name: money for name, _, money in directions if money is not None},
    )


def _condition(where: BreakFilter) -> tuple[str, list[Any]]:
    parts: list[tuple[str, Any]] = []
    if where.rule is not None:
        parts.append(("upper(rule_code) = ?", where.rule.upper().replace("_", "-")))
    if where.owner is not None:
        parts.append(("upper(owner) = ?", where.owner.upper()))
    if where.severity is not None:
        parts.append(("upper(severity) = ?", where.severity.upper()))
    if where.project is not None:
        parts.append(("? in (project_id, split_part(project_id, ':', -1))", where.project))
    if where.min_amount is not None:
        parts.append(("abs(money_at_stake_group) >= ?", where.min_amount))
    return " and ".join(part for part, _ in parts) or "true", [value for _, value in parts]
