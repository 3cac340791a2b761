"""Numbers with an exponent: whatever a type can hold exactly arrives, and nothing else."""

from decimal import Decimal, localcontext
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.contracts import Column
from tests.unit.ingest.typed.made_text import ID, column, contract, one, typed

WHOLE = column("whole", "BIGINT")
MONEY = column("money", "DECIMAL(18,4)")
WIDE = column("wide", "DECIMAL(38,10)")
CENTS = column("cents", "DECIMAL(18,4)", source_unit="cents")
LESS = column("less", "DECIMAL(18,4)", is_negated=True)
# Places the point moves, sign, decimals, and the first whole number beyond the type.
HOLDS = {
    "whole": (0, 1, 0, 2**63),
    "money": (0, 1, 4, 10**14),
    "wide": (0, 1, 10, 10**28),
    "cents": (2, 1, 4, 10**14),
    "less": (0, -1, 4, 10**14),
}


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        (MONEY, "100000000000000e-1", Decimal("10000000000000.0000")),
        (MONEY, "100000000000000e-18", Decimal("0.0001")),
        (MONEY, "99999999999999999900000e-9", Decimal("99999999999999.9999")),
        (MONEY, "-99999999999999.9999e0", Decimal("-99999999999999.9999")),
        (MONEY, "0.00000000000000000000000000000000000000000012e+42", Decimal("0.1200")),
        (MONEY, ".5E3", Decimal("500.0000")),
        (MONEY, "+1.5e+00000000002", Decimal("150.0000")),
        (MONEY, "0e999", Decimal("0.0000")),
        (MONEY, "123456e-6", ("too_many_decimals", "it has more than 4 decimals")),
        (WIDE, "12345678901234567890123456780123456789e-10",
         Decimal("1234567890123456789012345678.0123456789")),
        (WHOLE, "922337203685477580700e-2", 2**63 - 1),
        (WHOLE, "922337203685477580800e-2", ("too_large", "it is beyond 64 bits")),
        (WHOLE, "-9223372036854775808000e-3", -(2**63)),
        (WHOLE, "1e-1", ("too_many_decimals", "it is not a whole number")),
        (CENTS, "99999999999999990000000e-7", Decimal("99999999999999.9900")),
        (CENTS, "125e-2", Decimal("0.0125")),
        (LESS, "100000000000000e-1", Decimal("-10000000000000.0000")),
        (MONEY, "e5", ("not_a_number", "it is not a number with decimals after '.'")),
        (MONEY, "1e", ("not_a_number", "it is not a number with decimals after '.'")),
        (MONEY, ".e5", ("not_a_number", "it is not a number with decimals after '.'")),
        (MONEY, "1e2.5", ("not_a_number", "it is not a number with decimals after '.'")),
    ],
)  # fmt: skip
def test_a_number_with_an_exponent_is_what_it_says(kind: Column, text: str, expected: Any) -> None:
    assert one(kind, text) == expected


NUMBERS = st.builds(
    lambda sign, whole, point, zeros, mark, exponent: (
        f"{sign}{whole}{point}{'0' * zeros}{mark}{exponent}"
    ),
    st.sampled_from(["", "-", "+"]),
    st.integers(0, 10**40).map(str) | st.integers(0, 99).map(str),
    st.just("") | st.integers(0, 10**22).map(".{}".format) | st.just("."),
    st.integers(0, 4) | st.just(40),
    st.sampled_from(["e", "E"]),
    st.integers(-60, 45).map(str) | st.integers(-9, 9).map("{:+d}".format),
)


@settings(max_examples=20, deadline=None)
@given(st.lists(NUMBERS, min_size=1, max_size=40))
def test_every_number_that_a_type_holds_arrives_exactly_and_no_other(texts: list[str]) -> None:
    for kind in (WHOLE, MONEY, WIDE, CENTS, LESS):
        found = typed(contract(ID, kind), [[str(i), text] for i, text in enumerate(texts)])
        arrived = {line - 2: row[1] for line, row in found.rows.items()}
        expected = {i: _held(text, kind.name) for i, text in enumerate(texts)}
        assert arrived == {i: value for i, value in expected.items() if value is not None}


def _held(text: str, name: str) -> Decimal | None:
    places, sign, decimals, beyond = HOLDS[name]
    with localcontext(prec=400):
        value = sign * Decimal(text).scaleb(-places)
        units = value.scaleb(decimals)
        least = -beyond if name == "whole" else 1 - beyond
        is_held = units == units.to_integral_value() and least <= int(value) < beyond
        return value if is_held else None
