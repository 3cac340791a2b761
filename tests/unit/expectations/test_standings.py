"""How the breaks of a rule are counted, priced and compared with the version before."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from expectations.standings import Standing, Standings, standings

BREAKS = """
    create schema marts;
    create table marts.break_current (
        rule_code varchar,
        break_id varchar,
        root_break_id varchar,
        money_at_stake_group decimal(18, 4),
        seconds_at_stake bigint,
        direction varchar
    );
"""


def version(path: Path, *rows: str) -> Path:
    with duckdb.connect(str(path)) as connection:
        connection.execute(BREAKS)
        for row in rows:
            connection.execute(f"insert into marts.break_current values ({row})")
    return path


NONE = Standing(
    open_count=0,
    over_amount=Decimal(0),
    under_amount=Decimal(0),
    unpriced_count=0,
    new_count=0,
    worse_count=0,
    healed_count=0,
)


def test_new_worse_and_healed_breaks_are_told_apart(tmp_path: Path) -> None:
    before = version(
        tmp_path / "v000007.duckdb",
        "'BL-01', 'same', null, 10, 0, 'under'",
        "'BL-01', 'dearer', null, 10, 0, 'under'",
        "'BL-01', 'cheaper', null, 10, 0, 'under'",
        "'BL-01', 'longer', null, null, 60, 'under'",
        "'BL-01', 'gone', null, 10, 0, 'under'",
    )
    now = version(
        tmp_path / "warehouse.duckdb",
        "'BL-01', 'same', null, 10, 0, 'under'",
        "'BL-01', 'dearer', null, 10.01, 0, 'under'",
        "'BL-01', 'cheaper', null, 9, 0, 'under'",
        "'BL-01', 'longer', null, null, 61, 'under'",
        "'BL-01', 'fresh', null, 1, 0, 'under'",
    )
    found = standings(now, before)
    assert found.compared_with == "v000007"
    assert found.of("BL-01") == replace(
        NONE,
        open_count=5,
        under_amount=Decimal("30.01"),
        unpriced_count=1,
        new_count=1,
        worse_count=2,
        healed_count=1,
    )


def test_over_and_under_are_never_netted(tmp_path: Path) -> None:
    now = version(
        tmp_path / "warehouse.duckdb",
        "'BL-04', 'a', null, 100, 0, 'over'",
        "'BL-04', 'b', null, -100, 0, 'under'",
    )
    found = standings(now, None).of("BL-04")
    assert (found.over_amount, found.under_amount) == (Decimal(100), Decimal(100))


def test_money_counts_at_the_root_only(tmp_path: Path) -> None:
    now = version(
        tmp_path / "warehouse.duckdb",
        "'BL-01', 'root', 'root', 100, 0, 'under'",
        "'BL-01', 'child', 'root', 40, 0, 'under'",
    )
    found = standings(now, None).of("BL-01")
    assert (found.open_count, found.under_amount) == (2, Decimal(100))


def test_a_rule_whose_last_break_healed_still_says_so(tmp_path: Path) -> None:
    before = version(tmp_path / "v000001.duckdb", "'CO-01', 'a', null, 1, 0, 'under'")
    now = version(tmp_path / "warehouse.duckdb")
    assert standings(now, before).sentence("CO-01") == (
        "0 open; 0 new, 0 worse, 1 healed since v000001"
    )


def test_the_sentence_gives_count_money_and_movement() -> None:
    found = replace(
        NONE,
        open_count=3,
        over_amount=Decimal(5),
        under_amount=Decimal("1234.5"),
        unpriced_count=1,
        new_count=2,
    )
    assert Standings({"CO-01": found}, "v000002").sentence("CO-01") == (
        "3 open: over 5.00, under 1,234.50 in group currency, 1 of unknown worth;"
        " 2 new, 0 worse, 0 healed since v000002"
    )


def test_the_first_version_has_nothing_to_compare_with() -> None:
    assert Standings({}, None).sentence("CO-01") == "0 open; no earlier version to compare with"


@pytest.mark.parametrize("content", ["create schema marts", "create table t (i int)"])
def test_an_earlier_version_without_breaks_counts_as_none(tmp_path: Path, content: str) -> None:
    before = tmp_path / "v000001.duckdb"
    with duckdb.connect(str(before)) as connection:
        connection.execute(content)
    now = version(tmp_path / "warehouse.duckdb", "'CO-01', 'a', null, 1, 0, 'under'")
    found = standings(now, before)
    assert found.compared_with is None
    assert found.of("CO-01").open_count == 1
