"""Workday: what hand-made extracts of one tenant become, trap by trap.

Five people: Ada got a raise and another cost center and will get another raise; Ben works half the
time by the month and leads his team; Cyd left and came back; Dee is lent by the day; Eve is paid by
the hour. Nobody of these versions is marked as the one of today.
"""

from datetime import date, datetime
from decimal import Decimal

import pytest

from tests.integration.vendors.firm_of_files import FirmOfFiles, csv_of, firm_of_files

D = Decimal
at = datetime.fromisoformat
Facts = dict[str, object]
SELECT = "+path:models/canonical/workday"
EVER = "9999-12-31"
ADA, BEN, CYD, DEE, EVE = (f"{letter * 32}" for letter in "abcde")


def merged(*facts: Facts) -> Facts:
    return {name: value for some in facts for name, value in some.items()}


def worker(person: str, first: str, last: str, *facts: Facts) -> Facts:
    values = {
        "id": person,
        "_fivetran_active": True,
        "_fivetran_start": f"{first} 00:00:00",
        "_fivetran_end": f"{last} 23:59:59",
        "_fivetran_deleted": False,
        "_fivetran_synced": "2026-06-01 06:00:00",
        "active": True,
        # Of the five blocks of pay these two are not the one that counts.
        "annual_summary_total_base_pay": 1,
        "employee_compensation_total_salary_and_allowances": -3856744.79,
    }
    return merged(values, *facts)


def hired(number: str, on: str, country: str = "US") -> Facts:
    return {
        "worker_code": number,
        "hire_date": on,
        "original_hire_date": on,
        "terminated": False,
        "hire_reason": "New",
        "rehire": False,
        "home_country": country,
    }


def ended(on: str, reason: str) -> Facts:
    return {
        "terminated": True,
        "termination_date": on,
        "end_employment_date": on,
        "primary_termination_category": reason,
    }


def paid(amount: str, per: str, currency: str = "USD") -> Facts:
    return {
        "employee_compensation_total_base_pay": amount,
        "employee_compensation_frequency": per,
        "employee_compensation_currency": currency,
    }


def position(person: str, name: str, first: str, last: str, **values: object) -> Facts:
    return {
        "worker_id": person,
        "position_id": name,
        "_fivetran_active": True,
        "_fivetran_start": f"{first} 00:00:00",
        "_fivetran_end": f"{last} 23:59:59",
        "_fivetran_deleted": False,
        "is_primary_job": True,
        "business_title": "Consultant",
        "management_level_code": "8_Individual",
        "scheduled_weekly_hours": "40",
        "default_weekly_hours": "40",
        "full_time_equivalent_percentage": "100",
        "paid_fte": "0.1",
        "business_site_summary_location": "US-NY",
        **values,
    }


def member(
    person: str, name: str, index: int, first: str, organization: str, last: str = EVER
) -> Facts:
    return {
        "worker_id": person,
        "position_id": name,
        "index": index,
        "_fivetran_active": False,
        "_fivetran_start": f"{first} 00:00:00",
        "_fivetran_end": f"{last} 23:59:59",
        "organization_id": organization,
    }


def organization(wid: str, kind: str, code: str, **values: object) -> Facts:
    return {
        "id": wid,
        "type": kind,
        "organization_code": code,
        "name": code.title(),
        "inactive": False,
        "_fivetran_deleted": False,
        **values,
    }


ADA_HIRED, CYD_HIRED = hired("00017", "2025-01-01"), hired("00019", "2024-01-01")
CYD_LEFT = merged(CYD_HIRED, ended("2025-06-30", "Voluntary"), {"active": False})
CYD_BACK = merged(CYD_HIRED, {"hire_date": "2026-02-01", "hire_reason": "Back", "rehire": True})
KNOWN_LATE = {"_fivetran_active": False, "_fivetran_synced": "2026-06-20 06:00:00"}
LENT: Facts = {
    "worker_code": "C-01",
    "home_country": "GB",
    "contract_currency_code": "GBP",
    "contract_frequency_name": "Daily",
    "contract_pay_rate": "640",
    "contract_vendor_name": "Lent Ltd",
    "contract_end_date": "2026-07-31",
}
WORKERS = csv_of(
    worker(ADA, "2025-01-01", "2026-03-31", ADA_HIRED, paid("104000", "Annual")),
    worker(ADA, "2026-04-01", "2026-08-31", ADA_HIRED, paid("114400", "Annual")),
    worker(ADA, "2026-09-01", EVER, ADA_HIRED, paid("124800", "Annual")),
    worker(
        *(BEN, "2025-01-01", EVER),
        hired("00018", "2025-01-01", "DE"),
        paid("2600", "Monthly", "EUR"),
    ),
    worker(CYD, "2024-01-01", "2025-06-30", CYD_LEFT, paid("52000", "Annual")),
    worker(CYD, "2025-07-01", "2026-01-31", CYD_LEFT, paid("0", "Annual")),
    worker(CYD, "2026-02-01", EVER, CYD_BACK, paid("62400", "Annual"), KNOWN_LATE),
    worker(DEE, "2026-01-05", EVER, LENT),
    worker(
        *(EVE, "2025-01-01", EVER),
        hired("00021", "2025-01-01"),
        ended("2026-12-31", "Retirement"),
        paid("12.019231", "Hourly"),
    ),
)
HALF = {
    "scheduled_weekly_hours": "19.25",
    "default_weekly_hours": "38.5",
    "full_time_equivalent_percentage": "50",
    "business_site_summary_location": "DE-BE",
}
POSITIONS = csv_of(
    position(ADA, "p1", "2025-01-01", EVER),
    position(ADA, "p2", "2025-01-01", EVER, is_primary_job=False, scheduled_weekly_hours="4"),
    position(BEN, "p3", "2025-01-01", EVER, **HALF),
    position(CYD, "p4", "2024-01-01", "2025-06-30"),
    position(CYD, "p4", "2026-02-01", EVER),
    position(DEE, "p5", "2026-01-05", EVER, host_country="IE"),
    position(
        *(EVE, "p6", "2025-01-01", EVER),
        scheduled_weekly_hours="",
        exclude_from_head_count=True,
    ),
)
ORGANIZATIONS = csv_of(
    organization("co1", "COMPANY", "usmf"),
    organization("cc1", "COST_CENTER", "0100", superior_organization_id="cch"),
    organization("cc2", "COST_CENTER", "0110", superior_organization_id="cc1", inactive=True),
    organization("cch", "COST_CENTER_HIERARCHY", "ALL"),
    organization("rg1", "REGION", "AMER"),
    organization("su1", "SUPERVISORY", "BOARD", manager_id=EVE),
    organization("su2", "SUPERVISORY", "DELIVERY", manager_id=BEN, superior_organization_id="su1"),
)
MEMBERS = csv_of(
    member(ADA, "p1", 0, "2025-01-01", "co1"),
    member(ADA, "p1", 1, "2025-01-01", "cc1", "2026-05-31"),
    member(ADA, "p1", 1, "2026-06-01", "cc2"),
    member(ADA, "p1", 2, "2025-01-01", "su2"),
    member(ADA, "p1", 3, "2025-01-01", "rg1"),
    member(ADA, "p2", 0, "2025-03-15", "cc2"),
    member(BEN, "p3", 0, "2025-01-01", "su2"),
    member(EVE, "p6", 0, "2025-01-01", "su1"),
)
NAMES = f"""\
personal_info_system_id,type,index,first_name,last_name
{ADA},legal,1,Adelaide,One
{ADA},preferred,1,Ada,One
{BEN},legal,1,Ben,Two
"""
EMAILS = f"""\
id,personal_info_system_id,email_address,email_code
m1,{ADA},ada@home.example,Ada_HOME_Primary
m2,{ADA},one@firm.example,Ada_WORK
m3,{ADA},ada@firm.example,Ada_WORK_Primary
"""
LEAVES = f"""\
leave_request_event_id,worker_id,leave_of_absence_type,leave_start_date,leave_end_date,\
estimated_leave_end_date,first_day_of_work,on_leave,leave_percentage,payroll_effect,_fivetran_deleted
l1,{BEN},Parental,2026-03-02,,2026-06-30,2026-05-04,false,,true,false
l2,{ADA},Study,2026-08-03,,2026-12-18,,true,50,false,false
"""
# A report: one record is no list, booleans are "0" and "1", what is empty is left out.
TIME_OFF = {
    "Report_Entry": [
        {
            "Request_ID": "r1",
            "Employee_ID": "00017",
            "Time_Off_Type": "Vacation",
            "Start_Date": "2026-07-02",
            "End_Date": "2026-07-07",
            "Quantity": "4",
            "Unit": "Days",
            "Status": "Approved",
            "Is_Paid": "1",
            "Submitted_Moment": "2026-06-01T08:00:00.000Z",
            "Approved_Moment": "2026-06-02T08:00:00.000Z",
        },
        {
            "Request_ID": "r2",
            "Employee_ID": "00018",
            "Time_Off_Type": "Sick",
            "Start_Date": "2026-07-06",
            "Quantity": "2.5",
            "Unit": "Hours",
            "Status": "Submitted",
            "Is_Paid": "0",
        },
        {
            "Request_ID": "r3",
            "Employee_ID": "99999",
            "Time_Off_Type": "Vacation",
            "Start_Date": "2026-07-06",
            "Quantity": "8",
            "Unit": "Hours",
            "Status": "Denied",
            "Is_Paid": "1",
        },
    ]
}
HOLIDAYS = {"Report_Entry": {"Location": "US-NY", "Date": "2026-07-03", "Name": "Independence Day"}}
PAYROLL = {
    "Report_Entry": [
        {
            "Payroll_Result_ID": "y1",
            "Employee_ID": "00018",
            "Period_Start_Date": "2026-06-01",
            "Period_End_Date": "2026-06-30",
            "Gross_Amount": "2600.00",
            "Employer_Cost_Amount": "3211.55",
            "Paid_Hours": "83.42",
            "Currency": "EUR",
            "Payment_Date": "2026-06-28",
        }
    ]
}


def put_tenant(firm: FirmOfFiles, instance: str) -> None:
    """Drop every file of the tenant."""
    firm.put(instance, "worker_history", "w.csv", WORKERS)
    firm.put(instance, "worker_position_history", "p.csv", POSITIONS)
    firm.put(instance, "worker_position_organization_history", "m.csv", MEMBERS)
    firm.put(instance, "organization", "o.csv", ORGANIZATIONS)
    firm.put(instance, "person_name", "n.csv", NAMES)
    firm.put(instance, "person_contact_email_address", "e.csv", EMAILS)
    firm.put(instance, "worker_leave_status", "l.csv", LEAVES)
    firm.put_json(instance, "time_off", "t.json", TIME_OFF)
    firm.put_json(instance, "holiday_calendar", "h.json", HOLIDAYS)
    firm.put_json(instance, "payroll_result", "y.json", PAYROLL)


@pytest.fixture(scope="module")
def tenant(tmp_path_factory: pytest.TempPathFactory) -> FirmOfFiles:
    """One tenant of five people."""
    firm = firm_of_files(tmp_path_factory.mktemp("tenant"), {"hr": ("workday", "hr")})
    put_tenant(firm, "hr")
    firm.build(SELECT)
    assert firm.not_loaded() == []
    return firm


def test_a_worker_is_cut_where_pay_position_or_organization_changes_future_included(
    tenant: FirmOfFiles,
) -> None:
    # The raise of April, the cost center of June, the raise of September that is still to come; the
    # organization of the second position cuts nothing.
    assert tenant.rows(
        "select source_record_id, valid_from, valid_to, cost_centre_code, legal_entity_code, role"
        f" from canonical.workday__worker where worker_ref = 'hr:{ADA}' order by valid_from"
    ) == [
        (f"{ADA}@{start}", date.fromisoformat(start), end, code, "usmf", "Consultant")
        for start, end, code in (
            ("2025-01-01", date(2026, 3, 31), "0100"),
            ("2026-04-01", date(2026, 5, 31), "0100"),
            ("2026-06-01", date(2026, 8, 31), "0110"),
            ("2026-09-01", None, "0110"),
        )
    ]


def test_ranges_of_a_worker_neither_overlap_nor_leave_a_gap(tenant: FirmOfFiles) -> None:
    assert (
        tenant.rows(
            "select worker_ref, valid_to, next from (select *, lead(valid_from) over (partition by"
            " worker_ref order by valid_from) as next from canonical.workday__worker)"
            " where next is not null and next is distinct from valid_to + 1"
        )
        == []
    )


def test_a_worker_has_one_name_one_address_and_the_share_of_the_main_position(
    tenant: FirmOfFiles,
) -> None:
    assert tenant.rows(
        "select distinct employee_no, name, work_email, worker_type, grade, fte, location, country,"
        f" manager_ref, is_deleted from canonical.workday__worker where worker_ref = 'hr:{ADA}'"
    ) == [
        (
            *("00017", "Ada One", "ada@firm.example", "employee", "8_Individual", D("1.0000")),
            *("US-NY", "US", f"hr:{BEN}", False),
        )
    ]


def test_who_leads_a_team_is_managed_from_above(tenant: FirmOfFiles) -> None:
    assert tenant.rows(
        "select name, fte, manager_ref, is_exempt_from_timesheets from canonical.workday__worker"
        f" where worker_ref in ('hr:{BEN}', 'hr:{EVE}') order by worker_ref"
    ) == [("Ben Two", D("0.5000"), f"hr:{EVE}", None), (None, D("1.0000"), None, True)]


def test_who_is_lent_is_a_contractor_and_works_where_the_assignment_is(tenant: FirmOfFiles) -> None:
    assert tenant.rows(
        "select worker_type, employee_no, country from canonical.workday__worker"
        f" where worker_ref = 'hr:{DEE}'"
    ) == [("contractor", "C-01", "IE")]


def test_who_comes_back_has_a_second_employment(tenant: FirmOfFiles) -> None:
    assert tenant.rows(
        "select source_record_id, starts_on, ends_on, reason, known_at"
        " from canonical.workday__employment_spell"
        f" where worker_ref = 'hr:{CYD}' order by starts_on"
    ) == [
        (
            *(f"{CYD}@2024-01-01", date(2024, 1, 1), date(2025, 6, 30), "Voluntary"),
            at("2026-06-01 06:00"),
        ),
        (
            *(f"{CYD}@2026-02-01", date(2026, 2, 1), None, "Back"),
            at("2026-06-20 06:00"),
        ),
    ]


def test_an_end_in_the_future_and_the_end_of_a_contract_are_known(tenant: FirmOfFiles) -> None:
    assert tenant.rows(
        "select starts_on, ends_on from canonical.workday__employment_spell"
        f" where worker_ref in ('hr:{DEE}', 'hr:{EVE}') order by worker_ref"
    ) == [(date(2026, 1, 5), date(2026, 7, 31)), (date(2025, 1, 1), date(2026, 12, 31))]


def test_a_week_is_spread_over_working_days_to_the_second(tenant: FirmOfFiles) -> None:
    # 19.25 hours are 69,300 seconds, a fifth of which is 13,860.
    assert tenant.rows(
        "select weekday, duration_seconds, basis, valid_from, valid_to"
        f" from canonical.workday__work_pattern where worker_ref = 'hr:{BEN}' order by weekday"
    ) == [
        (day, 13_860 if day <= 5 else 0, "personal", date(2025, 1, 1), None) for day in range(1, 8)
    ]


def test_without_hours_of_ones_own_the_pattern_is_that_of_a_full_position(
    tenant: FirmOfFiles,
) -> None:
    assert tenant.rows(
        "select distinct basis, sum(duration_seconds) over ()"
        f" from canonical.workday__work_pattern where worker_ref = 'hr:{EVE}'"
    ) == [("full_time", 144_000)]


@pytest.mark.parametrize(
    ("worker", "start", "currency", "standard", "loaded"),
    [
        # 104,000 a year over 52 weeks of 40 hours.
        pytest.param(ADA, "2025-01-01", "USD", "50.0000", "65.0000", id="by the year"),
        pytest.param(ADA, "2026-06-01", "USD", "55.0000", "71.5000", id="after the raise"),
        pytest.param(ADA, "2026-09-01", "USD", "60.0000", "78.0000", id="raise to come"),
        # 2,600 x 12 over 52 weeks of 19.25 hours, half a position paid as half a position.
        pytest.param(BEN, "2025-01-01", "EUR", "31.1688", "40.5194", id="by the month"),
        # 640 a day of 8 hours; taxes are in it.
        pytest.param(DEE, "2026-01-05", "GBP", "80.0000", "80.0000", id="lent by the day"),
        # 12.019231 an hour, 15.62500 loaded.
        pytest.param(EVE, "2025-01-01", "USD", "12.0192", "15.6250", id="by the hour"),
    ],
)
def test_an_hour_costs_pay_over_the_scheduled_hours(
    tenant: FirmOfFiles, worker: str, start: str, currency: str, standard: str, loaded: str
) -> None:
    assert tenant.rows(
        "select basis, hourly_amount, currency, resource_ref from canonical.workday__cost_rate"
        f" where worker_ref = 'hr:{worker}' and valid_from = date '{start}' order by basis"
    ) == [("loaded", D(loaded), currency, None), ("standard", D(standard), currency, None)]


def test_no_pay_makes_no_rate(tenant: FirmOfFiles) -> None:
    assert tenant.rows(
        "select valid_from, valid_to, hourly_amount from canonical.workday__cost_rate"
        f" where worker_ref = 'hr:{CYD}' and basis = 'standard' order by 1"
    ) == [
        (date(2024, 1, 1), date(2025, 6, 30), D("25.0000")),
        (date(2026, 2, 1), None, D("30.0000")),
    ]


def test_leaves_and_time_off_are_absences_by_working_day(tenant: FirmOfFiles) -> None:
    # Ben's leave ends the day before he is back; Ada's is half of each day; her vacation of four
    # days lasts from Thursday to Tuesday; nobody has the number 99999.
    assert tenant.rows(
        "select source_record_id, worker_ref, absence_type_ref, starts_on, ends_on,"
        " duration_seconds, status, approved_at from canonical.workday__absence order by 1"
    ) == [
        (
            *("l1", f"hr:{BEN}", "hr:Parental", date(2026, 3, 2), date(2026, 5, 3), 13_860),
            *("approved", None),
        ),
        (
            *("l2", f"hr:{ADA}", "hr:Study", date(2026, 8, 3), date(2026, 12, 18), 14_400),
            *("approved", None),
        ),
        (
            *("r1@2026-07-02", f"hr:{ADA}", "hr:Vacation", date(2026, 7, 2), date(2026, 7, 7)),
            *(28_800, "approved", at("2026-06-02 08:00")),
        ),
        (
            *("r2@2026-07-06", f"hr:{BEN}", "hr:Sick", date(2026, 7, 6), date(2026, 7, 6)),
            *(9_000, "requested", None),
        ),
        (
            *("r3@2026-07-06", None, "hr:Vacation", date(2026, 7, 6), date(2026, 7, 6)),
            *(28_800, "rejected", None),
        ),
    ]


def test_kinds_of_absence_are_those_that_absences_name(tenant: FirmOfFiles) -> None:
    assert tenant.rows(
        "select source_record_id, name, is_paid, reduces_capacity, is_long_leave"
        " from canonical.workday__absence_type order by 1"
    ) == [
        ("Parental", "Parental", False, True, True),
        ("Sick", "Sick", False, True, False),
        ("Study", "Study", True, True, True),
        ("Vacation", "Vacation", True, True, False),
    ]


def test_a_report_of_one_record_is_no_list(tenant: FirmOfFiles) -> None:
    assert tenant.rows(
        "select source_record_id, location, holiday_on, name from canonical.workday__holiday"
    ) == [("US-NY:2026-07-03", "US-NY", date(2026, 7, 3), "Independence Day")]


def test_payroll_is_what_was_paid(tenant: FirmOfFiles) -> None:
    assert tenant.rows(
        "select worker_ref, period_starts_on, period_ends_on, gross_amount, employer_cost_amount,"
        " paid_seconds, currency from canonical.workday__payroll_actual"
    ) == [
        (
            *(f"hr:{BEN}", date(2026, 6, 1), date(2026, 6, 30), D("2600.0000"), D("3211.5500")),
            *(300_312, "EUR"),
        )
    ]


def test_only_cost_centers_are_cost_centres(tenant: FirmOfFiles) -> None:
    assert tenant.rows(
        "select source_record_id, cost_centre_code, name, parent_ref, legal_entity_code, is_active"
        " from canonical.workday__cost_centre order by 1"
    ) == [
        ("cc1", "0100", "0100", None, None, True),
        ("cc2", "0110", "0110", "hr:cc1", None, False),
    ]
