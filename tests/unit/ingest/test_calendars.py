from datetime import date
from pathlib import Path

import pytest

from ingest.calendars import CalendarSource
from ingest.config import load_firm
from ingest.contracts import contract_of
from ingest.errors import ConfigError

CONFIG = """\
version: 1
firm: acme
time_zone: UTC
group_currency: EUR
instances:
  calendar:
    vendor: holidays
    system: hr
    locations: {LOCATIONS}
    years: [2026]
    entities: [public_holiday]
"""
Rows = list[tuple[object, ...]]


def rows_of(folder: Path, locations: str) -> Rows:
    path = folder / "firm.yaml"
    path.write_text(CONFIG.replace("{LOCATIONS}", locations), encoding="utf-8")
    source = CalendarSource(load_firm(path), "calendar")
    return [
        row for batch in source.batches(contract_of("holidays", "public_holiday")) for row in batch
    ]


def test_each_location_has_its_own_holidays(tmp_path: Path) -> None:
    rows = rows_of(tmp_path, "{munich: DE-BY, berlin: DE-BE}")
    assert rows == sorted(rows, key=lambda row: (row[0], row[3]))
    epiphany = [row[:4] for row in rows if row[3] == date(2026, 1, 6)]
    assert epiphany == [("munich", "DE", "BY", date(2026, 1, 6))]


def test_a_country_nobody_knows_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"locations\.nowhere: no holidays are known for QQ"):
        rows_of(tmp_path, "{nowhere: QQ}")
