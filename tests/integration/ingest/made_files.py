"""Deliveries of files made to small contracts, and homes that take them in."""

import json
import os
import shutil
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import ingest.contracts
from ingest.config import Firm, load_firm
from ingest.contracts import Contract, contract_of
from ingest.extract import pull
from ingest.home import Home
from ingest.load import LoadResult, load
from ingest.receipts import Receipt
from ingest.warehouse import open_warehouse

VENDOR = "made"
HEADER = "id,name,hours,amount\n"
FIRST = datetime(2026, 7, 1, 6, 0, tzinfo=UTC)
Contents = dict[str, list[tuple[Any, ...]]]
_CONTRACT = """\
apiVersion: v3.1.0
kind: DataContract
id: made.{entity}
name: made {entity}
version: {version}
status: active
schema:
  - name: {entity}
    physicalName: {entity}
    logicalType: object
    physicalType: table
    description: Made rows, one per id.
    customProperties:
      - {{property: extractMode, value: {mode}}}
{settings}
    properties:
      - {{name: id, description: Key., logicalType: integer, physicalType: BIGINT,
          primaryKey: true, primaryKeyPosition: 1, required: true, classification: internal}}
      - {{name: name, description: Name., logicalType: string, physicalType: VARCHAR,
          classification: {classification}}}
      - name: hours
        description: Booked time.
        logicalType: integer
        physicalType: BIGINT
        classification: internal
        customProperties: [{{property: unit, value: seconds}}]
      - {{name: amount, description: Money., logicalType: number, physicalType: "{money}",
          classification: internal}}
"""


def contract_text(
    entity: str,
    mode: str,
    *,
    settings: tuple[str, ...] = (),
    money: str = "DECIMAL(18,2)",
    version: str = "1.0.0",
    classification: str = "internal",
) -> str:
    listed = "\n".join(f"      - {{property: {setting}}}" for setting in settings)
    return _CONTRACT.format(
        entity=entity,
        mode=mode,
        settings=listed,
        money=money,
        version=version,
        classification=classification,
    )


@dataclass
class Drop:
    """A firm with one instance ``made`` whose files are dropped into a folder."""

    folder: Path
    contracts: Path
    firm: Firm
    home: Home
    now: datetime = FIRST
    said: list[str] = field(default_factory=list)

    @property
    def files(self) -> Path:
        return self.folder / "drop"

    def contract(self, entity: str) -> Contract:
        return contract_of(VENDOR, entity)

    def put(
        self,
        entity: str,
        name: str,
        text: str | bytes,
        *,
        manifest: dict[str, object] | None = None,
    ) -> Path:
        """Drop a file that stopped changing an hour ago."""
        path = self.files / entity / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        old = path.stat().st_mtime - 3600
        os.utime(path, (old, old))
        if manifest is not None:
            beside = path.with_name(f"{name.partition('.')[0]}.manifest.json")
            beside.write_text(json.dumps(manifest))
        return path

    def pull(self) -> list[Receipt]:
        self.now += timedelta(days=1)
        return pull(self.firm, "made", self.home, now=self.now, progress=self.said.append)

    def load(self) -> list[LoadResult]:
        return load(self.firm, self.home, progress=self.said.append)

    def run(self) -> list[LoadResult]:
        self.pull()
        return self.load()

    def query(self, statement: str) -> list[tuple[Any, ...]]:
        with open_warehouse(self.home, read_only=True) as connection:
            return connection.execute(statement).fetchall()

    def change_contract(self, entity: str, text: str) -> None:
        (self.contracts / VENDOR / f"{entity}.yaml").write_text(text)

    def elsewhere(self, folder: Path) -> Home:
        """Return a home of its own with a copy of the landing zone and no warehouse."""
        home = Home(folder)
        shutil.copytree(self.home.landing, home.landing, dirs_exist_ok=True)
        return home


def make_drop(folder: Path, entities: dict[str, str]) -> Drop:
    """Make a drop whose contracts (entity to YAML) replace those of the house.

    The caller restores ``ingest.contracts.ROOT``.
    """
    contracts = folder / "contracts"
    (contracts / VENDOR).mkdir(parents=True)
    for entity, text in entities.items():
        (contracts / VENDOR / f"{entity}.yaml").write_text(text)
    ingest.contracts.ROOT = contracts
    (folder / "drop").mkdir()
    path = folder / "tieout.yaml"
    path.write_text(
        "version: 1\nfirm: made\ntime_zone: UTC\ngroup_currency: USD\ninstances:\n"
        f"  made:\n    vendor: {VENDOR}\n    system: psa\n    files: drop\n"
        f"    settle_seconds: 1\n    entities: [{', '.join(entities)}]\n"
    )
    return Drop(folder, contracts, load_firm(path), Home(folder / "home"))


def contents(home: Home) -> Contents:
    """Return every row of the warehouse, sorted, without the clock times of the load itself."""
    found: Contents = {}
    with open_warehouse(home, read_only=True) as connection:
        for schema, table in connection.execute(
            "select schema_name, table_name from duckdb_tables() order by all"
        ).fetchall():
            clock = "exclude (loaded_at, seconds)" if (schema, table) == ("meta", "load") else ""
            found[f"{schema}.{table}"] = connection.execute(
                f'select * {clock} from {schema}."{table}" order by all'
            ).fetchall()
    return found
