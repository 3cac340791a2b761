from datetime import UTC, datetime

import pytest

from ingest.manifests import (
    Manifest,
    claims_against_bytes,
    claims_against_rows,
    instant_of,
    parse_manifest,
)


def test_everything_in_a_manifest_is_optional_and_more_is_ignored() -> None:
    assert parse_manifest(b"{}") == Manifest()
    assert parse_manifest(b'{"rows": 3, "colour": "red"}') == Manifest(rows=3)


def test_sums_stay_exact_whether_they_are_text_or_numbers() -> None:
    found = parse_manifest(b'{"control_totals": {"a": "0.10", "b": 9999999999999999.9907}}')
    assert found.control_totals == {"a": "0.10", "b": "9999999999999999.9907"}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b'{"rows": "many"}',
        b'{"control_totals": {"a": "NaN"}}',
        b'{"control_totals": {"a": "x"}}',
        b'{"extracted_at": "yesterday"}',
        b"\xff",
    ],
)
def test_what_is_no_manifest_contradicts_every_file(content: bytes) -> None:
    found = parse_manifest(content)
    assert found.problem is not None
    (wrong,) = claims_against_bytes(found, name="a.csv", size=1, sha256="ab")
    assert wrong.startswith("the manifest cannot be read")


def test_a_file_tells_of_its_extract_else_of_its_watermark() -> None:
    taken = Manifest(extracted_at="2026-01-31T09:00:00+01:00", watermark="2026-01-30")
    assert taken.effective_at == datetime(2026, 1, 31, 8, tzinfo=UTC)
    assert Manifest(watermark="2026-01-30").effective_at == datetime(2026, 1, 30, tzinfo=UTC)
    assert Manifest(watermark="row 17").effective_at is None
    assert instant_of(None) is None


def test_claims_are_compared_one_by_one() -> None:
    manifest = Manifest(file="a.csv", bytes=3, sha256="AB")
    assert claims_against_bytes(manifest, name="a.csv", size=3, sha256="ab") == []
    assert len(claims_against_bytes(manifest, name="b.csv", size=4, sha256="ac")) == 3


def test_sums_are_compared_only_when_every_line_was_read() -> None:
    manifest = Manifest(rows=2, control_totals={"amount": "3.0"})
    right = {"amount": "3.0000"}
    assert claims_against_rows(manifest, lines=2, totals=right, quarantined=0) == []
    wrong = {"amount": "2"}
    assert len(claims_against_rows(manifest, lines=2, totals=wrong, quarantined=0)) == 1
    assert claims_against_rows(manifest, lines=2, totals=wrong, quarantined=1) == []
    (told,) = claims_against_rows(
        manifest, lines=2, totals=wrong, quarantined=0, withheld=frozenset({"amount"})
    )
    assert told == "amount adds up to another sum"
    assert len(claims_against_rows(manifest, lines=3, totals={}, quarantined=0)) == 2
