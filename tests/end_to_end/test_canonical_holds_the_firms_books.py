"""Counts, hours and money of every canonical table are those of the firm's own books, exactly."""

from tests.end_to_end.books import unequal
from tests.end_to_end.simulated import Simulated


def test_a_firm_that_agrees_is_held_exactly(agreeing_firm: Simulated) -> None:
    warehouse = agreeing_firm.home.warehouse
    assert unequal(warehouse, agreeing_firm.truth / "totals.parquet") == []
