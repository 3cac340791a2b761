"""A made Certinia org that has every trap once: people, projects and plans.

What a row is there for stands above it.
"""

from tests.integration.vendors.certinia_extracts import Record, contact, hours, project, sfid

ACCOUNT = sfid("001", "Acme")
_CALENDAR = {"pse__Standard_Hours_Per_Day__c": "8.00", **hours(mon="8.00", tue="7.50")}
WORK_CALENDAR = ({"Id": sfid("a0W", 1), "Name": "UK", **_CALENDAR},)
REGION = (
    {"Id": sfid("a0G", 1), "Name": "World"},
    {
        "Id": sfid("a0G", 2),
        "Name": "Europe",
        "Region_Code__c": "EMEA",
        "pse__Parent_Region__c": sfid("a0G", 1),
        "pse__Default_Work_Calendar__c": sfid("a0W", 1),
        "Inactive__c": "true",
    },
)
PRACTICE = ({"Id": sfid("a0C", 1), "Name": "Data"},)
RESOURCE = (
    # Ids of 15 characters, as reports write them.
    {
        "Id": contact(1, 15),
        "Name": "Ada Lovelace",
        "Email": "ada@firm.example",
        "CurrencyIsoCode": "GBP",
        "pse__Is_Resource__c": "true",
        "pse__Is_Resource_Active__c": "true",
        "pse__Resource_Role__c": "Consultant",
        "pse__Region__c": sfid("a0G", 2, 15),
        "pse__Practice__c": sfid("a0C", 1),
        "pse__ERP_Worker_Correlation_Id__c": "W-001",
        "pse__Salesforce_User__c": sfid("005", 7),
        "pse__Default_Cost_Rate__c": "450.00",
        "pse__Daily_Default_Cost_Rate__c": "true",
        "pse__Start_Date__c": "2024-01-01",
        "pse__Utilization_Target__c": "80",
    },
    # No compound name, and he has left.
    {
        "Id": contact(2),
        "FirstName": "Alan",
        "LastName": "Turing",
        "pse__Is_Resource__c": "true",
        "pse__Is_Resource_Active__c": "true",
        "pse__External_Resource__c": "true",
        "pse__Employment_Status__c": "Terminated",
        "pse__Default_Cost_Rate__c": "0.00",
        "pse__Last_Date__c": "2026-05-31",
        "pse__Utilization_Target__c": "70",
    },
    # A person at the client is no resource.
    {"Id": contact(3), "Name": "Carla Client", "pse__Default_Cost_Rate__c": "0.00"},
)
RATE_CARD = (
    {
        "Id": sfid("a0D", 1),
        "CurrencyIsoCode": "USD",
        "pse__Role__c": "Consultant",
        "pse__Account__c": ACCOUNT,
        "pse__Region__c": sfid("a0G", 2),
        "pse__Suggested_Bill_Rate__c": "175.2500",
        "pse__Start_Date__c": "2026-01-01",
        "CreatedDate": "2025-12-15T10:00:00.000+0000",
        "LastModifiedDate": "2026-01-10T10:00:00.000+0000",
    },
)
UTILIZATION_TARGET = (
    {
        "Id": sfid("a0U", 1),
        "Resource__c": contact(2),
        "Target__c": "62.5",
        "Start_Date__c": "2026-01-01",
        "End_Date__c": "2026-12-31",
    },
)

_CLIENT = {
    "Name": "Acme phase 1",
    "CurrencyIsoCode": "USD",
    "pse__Project_ID__c": "PR-000001",
    "pse__Account__c": ACCOUNT,
    "pse__Opportunity__c": sfid("006", 1),
    "Contract__c": sfid("800", 1),
    "Contract_Line_Number__c": "2",
    "ERP_Company__c": "usmf",
    "pse__Region__c": sfid("a0G", 2),
    "pse__Practice__c": sfid("a0C", 1),
    "pse__Project_Manager__c": contact(1),
    "pse__Stage__c": "In Progress",
    "pse__Project_Type__c": "Customer Project",
    "pse__Billing_Type__c": "Time and Materials",
    "pse__Is_Active__c": "true",
    "pse__Is_Billable__c": "true",
    "pse__Start_Date__c": "2026-05-01",
    "pse__End_Date__c": "2026-12-31",
    "pse__Planned_Hours__c": "1000.00",
    "pse__Estimated_Hours_at_Completion__c": "1100.00",
    "pse__Total_Submitted_Hours__c": "49.50",
    "pse__Actuals_Last_Update_Date__c": "2026-07-01T02:00:00.000+0000",
    "pse__Bookings__c": "99999.00",
}
PROJECT = (
    {"Id": project(1), **_CLIENT},
    {"Id": project(2), "Name": "Our own tools", "pse__Project_Type__c": "Internal"},
    {
        "Id": project(3),
        "Name": "Leave",
        "pse__Project_Type__c": "Paid Time Off",
        "pse__Is_Active__c": "true",
    },
    {"Id": project(4), "Name": "Template", "pse__Is_Template__c": "true"},
    {
        "Id": project(5),
        "Name": "Spelled with two l",
        "pse__Account__c": ACCOUNT,
        "pse__Stage__c": "Cancelled",
        "pse__Bookings__c": "500.00",
    },
)
PROJECT_TASK = (
    {
        "Id": sfid("a0K", 1),
        "Name": "Build",
        "pse__Project__c": project(1),
        "pse__Task_Number__c": "PT-1",
        "pse__Status__c": "Ready for Billing",
        "pse__Estimated_Hours__c": "12.50",
        "pse__Start_Date_Time__c": "2026-06-01T08:00:00.000+0000",
    },
    {"Id": sfid("a0K", 2), "Name": "Of the template", "pse__Project__c": project(4)},
)
MILESTONE = (
    {
        "Id": sfid("a0M", 1),
        "Name": "MS-1",
        "CurrencyIsoCode": "USD",
        "pse__Project__c": project(1),
        "pse__Milestone_Amount__c": "20000.00",
        "pse__Status__c": "Approved",
        "pse__Target_Date__c": "2026-06-15",
        "pse__Actual_Date__c": "2026-06-14",
        "pse__Approver__c": sfid("005", 2),
        "pse__Billing_Hold__c": "true",
    },
    # A phase: no amount. Approval as the customer keeps it.
    {
        "Id": sfid("a0M", 2),
        "Name": "Design",
        "pse__Project__c": project(1),
        "pse__Status__c": "Completed",
        "Approved_Date__c": "2026-06-20T10:00:00.000+0000",
    },
    {
        "Id": sfid("a0M", 3),
        "Name": "Of the template",
        "pse__Project__c": project(4),
        "pse__Status__c": "Planned",
    },
)
_ORDER, _CHANGE = "Customer Purchase Order", "Customer Purchase Order Change Request"
BUDGET = (
    *(
        {
            "Id": sfid("a0B", number),
            "CurrencyIsoCode": "USD",
            "pse__Project__c": project(1),
            "pse__Type__c": kind,
            "pse__Amount__c": amount,
            "pse__Expense_Amount__c": expenses,
            "pse__Status__c": status,
            "pse__Effective_Date__c": effective_on,
        }
        for number, kind, amount, expenses, status, effective_on in (
            (1, _ORDER, "50000.00", "1000.00", "Approved", "2026-05-01"),
            (2, _CHANGE, "10000.00", "", "Approved", "2026-06-01"),
            (3, _CHANGE, "-2500.00", "", "Draft", "2026-06-20"),
            (4, "Internal Budget", "30000.00", "", "Approved", "2026-05-01"),
        )
    ),
)

SCHEDULE = (
    # Thursday to Tuesday; Sunday-first columns.
    {
        "Id": sfid("a0H", 1),
        "pse__Start_Date__c": "2026-06-04",
        "pse__End_Date__c": "2026-06-09",
        **hours(mon="8.00", tue="4.00", thu="7.50", sat="1.00"),
    },
)
ASSIGNMENT = (
    {
        "Id": sfid("a0A", 1),
        "CurrencyIsoCode": "USD",
        "pse__Project__c": project(1),
        "pse__Resource__c": contact(1),
        "pse__Schedule__c": sfid("a0H", 1),
        "pse__Role__c": "Architect",
        "pse__Status__c": "Accepted",
        "pse__Is_Billable__c": "true",
        "pse__Bill_Rate__c": "1200.0000",
        "pse__Daily_Bill_Rate__c": "true",
        "pse__Cost_Rate_Amount__c": "60.00",
        "pse__Cost_Rate_Currency_Code__c": "USD",
    },
)
EST_VS_ACTUALS = (
    *(
        {
            "Id": sfid("a0E", number),
            "CurrencyIsoCode": "USD",
            "pse__Project__c": project(1),
            "pse__Assignment__c": sfid("a0A", 1),
            "pse__Time_Period_Type__c": kind,
            "pse__Start_Date__c": starts_on,
            "pse__Estimated_Hours__c": effort,
        }
        for number, kind, starts_on, effort in (
            (1, "Week", "2026-06-01", "12.50"),
            (2, "Week", "2026-06-08", "8.00"),
            (3, "Calendar Month", "2026-06-01", "20.50"),
        )
    ),
)
EXTRACTS: dict[str, tuple[Record, ...]] = {
    "work_calendar": WORK_CALENDAR,
    "region": REGION,
    "practice": PRACTICE,
    "resource": RESOURCE,
    "rate_card": RATE_CARD,
    "utilization_target": UTILIZATION_TARGET,
    "project": PROJECT,
    "project_task": PROJECT_TASK,
    "milestone": MILESTONE,
    "budget": BUDGET,
    "schedule": SCHEDULE,
    "assignment": ASSIGNMENT,
    "est_vs_actuals": EST_VS_ACTUALS,
}
