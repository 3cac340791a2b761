from decimal import Decimal
from typing import Any

import pytest

from ingest.contracts import Column, FileDialect
from tests.unit.ingest.typed.made_text import PLAIN, column, one

WHOLE = column("x", "BIGINT")
MONEY = column("x", "DECIMAL(18,4)")
WIDE = column("x", "DECIMAL(38,10)")
SECONDS = column("x", "BIGINT", unit="seconds")
MINUTES = column("x", "BIGINT", unit="seconds", source_unit="minutes")
HOURS = column("x", "BIGINT", unit="seconds", source_unit="hours")
DAYS = column("x", "BIGINT", unit="seconds", source_unit="days")
CENTS = column("x", "DECIMAL(18,4)", source_unit="cents")
PERCENT = column("x", "DECIMAL(18,4)", source_unit="percent")
GERMAN = FileDialect(decimal_separator=",", thousands_separator=".")
ENGLISH = FileDialect(thousands_separator=",")
FRENCH = FileDialect(decimal_separator=",", thousands_separator=" ")
SWISS = FileDialect(thousands_separator="'")
LEDGER = FileDialect(thousands_separator=",", has_parentheses=True)


@pytest.mark.parametrize(
    ("kind", "text", "dialect", "expected"),
    [
        (WHOLE, "7", PLAIN, 7),
        (WHOLE, "007", PLAIN, 7),
        (WHOLE, "+7", PLAIN, 7),
        (WHOLE, " -7\t", PLAIN, -7),
        (WHOLE, "\u00a07\u202f", PLAIN, 7),
        (WHOLE, "7-", PLAIN, -7),
        (WHOLE, "7.0", PLAIN, 7),
        (WHOLE, "7.", PLAIN, 7),
        (WHOLE, "-0", PLAIN, 0),
        (WHOLE, "9223372036854775807", PLAIN, 2**63 - 1),
        (WHOLE, "-9223372036854775808", PLAIN, -(2**63)),
        (WHOLE, "9007199254740993.00", PLAIN, 9007199254740993),
        (WHOLE, "1e3", PLAIN, 1000),
        (WHOLE, "12.5E1", PLAIN, 125),
        (WHOLE, "10e-1", PLAIN, 1),
        (WHOLE, "1,234,567", ENGLISH, 1234567),
        (WHOLE, "1234567", ENGLISH, 1234567),
        (WHOLE, "1.234.567", GERMAN, 1234567),
        (WHOLE, "1 234\u00a0567\u202f890", FRENCH, 1234567890),
        (WHOLE, "1'234", SWISS, 1234),
        (MONEY, "3737.50", PLAIN, Decimal("3737.5000")),
        (MONEY, "1.000000000", PLAIN, Decimal("1.0000")),
        (MONEY, ".5", PLAIN, Decimal("0.5000")),
        (MONEY, "-.5", PLAIN, Decimal("-0.5000")),
        (MONEY, "99999999999999.9999", PLAIN, Decimal("99999999999999.9999")),
        (MONEY, "-99999999999999.9999", PLAIN, Decimal("-99999999999999.9999")),
        (MONEY, "0.1", PLAIN, Decimal("0.1000")),
        (MONEY, "1e-4", PLAIN, Decimal("0.0001")),
        (MONEY, "1.2345E2", PLAIN, Decimal("123.4500")),
        (MONEY, "1.50e-3", PLAIN, Decimal("0.0015")),
        (MONEY, "1.5e-4", PLAIN, ("too_many_decimals", "it has more than 4 decimals")),
        (MONEY, "0e-20", PLAIN, Decimal("0.0000")),
        (MONEY, "1.234,56", GERMAN, Decimal("1234.5600")),
        (MONEY, "-1.234,5600000", GERMAN, Decimal("-1234.5600")),
        (MONEY, "1234,5", GERMAN, Decimal("1234.5000")),
        (MONEY, ",5", GERMAN, Decimal("0.5000")),
        (MONEY, "1.234", GERMAN, Decimal("1234.0000")),
        (MONEY, "1.234,56-", GERMAN, Decimal("-1234.5600")),
        (MONEY, "1,234.56", ENGLISH, Decimal("1234.5600")),
        (MONEY, "12 345,67", FRENCH, Decimal("12345.6700")),
        (MONEY, "(1,234.50)", LEDGER, Decimal("-1234.5000")),
        (MONEY, "1,234.50", LEDGER, Decimal("1234.5000")),
        (WIDE, "1234567890123456789012345678.0123456789", PLAIN,
         Decimal("1234567890123456789012345678.0123456789")),
        (SECONDS, "5400", PLAIN, 5400),
        (SECONDS, "5400.0", PLAIN, 5400),
        (MINUTES, "90", PLAIN, 5400),
        (MINUTES, "0.25", PLAIN, 15),
        (MINUTES, "1.5", PLAIN, 90),
        (MINUTES, "-20", PLAIN, -1200),
        (HOURS, "0.25", PLAIN, 900),
        (HOURS, "7.5", PLAIN, 27000),
        (HOURS, "7,5", GERMAN, 27000),
        (HOURS, "0.0625", PLAIN, 225),
        (HOURS, "0.01", PLAIN, 36),
        (HOURS, "0.250000000000", PLAIN, 900),
        (HOURS, "-1.5", PLAIN, -5400),
        (DAYS, "1", PLAIN, 86400),
        (DAYS, "0.125", PLAIN, 10800),
        (CENTS, "12345", PLAIN, Decimal("123.4500")),
        (CENTS, "-1", PLAIN, Decimal("-0.0100")),
        (CENTS, "1.25", PLAIN, Decimal("0.0125")),
        (CENTS, "1.234,5", GERMAN, Decimal("12.3450")),
        (CENTS, "9999999999999999", PLAIN, Decimal("99999999999999.9900")),
        (CENTS, "12e2", PLAIN, Decimal("12.0000")),
        (PERCENT, "45.5", PLAIN, Decimal("0.4550")),
        (PERCENT, "100", PLAIN, Decimal("1.0000")),
    ],
)  # fmt: skip
def test_a_number_arrives_exactly(
    kind: Column, text: str, dialect: FileDialect, expected: Any
) -> None:
    assert one(kind, text, dialect) == expected


@pytest.mark.parametrize(
    ("kind", "text", "dialect", "why", "says"),
    [
        (WHOLE, "seven", PLAIN, "not_a_number", "not a number"),
        (WHOLE, "-", PLAIN, "not_a_number", "not a number"),
        (WHOLE, ".", PLAIN, "not_a_number", "not a number"),
        (WHOLE, "--7", PLAIN, "not_a_number", "not a number"),
        (WHOLE, "-7-", PLAIN, "not_a_number", "not a number"),
        (WHOLE, "1 2", PLAIN, "not_a_number", "not a number"),
        (WHOLE, "1_000", PLAIN, "not_a_number", "not a number"),
        (WHOLE, "0x10", PLAIN, "not_a_number", "not a number"),
        (WHOLE, "NaN", PLAIN, "not_a_number", "not a number"),
        (WHOLE, "inf", PLAIN, "not_a_number", "not a number"),
        (WHOLE, "true", PLAIN, "not_a_number", "not a number"),
        (WHOLE, "\u0663", PLAIN, "not_a_number", "not a number"),
        (WHOLE, "1,234", PLAIN, "not_a_number", "not a number"),
        (WHOLE, "1,23", ENGLISH, "not_a_number", "groups of digits by ','"),
        (WHOLE, "12,34,567", ENGLISH, "not_a_number", "not a number"),
        (WHOLE, ",123", ENGLISH, "not_a_number", "not a number"),
        (WHOLE, "7.6", PLAIN, "too_many_decimals", "not a whole number"),
        (WHOLE, "1e-1", PLAIN, "too_many_decimals", "not a whole number"),
        (WHOLE, "9223372036854775808", PLAIN, "too_large", "beyond 64 bits"),
        (WHOLE, "1e400", PLAIN, "too_large", "beyond 64 bits"),
        (MONEY, "1.00005", PLAIN, "too_many_decimals", "more than 4 decimals"),
        (MONEY, "0.30000000000000004", PLAIN, "too_many_decimals", "more than 4 decimals"),
        (MONEY, "99999999999999.99995", PLAIN, "too_many_decimals", "more than 4 decimals"),
        (MONEY, "1,00005", GERMAN, "too_many_decimals", "more than 4 decimals"),
        (MONEY, "100000000000000", PLAIN, "too_large", "more than 14 digits before the point"),
        (MONEY, "1e14", PLAIN, "too_large", "more than 14 digits before the point"),
        (MONEY, "1,5", PLAIN, "not_a_number", "decimals after '.'"),
        (MONEY, "1.5", GERMAN, "not_a_number", "decimals after ','"),
        (MONEY, "1.234.5", GERMAN, "not_a_number", "decimals after ','"),
        (MONEY, "(5)", PLAIN, "not_a_number", "not a number"),
        (MONEY, "(-5)", LEDGER, "not_a_number", "not a number"),
        (MONEY, "$5", PLAIN, "not_a_number", "not a number"),
        (MONEY, "5 EUR", PLAIN, "not_a_number", "not a number"),
        (SECONDS, "0.5", PLAIN, "fraction_of_second", "not a whole number of seconds"),
        (MINUTES, "0.333", PLAIN, "fraction_of_second", "number of minutes that is not"),
        (MINUTES, "0.01", PLAIN, "fraction_of_second", "number of minutes that is not"),
        (HOURS, "0.3333", PLAIN, "fraction_of_second", "number of hours that is not"),
        (HOURS, "0.33333333333", PLAIN, "fraction_of_second", "number of hours that is not"),
        (HOURS, "8:30", PLAIN, "not_a_number", "not a number"),
        (HOURS, "99999999999999999999", PLAIN, "too_large", "beyond 64 bits"),
        (HOURS, "9999999999999999", PLAIN, "too_large", "beyond 64 bits"),
        (CENTS, "1.234", PLAIN, "too_many_decimals", "more than 2 decimals"),
        (CENTS, "10000000000000000", PLAIN, "too_large", "more than 14 digits"),
        (PERCENT, "33.333", PLAIN, "too_many_decimals", "more than 2 decimals"),
        (PERCENT, "45 %", PLAIN, "not_a_number", "not a number"),
    ],
)
def test_a_number_that_does_not_fit_says_why_and_is_never_rounded(
    kind: Column, text: str, dialect: FileDialect, why: str, says: str
) -> None:
    found = one(kind, text, dialect)
    assert isinstance(found, tuple), found
    assert found[0] == why
    assert says in found[1]


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        (column("x", "BIGINT", is_negated=True), "7", -7),
        (column("x", "BIGINT", is_negated=True), "-9223372036854775807", 2**63 - 1),
        (column("x", "BIGINT", is_negated=True), "9223372036854775808", -(2**63)),
        (column("x", "BIGINT", is_negated=True), "-9223372036854775808",
         ("too_large", "it is beyond 64 bits")),
        (column("x", "DECIMAL(18,4)", is_negated=True), "-1.5", Decimal("1.5000")),
        (column("x", "DECIMAL(18,4)", is_negated=True), "1.5-", Decimal("1.5000")),
        (column("x", "DECIMAL(18,4)", is_negated=True, source_unit="cents"), "150",
         Decimal("-1.5000")),
        (column("x", "BIGINT", is_negated=True, unit="seconds", source_unit="hours"), "0.25", -900),
    ],
)  # fmt: skip
def test_a_negated_column_has_the_opposite_sign(kind: Column, text: str, expected: Any) -> None:
    assert one(kind, text) == expected


@pytest.mark.parametrize("file_format", ["json", "jsonl", "parquet", "xlsx"])
def test_files_with_numbers_of_their_own_do_not_read_them_in_the_locale(file_format: str) -> None:
    assert one(MONEY, "1.234", GERMAN, file_format=file_format) == Decimal("1.2340")
    assert one(MONEY, "1.5e-2", GERMAN, file_format=file_format) == Decimal("0.0150")
