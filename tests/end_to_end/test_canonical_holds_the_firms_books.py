"""Counts, hours and money of every canonical table are those of the firm's own books, exactly."""

from pathlib import Path

from tests.end_to_end.books import unequal
from tests.end_to_end.simulated import built

CANONICAL = ("staging", "canonical")


def test_a_firm_that_agrees_is_held_exactly(tmp_path: Path) -> None:
    firm = built(tmp_path, people=30, months=4, seed=1, breaks="0", select=CANONICAL)
    assert unequal(firm.home.warehouse, firm.truth / "totals.parquet") == []
