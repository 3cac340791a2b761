"""Data contracts: what each source table promises, as Open Data Contract Standard v3.1 YAML.

``contracts/<vendor>/<entity>.yaml`` is read with the standard's own models. Extraction, loading and
the audit all read the same objects, so they cannot drift apart. No source and no warehouse is
opened here.
"""

from pathlib import Path

from ingest.contracts.dialect import FileDialect
from ingest.contracts.headers import HeaderMatch, match_header
from ingest.contracts.model import Column, Contract, Deletes, Threshold
from ingest.contracts.reader import read_contract

__all__ = [
    "Column",
    "Contract",
    "Deletes",
    "FileDialect",
    "HeaderMatch",
    "Threshold",
    "contract_of",
    "contracts",
    "entities_of",
    "match_header",
    "read_contract",
]

ROOT = Path(__file__).parent


def entities_of(vendor: str) -> tuple[str, ...]:
    """Return the names of all entities of a vendor that have a contract; zero or more, sorted."""
    return tuple(sorted(path.stem for path in (ROOT / vendor).glob("*.yaml")))


def contract_of(vendor: str, entity: str) -> Contract:
    """Return the contract of one table.

    Raises:
        ContractError: There is none, or it cannot be used.
    """
    return read_contract(ROOT / vendor / f"{entity}.yaml")


def contracts() -> list[Contract]:
    """Return all contracts, ordered by vendor and entity.

    Raises:
        ContractError: One of them cannot be used.
    """
    return [read_contract(path) for path in sorted(ROOT.glob("*/*.yaml"))]
