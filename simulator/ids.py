"""Identifiers as the vendors hand them out, each as Python and as the text of a SQL expression.

Every vendor id is a function of the kind of record and of its whole number in the books, so that
whoever needs an id (extracts, truth) computes it and nobody stores it. Salesforce and Certinia
share one org and thus one kind of id; Workday has 32 hexadecimal digits, Dynamics 365 a RecId
and, from Synapse Link, a GUID.
"""

import hashlib
import zlib

SALESFORCE_PREFIXES = {
    "Account": "001",
    "Contact": "003",
    "CurrencyType": "01L",
    "Product2": "01t",
    "OpportunityLineItem": "00k",
    "User": "005",
    "Opportunity": "006",
    "OpportunityStage": "01J",
    "ProcessInstance": "04g",
    "ProcessInstanceStep": "04h",
    "DatedConversionRate": "04w",
    "Contract": "800",
    "Order": "801",
    "OrderItem": "802",
    "Rate_Revision__c": "a00",
    "pse__Region__c": "a01",
    "pse__Practice__c": "a02",
    "pse__Proj__c": "a03",
    "pse__Project_Task__c": "a04",
    "pse__Assignment__c": "a05",
    "pse__Schedule__c": "a06",
    "pse__Timecard_Header__c": "a07",
    "pse__Timecard__c": "a08",
    "pse__Expense_Report__c": "a09",
    "pse__Expense__c": "a0A",
    "pse__Milestone__c": "a0B",
    "pse__Budget__c": "a0C",
    "pse__Miscellaneous_Adjustment__c": "a0D",
    "pse__Billing_Event__c": "a0E",
    "pse__Billing_Event_Item__c": "a0F",
    "pse__Rate_Card__c": "a0G",
    "pse__Work_Calendar__c": "a0H",
    "pse__Est_Vs_Actuals__c": "a0I",
    "Utilization_Target__c": "a0J",
}
LARGEST_SALESFORCE_NUMBER = 62**5 - 1
LARGEST_RECID_NUMBER = 10**12 - 1

_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_CHECK = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"
_POD = "5g"
_RECID_BASE = 7 * 10**18
_RECID_TABLES = 100_000


def salesforce_checksum(id15: str) -> str:
    """Return the three characters that make a case-sensitive id one without case.

    Args:
        id15: An id of 15 characters.
    """
    parts = (id15[0:5], id15[5:10], id15[10:15])
    return "".join(
        _CHECK[sum(1 << at for at, letter in enumerate(part) if "A" <= letter <= "Z")]
        for part in parts
    )


def salesforce_id(kind: str, number: int) -> str:
    """Return the 18 characters of a record.

    Args:
        kind: API name of the object.
        number: From 0 to ``LARGEST_SALESFORCE_NUMBER``.
    """
    tail = "".join(_DIGITS[number // 62**power % 62] for power in range(4, -1, -1))
    id15 = f"{_head(kind)}{tail}"
    return id15 + salesforce_checksum(id15)


def salesforce_id_sql(kind: str, number: str, *, length: int = 18) -> str:
    """Return SQL for the id of a record, null for a null number.

    Args:
        kind: API name of the object.
        number: A BIGINT expression without side effects.
        length: 18, or 15 for what reports show.
    """
    digits = [f"(({number}) // {62**power} % 62)" for power in range(4, -1, -1)]
    tail = " || ".join(f"'{_DIGITS}'[{digit} + 1]" for digit in digits)
    head = _head(kind)
    if length == 15:
        return f"('{head}' || {tail})"
    bits = " + ".join(
        f"(case when {digit} between 10 and 35 then {1 << at} else 0 end)"
        for at, digit in enumerate(digits)
    )
    check = salesforce_checksum(f"{head}00000")[:2]
    return f"('{head}' || {tail} || '{check}' || '{_CHECK}'[{bits} + 1])"


def wid(kind: str, number: int) -> str:
    """Return the 32 hexadecimal digits of a record of Workday.

    Args:
        kind: Kind of record, such as ``worker``.
        number: Its number in the books.
    """
    return hashlib.md5(f"workday:{kind}:{number}".encode(), usedforsecurity=False).hexdigest()


def wid_sql(kind: str, number: str) -> str:
    """Return SQL for the id of a record of Workday, null for a null number."""
    return f"md5('workday:{kind}:' || cast({number} as varchar))"


def recid(table: str, number: int) -> int:
    """Return the RecId of a row of Dynamics 365: beyond 2**53, so that a float loses it.

    Args:
        table: Lower-case name of the table.
        number: From 1 to ``LARGEST_RECID_NUMBER``.
    """
    return _recid_start(table) + number


def recid_sql(table: str, number: str) -> str:
    """Return SQL for a RecId, null for a null number."""
    return f"({_recid_start(table)} + cast({number} as bigint))"


def guid(table: str, number: int) -> str:
    """Return the ``Id`` that Synapse Link gives a row of Dynamics 365.

    Args:
        table: Lower-case name of the table.
        number: Its number in the books.
    """
    text = hashlib.md5(f"d365:{table}:{number}".encode(), usedforsecurity=False).hexdigest()
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))


def guid_sql(table: str, number: str) -> str:
    """Return SQL for the ``Id`` of a row, null for a null number."""
    return f"cast(cast(md5('d365:{table}:' || cast({number} as varchar)) as uuid) as varchar)"


def _head(kind: str) -> str:
    return f"{SALESFORCE_PREFIXES[kind]}{_POD}00000"


def _recid_start(table: str) -> int:
    return _RECID_BASE + zlib.crc32(table.encode()) % _RECID_TABLES * 10**12
