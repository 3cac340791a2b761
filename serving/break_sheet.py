"""The list of breaks as a sheet to fill in: written for Excel or as CSV, and read back.

A workbook has one sheet per owner. The decision columns are empty; a line in which all of them are
still empty asks for nothing. Text that a spreadsheet would take for a formula is written with an
apostrophe before it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import fields
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl  # type: ignore[import-untyped]

from ingest.decisions import Wish
from ingest.errors import DecisionError
from serving.breaks import BreakFilter, BreakList, BreakOrder, list_breaks
from serving.decide import Placed
from serving.durable import settle, temporary_name
from serving.filled_csv import Line, csv_lines, header_of, named, unreadable
from serving.tables import inert, to_csv

SHOWN = (
    "break_id",
    "rule_code",
    "rule_name",
    "severity",
    "owner",
    "status",
    "assignee",
    "due_on",
    "age_business_days",
    "legal_entity_id",
    "client_id",
    "project_id",
    "period",
    "left_id",
    "right_id",
    "field",
    "left_value",
    "right_value",
    "money_at_stake",
    "currency",
    "direction",
    "explanation",
)
ASKED = tuple(field.name for field in fields(Wish) if field.name != "break_id")
_ID = "break_id"
_NEEDED = (_ID, *ASKED)
_WRITTEN_BY = "tieout breaks export"
_NO_OWNER = "no owner"
_SHEET_NAME_LENGTH = 31


def write_sheet(published: Path, target: Path, *, owner: str | None) -> int:
    """Write the open breaks with empty decision columns.

    Args:
        published: A published version; opened read-only.
        target: File to write, ``.xlsx`` or ``.csv``; it must not exist.
        owner: Only the breaks of this team; None for all, by team.

    Returns:
        Number of breaks.

    Raises:
        DecisionError: The file is there already, or its ending is neither.
    """
    if target.exists():
        raise DecisionError(
            f"{target} is there already.",
            way_out="name another file: decisions in that one would be lost.",
        )
    found = list_breaks(published, where=BreakFilter(owner=owner), order=BreakOrder.SEVERITY)
    shown = [name for name in SHOWN if name in found.columns]
    columns = [*shown, *ASKED]
    by_owner = _by_owner(found, shown)
    temporary = temporary_name(target)
    if target.suffix.lower() == ".csv":
        rows = [row for name in sorted(by_owner) for row in by_owner[name]]
        temporary.write_text(to_csv(columns, rows), encoding="utf-8-sig", newline="")
    elif target.suffix.lower() == ".xlsx":
        _write_workbook(temporary, columns, by_owner)
    else:
        raise DecisionError(f"{target}: the ending is {target.suffix!r}.", way_out=_ENDINGS)
    settle(temporary, target)
    return len(found.rows)


_ENDINGS = "name a file that ends in .xlsx or .csv."


def read_sheet(path: Path) -> list[Placed]:
    """Read a filled sheet.

    Args:
        path: What `write_sheet` wrote, filled in; more columns and another order do no harm.

    Returns:
        One wish per line, those that ask for nothing included.

    Raises:
        DecisionError: It cannot be read, or lacks a column.
    """
    if path.suffix.lower() == ".csv":
        lines = csv_lines(path, needed=_NEEDED, written_by=_WRITTEN_BY)
    else:
        lines = _workbook_lines(path)
    return [
        Placed(
            Wish(break_id=line[_ID].strip(), **{name: line.get(name, "") for name in ASKED}), place
        )
        for place, line in lines
        if any(line.get(name, "").strip() for name in (_ID, *ASKED))
    ]


def _by_owner(found: BreakList, shown: Sequence[str]) -> dict[str, list[tuple[Any, ...]]]:
    by_owner: dict[str, list[tuple[Any, ...]]] = {}
    for record in found.records():
        row = (*(record[name] for name in shown), *("" for _ in ASKED))
        by_owner.setdefault(record["owner"] or _NO_OWNER, []).append(row)
    return by_owner


def _write_workbook(
    path: Path, columns: Sequence[str], by_owner: dict[str, list[tuple[Any, ...]]]
) -> None:
    book = openpyxl.Workbook(write_only=True)
    for owner in sorted(by_owner) or [_NO_OWNER]:
        sheet = book.create_sheet(owner[:_SHEET_NAME_LENGTH])
        sheet.freeze_panes = "B2"
        sheet.append(list(columns))
        for row in by_owner.get(owner, []):
            sheet.append([inert(value) for value in row])
    with path.open("wb") as file:
        book.save(file)


def _workbook_lines(path: Path) -> Iterator[Line]:
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except Exception as error:  # openpyxl raises whatever the damage leads to
        raise unreadable(path, error) from error
    try:
        for sheet in book.worksheets:
            rows = sheet.iter_rows(values_only=True)
            where = f"{path.name}, sheet {sheet.title}"
            first = [_text(cell) for cell in next(rows, ())]
            header = header_of(where, first, needed=_NEEDED, written_by=_WRITTEN_BY)
            for number, row in enumerate(rows, start=2):
                cells = [_text(cell) for cell in row]
                if any(cells):
                    yield f"{where}, line {number}", named(header, cells)
    finally:
        book.close()


def _text(cell: object) -> str:
    """Return what a cell says; Excel shows 15 digits of a number, and those are meant."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float):
        return f"{Decimal(f'{cell:.15g}'):f}"
    return str(cell)
