"""What history costs: versions, not copies; few transactions, not one per file."""

import time
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

import ingest.contracts
from ingest.as_of import as_of_sql
from ingest.warehouse import open_warehouse
from tests.integration.ingest.made_files import (
    HEADER,
    Drop,
    contract_text,
    make_drop,
)

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1800)]
ROWS = 1_000_000
DAYS = 10
FILES = 730


@pytest.fixture
def drop(tmp_path: Path) -> Iterator[Drop]:
    before = ingest.contracts.ROOT
    yield make_drop(
        tmp_path,
        {
            "stock": contract_text("stock", "snapshot"),
            "delta": contract_text("delta", "incremental"),
        },
    )
    ingest.contracts.ROOT = before


def stock_on(day: int) -> str:
    """Return the SQL of a day's snapshot: each day 950 rows or so change, 50 come and 50 go."""
    return (
        "select range as id, 'name ' || range as name, 3600 as hours, cast(case when range % 1000 "
        f"between 1 and {day} then range % 1000 + 1 else 1 end as decimal(18,2)) as amount "
        f"from range({50 * day}, {ROWS + 50 * day})"
    )


def test_ten_snapshots_of_a_million_rows_cost_a_million_rows(drop: Drop) -> None:
    seconds, known_at = [], []
    for day in range(DAYS):
        path = drop.put("stock", f"{day}.csv", "")
        duckdb.sql(f"copy ({stock_on(day)}) to '{path}' (header)")
        started = time.monotonic()
        (result,) = drop.run()
        seconds.append(round(time.monotonic() - started, 1))
        known_at.append(drop.now.replace(tzinfo=None))
        assert result.rows_read == ROWS
        assert result.rows_deleted == (50 if day else 0)
        path.unlink()
    new = [
        duckdb.sql(f"select count(*) from ({stock_on(day)} except {stock_on(day - 1)})").fetchall()
        for day in range(1, DAYS)
    ]
    expected = ROWS + sum(rows for ((rows,),) in new)
    print(f"{expected:,} rows of raw; seconds for each snapshot: {seconds}")  # noqa: T201
    assert expected <= ROWS * 1.01
    assert drop.query("select count(*) from raw.made__stock") == [(expected,)]
    with open_warehouse(drop.home, read_only=True) as connection:
        for day, instant in enumerate(known_at):
            connection.execute(
                f"create or replace temp table known as {as_of_sql(drop.contract('stock'))}",
                {"known_at": instant},
            )
            alive = "select id, name, hours, amount from known where _deleted_at is null"
            for one, other in ((alive, stock_on(day)), (stock_on(day), alive)):
                assert connection.execute(f"from ({one} except {other})").fetchall() == []
            assert connection.execute(
                "select count(*) filter (where _deleted_at is not null) from known"
            ).fetchone() == (50 * day,)
        current = "select id, name, hours, amount from raw_current.made__stock"
        assert (
            connection.execute(
                f"from ({stock_on(DAYS - 1)} except {current} where _deleted_at is null)"
            ).fetchall()
            == []
        )


def test_two_years_of_daily_files_load_in_a_few_transactions(drop: Drop) -> None:
    for day in range(FILES):
        rows = (f"{day * 1000 + i},name {i},{i * 36},{i}.50\n" for i in range(1000))
        drop.put("delta", f"{day:04}.csv", HEADER + "".join(rows))
    started = time.monotonic()
    drop.pull()
    landed = time.monotonic()
    results = drop.load()
    loaded = time.monotonic()
    print(f"landed in {landed - started:.1f} s, loaded in {loaded - landed:.1f} s")  # noqa: T201
    assert sum(result.rows_loaded for result in results) == FILES * 1000
    assert drop.query("select count(*), count(distinct load_id) from meta.load") == [(FILES, FILES)]
