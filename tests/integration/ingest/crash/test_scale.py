"""What history costs: versions, not copies; few transactions, not one per file."""

import time
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

import ingest.contracts
from tests.integration.ingest.made_files import (
    HEADER,
    Drop,
    contract_text,
    make_drop,
)

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1800)]
ROWS = 1_000_000


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


def test_ten_snapshots_of_a_million_rows_cost_a_million_rows(drop: Drop) -> None:
    seconds = []
    for day in range(10):
        path = drop.put("stock", f"{day}.csv", "")
        duckdb.sql(
            f"copy (select range as id, 'name ' || range as name, 3600 as hours, "
            f"cast(case when range % 1000 = {day} and {day} > 0 then {day} else 1 end "
            f"as decimal(18,2)) as amount from range({ROWS})) to '{path}' (header)"
        )
        started = time.monotonic()
        (result,) = drop.run()
        seconds.append(time.monotonic() - started)
        assert result.rows_read == ROWS
        path.unlink()
    (stored,) = drop.query("select count(*) from raw.made__stock")[0]
    print(f"{stored:,} rows of raw, seconds per snapshot: {[round(s, 1) for s in seconds]}")  # noqa: T201
    assert ROWS <= stored <= ROWS * 1.02
    assert drop.query("select count(*) from raw_current.made__stock") == [(ROWS,)]


def test_two_years_of_daily_files_load_in_a_few_transactions(drop: Drop) -> None:
    for day in range(700):
        rows = (f"{day * 1000 + i},name {i},{i * 36},{i}.50\n" for i in range(1000))
        drop.put("delta", f"{day:04}.csv", HEADER + "".join(rows))
    started = time.monotonic()
    drop.pull()
    landed = time.monotonic()
    results = drop.load()
    loaded = time.monotonic()
    print(f"landed in {landed - started:.1f} s, loaded in {loaded - landed:.1f} s")  # noqa: T201
    assert sum(result.rows_loaded for result in results) == 700_000
    assert drop.query("select count(*), count(distinct load_id) from meta.load") == [(700, 700)]
    assert loaded - started < 120
