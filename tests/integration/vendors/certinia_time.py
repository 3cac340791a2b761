"""A made Certinia org that has every trap once: time, approval, expenses and billing.

What a row is there for stands above it.
"""

from tests.integration.vendors.certinia_extracts import (
    Record,
    contact,
    header,
    hours,
    part_of,
    project,
    sfid,
    split,
    step,
    submission,
    timecard,
)

REPORT = sfid("a0R", 1)
_DAY_RATE = {
    "pse__Bill_Rate__c": "1200.0000",
    "pse__Daily_Bill_Rate__c": "true",
    "pse__Cost_Rate_Amount__c": "500.00",
    "pse__Cost_Rate_Currency_Code__c": "GBP",
    "pse__Daily_Cost_Rate__c": "true",
    # The formula is text; nobody may read a number in it.
    "pse__Total_Cost__c": "GBP 500.00",
}
TIMECARD_HEADER = (
    header(
        "Whole",
        "2026-06-01",
        "Approved",
        pse__Assignment__c=sfid("a0A", 1),
        **hours(mon="8.00", tue="7.50", fri="4.00"),
    ),
    header("Month", "2026-06-28", "Approved", **hours(mon="8", tue="8", wed="8", thu="8")),
    header("Bare", "2026-06-10", "Submitted", **hours(mon="2", sun="1", wed="3")),
    header("Negative", "2026-06-08", "Approved", **hours(mon="-2.00")),
    header("Recalled", "2026-06-08", "Saved", **hours(tue="8")),
    header("Daily", "2026-06-08", "Approved", **(_DAY_RATE | hours(wed="7.25"))),
    header("Leave", "2026-06-08", "Approved", **hours(thu="8"), pse__Project__c=project(3)),
    header("Tools", "2026-06-08", "Approved", **hours(thu="1"), pse__Project__c=project(2)),
    header("Credited", "2026-06-08", "Approved", **hours(thu="2"), pse__Time_Credited__c="true"),
    header("Excluded", "2026-06-08", "Approved", **hours(thu="3"), pse__Time_Excluded__c="true"),
    header(
        "Customer",
        "2026-06-08",
        "Approved",
        **hours(fri="4"),
        Submitted_Date__c="2026-06-12T16:00:00.000+0000",
        Approved_Date__c="2026-06-15T08:30:00.000+0000",
    ),
    header("Deleted", "2026-06-08", "Submitted", **hours(fri="5"), IsDeleted="true"),
)
TIMECARD_SPLIT = (
    part_of(
        "Whole",
        "Whole",
        "2026-06-01",
        **hours(mon="8.00", tue="7.50", fri="4.00"),
        pse__Monday_Notes__c="Workshop",
        pse__Billed__c="true",
        pse__Invoice_Number__c="INV-7",
        pse__Billing_Event_Item__c=sfid("a0I", 1),
    ),
    part_of("June", "Month", "2026-06-28", **hours(mon="8", tue="8")),
    part_of("July", "Month", "2026-07-01", **hours(wed="8", thu="8")),
    part_of("Negative", "Negative", "2026-06-08", **hours(mon="-2.00")),
    # The copy of the status lags behind the timecard's.
    part_of("Recalled", "Recalled", "2026-06-08", **hours(tue="8"), pse__Status__c="Approved"),
    part_of(
        "Daily",
        "Daily",
        "2026-06-08",
        **hours(wed="7.25"),
        pse__Billing_Hold__c="true",
        Billing_Hold_Reason__c="No purchase order",
        Billing_Hold_Expires_On__c="2026-07-31",
    ),
    part_of("Deleted", "Deleted", "2026-06-08", **hours(fri="5"), IsDeleted="true"),
)

PROCESS_INSTANCE = (
    submission(1, timecard("Whole")),
    submission(2, timecard("Recalled")),
    submission(3, REPORT),
    submission(4, sfid("a0M", 1)),
    submission(5, sfid("006", 1)),
    submission(6, timecard("Month")),
    submission(7, timecard("Month")),
)
PROCESS_INSTANCE_STEP = (
    step(1, 1, "Started", "2026-06-05T17:00:00.000+0000"),
    step(2, 1, "Reassigned", "2026-06-06T09:00:00.000+0000"),
    step(3, 1, "Approved", "2026-06-08T09:00:00.000+0000", actor=2),
    step(4, 2, "Started", "2026-06-12T17:00:00.000+0000"),
    step(5, 2, "Approved", "2026-06-15T09:00:00.000+0000", actor=2),
    step(6, 2, "Removed", "2026-06-16T09:00:00.000+0000"),
    step(7, 3, "Started", "2026-06-20T10:00:00.000+0000"),
    step(8, 3, "Approved", "2026-06-21T10:00:00.000+0000", actor=2),
    step(9, 4, "Approved", "2026-06-22T10:00:00.000+0000", actor=3),
    # A deal that was submitted is none of Certinia's records.
    step(10, 5, "Approved", "2026-06-22T10:00:00.000+0000"),
    # Recalled by the system at first, approved on the second submission.
    step(11, 6, "Started", "2026-07-03T17:00:00.000+0000"),
    step(12, 6, "Rejected", "2026-07-04T17:00:00.000+0000", actor=2),
    step(13, 7, "Started", "2026-07-05T17:00:00.000+0000"),
    step(14, 7, "Approved", "2026-07-06T17:00:00.000+0000", actor=2),
)

EXPENSE_REPORT = ({"Id": REPORT, "pse__Status__c": "Approved"},)
_COMMON = {
    "CurrencyIsoCode": "EUR",
    "pse__Project__c": project(1),
    "pse__Resource__c": contact(1),
    "pse__Expense_Report__c": REPORT,
    "pse__Expense_Date__c": "2026-06-11",
    "pse__Type__c": "Hotel",
    "pse__Status__c": "Submitted",
    "pse__Billing_Currency__c": "USD",
    "pse__Billable__c": "true",
}
_FIRST = sfid("a0X", 1)
EXPENSE = (
    {"Id": _FIRST, **_COMMON, "pse__Amount__c": "300.00", "pse__Split_Expense__c": "true"},
    {
        "Id": sfid("a0X", 2),
        **_COMMON,
        "pse__Amount__c": "200.00",
        "pse__Incurred_Tax__c": "14.00",
        "pse__Billing_Amount__c": "220.00",
        "pse__Amount_To_Bill__c": "USD 220.00",
        "pse__Expense_Split_Parent__c": _FIRST,
    },
    {
        "Id": sfid("a0X", 3),
        **_COMMON,
        "pse__Amount__c": "100.00",
        "pse__Billable__c": "false",
        "pse__Non_Reimbursible__c": "true",
        "pse__Expense_Split_Parent__c": _FIRST,
    },
)

BILLING_EVENT = (
    {
        "Id": sfid("a0J", 1),
        "CurrencyIsoCode": "USD",
        "pse__Project__c": project(1),
        "pse__Date__c": "2026-06-30",
        "pse__Status__c": "Completed",
        "pse__Is_Released__c": "true",
        "pse__Invoiced__c": "true",
        "pse__Invoice_Number__c": "INV-7",
    },
)
BILLING_EVENT_ITEM = (
    {
        "Id": sfid("a0I", 1),
        "pse__Billing_Event__c": sfid("a0J", 1),
        "pse__Category__c": "Timecard",
        "pse__Timecard_Split__c": split("Whole"),
        "pse__Quantity__c": "19.500000",
        "pse__Unit_Price__c": "150.00",
        "pse__Amount__c": "2925.00",
    },
    {
        "Id": sfid("a0I", 2),
        "pse__Billing_Event__c": sfid("a0J", 1),
        "pse__Category__c": "Milestone",
        "pse__Milestone__c": sfid("a0M", 1),
        "pse__Amount__c": "20000.00",
    },
)
MISCELLANEOUS_ADJUSTMENT = (
    *(
        {
            "Id": sfid("a0N", number),
            "CurrencyIsoCode": "USD",
            "pse__Project__c": project(1),
            "pse__Transaction_Category__c": category,
            "pse__Amount__c": amount,
            "pse__Status__c": status,
            "pse__Effective_Date__c": "2026-06-30",
            "Adjustment_Kind__c": kind,
        }
        for number, category, amount, status, kind in (
            (1, "Ready-to-Bill Revenue", "-400.00", "Approved", ""),
            (2, "Ready-to-Bill Revenue", "-90.00", "Approved", "Write-Off"),
            (3, "Ready-to-Bill Revenue", "-1.00", "Draft", ""),
            (4, "External Cost", "75.00", "Approved", ""),
        )
    ),
)
EXTRACTS: dict[str, tuple[Record, ...]] = {
    "timecard_header": TIMECARD_HEADER,
    "timecard_split": TIMECARD_SPLIT,
    "process_instance": PROCESS_INSTANCE,
    "process_instance_step": PROCESS_INSTANCE_STEP,
    "expense_report": EXPENSE_REPORT,
    "expense": EXPENSE,
    "billing_event": BILLING_EVENT,
    "billing_event_item": BILLING_EVENT_ITEM,
    "miscellaneous_adjustment": MISCELLANEOUS_ADJUSTMENT,
}
