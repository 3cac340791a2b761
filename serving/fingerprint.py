"""What a version was built from, as one digest: equal digests, nothing new to publish.

Ingredients: every landed batch in the warehouse that brought data, the contracts, the dbt
project, the code of the expectations and of publishing, the firm's configuration without
secrets, the valuation date and the published format.  The instant of a run is none.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from ingest.config import Firm
from ingest.home import Home
from ingest.warehouse import open_warehouse
from serving.versions import FORMAT_VERSION

REPOSITORY = Path(__file__).resolve().parent.parent
DBT_PROJECT = REPOSITORY / "dbt_project"
_CODE = ("ingest/contracts", "dbt_project", "expectations", "serving")
_PASSED_OVER = {"target", "logs", "__pycache__", ".user.yml", "dbt_packages"}


def fingerprint(firm: Firm, home: Home, *, valued_on: date) -> str:
    """Return the digest of everything a build made now would be made from.

    Args:
        firm: Configuration in force.
        home: Where the warehouse lives; its load ledger says what landed.
        valued_on: Day the build would be valued on.
    """
    return digest_of(
        {
            "batches": landed_batches(home),
            "code": {name: tree_digest(REPOSITORY / name) for name in _CODE},
            "firm": _configuration(firm),
            "valued_on": valued_on.isoformat(),
            "format_version": FORMAT_VERSION,
        }
    )


def digest_of(ingredients: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a document of plain values, independent of key order."""
    text = json.dumps(ingredients, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def tree_digest(folder: Path) -> str:
    """Return the SHA-256 over the names and bytes of a folder's source files."""
    digest = hashlib.sha256()
    for path in sorted(_source_files(folder)):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def hashes() -> dict[str, str]:
    """Return the digests a certificate names: of models, of seeds and of contracts."""
    return {
        "code_sha256": digest_of(
            {name: tree_digest(DBT_PROJECT / name) for name in ("models", "macros")}
        ),
        "seeds_sha256": tree_digest(DBT_PROJECT / "seeds"),
        "contracts_sha256": tree_digest(REPOSITORY / "ingest/contracts"),
    }


def landed_batches(home: Home) -> list[tuple[str, str]]:
    """Return load id and state of every batch that brought data, by load id.

    The state is the digest of its file and how many of its lines are loaded and in quarantine: a
    replay changes those, and nothing else.
    """
    if not home.warehouse.exists():
        return []
    with open_warehouse(home, read_only=True) as connection:
        rows = connection.execute(
            "select load_id, concat_ws(' ', sha256, rows_loaded, rows_quarantined) from meta.load"
            " where status = 'loaded' order by load_id"
        ).fetchall()
    return [(load_id, state) for load_id, state in rows]


def _configuration(firm: Firm) -> dict[str, Any]:
    """Return the configuration as plain values, each URL in its redacted form."""
    document = firm.model_dump(mode="json", exclude={"instances", "valued_on"})
    document["instances"] = {
        name: {**instance.model_dump(mode="json", exclude={"url"}), "source": instance.source}
        for name, instance in firm.instances.items()
    }
    return document


def _source_files(folder: Path) -> Iterable[Path]:
    for path in folder.rglob("*"):
        parts = set(path.relative_to(folder).parts)
        if path.is_file() and not parts & _PASSED_OVER and path.suffix != ".pyc":
            yield path
