"""Names that the SQL of the extracts uses: ids of the vendors, hours, and states at a cut."""

import re

import duckdb

from simulator.ids import SALESFORCE_PREFIXES, guid_sql, recid_sql, salesforce_id_sql, wid_sql

WORKDAY_KINDS = ("worker", "position", "organization", "team", "role", "email", "leave")
_MACROS = {
    "hours(seconds)": "cast(seconds // 36 as bigint) * cast(0.01 as decimal(3, 2))",
    "weekday_key(weekday)": "['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'][weekday]",
    "days_since_monday(day)": "day - date '1900-01-01'",
    "weekdays_until(day)": "days_since_monday(day) // 7 * 5 "
    "+ least(days_since_monday(day) % 7 + 1, 5)",
    "weekdays(first_day, last_day)": "weekdays_until(last_day) - weekdays_until(first_day - 1)",
    "timecard_status(cut, submitted, rejected, approved_once, recalled, submitted_again, approved, "
    "withdrawn)": """
        case
            when withdrawn <= cut then 'Saved'
            when approved <= cut then 'Approved'
            when submitted_again <= cut then 'Submitted'
            when recalled <= cut then 'Saved'
            when approved_once <= cut then 'Approved'
            when rejected <= cut then 'Rejected'
            when submitted <= cut then 'Submitted'
            else 'Saved'
        end""",
    "report_status(cut, submitted, rejected, approved)": """
        case
            when approved <= cut then 'Approved'
            when rejected <= cut then 'Rejected'
            when submitted <= cut then 'Submitted'
            else 'Draft'
        end""",
    "trans_id(prefix, number)": "prefix || lpad(cast(number as varchar), 10, '0')",
    "trans_status(cut, adjusted, proposed, invoiced, credited, rebilled)": """
        case
            when adjusted <= cut then 9
            when rebilled <= cut then 4
            when credited <= cut then 2
            when invoiced <= cut then 4
            when proposed <= cut then 3
            else 2
        end""",
    "journal_category(document_type, is_manual)": """
        case
            when is_manual then 36
            else
                case document_type
                    when 'hours' then 6
                    when 'expense' then 6
                    when 'revenue' then 6
                    when 'invoice' then 6
                    when 'payment' then 15
                    when 'deposit' then 15
                    when 'reimbursement' then 15
                    when 'vendor_invoice' then 14
                    when 'packing_slip' then 3
                    when 'revaluation' then 9
                    when 'intercompany' then 25
                    else 1
                end
        end""",
    "no_day(day)": "coalesce(day, date '1900-01-01')",
    "no_end(day)": "coalesce(day, date '2154-12-31')",
}


def create_macros(connection: duckdb.DuckDBPyConnection, d365_tables: tuple[str, ...]) -> None:
    """Make every macro in a connection, as temporary ones.

    Args:
        connection: The connection that writes extracts.
        d365_tables: Lower-case names of the tables of Dynamics 365 that have a RecId.
    """
    for kind in SALESFORCE_PREFIXES:
        _create(connection, f"sf_{_short(kind)}(number)", salesforce_id_sql(kind, "number"))
    for kind in WORKDAY_KINDS:
        _create(connection, f"wid_{kind}(number)", wid_sql(kind, "number"))
    for table in d365_tables:
        _create(connection, f"recid_{table}(number)", recid_sql(table, "number"))
        _create(connection, f"guid_{table}(number)", guid_sql(table, "number"))
    for signature, body in _MACROS.items():
        _create(connection, signature, body)


def _short(kind: str) -> str:
    """Return the API name of an object without namespace and suffix, in lower case."""
    return re.sub(r"^pse__|__c$", "", kind).lower()


def _create(connection: duckdb.DuckDBPyConnection, signature: str, body: str) -> None:
    connection.execute(f"create or replace temp macro {signature} as ({body})")
