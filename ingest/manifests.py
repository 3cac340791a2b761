"""What a source says about a file it delivers: ``<name>.manifest.json`` beside it, all optional.

A manifest is a claim to hold the file against; a file that contradicts it is refused whole. A file
that is shorter than its manifest says has not arrived yet.
"""

import json
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation

from pydantic import ConfigDict, TypeAdapter, ValidationError, field_validator
from pydantic.dataclasses import dataclass as checked_dataclass

MANIFEST_SUFFIX = ".manifest.json"


@checked_dataclass(frozen=True, slots=True, config=ConfigDict(extra="ignore"))
class Manifest:
    """One manifest.

    Attributes:
        file: Name of the file, without folders.
        rows: Number of records in it.
        bytes: Its size.
        sha256: Hash of its bytes, in hexadecimal.
        control_totals: Exact sum, as text, by column of the contract.
        watermark: How far the extract reaches, in the source's own terms.
        extracted_at: Instant of the extract, ISO 8601.
        problem: Why the manifest itself cannot be read; None for a sound one.
    """

    file: str | None = None
    rows: int | None = None
    bytes: int | None = None
    sha256: str | None = None
    control_totals: dict[str, str] | None = None
    watermark: str | None = None
    extracted_at: str | None = None
    problem: str | None = None

    @field_validator("control_totals", mode="before")
    @classmethod
    def _are_exact(cls, totals: object) -> object:
        if isinstance(totals, dict):
            for column, total in totals.items():
                _refuse_inexact(column, total)
            return {column: str(total) for column, total in totals.items()}
        return totals

    @field_validator("extracted_at")
    @classmethod
    def _is_an_instant(cls, text: str | None) -> str | None:
        if text is not None and instant_of(text) is None:
            raise ValueError("is not an instant such as 2026-01-31T09:00:00Z")
        return text

    @property
    def effective_at(self) -> datetime | None:
        """Instant the file tells of: ``extracted_at``, else a watermark that is one; or None."""
        return instant_of(self.extracted_at or self.watermark)


_READER = TypeAdapter(Manifest)


def parse_manifest(content: bytes) -> Manifest:
    """Read a manifest; one that cannot be read says so in its ``problem``.

    Args:
        content: The bytes of the file.
    """
    try:
        document = json.loads(content, parse_float=Decimal)
    except ValueError as error:
        return Manifest(problem=f"it is not JSON: {error}")
    try:
        return _READER.validate_python(document)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        return Manifest(problem=f"{where}: {first['msg']}" if where else first["msg"])


def instant_of(text: str | None) -> datetime | None:
    """Return the UTC instant that ISO 8601 text stands for (UTC when it names no zone), or None."""
    try:
        instant = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return instant.astimezone(UTC) if instant.tzinfo else instant.replace(tzinfo=UTC)


def claims_against_bytes(manifest: Manifest, *, name: str, size: int, sha256: str) -> list[str]:
    """Compare a manifest with a file as it lies there.

    Args:
        manifest: The source's claims.
        name: Name of the delivered file, without folders.
        size: Its size in bytes.
        sha256: Hash of its bytes.

    Returns:
        What contradicts it, one phrase each; none when all is as claimed.
    """
    wrong = [] if manifest.problem is None else [f"the manifest cannot be read: {manifest.problem}"]
    if manifest.file is not None and manifest.file != name:
        wrong.append(f"it is named {name}, not {manifest.file}")
    if manifest.bytes is not None and manifest.bytes != size:
        wrong.append(f"it has {size} bytes, not {manifest.bytes}")
    if manifest.sha256 is not None and manifest.sha256.lower() != sha256:
        wrong.append(f"its sha256 is {sha256}, not {manifest.sha256.lower()}")
    return wrong


def claims_against_rows(
    manifest: Manifest,
    *,
    lines: int,
    totals: dict[str, str],
    quarantined: int,
    withheld: frozenset[str] = frozenset(),
) -> list[str]:
    """Compare a manifest with what was read from the file.

    Sums are comparable only when every line was read: a quarantined line's share is unknown.

    Args:
        manifest: The source's claims.
        lines: Records in the file, quarantined ones included.
        totals: Exact sums, as text, of the columns that have one.
        quarantined: How many of the lines are not in ``totals``.
        withheld: Columns whose sums are not to be told.

    Returns:
        What contradicts it, one phrase each; none when all is as claimed.
    """
    wrong = []
    if manifest.rows is not None and manifest.rows != lines:
        wrong.append(f"it has {lines} rows, not {manifest.rows}")
    for column, claimed in (manifest.control_totals or {}).items():
        if column not in totals:
            wrong.append(f"the manifest sums up {column}, which has no control total")
        elif not quarantined and Decimal(totals[column]) != Decimal(claimed):
            found = f"{totals[column]}, not {claimed}"
            wrong.append(f"{column} adds up to {'another sum' if column in withheld else found}")
    return wrong


def _refuse_inexact(column: object, total: object) -> None:
    try:
        is_exact = isinstance(total, str | int | Decimal) and Decimal(total).is_finite()
    except InvalidOperation:
        is_exact = False
    if not is_exact:
        raise ValueError(f"{column} must be a number written as text, such as '1250.00'")
