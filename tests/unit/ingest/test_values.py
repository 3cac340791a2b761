from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest

from ingest.contracts import Column
from ingest.values import shown, to_array


def column(kind: str, *, unit: str | None = None, classification: str = "internal") -> Column:
    return Column(
        name="x",
        physical_name="X",
        type=kind,
        required=False,
        description="A column.",
        unit=unit,
        classification=classification,
        accepted_values=(),
        is_duration=kind == "BIGINT" and unit == "seconds",
    )


MONEY = column("DECIMAL(18,4)")
DURATION = column("BIGINT", unit="seconds")


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        (MONEY, b"3737.50", Decimal("3737.5000")),
        (MONEY, Decimal("0.1"), Decimal("0.1000")),
        (MONEY, "165.0000", Decimal("165.0000")),
        (MONEY, b"1.000000", Decimal("1.0000")),
        (MONEY, 0.1, Decimal("0.1000")),
        (MONEY, 4.35, Decimal("4.3500")),
        (MONEY, -7, Decimal("-7.0000")),
        (MONEY, b"99999999999999.9999", Decimal("99999999999999.9999")),
        (column("DECIMAL(28,12)"), 2.78e-10, Decimal("0.000000000278")),
        (DURATION, 5400, 5400),
        (DURATION, timedelta(hours=30, seconds=1), 108_001),
        (DURATION, timedelta(seconds=-60), -60),
        (DURATION, 5400.0, 5400),
        (column("BIGINT"), 2**63 - 1, 2**63 - 1),
        (column("VARCHAR"), ["project", "task"], '["project","task"]'),
        (column("VARCHAR"), "", ""),
        (column("DATE"), "0001-01-01", date(1, 1, 1)),
        (column("DATE"), date(2026, 2, 28), date(2026, 2, 28)),
        (
            column("TIMESTAMP"),
            "2026-11-21 04:43:58.021549",
            datetime(2026, 11, 21, 4, 43, 58, 21549),  # noqa: DTZ001 - raw instants have no zone
        ),
        (
            column("TIMESTAMP"),
            datetime(2026, 1, 1, 1, tzinfo=timezone(timedelta(hours=2))),
            datetime(2025, 12, 31, 23, tzinfo=UTC).replace(tzinfo=None),
        ),
        (column("BOOLEAN"), 1, True),
        (column("BOOLEAN"), False, False),
        (MONEY, None, None),
    ],
)
def test_a_value_arrives_exactly(kind: Column, value: object, expected: object) -> None:
    array, misfits = to_array(kind, [value], most=5)
    assert misfits == []
    assert array.to_pylist() == [expected]


@pytest.mark.parametrize(
    ("kind", "value", "reason"),
    [
        (MONEY, b"1.00005", "more than 4 decimals"),
        (MONEY, 0.1 + 0.2, "more than 4 decimals"),
        (MONEY, b"100000000000000", "more than 14 digits before the point"),
        (MONEY, b"twelve", "not a number"),
        (MONEY, b"\xff", "not a number"),
        (MONEY, Decimal("NaN"), "not a finite number"),
        (MONEY, float("inf"), "not a finite number"),
        (MONEY, True, "not a number"),
        (MONEY, date(2026, 1, 1), "not a number"),
        (DURATION, timedelta(milliseconds=1500), "fractions of a second"),
        (DURATION, 0.5, "fractions of a second"),
        (DURATION, "1:30", "not a number"),
        (column("BIGINT"), "7", "not a whole number"),
        (column("BIGINT"), 7.0, "not a whole number"),
        (column("BIGINT"), 2**63, "beyond 64 bits"),
        (column("VARCHAR"), 7, "not text"),
        (column("VARCHAR"), b"raw", "not text"),
        (column("VARCHAR"), "\ud800", "not valid Unicode"),
        (column("DATE"), "2026-02-30", "not a date"),
        (column("DATE"), "2026-02-28 00:00:00", "not a date"),
        (column("DATE"), 20260228, "not a date"),
        (column("TIMESTAMP"), "yesterday", "not an instant"),
        (column("TIMESTAMP"), date(2026, 1, 1), "not an instant"),
        (column("BOOLEAN"), 2, "neither true nor false"),
        (column("BOOLEAN"), "t", "neither true nor false"),
    ],
)
def test_a_value_that_does_not_fit_is_reported_and_never_bent(
    kind: Column, value: object, reason: str
) -> None:
    _, misfits = to_array(kind, [None, value], most=5)
    assert [(misfit.row, misfit.value) for misfit in misfits] == [(1, value)]
    assert reason in misfits[0].reason


def test_no_more_misfits_are_reported_than_asked_for() -> None:
    _, misfits = to_array(MONEY, [b"x"] * 9, most=2)
    assert len(misfits) == 2


def test_a_restricted_value_is_never_shown() -> None:
    assert "76.96" not in shown(column("DECIMAL(18,4)", classification="restricted"), b"76.96")


def test_a_long_value_is_shown_by_its_beginning() -> None:
    assert len(shown(column("VARCHAR"), "a" * 10_000)) < 100
