"""Public samples of Salesforce's and Workday's exports, where they lie beside the repository.

The connector's samples have scrambled keys and made-up values: they show that its columns and types
are read, not that anything reconciles.
"""

from pathlib import Path

import pytest

from tests.integration.vendors.firm_of_files import SAMPLES, FirmOfFiles, firm_of_files

pytestmark = pytest.mark.skipif(SAMPLES is None, reason="no samples beside the repository")
SALESFORCE = (*("account", "opportunity", "opportunity_line_item", "order", "product_2", "user"),)
WORKDAY = (
    *("organization", "person_contact_email_address", "person_name", "worker_history"),
    *("worker_leave_status", "worker_position_history", "worker_position_organization_history"),
)
LOADER = {"account": "Account.csv", "opportunity": "Opportunity.csv"}


def delivered() -> dict[tuple[str, str], Path]:
    """Return instance and entity of every sample that has a contract."""
    assert SAMPLES is not None
    connector, loader = SAMPLES / "salesforce/fivetran_seeds", SAMPLES / "salesforce"
    tenant = SAMPLES / "workday/fivetran_seeds"
    return {
        **{("connector", entity): connector / f"sf_{entity}_data.csv" for entity in SALESFORCE},
        **{
            ("loader", entity): loader / "sfdc_assets_gen_ai_demo" / name
            for entity, name in LOADER.items()
        },
        **{("hr", entity): tenant / f"workday_{entity}_data.csv" for entity in WORKDAY},
    }


@pytest.fixture(scope="module")
def sampled(tmp_path_factory: pytest.TempPathFactory) -> FirmOfFiles:
    """A firm that received every sample, staged and shaped."""
    firm = firm_of_files(
        tmp_path_factory.mktemp("samples"),
        {
            "connector": ("salesforce", "crm"),
            "loader": ("salesforce", "crm"),
            "hr": ("workday", "hr"),
        },
    )
    for (instance, entity), path in delivered().items():
        firm.put(instance, entity, path.name, path.read_bytes())
    firm.build("+path:models/canonical/salesforce", "+path:models/canonical/workday")
    return firm


def test_every_line_of_every_sample_is_loaded_or_quarantined(sampled: FirmOfFiles) -> None:
    """Scrambling gave the days of all orders a time of day: that file is refused whole."""
    assert sampled.rows(
        "select instance, entity, status, lines - rows_loaded - rows_unchanged - rows_quarantined"
        " from meta.load order by all"
    ) == [
        ("connector", "order", "refused", None)
        if (instance, entity) == ("connector", "order")
        else (instance, entity, "loaded", 0)
        for instance, entity in sorted(delivered())
    ]


def test_no_other_line_is_quarantined(sampled: FirmOfFiles) -> None:
    ((entity, line, kind, message),) = sampled.not_loaded()
    assert (entity, line, kind) == ("order", None, "threshold")
    assert message.endswith("line 2: it is not a date such as 2026-01-31")


@pytest.mark.parametrize(("instance", "entity"), [("loader", "account"), ("hr", "worker_history")])
def test_every_loaded_row_is_staged(sampled: FirmOfFiles, instance: str, entity: str) -> None:
    vendor = "workday" if instance == "hr" else "salesforce"
    assert sampled.rows(
        f"select count(*) from staging.stg_{vendor}__{entity} where source_instance = '{instance}'"
    ) == sampled.rows(
        f"select rows_loaded from meta.load where instance = '{instance}' and entity = '{entity}'"
    )


def test_of_two_versions_marked_as_current_the_range_tells(sampled: FirmOfFiles) -> None:
    assert sampled.rows(
        "select cast(valid_from as varchar), cast(valid_to as varchar), employee_no"
        " from canonical.workday__worker where employee_no = '10030' order by 1"
    ) == [("2024-01-01", "2025-03-31", "10030"), ("2025-04-01", None, "10030")]


def test_a_hashed_key_is_kept_as_it_is(sampled: FirmOfFiles) -> None:
    assert sampled.rows(
        "select distinct length(owner_record_id) from staging.stg_salesforce__account"
        " where source_instance = 'connector'"
    ) == [(24,)]
