"""What people do to close a period; it lands as extracts, as does what they certify.

A certificate is three batches: its rows, its records and, last, the act that names both with their
hashes. Rows and records without the act count for nothing. Whether a period may be closed is the
caller's to know.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq  # type: ignore[import-untyped]

from ingest.errors import LandingError
from ingest.home import Home
from ingest.land_acts import land_acts, land_rows
from ingest.landing import ACTS_FOLDER, next_act, sha256_of
from ingest.load_pull import check_file
from ingest.receipts import (
    CERTIFIED_RECORD,
    CERTIFIED_ROW,
    CLOSE_ACT,
    RECEIPT_SUFFIX,
    Receipt,
    read_receipt,
)

PREPARED, CERTIFIED = "prepared", "certified"
Rows = Iterable[Sequence[Mapping[str, Any]]]


@dataclass(frozen=True, slots=True)
class Claim:
    """What an act is about: the figures of one period of one legal entity in one version.

    Attributes:
        legal_entity_id: Legal entity.
        period: Its accounting period.
        period_status: What the books said of it, ``open``, ``soft_closed`` or ``closed``.
        version: Published version the figures are of.
        known_at: Instant up to which the version saw what landed, in UTC, without zone.
        valued_on: Day at whose end it was valued.
        figures_sha256: Digest of the figures.
        figure_count: Number of figures; one or more.
        code_sha256: Digest of the models the version was built by.
        seeds_sha256: Digest of the registries and policies.
        contracts_sha256: Digest of the contracts.
        override_reason: Why it is done against what stands in its way; None where nothing does.
        overridden: What stands in its way, one thing a line; None where nothing does.
    """

    legal_entity_id: str
    period: str
    period_status: str
    version: int
    known_at: datetime
    valued_on: date
    figures_sha256: str
    figure_count: int
    code_sha256: str
    seeds_sha256: str
    contracts_sha256: str
    override_reason: str | None
    overridden: str | None


@dataclass(frozen=True, slots=True)
class CloseAct:
    """One landed act.

    Attributes:
        act_id: Acts sort by it in the order they were done.
        certificate_id: Certificate it is about.
        act: ``prepared`` or ``certified``.
        claim: What it is about.
        author: Who did it.
        decided_at: When, in UTC, without zone.
        row_file: Landed file of the certified rows; None for a preparation, as the next four.
        row_sha256: Hash of that file.
        record_file: Landed file of the certified records.
        record_sha256: Hash of that file.
        record_count: Number of records; zero or more.
        record_kinds: Kinds of records it keeps, with commas between them; None where it was
            certified before there were others than time, WIP movements and ledger lines.
    """

    act_id: str
    certificate_id: str
    act: str
    claim: Claim
    author: str
    decided_at: datetime
    row_file: str | None = None
    row_sha256: str | None = None
    record_file: str | None = None
    record_sha256: str | None = None
    record_count: int | None = None
    record_kinds: str | None = None


def land_preparation(home: Home, claim: Claim, *, author: str, now: datetime) -> str:
    """Write down that somebody prepared a close; return the id of the certificate to be.

    The caller holds the writer lock.
    """
    certificate_id = next_act(home.landing, now)
    nothing = dict.fromkeys(
        (
            *("row_file", "row_sha256", "record_file", "record_sha256"),
            *("record_count", "record_kinds"),
        )
    )
    act = asdict(claim) | nothing | {"certificate_id": certificate_id, "act": PREPARED}
    land_acts(home, CLOSE_ACT, [act], key="act_id", author=author, now=now)
    return certificate_id


def land_certificate(
    home: Home,
    claim: Claim,
    *,
    certificate_id: str,
    rows: Rows,
    records: Rows,
    record_kinds: Sequence[str],
    author: str,
    now: datetime,
) -> Receipt:
    """Write a certificate down for good: its rows, its records, then the act, which makes it count.

    The caller holds the writer lock.

    Args:
        home: Landing zone.
        claim: What is certified.
        certificate_id: What its preparation was given.
        rows: Batches of certified rows by the contract, without id and certificate.
        records: Batches of certified records, likewise.
        record_kinds: Kinds of records that would be among them if there were any.
        author: Who certifies.
        now: Instant, with a time zone.

    Returns:
        The receipt of the act.
    """
    kept = {
        entity: land_rows(
            home, entity, _of(certificate_id, batches), key=key, author=author, now=now
        )
        for entity, key, batches in (
            (CERTIFIED_ROW, "certified_row_id", rows),
            (CERTIFIED_RECORD, "certified_record_id", records),
        )
    }
    act = asdict(claim) | {
        "certificate_id": certificate_id,
        "act": CERTIFIED,
        "row_file": kept[CERTIFIED_ROW].file,
        "row_sha256": kept[CERTIFIED_ROW].sha256,
        "record_file": kept[CERTIFIED_RECORD].file,
        "record_sha256": kept[CERTIFIED_RECORD].sha256,
        "record_count": kept[CERTIFIED_RECORD].rows,
        "record_kinds": ",".join(record_kinds),
    }
    return land_acts(home, CLOSE_ACT, [act], key="act_id", author=author, now=now)


def close_acts(landing: Path) -> list[CloseAct]:
    """Return every landed act of closing, in the order they were done.

    Raises:
        LandingError: A file of an act is missing or not the one that was written.
    """
    acts: list[CloseAct] = []
    for path in sorted((landing / ACTS_FOLDER / CLOSE_ACT).glob(f"*{RECEIPT_SUFFIX}")):
        receipt = read_receipt(path)
        check_file(landing, receipt)
        acts += map(_act, pq.read_table(landing / receipt.data_file).to_pylist())
    return sorted(acts, key=lambda act: act.act_id)


def damage_of(landing: Path, act: CloseAct) -> list[str]:
    """Say which files of a certificate are not what was certified; nothing for a preparation."""
    named = ((act.row_file, act.row_sha256), (act.record_file, act.record_sha256))
    return [
        f"{landing / file}: {problem}"
        for file, sha256 in named
        if file is not None and (problem := _problem(landing / file, sha256))
    ]


def require_whole(landing: Path, act: CloseAct) -> None:
    """Let a certificate through that is what was certified.

    Raises:
        LandingError: A file of it is missing or was changed.
    """
    if damage := damage_of(landing, act):
        raise LandingError(
            f"certificate {act.certificate_id} cannot be trusted: {'; '.join(damage)}.",
            way_out="restore the landing zone from a backup; certificates are never changed.",
        )


def _problem(path: Path, sha256: str | None) -> str | None:
    if not path.is_file():
        return "the file is missing"
    if sha256_of(path) != sha256:
        return "the file is not the one that was certified (sha256 differs)"
    return None


def _of(certificate_id: str, batches: Rows) -> Rows:
    return ([{**row, "certificate_id": certificate_id} for row in batch] for batch in batches)


def _act(row: dict[str, Any]) -> CloseAct:
    """Read an act from its columns."""
    told = {field.name: row[field.name] for field in fields(Claim)}
    told["known_at"] = _naive(told["known_at"])
    named = row | {"record_kinds": row.get("record_kinds")}
    others = {field.name: named[field.name] for field in fields(CloseAct) if field.name != "claim"}
    act = CloseAct(claim=Claim(**told), **others)
    return replace(act, decided_at=_naive(act.decided_at))


def _naive(instant: datetime) -> datetime:
    return instant.astimezone(UTC).replace(tzinfo=None) if instant.tzinfo else instant
