"""Certinia files as five kinds of exports write them, later batches, several orgs in one firm."""

import json
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from tests.integration.vendors.certinia_extracts import (
    contact,
    header,
    hours,
    part_of,
    project,
    put,
    sfid,
    split,
    step,
    submission,
    timecard,
)
from tests.integration.vendors.firm_of_files import firm_of_files

SUBMITTED, APPROVED = "2026-06-05T17:00:00.000+0000", "2026-06-08T09:00:00.000+0000"

# One timecard, as each kind of export writes it.
API_CSV = (
    "\ufeffId,pse__Resource__c,pse__Project__c,pse__Start_Date__c,pse__Monday_Hours__c,"
    "pse__Billable__c,pse__Time_Credited__c,pse__Milestone__c,pse__Bill_Rate__c,pse__Status__c,"
    "IsDeleted,CreatedDate\n"
    f"{timecard(1)},{contact(1)},{project(1)},2026-06-01,7.50,1,,#N/A,150,Saved,,"
    "2026-06-02T20:55:00.000+0000\n"
)
WEEKLY_EXPORT = (
    '"Id","pse__Resource__c","pse__Project__c","pse__Start_Date__c","pse__Monday_Hours__c",'
    '"pse__Billable__c","pse__Time_Credited__c","pse__Milestone__c","pse__Bill_Rate__c",'
    '"pse__Status__c","IsDeleted","CreatedDate","pse__Timecard_Notes__c"\n'
    f'"{timecard(1)}","{contact(1)}","{project(1)}","2026-06-01 00:00:00","7.5","1","0",'
    '"000000000000000AAA","150.0","Saved","0","2026-06-02 20:55:00","Zürich\nsite"\n'
)
SOQL_JSON = json.dumps(
    [
        {
            "attributes": {"type": "pse__Timecard_Header__c", "url": "/services/data/1"},
            "Id": timecard(1),
            "pse__Resource__c": contact(1),
            "pse__Project__c": project(1),
            "pse__Start_Date__c": "2026-06-01",
            "pse__Monday_Hours__c": 7.5,
            "pse__Billable__c": True,
            "pse__Time_Credited__c": False,
            "pse__Milestone__c": None,
            "pse__Bill_Rate__c": 150.0,
            "pse__Status__c": "Saved",
            "IsDeleted": False,
            "CreatedDate": "2026-06-02T20:55:00.000+0000",
        }
    ]
)
CONNECTOR_CSV = (
    "id,pse_resource_c,pse_project_c,pse_start_date_c,pse_monday_hours_c,pse_billable_c,"
    "pse_time_credited_c,pse_milestone_c,pse_bill_rate_c,pse_status_c,is_deleted,created_date,"
    "_fivetran_synced\n"
    f"{timecard(1)},{contact(1)},{project(1)},2026-06-01,7.5,true,false,,150.0000,Saved,false,"
    "2026-06-02 20:55:00+00:00,2026-06-03 01:00:00\n"
)
REPORT = (
    "Timecard: ID,Resource: ID,Project: ID,Start Date,Monday Hours,Billable,Time Credited,"
    "Milestone: ID,Bill Rate,Status,Deleted,Created Date\n"
    f"{timecard(1)[:15]},{contact(1, 15)},{project(1, 15)},06/01/26,7.50,TRUE,FALSE,,150.00,Saved,"
    "FALSE,06/02/26 08:55 PM\n"
)
UNITED_STATES = {"dateFormats": ["%m/%d/%y"], "timestampFormats": ["%m/%d/%y %I:%M %p"]}


def test_one_contract_reads_every_kind_of_export(tmp_path: Path) -> None:
    exports = {
        "api": ("1.csv", API_CSV),
        "connector": ("1.csv", CONNECTOR_CSV),
        "report": ("1.csv", REPORT),
        "soql": ("1.json", SOQL_JSON),
        "weekly": ("1.csv", WEEKLY_EXPORT),
    }
    firm = firm_of_files(
        tmp_path,
        dict.fromkeys(exports, ("certinia", "psa")),
        dialects={"report": UNITED_STATES, "weekly": {"encoding": "latin-1"}},
    )
    for name, (file, text) in exports.items():
        written = text.encode("latin-1" if name == "weekly" else "utf-8")
        firm.put(name, "timecard_header", file, written)
    firm.build("stg_certinia__timecard_header", "code_map")
    assert [(load.instance, load.rows_quarantined) for load in firm.loads] == [
        (name, 0) for name in sorted(exports)
    ]
    found = firm.rows(
        "select source_instance, timecard_record_id, resource_record_id, project_record_id,"
        " starts_on, monday_seconds, is_billable, is_time_credited, milestone_record_id,"
        " bill_rate_amount, status, is_deleted, created_at"
        " from staging.stg_certinia__timecard_header order by 1"
    )
    said = (
        timecard(1),
        contact(1),
        project(1),
        date(2026, 6, 1),
        27000,
        True,
        False,
        None,
        Decimal("150.0000"),
        "Saved",
        False,
        datetime.fromisoformat("2026-06-02T20:55:00"),
    )
    assert found == [(name, *said) for name in sorted(exports)]
    notes = "select distinct notes from staging.stg_certinia__timecard_header where notes <> ''"
    assert firm.rows(notes) == [("Zürich\nsite",)]


def test_later_batches_recall_split_and_delete(tmp_path: Path) -> None:
    firm = firm_of_files(tmp_path, {"psa": ("certinia", "psa")})
    columns = "source_record_id, duration_seconds, status, approved_at, is_deleted"
    entries = f"select {columns} from canonical.certinia__time_entry order by worked_on, 1"
    put(firm, "timecard_header", header(1, "2026-06-01", "Approved", **hours(mon="8")))
    put(firm, "process_instance", submission(1, timecard(1)))
    first = (step(1, 1, "Started", SUBMITTED), step(2, 1, "Approved", APPROVED))
    put(firm, "process_instance_step", *first)
    firm.build("+certinia__time_entry")
    approved_at = datetime.fromisoformat("2026-06-08T09:00:00")
    assert firm.rows(entries) == [(f"{timecard(1)}:mon", 28800, "approved", approved_at, False)]

    # Recalled; and the split that carries the time from now on.
    put(firm, "timecard_header", header(1, "2026-06-01", "Saved", **hours(mon="6")), name="2.csv")
    put(firm, "timecard_split", part_of(1, 1, "2026-06-01", **hours(mon="6")), name="2.csv")
    recalled = step(3, 1, "Removed", "2026-06-09T09:00:00.000+0000")
    put(firm, "process_instance_step", recalled, name="2.csv")
    firm.load()
    assert firm.rows(entries) == [(f"{split(1)}:mon", 21600, "draft", None, False)]

    # The split was made anew: the deleted one is known as such, and nothing counts twice.
    again = part_of(2, 1, "2026-06-01", **hours(mon="6"))
    gone = part_of(1, 1, "2026-06-01", **hours(mon="6")) | {"IsDeleted": "true"}
    put(firm, "timecard_split", gone, again, name="3.csv")
    firm.load()
    assert firm.rows(entries) == [
        (f"{split(1)}:mon", 21600, "draft", None, True),
        (f"{split(2)}:mon", 21600, "draft", None, False),
    ]


def test_two_orgs_with_the_same_native_ids_stand_beside_each_other(tmp_path: Path) -> None:
    firm = firm_of_files(tmp_path, dict.fromkeys(("east", "west"), ("certinia", "psa")))
    for org, worked, name in (("east", "8", "Acme"), ("west", "3", "Bolt")):
        put(firm, "project", {"Id": project(1), "Name": name}, to=org)
        put(firm, "timecard_header", header(1, "2026-06-01", "Saved", **hours(mon=worked)), to=org)
    firm.build("+certinia__time_entry", "+certinia__project")
    found = firm.rows(
        "select entry.source_instance, project.name, duration_seconds"
        " from canonical.certinia__time_entry as entry"
        " inner join canonical.certinia__project as project"
        " on project_ref = project.source_instance || ':' || project.source_record_id order by 1"
    )
    assert found == [("east", "Acme", 28800), ("west", "Bolt", 10800)]


def test_a_picklist_value_nobody_mapped_fails_and_is_named(tmp_path: Path) -> None:
    firm = firm_of_files(tmp_path, {"psa": ("certinia", "psa")})
    put(firm, "project", {"Id": project(1), "pse__Stage__c": "Paused"})
    signed_off = {"Id": sfid("a0M", 1), "pse__Project__c": project(1), "pse__Status__c": "Signed"}
    put(firm, "milestone", signed_off)
    firm.load()
    finished = firm.dbt("stg_certinia__project", "stg_certinia__milestone", "code_map")
    assert finished.returncode != 0
    assert "certinia project.stage = 'Paused' (1 rows)" in finished.stdout
    assert "certinia milestone.status = 'Signed' (1 rows)" in finished.stdout
