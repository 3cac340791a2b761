"""Land what people decided as an extract: ``landing/_tieout/<entity>/<batch>``.

A batch is a Parquet file and its receipt, written by the contract ``tieout/<entity>`` and loaded
like any other extract, so that a rebuild does every act again and none is lost.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from ingest.contracts import Contract, contract_of
from ingest.home import Home
from ingest.landing import (
    ACTS_FOLDER,
    DATA_SUFFIX,
    TEMPORARY_SUFFIX,
    entity_folder,
    next_act,
    seal,
    sha256_of,
    sweep,
    write_receipts,
)
from ingest.receipts import ACTS_VENDOR, FORMAT_VERSION, Receipt, batch_instant
from ingest.sources import AS_AGREED, Batch, Shape
from ingest.table_file import write_table


def land_acts(
    home: Home,
    entity: str,
    acts: Sequence[Mapping[str, Any]],
    *,
    key: str,
    author: str,
    now: datetime,
) -> Receipt:
    """Write acts down for good, as one batch; the next load brings them into raw.

    The caller holds the writer lock.

    Args:
        home: Landing zone.
        entity: What they are about, one of `ingest.receipts.ACTS`.
        acts: One or more, by the contract's columns; those of identity, author and instant are
            added here.
        key: Column that holds an act's id: its batch and its place in it.
        author: Who decided.
        now: Instant of the decision, with a time zone.

    Returns:
        The receipt of the batch.

    Raises:
        ExtractValueError: A value does not fit the contract.
    """
    return land_rows(home, entity, [acts], key=key, author=author, now=now)


def land_rows(
    home: Home,
    entity: str,
    batches: Iterable[Sequence[Mapping[str, Any]]],
    *,
    key: str,
    author: str,
    now: datetime,
) -> Receipt:
    """Like `land_acts`, for rows too many to be held at once: they are taken a batch at a time."""
    contract = contract_of(ACTS_VENDOR, entity)
    landing = home.landing
    sweep(landing, ACTS_FOLDER, entity=entity)
    batch = next_act(landing, now)
    folder = entity_folder(landing, ACTS_FOLDER, entity)
    decided_at = batch_instant(batch).astimezone(UTC).replace(tzinfo=None)
    table = write_table(
        _Rows(batches, key, batch, {"author": author, "decided_at": decided_at}),
        contract,
        AS_AGREED,
        folder / (batch + DATA_SUFFIX + TEMPORARY_SUFFIX),
        label=f"decisions of {author}",
    )
    receipt = Receipt(
        format_version=FORMAT_VERSION,
        instance=ACTS_FOLDER,
        vendor=contract.vendor,
        entity=entity,
        batch=batch,
        landed_at=batch_instant(batch).isoformat(timespec="microseconds"),
        file=f"{ACTS_FOLDER}/{entity}/{batch}{DATA_SUFFIX}",
        unchanged_since=None,
        sha256=sha256_of(table.path),
        bytes=table.path.stat().st_size,
        rows=table.rows,
        contract_version=contract.version,
        contract_sha256=contract.sha256,
        source=f"decisions of {author}",
        control_totals=table.control_totals,
        extract_mode=contract.extract_mode,
    )
    seal(table.path, landing / receipt.data_file)
    write_receipts(landing, [receipt])
    return receipt


class _Rows:
    """Rows that are there already, as a source."""

    def __init__(
        self,
        batches: Iterable[Sequence[Mapping[str, Any]]],
        key: str,
        batch: str,
        added: Mapping[str, Any],
    ) -> None:
        self._batches = batches
        self._key = key
        self._batch = batch
        self._added = added

    def shape_of(self, contract: Contract) -> Shape:
        """Return no difference: the rows are made to the contract."""
        del contract
        return AS_AGREED

    def batches(self, contract: Contract, shape: Shape = AS_AGREED) -> Iterator[Batch]:
        """Yield the rows with their id, a batch at a time."""
        del shape
        place = 0
        for rows in self._batches:
            numbered = [
                {**row, self._key: f"{self._batch}:{number:06d}", **self._added}
                for number, row in enumerate(rows, start=place + 1)
            ]
            place += len(numbered)
            yield [tuple(row[column.name] for column in contract.columns) for row in numbered]
