"""Any number of instances of any vendors in one firm, by configuration alone.

Two Certinia orgs, one a copy of the other under the same native ids, beside a third PSA: the
bundled Tryton database, whose rows are counted by itself.
"""

import sqlite3
from datetime import date

import pytest

from tests.integration.vendors import certinia_firm, certinia_time
from tests.integration.vendors.certinia_extracts import (
    contact,
    header,
    hours,
    part_of,
    project,
    put,
    split,
)
from tests.integration.vendors.firm_of_files import ROOT, Database, FirmOfFiles, firm_of_files

TRYTON = ROOT / "examples/tryton/firm_a.sqlite"
US, COPY, OLD = "psa_us", "psa_copy", "psa_old"
ENTITIES = (
    "party_party",
    "currency_currency",
    "company_company",
    "company_employee",
    "project_work",
    "project_work_status",
    "timesheet_work",
    "timesheet_line",
)


@pytest.fixture(scope="module")
def firm(tmp_path_factory: pytest.TempPathFactory) -> FirmOfFiles:
    """The org of the vendor's own tests, a smaller one of the same ids, and a database."""
    made = firm_of_files(
        tmp_path_factory.mktemp("many"),
        {US: ("certinia", "psa"), COPY: ("certinia", "psa")},
        databases={OLD: Database("tryton", "psa", f"sqlite:///{TRYTON}", ENTITIES)},
    )
    for entity, records in (certinia_firm.EXTRACTS | certinia_time.EXTRACTS).items():
        put(made, entity, *records, to=US)
    put(made, "resource", certinia_firm.RESOURCE[0] | {"Name": "Grace Hopper"}, to=COPY)
    put(made, "project", certinia_firm.PROJECT[0] | {"Name": "Copied"}, to=COPY)
    put(made, "timecard_header", header("Whole", "2026-06-01", "Approved", **WEEK), to=COPY)
    put(made, "timecard_split", part_of("Whole", "Whole", "2026-06-01", **WEEK), to=COPY)
    made.model("+time_entry", "+task")
    return made


WEEK = hours(mon="3.00", wed="1.50")


def tryton(statement: str) -> int:
    """Ask the database itself."""
    connection = sqlite3.connect(f"file:{TRYTON}?mode=ro", uri=True)
    try:
        found: int = connection.execute(statement).fetchone()[0]
    finally:
        connection.close()
    return found


def per_instance(firm: FirmOfFiles, entity: str, measure: str = "count(*)") -> dict[str, int]:
    found = firm.rows(
        f"select source_instance, {measure} from canonical.{entity} group by source_instance"
    )
    return {instance: int(value) for instance, value in found}


def test_projects_are_counted_where_they_are(firm: FirmOfFiles) -> None:
    """The org of the vendor's tests has four projects and a template."""
    assert per_instance(firm, "project") == {
        US: 4,
        COPY: 1,
        OLD: tryton("select count(*) from project_work where type = 'project'"),
    }


def test_resources_are_counted_where_they_are(firm: FirmOfFiles) -> None:
    assert per_instance(firm, "resource") == {
        US: 2,
        COPY: 1,
        OLD: tryton("select count(*) from company_employee"),
    }


def test_tasks_are_counted_where_they_are(firm: FirmOfFiles) -> None:
    assert per_instance(firm, "task") == {
        US: 1,
        OLD: tryton("select count(*) from project_work where type = 'task'"),
    }


def test_entries_and_their_time_are_counted_where_they_are(firm: FirmOfFiles) -> None:
    """The hours of the vendor's org: 19.5 + 32 + 6 - 2 + 8 + 7.25 + 8 + 1 + 2 + 3 + 4 + 5."""
    assert per_instance(firm, "time_entry") == {
        US: 3 + 4 + 3 + 9,
        COPY: 2,
        OLD: tryton("select count(*) from timesheet_line"),
    }
    assert per_instance(firm, "time_entry", "sum(duration_seconds)") == {
        US: 93 * 3600 + 2700,
        COPY: 16200,
        OLD: tryton("select sum(duration) from timesheet_line"),
    }


@pytest.mark.parametrize("entity", ["project", "resource", "time_entry"])
def test_no_id_is_two_records(firm: FirmOfFiles, entity: str) -> None:
    assert firm.rows(f"select count(*) - count(distinct {entity}_id) from canonical.{entity}") == [
        (0,)
    ]


def test_records_of_one_native_id_in_two_orgs_stay_two(firm: FirmOfFiles) -> None:
    assert firm.rows(
        "select project_id, name from canonical.project"
        f" where source_record_id = '{project(1)}' order by 1"
    ) == [(f"{COPY}:{project(1)}", "Copied"), (f"{US}:{project(1)}", "Acme phase 1")]
    assert firm.rows(
        "select resource_id, name from canonical.resource"
        f" where source_record_id = '{contact(1)}' order by 1"
    ) == [(f"{COPY}:{contact(1)}", "Grace Hopper"), (f"{US}:{contact(1)}", "Ada Lovelace")]


def test_an_entry_belongs_to_the_project_and_resource_of_its_own_org(firm: FirmOfFiles) -> None:
    monday = f"{split('Whole')}:mon"
    assert firm.rows(
        "select time_entry_id, project_id, resource_id, worked_on, duration_seconds"
        f" from canonical.time_entry where source_record_id = '{monday}' order by 1"
    ) == [
        (
            f"{instance}:{monday}",
            f"{instance}:{project(1)}",
            f"{instance}:{contact(1)}",
            date(2026, 6, 1),
            seconds,
        )
        for instance, seconds in ((COPY, 10800), (US, 28800))
    ]


def test_a_vendor_the_firm_does_not_use_has_no_table_and_no_view(firm: FirmOfFiles) -> None:
    relations = firm.rows(
        "select table_schema || '.' || table_name from information_schema.tables"
        " where table_schema <> 'seeds'"
    )
    named = {
        vendor: sum(f"{vendor}__" in name for (name,) in relations)
        for vendor in ("certinia", "tryton", "salesforce", "workday", "d365_finance", "holidays")
    }
    used = {vendor for vendor, count in named.items() if count}
    assert used == {"certinia", "tryton"}
