"""Benchmarks run at a small size and their sides agree; no time is asserted."""

import json
from pathlib import Path

import duckdb
import pytest

from bench import marts, reconcile

ROOT = Path(__file__).parents[3]


@pytest.fixture(autouse=True)
def at_root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


def test_marts_by_hand_are_the_marts_and_a_difference_is_found(tmp_path: Path) -> None:
    table = marts.run(tmp_path, rows=2_000, memory="1GB", verbose=False)

    equal = [line.split(":")[0] for line in table if line.endswith("rows, equal on both sides")]
    assert equal == list(marts.MARTS)
    node = json.loads((tmp_path / "target/manifest.json").read_text())["nodes"][
        "model.tieout.kpi_utilization"
    ]
    with duckdb.connect(str(tmp_path / "made.duckdb")) as connection:
        assert list(marts.differences(connection, "kpi_utilization", node)) == []
        connection.execute(
            "update by_hand.kpi_utilization set total_ratio = total_ratio + 0.00000001 "
            "where worker_id = 'hr:W1' and period = '2025-02'"
        )
        assert len(list(marts.differences(connection, "kpi_utilization", node))) == 1
        connection.execute("delete from by_hand.kpi_utilization where worker_id = 'hr:W2'")
        assert len(list(marts.differences(connection, "kpi_utilization", node))) > 1


# Of a thousand entries one is not posted, one is posted twice, two postings name no entry: 998
# pairs by reference, and two more that the stream tells by their facts.
def test_the_stream_pairs_what_a_join_by_reference_pairs_and_what_names_no_entry(
    tmp_path: Path,
) -> None:
    _, _, *sides = reconcile.run(tmp_path, rows=2_000, memory="1GB", sides=["join", "tieout"])
    pairs = {side: int(found.replace(",", "")) for side, _, found, *_ in map(str.split, sides)}
    assert pairs == {"join": 1_996, "tieout": 2_000}
