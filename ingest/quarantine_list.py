"""What is in quarantine, as people see it: read-only, restricted texts withheld."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from ingest.contracts import contract_of
from ingest.errors import ContractError, QuarantineError
from ingest.home import Home
from ingest.quarantine_store import OPEN
from ingest.warehouse import open_warehouse

WITHHELD = "(withheld: it may hold restricted values)"
_SHOWN = (
    "quarantine_id, load_id, instance, vendor, entity, original_name, line, column_name, kind, "
    "message, quarantined_at, status, resolved_at, resolved_by, quarantine.reason, raw_text, file"
)


@dataclass(frozen=True, slots=True)
class Quarantined:
    """One quarantined line, or a file that was refused whole.

    Attributes:
        quarantine_id: Identifies it.
        load_id: The batch it came with.
        instance: Source instance.
        vendor: Vendor of the source.
        entity: Table.
        original_name: Name of the delivered file.
        line: Its line; None for a whole file.
        column_name: First column that fails; None when the line itself does.
        kind: What is wrong, for machines.
        message: What is wrong, for people.
        quarantined_at: When it was found, UTC.
        status: ``open``, ``replayed`` or ``dismissed``.
        resolved_at: When it was closed, UTC; None while open.
        resolved_by: Who closed it.
        reason: Why.
        raw_text: The text of the value or line; withheld where it may be restricted.
        file: Data file, relative to the landing zone.
    """

    quarantine_id: str
    load_id: str
    instance: str
    vendor: str
    entity: str
    original_name: str | None
    line: int | None
    column_name: str | None
    kind: str
    message: str
    quarantined_at: datetime
    status: str
    resolved_at: datetime | None
    resolved_by: str | None
    reason: str | None
    raw_text: str | None
    file: str


@dataclass(frozen=True, slots=True)
class Selection:
    """Which quarantined lines are meant; what is None does not narrow.

    Attributes:
        ids: Their ids, or beginnings of them that fit one each; empty for all.
        instance: Source instance.
        entity: Table.
        load_id: Batch.
        kind: Kind of problem.
        status: ``open``, ``replayed`` or ``dismissed``.
    """

    ids: tuple[str, ...] = ()
    instance: str | None = None
    entity: str | None = None
    load_id: str | None = None
    kind: str | None = None
    status: str | None = OPEN


def find(
    home: Home, selection: Selection, *, limit: int | None = None, show_restricted: bool = False
) -> tuple[list[Quarantined], int]:
    """Return quarantined lines in the order they came, and how many there are in all.

    Args:
        home: Whose warehouse to read.
        selection: Which ones.
        limit: Most to return; None for all.
        show_restricted: Leave texts that may hold restricted values as they are.

    Raises:
        WarehouseError: There is no warehouse.
        QuarantineError: An id is of no line, or of several.
    """
    wanted = {
        "instance": selection.instance,
        "entity": selection.entity,
        "load_id": selection.load_id,
        "kind": selection.kind,
        "quarantine.status": selection.status,
    }
    given = {name: value for name, value in wanted.items() if value is not None}
    where = " and ".join([*(f"{name} = ?" for name in given), "true"])
    values: list[Any] = list(given.values())
    with open_warehouse(home, read_only=True) as connection:
        if selection.ids:
            known = connection.execute("select quarantine_id from meta.quarantine").fetchall()
            where += " and list_contains(?, quarantine_id)"
            values.append(_whole_ids(selection.ids, [row[0] for row in known]))
        source = (
            "from meta.quarantine left join (select load_id, original_name from meta.load) "
            f"using (load_id) where {where}"
        )
        total = connection.execute(f"select count(*) {source}", values).fetchone()
        rows = connection.execute(
            f"select {_SHOWN} {source} order by quarantined_at, load_id, line "
            f"limit {'null' if limit is None else int(limit)}",
            values,
        ).fetchall()
    found = [Quarantined(*row) for row in rows]
    if not show_restricted:
        found = [_withheld(one) for one in found]
    return found, int(total[0]) if total else 0


def _whole_ids(beginnings: Sequence[str], known: list[str]) -> list[str]:
    """Complete ids that were given in part."""
    whole = []
    for beginning in beginnings:
        fitting = [one for one in known if one.startswith(beginning)]
        if len(fitting) != 1:
            raise QuarantineError(
                f"{beginning}: {len(fitting) or 'no'} quarantined lines have such an id.",
                way_out="take the id from `tieout quarantine list`.",
            )
        whole += fitting
    return whole


def _withheld(one: Quarantined) -> Quarantined:
    """Withhold a text that is of a restricted column, or of a line that may have one."""
    if one.raw_text is None or not _may_be_restricted(one):
        return one
    return replace(one, raw_text=WITHHELD)


def _may_be_restricted(one: Quarantined) -> bool:
    try:
        contract = contract_of(one.vendor, one.entity)
    except ContractError:
        return True
    restricted = contract.restricted
    if one.column_name is None or one.kind == "duplicate_key":
        return bool(restricted)
    return one.column_name in restricted or one.column_name not in {
        column.name for column in contract.columns
    }
