"""Take delivered files into the landing zone, each content once, and none before it is finished.

Files come from a place of their own, which is only read, or were put straight into the landing
zone. What they hold is not this module's business. The caller holds the writer lock.
"""

import re
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath

from ingest.config import Firm
from ingest.contracts import Contract, contract_of
from ingest.deliveries import Delivery
from ingest.drops import is_manifest, is_unfinished, open_place, pattern_of
from ingest.formats import ending_of, stem_of
from ingest.home import Home
from ingest.kept_contracts import keep_contract
from ingest.land_files import land, recover
from ingest.landing import entity_folder
from ingest.manifests import MANIFEST_SUFFIX, Manifest, parse_manifest
from ingest.places import Folder, Found, Place
from ingest.receipts import RECEIPT_SUFFIX, Receipt, read_receipt

_DIGITS = re.compile(r"(\d+)")
_Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class _Candidate:
    contract: Contract
    place: Place
    found: Found
    manifest: Manifest | None
    is_in_landing: bool


def take_in(
    firm: Firm, instance_name: str, home: Home, *, now: datetime, progress: _Tell
) -> list[Receipt]:
    """Land every finished file of one instance that has not landed yet.

    Files dropped at once are taken in the order of their names, numbers compared as numbers.

    Args:
        firm: The firm's configuration.
        instance_name: One of its instances, one of files.
        home: Where the landing zone is.
        now: Instant of the intake, with a time zone; each batch is a tick later than the last.
        progress: Told about each file landed, waiting or refused.

    Returns:
        One receipt per file taken in now; zero or more per entity.

    Raises:
        ConfigError: The place cannot be used.
        ContractError: A contract cannot be used.
        SourceUnavailableError: The place is not there.
        LandingError: A receipt cannot be read, or the disk is full.
    """
    instance = firm.instances[instance_name]
    recover(home.landing, instance_name)
    outside = open_place(firm, instance_name)
    candidates: list[_Candidate] = []
    known: dict[str, list[Receipt]] = {}
    for entity in instance.entities:
        contract = contract_of(instance.vendor, entity)
        folder = entity_folder(home.landing, instance_name, entity)
        known[entity] = [read_receipt(p) for p in sorted(folder.glob(f"*{RECEIPT_SUFFIX}"))]
        batches = {receipt.batch for receipt in known[entity]}
        inside = _candidates(contract, Folder(folder), "*", progress, in_landing=True)
        candidates += [c for c in inside if stem_of(c.found.name) not in batches]
        if outside is not None:
            candidates += _new(
                _candidates(contract, outside, pattern_of(contract), progress), known[entity]
            )
    receipts = []
    for candidate in _settled(candidates, instance.settle_seconds, progress):
        keep_contract(home.landing, candidate.contract)
        delivery = Delivery(
            instance=instance_name,
            source=instance.source,
            contract=candidate.contract,
            place=candidate.place,
            found=candidate.found,
            manifest=candidate.manifest,
            is_in_landing=candidate.is_in_landing,
            dialect=instance.dialect or None,
        )
        earlier = known[candidate.contract.entity]
        receipt = land(home.landing, delivery, earlier, now=now, progress=progress)
        if receipt is not None:
            earlier.append(receipt)
            receipts.append(receipt)
    return receipts


def _candidates(
    contract: Contract, place: Place, pattern: str, tell: _Tell, *, in_landing: bool = False
) -> list[_Candidate]:
    """Return the finished-looking files of one entity in one place; zero or more."""
    listing = place.list(pattern)
    label = f"{contract.vendor}/{contract.entity}"
    for name in listing.escaped:
        tell(f"warning: {label}: {name} leads out of its folder; it is refused and never read")
    names = {found.name for found in listing.files}
    taken = []
    for found in listing.files:
        if is_manifest(found.name) or (in_landing and found.name.endswith(RECEIPT_SUFFIX)):
            continue
        if is_unfinished(found.name):
            tell(f"waiting: {label}: {found.name} is still being written")
        elif ending_of(found.name, contract) is None:
            tell(
                f"warning: {label}: {found.name} is of no known format and is not taken in; "
                "name files.format in the contract"
            )
        else:
            manifest = _manifest(place, found, names)
            taken.append(_Candidate(contract, place, found, manifest, in_landing))
    return sorted(taken, key=lambda candidate: _natural(candidate.found.name))


def _manifest(place: Place, found: Found, names: Iterable[str]) -> Manifest | None:
    """Read the manifest beside a file, named after it with or without its ending."""
    folder = PurePosixPath(found.name).parent
    for stem in (stem_of(found.name), PurePosixPath(found.name).name):
        name = (folder / f"{stem}{MANIFEST_SUFFIX}").as_posix()
        if name in names or place.look(name) is not None:
            with place.open(name) as file:
                return parse_manifest(file.read())
    return None


def _new(candidates: list[_Candidate], receipts: list[Receipt]) -> list[_Candidate]:
    """Leave out files that still lie where they were taken from, unchanged since."""
    taken: dict[object, list[Manifest | None]] = defaultdict(list)
    for receipt in receipts:
        seen = (receipt.original_name, receipt.original_modified, receipt.bytes)
        taken[seen].append(receipt.manifest)
    return [
        one
        for one in candidates
        if one.found.modified is None
        or one.manifest not in taken[one.found.name, one.found.modified, one.found.size]
    ]


def _settled(candidates: list[_Candidate], seconds: int, tell: _Tell) -> list[_Candidate]:
    """Return the files that have stopped changing; those changed of late are looked at twice."""
    young = [c for c in candidates if c.found.age is None or not seconds <= c.found.age]
    if young and seconds:
        time.sleep(seconds)
    settled = []
    for candidate in candidates:
        found, manifest = candidate.found, candidate.manifest
        again = candidate.place.look(found.name) if candidate in young else found
        is_same = again is not None and (again.size, again.modified) == (found.size, found.modified)
        is_short = manifest is not None and found.size < (manifest.bytes or 0)
        if is_same and not is_short:
            settled.append(candidate)
        else:
            tell(
                f"waiting: {candidate.contract.vendor}/{candidate.contract.entity}: {found.name} "
                f"{'is shorter than its manifest says' if is_short else 'is still changing'}"
            )
    return settled


def _natural(name: str) -> list[tuple[int, int | str]]:
    """Return a sort key by which part2 comes before part10."""
    return [(0, int(part)) if part.isdigit() else (1, part) for part in _DIGITS.split(name) if part]
