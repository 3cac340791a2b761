from datetime import date, datetime
from typing import Any

import pytest

from ingest.contracts import FileDialect
from tests.unit.ingest.typed.made_text import PLAIN, column, one

DAY = column("x", "DATE")
INSTANT = column("x", "TIMESTAMP")
GERMAN = FileDialect(date_formats=("%d.%m.%Y",), timestamp_formats=("%d.%m.%Y %H:%M",))
TWO = FileDialect(date_formats=("%d/%m/%Y", "%m/%d/%Y"))
BERLIN = FileDialect(time_zone="Europe/Berlin")
KOLKATA = FileDialect(time_zone="Asia/Kolkata")
LORD_HOWE = FileDialect(time_zone="Australia/Lord_Howe")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("text", "dialect", "expected"),
    [
        ("2026-01-31", PLAIN, date(2026, 1, 31)),
        (" 2026-01-31 ", PLAIN, date(2026, 1, 31)),
        ("0001-01-01", PLAIN, date(1, 1, 1)),
        ("9999-12-31", PLAIN, date(9999, 12, 31)),
        ("2024-02-29", PLAIN, date(2024, 2, 29)),
        ("2026-01-31T00:00:00", PLAIN, date(2026, 1, 31)),
        ("2026-01-31 00:00:00.000000", PLAIN, date(2026, 1, 31)),
        ("2026-01-31T00:00:00Z", PLAIN, date(2026, 1, 31)),
        ("31.01.2026", GERMAN, date(2026, 1, 31)),
        ("5.1.2026", GERMAN, date(2026, 1, 5)),
        ("2026-01-31", GERMAN, date(2026, 1, 31)),
        ("31/01/2026", TWO, date(2026, 1, 31)),
        ("01/31/2026", TWO, date(2026, 1, 31)),
        ("05/05/2026", TWO, date(2026, 5, 5)),
        ("20260131", FileDialect(date_formats=("%Y%m%d",)), date(2026, 1, 31)),
        ("1-Jan-26", FileDialect(date_formats=("%d-%b-%y",)), date(2026, 1, 1)),
        ("January 5, 2026", FileDialect(date_formats=("%B %d, %Y",)), date(2026, 1, 5)),
        ("2026-05-01", FileDialect(date_formats=("%Y-%d-%m",)), date(2026, 1, 5)),
    ],
)
def test_a_date_arrives_as_its_day(text: str, dialect: FileDialect, expected: date) -> None:
    assert one(DAY, text, dialect) == expected


@pytest.mark.parametrize(
    ("text", "dialect", "why"),
    [
        ("2026-02-30", PLAIN, "not_a_date"),
        ("2026-02-29", PLAIN, "not_a_date"),
        ("0000-00-00", PLAIN, "not_a_date"),
        ("0000-01-01", PLAIN, "not_a_date"),
        ("2026-1-5", PLAIN, "not_a_date"),
        ("26-01-05", PLAIN, "not_a_date"),
        ("2026-01-31T09:00:00", PLAIN, "not_a_date"),
        ("2026-01-31T00:00:00+02:00", PLAIN, "not_a_date"),
        ("20260131", PLAIN, "not_a_date"),
        ("45688", PLAIN, "not_a_date"),
        ("31.01.2026", PLAIN, "not_a_date"),
        ("31.01.26", GERMAN, "not_a_date"),
        ("31.02.2026", GERMAN, "not_a_date"),
        ("31.01.2026x", GERMAN, "not_a_date"),
        ("01/02/2026", TWO, "ambiguous_date"),
        ("13/13/2026", TWO, "not_a_date"),
        ("epoch", PLAIN, "not_a_date"),
        ("infinity", PLAIN, "not_a_date"),
    ],
)
def test_a_date_that_is_none_or_could_be_two_is_refused(
    text: str, dialect: FileDialect, why: str
) -> None:
    found = one(DAY, text, dialect)
    assert isinstance(found, tuple), found
    assert found[0] == why


@pytest.mark.parametrize(
    ("text", "dialect", "expected"),
    [
        ("2026-01-31 09:00:00", PLAIN, "2026-01-31T09:00:00"),
        ("2026-01-31T09:00", PLAIN, "2026-01-31T09:00:00"),
        ("2026-01-31T09:00:00.123456", PLAIN, "2026-01-31T09:00:00.123456"),
        ("2026-01-31T09:00:00.1234560", PLAIN, "2026-01-31T09:00:00.123456"),
        ("2026-01-31T09:00:00,5", PLAIN, "2026-01-31T09:00:00.500000"),
        ("2026-01-31T09:00:00Z", PLAIN, "2026-01-31T09:00:00"),
        ("2026-01-31 09:00:00 UTC", PLAIN, "2026-01-31T09:00:00"),
        ("2026-01-31T09:00:00.000Z", PLAIN, "2026-01-31T09:00:00"),
        ("2026-01-31T09:00:00+02:00", PLAIN, "2026-01-31T07:00:00"),
        ("2026-01-31T09:00:00-0530", PLAIN, "2026-01-31T14:30:00"),
        ("2026-01-31T09:00:00-03", PLAIN, "2026-01-31T12:00:00"),
        ("2026-01-31 09:00:00.25 -07:00", PLAIN, "2026-01-31T16:00:00.250000"),
        ("2026-01-31T00:30:00+02:00", PLAIN, "2026-01-30T22:30:00"),
        ("31.1.2026 9:05", GERMAN, "2026-01-31T09:05:00"),
        ("2026-01-31T09:00:00Z", GERMAN, "2026-01-31T09:00:00"),
        (
            "1/31/2026 1:05 PM",
            FileDialect(timestamp_formats=("%m/%d/%Y %I:%M %p",)),
            "2026-01-31T13:05:00",
        ),
        (
            "31.01.2026 09:00:00 +0200",
            FileDialect(timestamp_formats=("%d.%m.%Y %H:%M:%S %z",), time_zone="Asia/Kolkata"),
            "2026-01-31T07:00:00",
        ),
        (
            "31.01.2026 09:00:00Z",
            FileDialect(timestamp_formats=("%d.%m.%Y %H:%M:%S%z",), time_zone="Asia/Kolkata"),
            "2026-01-31T09:00:00",
        ),
        ("2026-01-31", FileDialect(timestamp_formats=("%Y-%m-%d",)), "2026-01-31T00:00:00"),
        ("2026-01-15 12:00:00", BERLIN, "2026-01-15T11:00:00"),
        ("2026-07-15 12:00:00", BERLIN, "2026-07-15T10:00:00"),
        ("2026-07-15 12:00", BERLIN, "2026-07-15T10:00:00"),
        ("2026-07-15T12:00:00Z", BERLIN, "2026-07-15T12:00:00"),
        ("2026-07-15T12:00:00+05:00", BERLIN, "2026-07-15T07:00:00"),
        ("2026-07-15T12:00:00-05:00", BERLIN, "2026-07-15T17:00:00"),
        ("2026-07-15T12:00:00-05", BERLIN, "2026-07-15T17:00:00"),
        ("2026-07-15 12:00:00", KOLKATA, "2026-07-15T06:30:00"),
        ("2026-03-29 01:59:59", BERLIN, "2026-03-29T00:59:59"),
        ("2026-03-29 03:00:00", BERLIN, "2026-03-29T01:00:00"),
        ("2026-10-25 01:59:59", BERLIN, "2026-10-24T23:59:59"),
        ("2026-10-25 03:00:00", BERLIN, "2026-10-25T02:00:00"),
    ],
)
def test_an_instant_arrives_in_utc(text: str, dialect: FileDialect, expected: str) -> None:
    assert one(INSTANT, text, dialect) == at(expected)


@pytest.mark.parametrize(
    ("text", "dialect", "expected"),
    [
        ("2026-10-25 02:00:00", BERLIN, "2026-10-25T00:00:00"),
        ("2026-10-25 02:30:00", BERLIN, "2026-10-25T00:30:00"),
        ("2026-10-25 02:59:59.999999", BERLIN, "2026-10-25T00:59:59.999999"),
        ("2026-04-05 01:45:00", LORD_HOWE, "2026-04-04T14:45:00"),
        ("2026-11-01 01:30:00", FileDialect(time_zone="America/New_York"), "2026-11-01T05:30:00"),
    ],
)
def test_a_time_that_clocks_showed_twice_is_the_first(
    text: str, dialect: FileDialect, expected: str
) -> None:
    assert one(INSTANT, text, dialect) == at(expected)


@pytest.mark.parametrize(
    ("text", "dialect"),
    [
        ("2026-03-29 02:00:00", BERLIN),
        ("2026-03-29 02:30:00", BERLIN),
        ("2026-03-29 02:59:59.999999", BERLIN),
        ("2026-10-04 02:15:00", LORD_HOWE),
        ("2026-03-08 02:30:00", FileDialect(time_zone="America/New_York")),
    ],
)
def test_a_time_that_clocks_skipped_is_refused(text: str, dialect: FileDialect) -> None:
    found: Any = one(INSTANT, text, dialect)
    assert found[0] == "skipped_time"
    assert dialect.time_zone in found[1]


@pytest.mark.parametrize(
    ("text", "dialect", "why"),
    [
        ("2026-01-31", PLAIN, "not_a_timestamp"),
        ("2026-01-31 25:00:00", PLAIN, "not_a_timestamp"),
        ("2026-01-31 09:60:00", PLAIN, "not_a_timestamp"),
        ("2026-02-30 09:00:00", PLAIN, "not_a_timestamp"),
        ("2026-02-30 09:00:00", BERLIN, "not_a_timestamp"),
        ("2026-01-31 09:00:00 CET", PLAIN, "not_a_timestamp"),
        ("2026-01-31 09:00:00+25:00", PLAIN, "not_a_timestamp"),
        ("1767225600", PLAIN, "not_a_timestamp"),
        ("now", PLAIN, "not_a_timestamp"),
        ("31.01.2026 09:00", PLAIN, "not_a_timestamp"),
        ("2026-01-31T09:00:00.1234567Z", PLAIN, "too_many_decimals"),
        ("2026-01-31T09:00:00.1234567", BERLIN, "too_many_decimals"),
        (
            "01/02/2026 09:00",
            FileDialect(timestamp_formats=("%d/%m/%Y %H:%M", "%m/%d/%Y %H:%M")),
            "ambiguous_date",
        ),
    ],
)
def test_an_instant_that_is_none_is_refused(text: str, dialect: FileDialect, why: str) -> None:
    found = one(INSTANT, text, dialect)
    assert isinstance(found, tuple), found
    assert found[0] == why
