"""Extracts of a small firm: the same each time, and day by day the same as at once."""

import csv
import hashlib
import io
import itertools
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml

from ingest.contracts import contract_of, entities_of
from ingest.manifests import claims_against_bytes, parse_manifest
from simulator.books import Plan, build_books
from simulator.emit import DIALECTS, emit
from simulator.emit.instances import sources
from tests.integration.simulator.hand_books import rows_by_batch

DAILY_DAYS = 10
PLAN = Plan(people=30, months=2, seed=11, ends_on=date(2026, 6, 30))
SOURCE_NAMES = {source.name: source for source in sources()}
SNAPSHOTS = {"globaloptionsetmetadata", *SOURCE_NAMES["hr"].entities}

_TAKEN_AT = ("SinkCreatedOn", "SinkModifiedOn")
_KEYS = {"salesforce": ("Id",), "certinia": ("Id",), "d365_finance": ("recid",)}


@pytest.fixture(scope="module")
def books() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        build_books(connection, PLAN)
        yield connection


@pytest.fixture(scope="module")
def daily(books: duckdb.DuckDBPyConnection, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("daily")
    emit(books, out, daily_days=DAILY_DAYS, dialect="csv")
    return out


@pytest.fixture(scope="module")
def monthly(books: duckdb.DuckDBPyConnection, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("monthly")
    emit(books, out, daily_days=DAILY_DAYS, dialect="csv", monthly=True)
    return out


@pytest.fixture(scope="module")
def at_once(books: duckdb.DuckDBPyConnection, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("at_once")
    emit(books, out, daily_days=0, dialect="csv")
    return out


def test_the_same_seed_gives_the_same_bytes_whatever_the_threads(
    daily: Path, tmp_path: Path
) -> None:
    with duckdb.connect() as connection:
        connection.execute("set threads = 1")
        build_books(connection, PLAN)
        emit(connection, tmp_path, daily_days=DAILY_DAYS, dialect="csv")
    assert _hashes(tmp_path) == _hashes(daily)


@pytest.mark.parametrize("schedule", ["daily", "monthly"])
def test_batches_together_are_the_state_at_the_end(
    at_once: Path, schedule: str, request: pytest.FixtureRequest
) -> None:
    batches = request.getfixturevalue(schedule)
    for name in ("crm", "psa", "erp"):
        source = SOURCE_NAMES[name]
        for folder in sorted((at_once / name).iterdir()):
            if folder.name in SNAPSHOTS:
                continue
            (whole,) = rows_by_batch(folder).values()
            key = _KEYS[source.vendor]
            merged: dict[tuple[str, ...], dict[str, Any]] = {}
            for rows in rows_by_batch(batches / name / folder.name).values():
                merged |= {tuple(row[part] for part in key): _told(row) for row in rows}
            expected = {tuple(row[part] for part in key): _told(row) for row in whole}
            assert merged == expected, f"{name}/{folder.name}"


@pytest.mark.parametrize("schedule", ["daily", "monthly"])
def test_the_last_snapshot_is_the_state_at_the_end(
    at_once: Path, schedule: str, request: pytest.FixtureRequest
) -> None:
    batches = request.getfixturevalue(schedule)
    for folder in sorted((at_once / "hr").iterdir()):
        (whole,) = rows_by_batch(folder).values()
        assert list(rows_by_batch(batches / "hr" / folder.name).values())[-1] == whole, folder.name


def test_a_batch_brings_only_what_changed_since_the_one_before(daily: Path) -> None:
    batches = rows_by_batch(daily / "psa/timecard_split")
    names = list(batches)
    assert 2 < len(names) <= DAILY_DAYS + 1
    for before, name in itertools.pairwise(names):
        stamps = {row["SystemModstamp"][:19] for row in batches[name]}
        assert all(_stamp(before) < stamp <= _stamp(name) for stamp in stamps)


def test_what_was_before_the_days_comes_by_the_month_when_asked_to(monthly: Path) -> None:
    """May and June are told of; June in part, up to the day before the ten last ones."""
    days = [f"202606{day}T050000Z" for day in range(21, 31)]
    for folder in (monthly / "psa/timecard_split", monthly / "hr/payroll_result"):
        names = list(rows_by_batch(folder))
        assert names[0] == "20260601T050000Z"
        assert set(names) <= {"20260601T050000Z", *days, "20260701T050000Z"}
    may, june, *_ = rows_by_batch(monthly / "psa/timecard_split").items()
    told = [{row["SystemModstamp"][:19] for row in rows} for _, rows in (may, june)]
    assert min(told[0]) < "2026-05-15" < max(told[0]) <= "2026-06-01T05:00:00"
    assert "2026-06-01T05:00:00" < min(told[1]) <= max(told[1]) <= "2026-06-21T05:00:00"


def test_manifests_say_what_is_in_their_files(daily: Path) -> None:
    manifests = sorted(daily.glob("*/*/*.manifest.json"))
    assert len(manifests) > 100
    for path in manifests:
        manifest = parse_manifest(path.read_bytes())
        assert manifest.problem is None
        assert manifest.file is not None
        content = (path.parent / manifest.file).read_bytes()
        sha256 = hashlib.sha256(content).hexdigest()
        assert not claims_against_bytes(
            manifest, name=manifest.file, size=len(content), sha256=sha256
        )
    path = min((daily / "psa/timecard_split").glob("*.manifest.json"))
    claimed = json.loads(path.read_text(encoding="utf-8"))
    first = next(iter(rows_by_batch(daily / "psa/timecard_split").values()))
    assert claimed["rows"] == len(first)
    assert int(claimed["control_totals"]["total_hours"]) == sum(
        round(float(row["pse__Total_Hours__c"]) * 3600) for row in first
    )


@pytest.mark.parametrize("dialect", DIALECTS)
def test_every_dialect_of_salesforce_tells_of_the_same_records(
    books: duckdb.DuckDBPyConnection, at_once: Path, tmp_path: Path, dialect: str
) -> None:
    emit(books, tmp_path, daily_days=0, dialect=dialect)
    (path,) = (
        path
        for path in (tmp_path / "crm/opportunity").iterdir()
        if not path.name.endswith(".manifest.json")
    )
    config = yaml.safe_load((tmp_path / "tieout.yaml").read_text(encoding="utf-8"))
    said = {config["instances"][name].get("dialect", {}).get("encoding") for name in ("crm", "psa")}
    assert said == {"latin-1" if dialect == "weekly" else None}
    text = path.read_bytes().decode("latin-1" if dialect == "weekly" else "utf-8")
    (whole,) = rows_by_batch(at_once / "crm/opportunity").values()
    assert [row["Id"] for row in whole] == [
        row["Id"] for row in _records(text, is_json=dialect == "rest")
    ]


def test_the_weekly_export_leaves_out_what_is_calculated_and_does_not_claim_its_sum(
    books: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    emit(books, tmp_path, daily_days=0, dialect="weekly")
    folder = tmp_path / "crm/order_item"
    (path,) = folder.glob("*.csv")
    header = path.read_text(encoding="latin-1").splitlines()[0]
    assert '"UnitPrice"' in header
    assert '"TotalPrice"' not in header
    (manifest,) = folder.glob("*.manifest.json")
    assert json.loads(manifest.read_text(encoding="utf-8"))["control_totals"] == {}


def test_the_configuration_names_what_is_there(daily: Path) -> None:
    config = yaml.safe_load((daily / "tieout.yaml").read_text(encoding="utf-8"))
    instances = config["instances"]
    assert {
        name: (one["vendor"], one["realm"]) for name, one in instances.items() if "files" in one
    } == {
        "crm": ("salesforce", "sfdc"),
        "psa": ("certinia", "sfdc"),
        "hr": ("workday", "hr"),
        "erp": ("d365_finance", "erp"),
    }
    for name, one in instances.items():
        if "files" in one:
            assert {folder.name for folder in (daily / one["files"]).iterdir()} <= set(
                one["entities"]
            ), name
    assert config["valued_on"] == PLAN.ends_on
    assert "dialect" not in instances["crm"]
    assert instances["calendar"]["locations"]["us_ny"] == "US-NY"


def _contracts() -> list[tuple[str, str, str]]:
    return [
        (source.name, source.vendor, entity)
        for source in sources()
        for entity in entities_of(source.vendor)
        if entity in source.entities
    ]


@pytest.mark.parametrize(("instance", "vendor", "entity"), _contracts())
def test_files_have_the_columns_that_contracts_require_and_no_unknown_ones(
    daily: Path, instance: str, vendor: str, entity: str
) -> None:
    contract = contract_of(vendor, entity)
    batches = (
        rows_by_batch(daily / instance / entity) if (daily / instance / entity).is_dir() else {}
    )
    delivered = {_plain(name) for rows in batches.values() for row in rows for name in row}
    if not delivered:
        return
    known = {
        _plain(name)
        for column in contract.columns
        for name in (column.name, column.physical_name, *column.aliases)
    }
    required = {_plain(column.physical_name) for column in contract.columns if column.required}
    assert required <= delivered
    assert delivered <= known | {_plain(name) for name in contract.ignored}


def _plain(name: str) -> str:
    return "".join(letter for letter in name.lower() if letter.isalnum())


def _told(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in _TAKEN_AT}


def _stamp(batch: str) -> str:
    return f"{batch[:4]}-{batch[4:6]}-{batch[6:8]}T{batch[9:11]}:{batch[11:13]}:{batch[13:15]}"


def _hashes(out: Path) -> dict[str, str]:
    return {
        path.relative_to(out).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(out.rglob("*"))
        if path.is_file()
    }


def _records(text: str, *, is_json: bool) -> list[dict[str, Any]]:
    if is_json:
        return [json.loads(line) for line in text.splitlines()]
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
