"""What people decide about the quarantine, as files: ``landing/_tieout/quarantine/<instant>.json``.

An act names the quarantined lines it is about, its author and, for a replay, the contracts to read
them by. The files are the memory: a rebuild does every act again at its place in time.
"""

import getpass
import hashlib
import json
import os
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from pydantic import ConfigDict, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass as checked_dataclass

from ingest.errors import LandingError
from ingest.faults import barrier
from ingest.home import make_folder
from ingest.landing import ACTS_FOLDER, TEMPORARY_SUFFIX, next_act, seal
from ingest.receipts import batch_instant

ACT_FORMAT = 1
USER_VARIABLE = "TIEOUT_USER"


@checked_dataclass(frozen=True, slots=True, config=ConfigDict(extra="forbid"))
class QuarantineAct:
    """One act.

    Attributes:
        format_version: Version of this format.
        act: Its instant as a sortable name, like a batch's.
        kind: ``replay`` or ``dismiss``.
        author: User of the operating system who did it.
        reason: Why; always there for a dismissal.
        quarantine_ids: The lines or files it is about; one or more.
        contracts: For a replay, ``<vendor>/<entity>`` to the hash of the contract to read by.
    """

    format_version: int
    act: str
    kind: Literal["replay", "dismiss"]
    author: str
    reason: str | None
    quarantine_ids: tuple[str, ...]
    contracts: dict[str, str]

    @property
    def instant(self) -> datetime:
        """When it was done, in UTC, without zone."""
        return batch_instant(self.act).replace(tzinfo=None)


_READER = TypeAdapter(QuarantineAct)


def author() -> str:
    """Return who runs this process: ``TIEOUT_USER``, else the operating system's name of them.

    Nobody is asked to prove it: until there is authentication, names are a matter of honour.
    """
    named = os.environ.get(USER_VARIABLE, "").strip()
    if named:
        return named
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return f"uid {os.getuid()}"


def write_act(
    landing: Path,
    kind: Literal["replay", "dismiss"],
    quarantine_ids: tuple[str, ...],
    *,
    reason: str | None,
    contracts: dict[str, str],
) -> QuarantineAct:
    """Write an act down for good; the next load does it. The caller holds the writer lock.

    Args:
        landing: The landing zone.
        kind: What is done.
        quarantine_ids: What it is about; one or more.
        reason: Why.
        contracts: For a replay, ``<vendor>/<entity>`` to contract hash, each kept in landing.
    """
    act = QuarantineAct(
        format_version=ACT_FORMAT,
        act=next_act(landing, datetime.now(UTC)),
        kind=kind,
        author=author(),
        reason=reason,
        quarantine_ids=quarantine_ids,
        contracts=contracts,
    )
    folder = make_folder(landing / ACTS_FOLDER / "quarantine")
    for left_behind in folder.glob(f"*{TEMPORARY_SUFFIX}"):
        left_behind.unlink()
    temporary = folder / f"{act.act}.json{TEMPORARY_SUFFIX}"
    text = json.dumps(asdict(act), indent=2, ensure_ascii=False) + "\n"
    temporary.write_text(text, encoding="utf-8")
    barrier("act-written")
    seal(temporary, folder / f"{act.act}.json")
    return act


def read_act(path: Path) -> tuple[QuarantineAct, str]:
    """Read one act.

    Returns:
        The act and the hash of its file.

    Raises:
        LandingError: It is damaged or not where it says it is.
    """
    content = path.read_bytes()
    try:
        act = _READER.validate_json(content)
        problem = None if act.act == path.stem else f"it is the act of {act.act}"
        if act.format_version != ACT_FORMAT:
            problem = f"it has format_version {act.format_version}"
    except ValidationError as error:
        problem = f"it is damaged: {error.errors(include_url=False)[0]['msg']}"
    if problem is not None:
        raise LandingError(
            f"{path}: an act on the quarantine cannot be used: {problem}.",
            way_out="restore the landing zone from a backup; acts are never changed by hand.",
        )
    return act, hashlib.sha256(content).hexdigest()
