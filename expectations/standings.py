"""How the breaks of each rule stand, and how they moved since the version published before.

Counts and sums only: which breaks these are is for the break tables to say.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import duckdb

BREAKS_TABLE = "marts.break_current"

_STANDINGS = """
    with present as (
        select
            rule_code,
            break_id,
            coalesce(root_break_id, break_id) = break_id as is_root,
            money_at_stake_group as money,
            coalesce(seconds_at_stake, 0) as seconds,
            direction
        from present_version.marts.break_current
    ),

    earlier as ({earlier}),

    paired as (
        select
            coalesce(present.rule_code, earlier.rule_code) as rule_code,
            present.break_id is not null as is_open,
            earlier.break_id is null as is_new,
            present.break_id is null as is_healed,
            earlier.break_id is not null and (
                abs(present.money) > abs(earlier.money)
                or (
                    abs(present.money) is not distinct from abs(earlier.money)
                    and abs(present.seconds) > abs(earlier.seconds)
                )
            ) as is_worse,
            present.is_root,
            present.money,
            present.direction
        from present
        full outer join earlier on present.break_id = earlier.break_id
    )

    select
        rule_code,
        count(*) filter (where is_open),
        coalesce(sum(abs(money)) filter (where is_root and direction = 'over'), 0),
        coalesce(sum(abs(money)) filter (where is_root and direction = 'under'), 0),
        count(*) filter (where is_open and money is null),
        count(*) filter (where is_new),
        count(*) filter (where coalesce(is_worse, false)),
        count(*) filter (where is_healed)
    from paired
    group by rule_code
"""
_EARLIER = """
        select
            rule_code,
            break_id,
            money_at_stake_group as money,
            coalesce(seconds_at_stake, 0) as seconds
        from earlier_version.marts.break_current
"""
_NOTHING_EARLIER = """
        select
            null::varchar as rule_code,
            null::varchar as break_id,
            null::decimal(18, 4) as money,
            null::bigint as seconds
        where false
"""


@dataclass(frozen=True, slots=True)
class Standing:
    """Breaks of one rule.

    Money is in group currency, absolute, of roots only, over and under never netted.  New, worse
    and healed compare with the earlier version; worse is more money, or more time for the same
    money.  Without an earlier version every open break is new.
    """

    open_count: int
    over_amount: Decimal
    under_amount: Decimal
    unpriced_count: int
    new_count: int
    worse_count: int
    healed_count: int


_NOTHING = Standing(0, Decimal(0), Decimal(0), 0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Standings:
    """Standing of every rule that has a break in either version.

    ``compared_with`` names the earlier version, such as ``v000007``; None when there is none.
    """

    by_rule: Mapping[str, Standing]
    compared_with: str | None

    def of(self, rule_code: str) -> Standing:
        """Return how a rule stands; one without breaks stands at zero."""
        return self.by_rule.get(rule_code, _NOTHING)

    def sentence(self, rule_code: str) -> str:
        """Say how a rule stands in one line."""
        standing = self.of(rule_code)
        said = f"{standing.open_count} open"
        if standing.open_count:
            said += (
                f": over {standing.over_amount:,.2f}, under {standing.under_amount:,.2f}"
                " in group currency"
            )
        if standing.unpriced_count:
            said += f", {standing.unpriced_count} of unknown worth"
        if self.compared_with is None:
            return f"{said}; no earlier version to compare with"
        return (
            f"{said}; {standing.new_count} new, {standing.worse_count} worse,"
            f" {standing.healed_count} healed since {self.compared_with}"
        )


def standings(warehouse: Path, previous: Path | None) -> Standings:
    """Count and price the open breaks of each rule and compare them with the version before.

    Args:
        warehouse: Built warehouse, opened for reading and closed again.
        previous: Published file to compare with; None before the first publish.  A file without
            comparable breaks is treated as none.

    Returns:
        One standing per rule with breaks.  Empty when ``warehouse`` has no readable
        ``marts.break_current``, which the audit reports as errors of the rules.

    Raises:
        duckdb.Error: ``warehouse`` itself cannot be opened.
    """
    with duckdb.connect() as connection:
        _attach(connection, warehouse, "present_version")
        if previous is not None:
            try:
                _attach(connection, previous, "earlier_version")
                return Standings(_counted(connection, _EARLIER), previous.stem)
            except duckdb.Error:
                pass
        try:
            return Standings(_counted(connection, _NOTHING_EARLIER), None)
        except duckdb.Error:
            return Standings({}, None)


def _counted(connection: duckdb.DuckDBPyConnection, earlier: str) -> dict[str, Standing]:
    rows = connection.execute(_STANDINGS.format(earlier=earlier)).fetchall()
    return {code: Standing(*figures) for code, *figures in rows}


def _attach(connection: duckdb.DuckDBPyConnection, file: Path, alias: str) -> None:
    escaped = str(file).replace("'", "''")
    connection.execute(f"attach '{escaped}' as {alias} (read_only)")
