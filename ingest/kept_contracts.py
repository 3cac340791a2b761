"""The contracts that files were read by, kept in the landing zone beside them.

A file is read by the contract in force when it landed, today and in every rebuild; a replay names
the contract it reads by. So a contract that changes later never changes what was loaded before,
and the warehouse stays a function of the landing zone alone.
"""

import hashlib
from dataclasses import replace
from pathlib import Path

from ingest.contracts import Contract, contract_of, read_contract
from ingest.errors import LandingError
from ingest.home import make_folder
from ingest.landing import ACTS_FOLDER, TEMPORARY_SUFFIX, seal

_FOLDER = "contract"


def keep_contract(landing: Path, contract: Contract) -> None:
    """Copy a contract into the landing zone, unless it is there."""
    path = _place(landing, contract.vendor, contract.entity, contract.sha256)
    if path.exists():
        return
    make_folder(path.parent)
    temporary = path.with_name(path.name + TEMPORARY_SUFFIX)
    temporary.unlink(missing_ok=True)
    temporary.write_bytes(contract.file.read_bytes())
    seal(temporary, path)


def kept_contract(landing: Path, vendor: str, entity: str, sha256: str) -> Contract:
    """Return the contract with a hash: today's if it is that one, else the kept copy.

    Raises:
        LandingError: The copy is missing or altered.
        ContractError: It can no longer be used.
    """
    current = contract_of(vendor, entity)
    if current.sha256 == sha256:
        return current
    path = _place(landing, vendor, entity, sha256)
    if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != sha256:
        raise LandingError(
            f"{path}: the contract that files of {vendor}/{entity} were read by is missing or "
            "altered.",
            way_out="restore the landing zone from a backup.",
        )
    return replace(read_contract(path), file=current.file)


def _place(landing: Path, vendor: str, entity: str, sha256: str) -> Path:
    return landing / ACTS_FOLDER / _FOLDER / sha256 / vendor / f"{entity}.yaml"
