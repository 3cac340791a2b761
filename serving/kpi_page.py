"""The page of every published column, written from the descriptions beside the models.

``make pages`` writes ``docs/kpis.md``; a test holds the page against the descriptions and runs the
example of each table.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[1]
MARTS = ROOT / "dbt_project/models/marts"
PAGE = ROOT / "docs/kpis.md"
_SUBJECTS = {
    "utilization": "Utilization",
    "wip": "Work in progress, contract position and deferred revenue",
    "margin": "Margin",
    "days_to_invoice": "Days to invoice",
    "time_to_event": "Other waits",
    "backlog": "Bookings and backlog",
    "realization": "Realization and leakage",
    "revenue": "Expected and booked revenue",
    "delivery": "Burn and estimates",
    "cash": "Receivables, DSO and lock-up",
    "engagement": "Engagements and clients",
    "control": "Control accounts",
    "sync_health": "Health of the reconciliation",
    "breaks": "Breaks",
    "closes": "Closes",
    "shared": "Facts and dimensions that subjects share",
}
_OPENING = """\
# Every published figure

This page is written by `make pages` from the descriptions beside the models; the same words are the
comments of the published tables. Money is DECIMAL(18,4) in the currency the row names, time is in
seconds (hours are derived once, for people), and a ratio is a DOUBLE whose two parts stand beside
it: to roll one up, add up its parts and divide again. `kpi_` tables end with the same columns: is
the row provisional and why, which open breaks touch it and for how much, how fresh its sources are,
as of when it was made. See also the [ten questions](ten_questions.md), with a query each.
"""


@dataclass(frozen=True, slots=True)
class Column:
    """A published column: its name, its type and what it means, with its unit and formula."""

    name: str
    data_type: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Table:
    """A published table.

    Attributes:
        subject: Folder of its model.
        name: Name in the schema ``marts``.
        meaning: What it holds.
        grain: Columns that make a row the only one of its kind.
        example: A query one would ask it.
        columns: Its columns in their order.
    """

    subject: str
    name: str
    meaning: str
    grain: tuple[str, ...]
    example: str
    columns: tuple[Column, ...]


def published_tables() -> Iterator[Table]:
    """Yield every published table, subject by subject, the ``kpi_`` tables of each first."""
    folders = {path.name: path for path in MARTS.iterdir() if any(path.glob("*.sql"))}
    order = [*_SUBJECTS, *sorted(folders.keys() - _SUBJECTS.keys())]
    for subject in order:
        found = [
            _table(subject, model)
            for path in sorted(folders[subject].glob("_*models.yml"))
            for model in yaml.safe_load(path.read_text())["models"]
        ]
        yield from sorted(found, key=lambda table: (not table.name.startswith("kpi_"), table.name))


def page() -> str:
    """Return the page as Markdown."""
    parts = [_OPENING]
    subject = ""
    for table in published_tables():
        if table.subject != subject:
            subject = table.subject
            parts.append(f"## {_SUBJECTS.get(subject, subject.replace('_', ' ').capitalize())}\n")
        parts.append(_section(table))
    return "\n".join(parts)


def _table(subject: str, model: dict[str, Any]) -> Table:
    meta = model.get("config", {}).get("meta", {})
    return Table(
        subject=subject,
        name=model["name"],
        meaning=_one_line(model["description"]),
        grain=tuple(meta.get("grain", ())),
        example=str(meta.get("example", "")).strip(),
        columns=tuple(
            Column(one["name"], one["data_type"], _one_line(one["description"]))
            for one in model["columns"]
        ),
    )


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _section(table: Table) -> str:
    grain = ", ".join(f"`{column}`" for column in table.grain) or "a single row"
    rows = "\n".join(
        f"| `{one.name}` | {one.data_type} | {one.meaning.replace('|', '&#124;')} |"
        for one in table.columns
    )
    return (
        f"### {table.name}\n\n{table.meaning} Key: {grain}.\n\n"
        f"```sql\n{table.example}\n```\n\n| column | type | meaning, unit, formula |\n"
        f"|---|---|---|\n{rows}\n"
    )


if __name__ == "__main__":
    PAGE.write_text(page())
    sys.stdout.write(f"{PAGE.relative_to(ROOT)}: {sum(1 for _ in published_tables())} tables\n")
