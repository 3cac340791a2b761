"""Extracts of a made Certinia org, as the Bulk API writes them: API names, a row or a few per trap.

Weeks begin on any day: 2026-06-01 and 2026-06-08 are Mondays, 2026-06-10 is a Wednesday,
2026-06-28 is a Sunday.
"""

import csv
import io
from collections.abc import Mapping

from tests.integration.vendors.firm_of_files import FirmOfFiles

Record = Mapping[str, object]
_DAYS = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")


def sfid(key: str, number: int | str, length: int = 18) -> str:
    """Return a native id: the prefix of its object, a number, and the checksum of its case."""
    short = f"{key}{number:0>{15 - len(key)}}"
    bits = [sum(1 << i for i in range(5) if short[part + i].isupper()) for part in (0, 5, 10)]
    return (short + "".join("ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"[each] for each in bits))[:length]


def contact(number: int | str, length: int = 18) -> str:
    """Return the id of a resource."""
    return sfid("003", number, length)


def project(number: int | str, length: int = 18) -> str:
    """Return the id of a project."""
    return sfid("a0P", number, length)


def timecard(number: int | str) -> str:
    """Return the id of a timecard."""
    return sfid("a0T", number)


def split(number: int | str) -> str:
    """Return the id of a timecard split."""
    return sfid("a0S", number)


def hours(**by_day: str) -> dict[str, object]:
    """Return the weekday columns: named days their hours, the others zero."""
    return {f"pse__{day}_Hours__c": by_day.get(day[:3].lower(), "0.00") for day in _DAYS}


def text_of(*records: Record) -> str:
    """Return records as a CSV file; a record without a column has it empty."""
    names = list(dict.fromkeys(name for record in records for name in record))
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, names, lineterminator="\n", restval="")
    writer.writeheader()
    writer.writerows(dict(record) for record in records)
    return buffer.getvalue()


def put(
    firm: FirmOfFiles, entity: str, *records: Record, name: str = "1.csv", to: str = "psa"
) -> None:
    """Drop records of an entity as one file of an instance."""
    firm.put(to, entity, name, text_of(*records))


def header(number: int | str, starts_on: str, status: str, **more: object) -> dict[str, object]:
    """Return a timecard of resource 1 on project 1, an hour of which is billed at 150 USD."""
    return {
        "Id": timecard(number),
        "Name": f"TCH-{number}",
        "CurrencyIsoCode": "USD",
        "pse__Resource__c": contact(1),
        "pse__Project__c": project(1),
        "pse__Start_Date__c": starts_on,
        "pse__Status__c": status,
        "pse__Billable__c": "true",
        "pse__Bill_Rate__c": "150.0000",
        "pse__Cost_Rate_Amount__c": "80.00",
        "pse__Cost_Rate_Currency_Code__c": "EUR",
        "IsDeleted": "false",
        **more,
    }


def part_of(
    number: int | str, card: int | str, starts_on: str, **more: object
) -> dict[str, object]:
    """Return a billable timecard split."""
    return {
        "Id": split(number),
        "pse__Timecard_Header__c": timecard(card),
        "pse__Start_Date__c": starts_on,
        "pse__Billable__c": "true",
        "IsDeleted": "false",
        **more,
    }


def submission(number: int | str, target: str) -> dict[str, object]:
    """Return a submission of a record."""
    return {"Id": sfid("04g", number), "TargetObjectId": target, "Status": "Approved"}


def step(
    number: int | str, of: int | str, status: str, at: str, actor: int = 1
) -> dict[str, object]:
    """Return a step of a submission."""
    return {
        "Id": sfid("04h", number),
        "ProcessInstanceId": sfid("04g", of),
        "StepStatus": status,
        "ActorId": sfid("005", actor),
        "CreatedDate": at,
    }
