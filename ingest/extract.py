"""Pull a source instance into the landing zone: all its tables as of one moment, or none.

What the values mean is not this module's business. The caller holds the writer lock.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from ingest.calendars import CalendarSource
from ingest.config import HOLIDAYS, Firm
from ingest.contracts import Contract, contract_of
from ingest.errors import ConfigError
from ingest.home import Home
from ingest.intake import take_in
from ingest.landing import (
    DATA_SUFFIX,
    TEMPORARY_SUFFIX,
    entity_folder,
    last_receipt,
    next_batch,
    seal,
    sha256_of,
    sweep,
    write_receipts,
)
from ingest.receipts import FORMAT_VERSION, Receipt, batch_instant
from ingest.sources import Shape, Source, open_database
from ingest.table_file import WrittenTable, write_table


def pull(
    firm: Firm,
    instance_name: str,
    home: Home,
    *,
    now: datetime,
    progress: Callable[[str], None] | None = None,
) -> list[Receipt]:
    """Extract every entity of one instance into the landing zone.

    An entity whose content and contract are those of its last batch leaves only a receipt.

    Args:
        firm: The firm's configuration.
        instance_name: One of its instances.
        home: Where the landing zone is.
        now: Instant of the pull, with a time zone; moved on if a later batch already landed.
        progress: Told about each entity.

    Returns:
        One receipt per entity, in the configuration's order; of an instance of files, one per
        file taken in now.

    Raises:
        ConfigError: The instance or its URL cannot be used.
        ContractError: A contract cannot be used.
        SourceUnavailableError: The source is not there.
        SourceShapeError: A table or a required column has gone.
        ExtractValueError: A value does not fit; nothing of the pull has landed.
        LandingError: The newest receipt of an entity cannot be read.
    """
    tell = progress or _silent
    if instance_name not in firm.instances:
        raise ConfigError(
            f"{firm.path}: there is no instance {instance_name}.",
            way_out=f"choose from: {', '.join(firm.instances)}.",
        )
    instance = firm.instances[instance_name]
    if instance.files is not None:
        return take_in(firm, instance_name, home, now=now, progress=tell)
    contracts = [contract_of(instance.vendor, entity) for entity in instance.entities]
    landing = home.landing
    sweep(landing, instance_name)
    batch = next_batch(landing, instance_name, now)
    try:
        with _open(firm, instance_name) as source:
            shapes = [source.shape_of(contract) for contract in contracts]
            written = [
                _read(
                    source,
                    contract,
                    shape,
                    landing,
                    firm=firm,
                    instance_name=instance_name,
                    batch=batch,
                )
                for contract, shape in zip(contracts, shapes, strict=True)
            ]
        receipts = [
            _land(contract, table, landing, firm=firm, instance_name=instance_name, batch=batch)
            for contract, table in zip(contracts, written, strict=True)
        ]
        write_receipts(landing, receipts)
    finally:
        sweep(landing, instance_name)
    for receipt in receipts:
        change = "unchanged" if receipt.file is None else "landed"
        tell(f"{instance_name}: {receipt.entity}: {receipt.rows:,} rows, {change}")
    return receipts


@contextmanager
def _open(firm: Firm, instance_name: str) -> Iterator[Source]:
    if firm.instances[instance_name].vendor == HOLIDAYS:
        yield CalendarSource(firm, instance_name)
    else:
        with open_database(firm, instance_name) as source:
            yield source


def _silent(message: str) -> None:
    del message


def _read(
    source: Source,
    contract: Contract,
    shape: Shape,
    landing: Path,
    *,
    firm: Firm,
    instance_name: str,
    batch: str,
) -> WrittenTable:
    """Write one table under a temporary name."""
    folder = entity_folder(landing, instance_name, contract.entity)
    return write_table(
        source,
        contract,
        shape,
        folder / (batch + DATA_SUFFIX + TEMPORARY_SUFFIX),
        label=f"{instance_name} ({firm.instances[instance_name].source}), "
        f"table {contract.physical_name}",
    )


def _land(
    contract: Contract,
    table: WrittenTable,
    landing: Path,
    *,
    firm: Firm,
    instance_name: str,
    batch: str,
) -> Receipt:
    """Give a data file its name, or leave it to be swept when nothing changed."""
    folder = entity_folder(landing, instance_name, contract.entity)
    sha256, size = sha256_of(table.path), table.path.stat().st_size
    last = last_receipt(folder)
    unchanged_since = None
    if last and (last.sha256, last.contract_sha256) == (sha256, contract.sha256):
        unchanged_since = last.data_batch
    else:
        seal(table.path, folder / f"{batch}{DATA_SUFFIX}")
    return Receipt(
        format_version=FORMAT_VERSION,
        instance=instance_name,
        vendor=contract.vendor,
        entity=contract.entity,
        batch=batch,
        landed_at=batch_instant(batch).isoformat(timespec="microseconds"),
        file=None if unchanged_since else f"{instance_name}/{contract.entity}/{batch}{DATA_SUFFIX}",
        unchanged_since=unchanged_since,
        sha256=sha256,
        bytes=size,
        rows=table.rows,
        contract_version=contract.version,
        contract_sha256=contract.sha256,
        source=firm.instances[instance_name].source,
        control_totals=table.control_totals,
        extract_mode=contract.extract_mode,
        extra_columns=table.shape.extra,
        missing_columns=table.shape.missing,
    )
