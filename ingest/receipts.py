"""Receipts: the record of one batch in the landing zone, and its commit point.

A data file counts only once its receipt exists. A receipt is written once and never changed.
"""

import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pydantic import ConfigDict, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass as checked_dataclass

from ingest.errors import LandingError
from ingest.manifests import Manifest

FORMAT_VERSION = 2
READABLE_VERSIONS = (1, 2)
RECEIPT_SUFFIX = ".receipt.json"
PULLED = "parquet"
ACTS_VENDOR = "tieout"
CLOSE_ACT, CERTIFIED_ROW, CERTIFIED_RECORD = ("close_act", "certified_row", "certified_record")
BREAK_DECISION, CLIENT_LINK = ("break_decision", "client_link")
ACTS = (BREAK_DECISION, CLIENT_LINK, CLOSE_ACT, CERTIFIED_ROW, CERTIFIED_RECORD)
_BATCH_FORMAT = "%Y%m%dT%H%M%S%fZ"


@checked_dataclass(frozen=True, slots=True, config=ConfigDict(extra="forbid"))
class Receipt:
    """One batch of one entity of one instance, as it landed.

    Attributes:
        format_version: Version of this format.
        instance: Source instance.
        vendor: Vendor whose contract describes it.
        entity: Table, by contract name.
        batch: Instant of the pull as a sortable name, ``YYYYMMDDTHHMMSSffffffZ``.
        landed_at: The same instant, ISO 8601 in UTC.
        file: Data file relative to the landing zone; None when the content had not changed.
        unchanged_since: Batch whose data file still holds the content; None if this one has a file.
        sha256: Hash of the data file that holds the content.
        bytes: Size of that file.
        rows: Number of rows; zero or more, None for a file that nobody has read yet.
        contract_version: Version of the contract used.
        contract_sha256: Hash of the contract's file.
        source: What was read; safe to print.
        control_totals: Exact sum, as text, of each decimal and duration column; None where
            ``rows`` is.
        extract_mode: ``snapshot``, ``incremental`` or ``events``.
        original_name: Name of a delivered file, relative to where it was found; None for a pull.
        original_modified: What its place of origin says about its last change; None if nothing.
        format: Ending of the data file without its first dot, such as ``csv.gz``.
        effective_at: Instant the rows tell of, ISO 8601 in UTC; None for `landed_at`.
        manifest: What the source itself said about the file; None if it said nothing.
        extra_columns: Of a pull, columns the contract neither lists nor ignores; zero or more.
        missing_columns: Of a pull, columns of the contract the table lacks; zero or more.
        dialect: Of a delivered file, how the firm says it is written where not as the contract
            says; None where it is.
    """

    format_version: int
    instance: str
    vendor: str
    entity: str
    batch: str
    landed_at: str
    file: str | None
    unchanged_since: str | None
    sha256: str
    bytes: int
    rows: int | None
    contract_version: str
    contract_sha256: str
    source: str
    control_totals: dict[str, str] | None
    extract_mode: str
    original_name: str | None = None
    original_modified: str | None = None
    format: str = PULLED
    effective_at: str | None = None
    manifest: Manifest | None = None
    extra_columns: tuple[str, ...] = ()
    missing_columns: tuple[str, ...] = ()
    dialect: dict[str, Any] | None = None

    @property
    def load_id(self) -> str:
        """``<instance>/<entity>/<batch>``: identifies the batch everywhere."""
        return f"{self.instance}/{self.entity}/{self.batch}"

    @property
    def landed_instant(self) -> datetime:
        """`landed_at` as an instant in UTC, without zone, as the warehouse stores it."""
        return batch_instant(self.batch).replace(tzinfo=None)

    @property
    def is_delivered(self) -> bool:
        """Whether the data is a file somebody delivered, not one that Tieout wrote itself."""
        return self.original_name is not None

    @property
    def effective_instant(self) -> datetime:
        """Instant the rows tell of, in UTC, without zone."""
        if self.effective_at is None:
            return self.landed_instant
        return datetime.fromisoformat(self.effective_at).astimezone(UTC).replace(tzinfo=None)

    @property
    def data_batch(self) -> str:
        """Batch whose data file holds the content."""
        return self.unchanged_since or self.batch

    @property
    def data_file(self) -> str:
        """Data file that holds the content, relative to the landing zone."""
        return f"{self.instance}/{self.entity}/{self.data_batch}.{self.format}"

    def to_json(self) -> str:
        """Return the receipt as it is written."""
        return json.dumps(asdict(self), indent=2, ensure_ascii=False) + "\n"


_READER = TypeAdapter(Receipt)


def read_receipt(path: Path) -> Receipt:
    """Read one receipt.

    Raises:
        LandingError: It is of another format version, damaged, or not where it says it is.
    """
    try:
        content = json.loads(path.read_bytes())
        version = content["format_version"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise LandingError(
            f"{path}: the receipt cannot be read: {type(error).__name__}.",
            way_out="restore the landing zone from a backup; receipts are never changed by hand.",
        ) from error
    if version not in READABLE_VERSIONS:
        raise LandingError(
            f"{path}: the receipt has format_version {version}, this version of Tieout reads "
            f"{' and '.join(map(str, READABLE_VERSIONS))}.",
            way_out="use the version of Tieout that wrote it, or move the landing zone away and "
            "run `tieout run` to extract anew.",
        )
    try:
        receipt = _READER.validate_python(content)
    except ValidationError as error:
        problem = error.errors(include_url=False)[0]
        raise LandingError(
            f"{path}: the receipt is damaged: {'.'.join(map(str, problem['loc']))}: "
            f"{problem['msg']}.",
            way_out="restore the landing zone from a backup; receipts are never changed by hand.",
        ) from error
    expected = f"{receipt.load_id}{RECEIPT_SUFFIX}"
    if "/".join(path.parts[-3:]) != expected:
        raise LandingError(
            f"{path}: the receipt is of {receipt.load_id}.",
            way_out=f"move it back to {expected} in the landing zone.",
        )
    return receipt


def read_staged_receipt(path: Path) -> Receipt | None:
    """Read a receipt that has not got its name yet; None when it was not written in full."""
    try:
        return _READER.validate_python(json.loads(path.read_bytes()))
    except (OSError, ValueError):
        return None


def batch_name(instant: datetime) -> str:
    """Return the batch name of an instant with a time zone."""
    return instant.astimezone(UTC).strftime(_BATCH_FORMAT)


def batch_instant(batch: str) -> datetime:
    """Return the UTC instant that a batch name stands for."""
    return datetime.strptime(batch, _BATCH_FORMAT).replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class ReceiptPath:
    """Where a receipt is, told from its path alone."""

    path: Path
    instance: str
    entity: str
    batch: str

    @property
    def load_id(self) -> str:
        """``<instance>/<entity>/<batch>``."""
        return f"{self.instance}/{self.entity}/{self.batch}"


def receipt_paths(landing: Path) -> list[ReceiptPath]:
    """List all receipts in landed order: by batch, instance, entity; zero or more.

    Of the folders whose name starts with an underscore, which hold people's and the pipeline's own
    acts, only those of people that ``ACTS`` names come as batches.
    """
    found = [
        ReceiptPath(path, path.parts[-3], path.parts[-2], path.name.removesuffix(RECEIPT_SUFFIX))
        for path in landing.glob(f"*/*/*{RECEIPT_SUFFIX}")
        if not path.parts[-3].startswith("_") or path.parts[-2] in ACTS
    ]
    return sorted(found, key=lambda found: (found.batch, found.instance, found.entity))
