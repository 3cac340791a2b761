import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ingest.errors import LandingError
from ingest.manifests import Manifest
from ingest.receipts import (
    Receipt,
    batch_instant,
    batch_name,
    read_receipt,
    receipt_paths,
)

RECEIPT = Receipt(
    format_version=1,
    instance="psa",
    vendor="tryton",
    entity="timesheet_line",
    batch="20261121T091500123456Z",
    landed_at="2026-11-21T09:15:00.123456+00:00",
    file="psa/timesheet_line/20261121T091500123456Z.parquet",
    unchanged_since=None,
    sha256="ab" * 32,
    bytes=1234,
    rows=3,
    contract_version="1.0.0",
    contract_sha256="cd" * 32,
    source="sqlite:///firm.sqlite",
    control_totals={"duration": "5400"},
    extract_mode="snapshot",
)


def put(landing: Path, text: str, *, load_id: str = RECEIPT.load_id) -> Path:
    path = landing / f"{load_id}.receipt.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_a_receipt_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    assert read_receipt(put(tmp_path, RECEIPT.to_json())) == RECEIPT


def test_a_receipt_of_the_first_format_is_still_read(tmp_path: Path) -> None:
    known = json.loads(RECEIPT.to_json())
    added = ("original_name", "original_modified", "format", "effective_at", "manifest")
    old = {name: value for name, value in known.items() if name not in added}
    assert read_receipt(put(tmp_path, json.dumps(old))) == RECEIPT


def test_a_receipt_of_a_delivered_file_names_its_own_ending(tmp_path: Path) -> None:
    delivered = replace(
        RECEIPT,
        format_version=2,
        rows=None,
        control_totals=None,
        original_name="week 1.csv.gz",
        format="csv.gz",
        effective_at="2026-11-01T00:00:00+00:00",
        manifest=Manifest(rows=3),
    )
    assert delivered.data_file == "psa/timesheet_line/20261121T091500123456Z.csv.gz"
    assert read_receipt(put(tmp_path, delivered.to_json())) == delivered
    assert delivered.effective_instant == datetime(2026, 11, 1)  # noqa: DTZ001
    assert RECEIPT.effective_instant == RECEIPT.landed_instant


def test_an_unchanged_batch_points_to_the_file_that_holds_its_rows() -> None:
    unchanged = replace(RECEIPT, file=None, unchanged_since="20261120T091500000000Z")
    assert unchanged.data_file == "psa/timesheet_line/20261120T091500000000Z.parquet"


def test_a_receipt_of_another_format_is_refused_with_the_way_out(tmp_path: Path) -> None:
    path = put(tmp_path, json.dumps({"format_version": 99, "new": "things"}))
    with pytest.raises(LandingError, match="format_version 99") as caught:
        read_receipt(path)
    assert str(path) in str(caught.value)
    assert "version of Tieout that wrote it" in caught.value.way_out


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: text[:40],
        lambda text: text.replace('"rows": 3', '"rows": "many"'),
        lambda text: text.replace('"rows"', '"lines"'),
        lambda text: text[:0] + "[]",
    ],
)
def test_a_damaged_receipt_is_refused(tmp_path: Path, damage: object) -> None:
    assert callable(damage)
    with pytest.raises(LandingError):
        read_receipt(put(tmp_path, damage(RECEIPT.to_json())))


def test_a_receipt_in_another_s_place_is_refused(tmp_path: Path) -> None:
    path = put(tmp_path, RECEIPT.to_json(), load_id="crm/timesheet_line/20261121T091500123456Z")
    with pytest.raises(LandingError, match="the receipt is of psa/timesheet_line"):
        read_receipt(path)


def test_receipts_are_listed_in_landed_order_without_the_pipeline_s_own_acts(
    tmp_path: Path,
) -> None:
    for load_id in ("psa/b/2", "crm/a/2", "crm/z/1", "_tieout/break_event/0"):
        put(tmp_path, "{}", load_id=load_id)
    assert [found.load_id for found in receipt_paths(tmp_path)] == ["crm/z/1", "crm/a/2", "psa/b/2"]


def test_batch_names_sort_as_instants_do() -> None:
    instant = datetime(2026, 11, 21, 9, 15, 0, 123456, tzinfo=UTC)
    later = instant + timedelta(microseconds=1)
    assert batch_name(instant) == "20261121T091500123456Z"
    assert batch_name(instant) < batch_name(later)
    assert batch_instant(batch_name(later)) == later
