"""Exports: a spreadsheet executes nothing, JSON loses no digit."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from serving.tables import to_csv, to_json


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_text_cell_that_looks_like_a_formula_is_escaped(start: str) -> None:
    text = to_csv(["what"], [[f"{start}cmd"]])

    assert text.splitlines()[1].strip('"').startswith("'")


def test_numbers_dates_and_empty_cells_are_left_alone() -> None:
    text = to_csv(
        ["money", "count", "on", "at", "none"],
        [
            [
                Decimal("-990.0000"),
                -3,
                date(2026, 7, 15),
                datetime(2026, 7, 15, 2, 30, tzinfo=UTC).replace(tzinfo=None),
                None,
            ]
        ],
    )

    assert text.splitlines()[1] == "-990.0000,-3,2026-07-15,2026-07-15 02:30:00,"


def test_json_keeps_every_digit_of_a_decimal_as_text() -> None:
    document = json.loads(to_json({"money": Decimal("1234567890123456.0010")}))

    assert document == {"money": "1234567890123456.0010"}


def test_what_has_no_json_form_is_an_error_not_a_guess() -> None:
    with pytest.raises(TypeError, match="object"):
        to_json({"what": object()})
