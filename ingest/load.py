"""Load the landing zone into ``raw`` without changing a value, each batch once.

A batch's new row versions, its quarantined lines, the current rows and its line in the ledger
``meta.load`` are there together or not at all, so that a load killed at any instant is simply run
again. Pulled batches have a transaction each; delivered files share one, bounded by bytes. The
caller holds the writer lock; renaming, filtering and meaning are staging's job.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from decimal import Decimal

import duckdb

from ingest.bundles import load_bundles
from ingest.config import Firm
from ingest.equations import check_equations
from ingest.errors import WarehouseError
from ingest.faults import barrier
from ingest.home import Home
from ingest.landing import quarantine_acts
from ingest.ledger import (
    Outcome,
    known_loads,
    refuse_out_of_order,
    refuse_vanished,
    write_ledger,
)
from ingest.load_file import StagedFile, load_file, stage_file
from ingest.load_pull import check_file, load_pull
from ingest.load_results import LoadResult, told
from ingest.quarantine_acts import QuarantineAct, read_act
from ingest.raw_tables import keep_tables
from ingest.receipts import ACTS_VENDOR, Receipt, read_receipt, receipt_paths
from ingest.replay import do_act, known_acts
from ingest.warehouse import open_warehouse

TRANSACTION_BYTES = 256 << 20
TRANSACTION_FILES = 128
_NANOSECONDS = 10**9
__all__ = ["LoadResult", "load"]
_Tell = Callable[[str], None]


def load(
    firm: Firm, home: Home, *, progress: Callable[[str], None] | None = None
) -> list[LoadResult]:
    """Load every batch of the landing zone that the ledger does not have, in landed order.

    What people did about the quarantine is done at its place in that order.

    Args:
        firm: Its instances are noted in ``meta.instance``.  All tables of their vendors exist
            afterwards, empty where nothing has landed, so that models resolve; of a vendor that
            the firm never used there is none.
        home: Landing zone and warehouse.
        progress: Told about each batch that changed raw, and about everything refused.

    Returns:
        One result per batch loaded now; none when there was nothing to do.

    Raises:
        LandingError: A receipt or its file is missing, altered or out of order.
        RebuildNeededError: The warehouse does not have the contracts' shape.
        ContractError: A contract cannot be used.
        WarehouseBusyError: Another process has the warehouse open.
        WarehouseError: The disk is full.
        LostLineError: A line would be lost; a defect.
    """
    tell = progress or _silent
    started = datetime.now(UTC).replace(tzinfo=None)
    landed = receipt_paths(home.landing)
    with open_warehouse(home) as connection:
        known = known_loads(connection)
        receipts = [read_receipt(found.path) for found in landed if found.load_id not in known]
        landed_vendors = {receipt.vendor for receipt in receipts} | set(known.values())
        keep_tables(connection, vendors=landed_vendors | firm.vendors | {ACTS_VENDOR})
        refuse_vanished(known.keys(), landed)
        _keep_instances(connection, firm)
        done = known_acts(connection)
        acts = [read_act(path) for path in quarantine_acts(home.landing) if path.stem not in done]
        results: list[LoadResult] = []
        try:
            for group in _groups(receipts, acts):
                if isinstance(group, tuple):
                    do_act(connection, home.landing, *group, tell=tell)
                else:
                    results += _load_group(connection, home, group, tell)
        except (duckdb.IOException, duckdb.TransactionException) as error:
            raise WarehouseError(
                f"{home.warehouse}: the warehouse cannot be written: {str(error).splitlines()[0]}",
                way_out="make room on the disk, then run again; nothing is half loaded.",
            ) from error
        if results or acts:
            check_equations(connection, since=started)
        return results


def _silent(message: str) -> None:
    del message


def _groups(
    receipts: Sequence[Receipt], acts: Sequence[tuple[QuarantineAct, str]]
) -> Iterator[list[Receipt] | tuple[QuarantineAct, str]]:
    """Yield what is done in one transaction each, in the order it was landed."""
    waiting = list(acts)
    group: list[Receipt] = []
    for receipt in receipts:
        is_due = bool(waiting) and waiting[0][0].act < receipt.batch
        is_full = (
            sum(r.bytes for r in group if r.file) + receipt.bytes > TRANSACTION_BYTES
            or len(group) == TRANSACTION_FILES
            or not (receipt.is_delivered and group and group[-1].is_delivered)
        )
        if group and (is_due or is_full):
            yield group
            group = []
        while waiting and waiting[0][0].act < receipt.batch:
            yield waiting.pop(0)
        group.append(receipt)
    if group:
        yield group
    yield from waiting


def _keep_instances(connection: duckdb.DuckDBPyConnection, firm: Firm) -> None:
    """Have ``meta.instance`` say what the configuration says; write only on a difference."""
    wanted = sorted(
        (name, i.vendor, i.system, i.realm, i.source) for name, i in firm.instances.items()
    )
    found = connection.execute(
        "select instance, vendor, system, realm, source from meta.instance order by instance"
    ).fetchall()
    if found == wanted:
        return
    connection.begin()
    connection.execute("delete from meta.instance")
    if wanted:
        rows = ", ".join("(?, ?, ?, ?, ?)" for _ in wanted)
        connection.execute(
            f"insert into meta.instance values {rows}", [value for line in wanted for value in line]
        )
    connection.commit()


def _load_group(
    connection: duckdb.DuckDBPyConnection, home: Home, group: Sequence[Receipt], tell: _Tell
) -> list[LoadResult]:
    """Load batches in one transaction and checkpoint."""
    staged: dict[str, StagedFile] = {}
    spent: dict[str, int] = {}
    for number, receipt in enumerate(group):
        started = time.perf_counter_ns()
        if receipt.file is not None:
            check_file(home.landing, receipt)
        if receipt.is_delivered:
            staged[receipt.load_id] = stage_file(connection, home.landing, receipt, number=number)
        spent[receipt.load_id] = time.perf_counter_ns() - started
    barrier("files-read")
    done: list[tuple[Receipt, Outcome, Decimal]] = []
    connection.begin()
    try:
        counts = load_bundles(connection, list(staged.values()))
        for receipt in group:
            started = time.perf_counter_ns()
            refuse_out_of_order(connection, receipt)
            if receipt.is_delivered:
                load_id = receipt.load_id
                outcome = load_file(connection, staged[load_id], tell, counts=counts.get(load_id))
            else:
                outcome = load_pull(connection, home.landing, receipt, tell)
            barrier("versions-written")
            seconds = _seconds(spent[receipt.load_id] + time.perf_counter_ns() - started)
            write_ledger(connection, receipt, outcome, seconds=seconds)
            barrier("ledger-written")
            done.append((receipt, outcome, seconds))
        connection.commit()
        barrier("committed")
    except BaseException:
        with suppress(duckdb.TransactionException):  # a commit that failed has ended it
            connection.rollback()
        raise
    finally:
        for file in staged.values():
            if file.batch is not None:
                file.batch.drop(connection)
    if any(receipt.file is not None for receipt in group):
        connection.execute("checkpoint")
        barrier("checkpointed")
    return [told(receipt, outcome, seconds, tell) for receipt, outcome, seconds in done]


def _seconds(nanoseconds: int) -> Decimal:
    return (Decimal(nanoseconds) / _NANOSECONDS).quantize(Decimal("0.0001"))
