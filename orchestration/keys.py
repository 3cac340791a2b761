"""What each asset is called; every module that names an asset asks here."""

from collections.abc import Mapping
from typing import Any

import dagster as dg

from ingest.config import Firm
from ingest.contracts import Contract

PUBLISHED = dg.AssetKey(["published", "finance"])
BREAK_EVENTS = dg.AssetKey(["raw", "tieout__break_event"])
BREAK_DECISIONS = dg.AssetKey(["raw", "tieout__break_decision"])
CLIENT_LINKS = dg.AssetKey(["raw", "tieout__client_link"])
CLOSE_ACTS = dg.AssetKey(["raw", "tieout__close_act"])
CERTIFIED_ROWS = dg.AssetKey(["raw", "tieout__certified_row"])
CERTIFIED_RECORDS = dg.AssetKey(["raw", "tieout__certified_record"])
LEDGERS = ("load", "instance", "row_deletion", "quarantine")
_RAW_SCHEMAS = frozenset({"raw", "raw_current"})


def source(instance: str) -> dg.AssetKey:
    """Return the key of a source system."""
    return dg.AssetKey(["source", instance])


def landing(instance: str, entity: str) -> dg.AssetKey:
    """Return the key of the landed extracts of one entity of one instance."""
    return dg.AssetKey(["landing", instance, entity])


def raw(vendor: str, entity: str) -> dg.AssetKey:
    """Return the key of a raw table, with its rows in force."""
    return dg.AssetKey(["raw", f"{vendor}__{entity}"])


def ledger(table: str) -> dg.AssetKey:
    """Return the key of a table that ingest keeps about its own work."""
    return dg.AssetKey(["meta", table])


def audit(layer: str) -> dg.AssetKey:
    """Return the key of the audit of one layer."""
    return dg.AssetKey(["audit", layer])


def of_node(node: Mapping[str, Any]) -> dg.AssetKey:
    """Return the key of a dbt node: `<layer>/<name>`, a source's that of the table it reads."""
    if node["resource_type"] == "source":
        schema = "raw" if node["schema"] in _RAW_SCHEMAS else node["schema"]
        return dg.AssetKey([schema, node["identifier"]])
    layer = "seeds" if node["resource_type"] == "seed" else node["fqn"][1]
    return dg.AssetKey([layer, node["name"]])


def landings_of(firm: Firm, contract: Contract) -> list[dg.AssetKey]:
    """Return the landed extracts that feed a raw table: zero or more."""
    return [
        landing(name, contract.entity)
        for name, instance in firm.instances.items()
        if instance.vendor == contract.vendor and contract.entity in instance.entities
    ]
