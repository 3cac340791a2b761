"""What a code location shows before anything ran: lineage, checks, jobs, and no side effects."""

from collections import deque
from pathlib import Path

import pytest

from ingest.config import load_firm
from ingest.contracts import contracts
from tests.integration.orchestration.conftest import REPOSITORY, Loaded

FIRM = load_firm(REPOSITORY / "examples/tryton/tieout.yaml")


def above(loaded: Loaded, asset: str) -> set[str]:
    """Return everything an asset depends on, at any distance."""
    found, waiting = {asset}, deque([asset])
    while waiting:
        for parent in loaded.parents[waiting.popleft()]:
            if parent not in found:
                found.add(parent)
                waiting.append(parent)
    return found - {asset}


def test_loading_imports_no_great_expectations(loaded: Loaded) -> None:
    assert "dagster_dbt" in loaded.modules
    assert "great_expectations" not in loaded.modules


def test_loading_opens_no_warehouse_and_writes_only_dbts_manifest(loaded: Loaded) -> None:
    written = {path.relative_to(loaded.home).parts[0] for path in loaded.home.rglob("*")}

    assert written == {"dbt"}


@pytest.mark.parametrize("instance", sorted(FIRM.instances))
def test_every_source_system_leads_to_the_published_marts(loaded: Loaded, instance: str) -> None:
    assert f"source/{instance}" in above(loaded, "published/finance")


@pytest.mark.parametrize(
    "mart", ["kpi_utilization", "kpi_wip", "kpi_margin", "kpi_days_to_invoice"]
)
def test_the_way_of_a_mart_is_landing_raw_staging_canonical(loaded: Loaded, mart: str) -> None:
    layers = {asset.split("/")[0] for asset in above(loaded, f"marts/{mart}")}

    assert {"source", "landing", "raw", "staging", "canonical"} <= layers
    assert f"marts/{mart}" in above(loaded, "published/finance")


def test_each_landed_table_comes_from_its_source_and_feeds_its_raw_table(loaded: Loaded) -> None:
    for name, instance in FIRM.instances.items():
        for entity in instance.entities:
            assert loaded.parents[f"landing/{name}/{entity}"] == [f"source/{name}"]
            raw = loaded.parents[f"raw/{instance.vendor}__{entity}"]
            assert f"landing/{name}/{entity}" in raw


def test_dbt_sources_are_the_raw_assets(loaded: Loaded) -> None:
    parents = loaded.parents["staging/stg_tryton__timesheet_line"]

    assert "raw/tryton__timesheet_line" in parents
    ours = {
        f"raw/{contract.table_name}" for contract in contracts() if contract.vendor in FIRM.vendors
    }
    assert {asset for asset in loaded.parents if asset.startswith("raw/")} == {
        *ours,
        "raw/tieout__break_event",
        "raw/tieout__break_decision",
        "raw/tieout__client_link",
        "raw/tieout__close_act",
        "raw/tieout__certified_row",
        "raw/tieout__certified_record",
    }


def test_nothing_is_published_but_through_the_audit_of_every_layer(loaded: Loaded) -> None:
    assert set(loaded.parents["published/finance"]) == {
        "audit/raw",
        "audit/canonical",
        "audit/reconciliation",
        "audit/marts",
    }


def test_checks_are_there_before_the_first_run(loaded: Loaded) -> None:
    checks = {(asset, name) for asset, name in loaded.checks}

    assert ("audit/raw", "tryton__timesheet_line") in checks
    assert ("audit/canonical", "time_entry") in checks
    assert ("audit/marts", "kpi_wip") in checks
    for rule in ("CO_01", "CO_03", "BL_01", "BL_04", "BL_06", "HR_02"):
        assert ("audit/reconciliation", f"rule_{rule}") in checks


def test_every_job_runs_in_one_process(loaded: Loaded) -> None:
    assert set(loaded.jobs.values()) == {"in_process"}


def test_the_nightly_job_runs_at_half_past_two_in_the_firms_time_zone(loaded: Loaded) -> None:
    assert loaded.schedule == ["30 2 * * *", FIRM.time_zone, "nightly"]


def test_dbts_artifacts_stay_out_of_the_project(loaded: Loaded) -> None:
    assert (loaded.home / "dbt" / "manifest.json").is_file()
    assert not (Path(REPOSITORY) / "dbt_project" / "target").exists()
