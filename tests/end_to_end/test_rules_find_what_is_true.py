"""Every break that was put into a firm's books is found, priced as it is, and nothing else is."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
import yaml

from ingest.home import Home
from tests.end_to_end.accuracy import Outcomes, compare, outcomes, scores, table
from tests.end_to_end.books import unequal
from tests.end_to_end.plans import looping_models
from tests.end_to_end.simulated import ENDS_ON, ROOT, Simulated, built, dbt

RULES = ("staging", "canonical", "accounting", "reconciliation")


@pytest.fixture(scope="module")
def disagreeing(tmp_path_factory: pytest.TempPathFactory) -> Simulated:
    """A firm into whose books every break was put that strikes books."""
    folder = tmp_path_factory.mktemp("disagreeing")
    return built(
        folder,
        people=60,
        months=12,
        seed=1,
        breaks="0.002",
        select=RULES,
        keeps_manifest=True,
    )


@pytest.fixture
def warehouse(disagreeing: Simulated) -> Iterator[duckdb.DuckDBPyConnection]:
    """Its warehouse, to read."""
    with duckdb.connect(str(disagreeing.home.warehouse), read_only=True) as connection:
        yield connection


def judged(firm: Simulated) -> list[str]:
    """Return the rules that missed, made up or mispriced a break, as lines of the table."""
    connection = compare(firm.home.warehouse, firm.truth / "breaks.parquet")
    wrong = [one for one in scores(connection) if not one.is_perfect]
    return table(wrong).splitlines()[2:]


def test_every_break_is_found_and_priced_and_nothing_else_is(disagreeing: Simulated) -> None:
    assert judged(disagreeing) == []


def test_money_at_stake_counts_once_where_one_break_causes_another(disagreeing: Simulated) -> None:
    connection = compare(disagreeing.home.warehouse, disagreeing.truth / "breaks.parquet")
    wrong = connection.execute(
        """
        with measured as (
            from compared where money_confidence = 'measured' and true_money is not null
        )
        select code, currency, direction,
            count(*) filter (cause_no is null), count(*) filter (root_break_id is null),
            sum(true_money) filter (cause_no is null) as told,
            sum(money_at_stake) filter (root_break_id is null) as found
        from measured group by all having told is distinct from found
        """
    ).fetchall()
    assert wrong == []


def left_over(firm: Simulated) -> list[Outcomes]:
    """Return the streams with records that wait past their window or are left out untold."""
    connection = compare(firm.home.warehouse, firm.truth / "breaks.parquet")
    told = outcomes(connection, valued_on=ENDS_ON.isoformat())
    assert sum(one.matched for one in told) > 0
    return [one for one in told if one.overdue or one.unexplained]


def test_no_record_waits_past_its_window_or_is_left_out_without_a_reason(
    disagreeing: Simulated,
) -> None:
    assert left_over(disagreeing) == []


def test_every_equation_holds(warehouse: duckdb.DuckDBPyConnection) -> None:
    wrong = warehouse.execute(
        "from reconciliation.con_reconciliation where left_value <> right_value"
    ).fetchall()
    assert wrong == []


def checksums(warehouse: Path) -> dict[str, tuple[int, int]]:
    """Return rows and a digest, blind to order, of every table that rules and streams make."""
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        tables = connection.execute(
            "select schema_name || '.' || table_name from duckdb_tables() "
            "where schema_name in ('accounting', 'reconciliation') order by all"
        ).fetchall()
        return {
            name: connection.execute(
                f"select count(*), bit_xor(hash(t)) from {name} as t"
            ).fetchone()
            or (0, 0)
            for (name,) in tables
        }


def test_neither_the_order_of_rows_nor_the_number_of_threads_matters(
    disagreeing: Simulated, tmp_path: Path
) -> None:
    shuffled = Home(tmp_path / "home")
    shutil.copyfile(disagreeing.home.warehouse, shuffled.warehouse)
    with duckdb.connect(str(shuffled.warehouse)) as connection:
        for (name,) in connection.execute(
            "select table_name from duckdb_tables() where schema_name = 'canonical'"
        ).fetchall():
            connection.execute(
                f"create or replace table canonical.{name} as "
                f"select * from canonical.{name} as t order by hash(t)"
            )
    profile = yaml.safe_load((ROOT / "dbt_project/profiles.yml").read_text())
    profile["tieout"]["outputs"]["duckdb"]["settings"]["threads"] = 1
    (tmp_path / "profiles.yml").write_text(yaml.safe_dump(profile))
    dbt(
        shuffled,
        ["run", "--select", "accounting", "reconciliation"],
        disagreeing.variables,
        profiles=tmp_path,
    )
    assert checksums(shuffled.warehouse) == checksums(disagreeing.home.warehouse)


def test_no_model_of_these_vendors_joins_by_a_key_in_a_nested_loop(disagreeing: Simulated) -> None:
    assert looping_models(disagreeing.home) == {}


def test_a_firm_that_agrees_has_no_break(tmp_path: Path) -> None:
    firm = built(tmp_path, people=40, months=6, seed=2, breaks="0", select=RULES)
    assert judged(firm) == []


def test_a_stale_system_and_an_incomplete_file_are_told_and_nothing_else_is(tmp_path: Path) -> None:
    only = ["PD-02", "PD-03"]
    firm = built(tmp_path, people=30, months=3, seed=1, breaks="0.002", only=only, select=RULES)
    connection = compare(firm.home.warehouse, firm.truth / "breaks.parquet")
    assert [(one.rule_code, one.injected) for one in scores(connection)] == [
        ("PD-02", 1),
        ("PD-03", 1),
    ]
    assert judged(firm) == []


@pytest.mark.slow
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("seed", [1, 2, 3, 4, 5])
@pytest.mark.parametrize("people", [60, 300])
def test_every_break_of_every_firm_is_found_and_its_books_are_held_exactly(
    tmp_path: Path, people: int, seed: int
) -> None:
    firm = built(tmp_path, people=people, months=12, seed=seed, breaks="0.002", select=RULES)
    assert unequal(firm.home.warehouse, firm.truth / "totals.parquet") == []
    assert judged(firm) == []
    assert left_over(firm) == []
