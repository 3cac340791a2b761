"""Columns that the vendors have and that the simulated firm leaves empty, by object.

Exports contain them all the same: what is not used is empty, not absent.
"""

_DAYS = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
_NOTES = tuple(f"pse__{day}_Notes__c" for day in _DAYS)

BLANKS: dict[str, tuple[str, ...]] = {
    "Account": ("BillingStateCode",),
    "Order": ("OriginalOrderId",),
    "User": ("ManagerId",),
    "Contact": (
        "AccountId",
        "pse__Group__c",
        "pse__API_Resource_Correlation_Id__c",
        "pse__Utilization_Target__c",
    ),
    "ProcessInstanceStep": ("Comments",),
    "pse__Assignment__c": (
        "pse__Milestone__c",
        "pse__Planned_Hours__c",
        "pse__Percent_Allocated__c",
        "pse__Time_Credited__c",
        "pse__Time_Excluded__c",
        "pse__Exclude_from_Billing__c",
    ),
    "pse__Billing_Event_Item__c": ("pse__Subcategory__c", "pse__Miscellaneous_Adjustment__c"),
    "pse__Budget__c": ("pse__Budget_Header__c", "pse__Expense_Amount__c", "pse__Description__c"),
    "pse__Est_Vs_Actuals__c": (
        "pse__Resource__c",
        "pse__Assignment__c",
        "pse__Resource_Request__c",
        "pse__Actual_Hours__c",
        "pse__Actual_Billable_Amount__c",
        "pse__Scheduled_Bill_Rate__c",
        "pse__Scheduled_Bill_Rate_is_Daily_Rate__c",
        "pse__Timecards_Submitted__c",
    ),
    "pse__Expense__c": ("pse__Assignment__c", "pse__Milestone__c", "pse__Expense_Split_Parent__c"),
    "pse__Expense_Report__c": ("OwnerId",),
    "pse__Milestone__c": (
        "pse__Milestone_Cost__c",
        "pse__Start_Date__c",
        "pse__Planned_Hours__c",
    ),
    "pse__Miscellaneous_Adjustment__c": (
        "pse__Invoice_Number__c",
        "pse__Invoice_Date__c",
        "pse__Billing_Event_Item__c",
    ),
    "pse__Proj__c": (
        "OwnerId",
        "pse__Group__c",
        "pse__Project_Status__c",
        "pse__Project_Phase__c",
        "pse__Time_Credited__c",
        "pse__Time_Excluded__c",
        "pse__Internal_Budget__c",
        "pse__Hours_Cut_Off_Date__c",
        "pse__Recognition_Method__c",
    ),
    "pse__Project_Task__c": (
        "pse__Milestone__c",
        "pse__Task_Key__c",
        "pse__WBS_Element_Number__c",
        "pse__Summary__c",
        "pse__Actual_Hours__c",
        "pse__Estimated_Time_To_Completion__c",
    ),
    "pse__Rate_Card__c": ("pse__Group__c", "pse__Average_Cost_Rate__c"),
    "pse__Region__c": ("pse__Default_Work_Calendar__c",),
    "pse__Schedule__c": ("pse__Scheduled_Hours__c",),
    "pse__Timecard__c": _NOTES,
    "pse__Timecard_Header__c": (
        "OwnerId",
        *(f"pse__{day}_Days__c" for day in _DAYS),
        *_NOTES,
        "pse__Total_Cost__c",
        "pse__Estimated_Time_To_Completion__c",
        "pse__Audit_Notes__c",
    ),
    "organization": ("sub_type", "location"),
    "worker_history": ("compensation_grade_id",),
    "worker_leave_status": ("leave_percentage",),
    "worker_position_history": ("home_country", "host_country"),
}
