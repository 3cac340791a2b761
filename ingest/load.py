"""Load the landing zone into ``raw`` without changing a value, each batch once.

Every batch is one transaction: its new row versions, the current rows and its line in the ledger
``meta.load`` are there together or not at all, so that a load killed at any instant is simply run
again. The caller holds the writer lock; renaming, filtering and meaning are staging's job.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

import duckdb

from ingest.config import Firm
from ingest.contracts import contract_of, contracts
from ingest.errors import LandingError
from ingest.home import Home
from ingest.landing import sha256_of
from ingest.ledger import (
    known_loads,
    refuse_out_of_order,
    refuse_vanished,
    status_of,
    write_ledger,
)
from ingest.raw_tables import check_format, keep_tables
from ingest.raw_versions import Counts, load_versions
from ingest.receipts import Receipt, read_receipt, receipt_paths
from ingest.warehouse import open_warehouse

_NANOSECONDS = 10**9


@dataclass(frozen=True, slots=True)
class LoadResult:
    """What loading one batch did.

    Attributes:
        load_id: ``<instance>/<entity>/<batch>``.
        instance: Source instance.
        vendor: Vendor of the source.
        entity: Table.
        batch: Instant of the pull.
        status: ``loaded`` from a data file, or ``unchanged`` from a receipt alone.
        rows_read: Rows of the batch; loaded plus unchanged.
        rows_loaded: New row versions in raw.
        rows_unchanged: Rows that raw already had.
        rows_deleted: Current rows that the batch no longer has.
        seconds: Wall time.
    """

    load_id: str
    instance: str
    vendor: str
    entity: str
    batch: str
    status: str
    rows_read: int
    rows_loaded: int
    rows_unchanged: int
    rows_deleted: int
    seconds: Decimal


def load(
    firm: Firm, home: Home, *, progress: Callable[[str], None] | None = None
) -> list[LoadResult]:
    """Load every batch of the landing zone that the ledger does not have, in landed order.

    Args:
        firm: Its instances are noted in ``meta.instance``.  The tables of every vendor that has
            contracts exist afterwards, empty where nothing has landed, so that models resolve.
        home: Landing zone and warehouse.
        progress: Told about each batch that changed raw.

    Returns:
        One result per batch loaded now; none when there was nothing to do.

    Raises:
        LandingError: A receipt or its file is missing, altered or out of order.
        RebuildNeededError: The warehouse does not have the contracts' shape.
        ContractError: A contract cannot be used.
        WarehouseBusyError: Another process has the warehouse open.
    """
    landed = receipt_paths(home.landing)
    with open_warehouse(home) as connection:
        known = known_loads(connection)
        pending = [found for found in landed if found.load_id not in known]
        receipts = [read_receipt(found.path) for found in pending]
        keep_tables(connection, vendors={contract.vendor for contract in contracts()})
        check_format(connection)
        refuse_vanished(known, landed)
        _keep_instances(connection, firm)
        results = []
        for receipt in receipts:
            result = _load_one(connection, home, receipt)
            results.append(result)
            if progress is not None and result.rows_loaded + result.rows_deleted:
                progress(
                    f"raw.{receipt.vendor}__{receipt.entity}: {result.rows_loaded:,} new, "
                    f"{result.rows_unchanged:,} unchanged, {result.rows_deleted:,} deleted "
                    f"({receipt.instance})"
                )
        return results


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
    connection.executemany("insert into meta.instance values (?, ?, ?, ?, ?)", wanted)
    connection.commit()


def _load_one(connection: duckdb.DuckDBPyConnection, home: Home, receipt: Receipt) -> LoadResult:
    """Load one batch in one transaction and checkpoint."""
    started = time.perf_counter_ns()
    refuse_out_of_order(connection, receipt)
    if receipt.file is not None:
        _check_file(home, receipt)
    connection.begin()
    try:
        if receipt.file is None:
            counts = Counts(rows_loaded=0, rows_unchanged=receipt.rows, rows_deleted=0)
        else:
            contract = contract_of(receipt.vendor, receipt.entity)
            counts = load_versions(connection, contract, receipt, landing=home.landing)
        seconds = (Decimal(time.perf_counter_ns() - started) / _NANOSECONDS).quantize(
            Decimal("0.0001")
        )
        write_ledger(connection, receipt, counts, seconds=seconds)
        connection.commit()
    except BaseException:
        connection.rollback()
        raise
    if receipt.file is not None:
        connection.execute("checkpoint")
    return LoadResult(
        load_id=receipt.load_id,
        instance=receipt.instance,
        vendor=receipt.vendor,
        entity=receipt.entity,
        batch=receipt.batch,
        status=status_of(receipt),
        rows_read=receipt.rows,
        rows_loaded=counts.rows_loaded,
        rows_unchanged=counts.rows_unchanged,
        rows_deleted=counts.rows_deleted,
        seconds=seconds,
    )


def _check_file(home: Home, receipt: Receipt) -> None:
    """Refuse a data file that is not the one the receipt was written for."""
    path = home.landing / receipt.data_file
    if not path.is_file() or receipt.file != receipt.data_file:
        raise LandingError(
            f"{path}: the data file of a receipt is missing.",
            way_out="restore the landing zone from a backup.",
        )
    if path.stat().st_size != receipt.bytes or sha256_of(path) != receipt.sha256:
        raise LandingError(
            f"{path}: the data file is not the one its receipt was written for (sha256 differs).",
            way_out="restore the landing zone from a backup; landed files are never changed.",
        )
