"""A firm whose systems drop hand-made files, taken in and modelled by the real thing.

firm = firm_of_files(tmp_path, {"crm": ("salesforce", "crm")})
firm.put("crm", "account", "a.csv", "Id,Name\n001...,Acme\n")
firm.build("+path:models/canonical/salesforce")
assert firm.rows("select name from canonical.salesforce__client") == [("Acme",)]
"""

import csv
import io
import json
import os
import subprocess
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import yaml

from ingest.config import Firm, load_firm
from ingest.contracts import entities_of
from ingest.extract import pull
from ingest.home import Home
from ingest.load import LoadResult, load
from ingest.warehouse import open_warehouse
from tests.dbt import run_dbt

ROOT = Path(__file__).parents[3]
# Public samples of the vendors' exports, kept beside the repository and not part of it.
SAMPLES = next(
    (found for above in ROOT.parents if (found := above / "shared" / "samples").is_dir()), None
)
FIRST = datetime(2026, 7, 1, 6, 0, tzinfo=UTC)
VALUED_ON = "2026-07-15"


@dataclass
class FirmOfFiles:
    """A firm of instances whose files are dropped into folders of its own.

    Attributes:
        folder: Everything of the firm: its configuration, what is dropped, its home.
        firm: Its configuration.
        home: Where landing zone and warehouse are.
        now: When the latest pull was.
        loads: What became of every batch so far.
        said: What the loads said to people.
    """

    folder: Path
    firm: Firm
    home: Home
    now: datetime = FIRST
    loads: list[LoadResult] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def put(
        self,
        instance: str,
        entity: str,
        name: str,
        contents: str | bytes,
        *,
        manifest: Mapping[str, object] | None = None,
    ) -> Path:
        """Drop a file that stopped changing an hour ago; text is written as UTF-8."""
        path = self.folder / "drop" / instance / entity / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(contents.encode() if isinstance(contents, str) else contents)
        old = path.stat().st_mtime - 3600
        os.utime(path, (old, old))
        if manifest is not None:
            beside = path.with_name(f"{name.partition('.')[0]}.manifest.json")
            beside.write_text(json.dumps(dict(manifest)))
        return path

    def put_json(self, instance: str, entity: str, name: str, contents: object) -> Path:
        """Drop a JSON document."""
        return self.put(instance, entity, name, json.dumps(contents))

    def load(self) -> list[LoadResult]:
        """Take in and load what was dropped since, a day after the last time."""
        self.now += timedelta(days=1)
        for instance in self.firm.instances:
            pull(self.firm, instance, self.home, now=self.now, progress=self.said.append)
        results = load(self.firm, self.home, progress=self.said.append)
        self.loads += results
        return results

    def build(self, *select: str, exclude: tuple[str, ...] = ()) -> None:
        """Load what was dropped, then build the selected models and run their tests."""
        self.load()
        finished = self.dbt(*select, exclude=exclude)
        assert finished.returncode == 0, finished.stdout

    def model(self, *select: str) -> None:
        """Load what was dropped, then build the selected models without running a test."""
        self.load()
        finished = self.dbt(*select, leave_out=("unit_test", "test"))
        assert finished.returncode == 0, finished.stdout

    def dbt(
        self,
        *select: str,
        exclude: tuple[str, ...] = (),
        leave_out: tuple[str, ...] = ("unit_test",),
    ) -> subprocess.CompletedProcess[str]:
        """Run ``dbt build`` on the selected models with their tests, whatever comes of it."""
        command = ["build", "--exclude-resource-type", *leave_out]
        command += ["--indirect-selection", "cautious", "--select", *select]
        command += ["--exclude", *exclude] if exclude else []
        return run_dbt(self.home, command, self.variables())

    def not_loaded(self) -> list[tuple[Any, ...]]:
        """Return what was refused or quarantined: entity, line or None, kind, what was wrong."""
        return self.rows(
            "select entity, line, kind, message from meta.quarantine order by entity, line"
        )

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        """Return what a query of the warehouse finds."""
        with open_warehouse(self.home, read_only=True) as connection:
            return connection.execute(statement).fetchall()

    def variables(self) -> dict[str, Any]:
        """Return what dbt is told: everything that landed is known."""
        return {
            "firm": self.firm.firm,
            "group_currency": self.firm.group_currency,
            "known_at": f"{self.now + timedelta(hours=1):%Y-%m-%d %H:%M:%S.%f}",
            "valued_on": VALUED_ON,
            "version": 1,
            "vendors": sorted(self.firm.vendors),
            "policies": [
                {"code": policy.code, "value": policy.value, "legal_entity": policy.legal_entity}
                for policy in self.firm.policies
            ],
        }


def csv_of(*rows: Mapping[str, object]) -> str:
    """Write rows as CSV, columns as they first come; what a row lacks is empty."""
    columns = list(dict.fromkeys(column for row in rows for column in row))
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


@dataclass(frozen=True)
class Database:
    """An instance that is pulled from a database.

    Attributes:
        vendor: Whose contracts describe its tables.
        system: The part it plays.
        url: Where it is.
        entities: What is pulled.
    """

    vendor: str
    system: str
    url: str
    entities: tuple[str, ...]


def firm_of_files(
    folder: Path,
    instances: Mapping[str, tuple[str, str]],
    *,
    databases: Mapping[str, Database] | None = None,
    realms: Mapping[str, str] | None = None,
    dialects: Mapping[str, Mapping[str, object]] | None = None,
    policies: Mapping[str, str] | None = None,
) -> FirmOfFiles:
    """Make a firm without a file yet.

    Args:
        folder: An empty folder of its own.
        instances: Vendor and system by instance; each takes all entities of its vendor.
        databases: Instances that drop no files, by name.
        realms: Realm by instance; an instance left out is a realm of its own.
        dialects: How files are written, by instance, where not as the contracts say.
        policies: Values of policies by code.
    """
    configured: dict[str, dict[str, Any]] = {
        name: asdict(database) | {"entities": list(database.entities)}
        for name, database in (databases or {}).items()
    }
    for name, (vendor, system) in instances.items():
        (folder / "drop" / name).mkdir(parents=True)
        configured[name] = {
            "vendor": vendor,
            "system": system,
            "realm": (realms or {}).get(name, name),
            "files": f"drop/{name}",
            "settle_seconds": 1,
            "dialect": dict((dialects or {}).get(name, {})),
            "entities": list(entities_of(vendor)),
        }
    path = folder / "tieout.yaml"
    document = {
        "version": 1,
        "firm": "made",
        "time_zone": "UTC",
        "group_currency": "USD",
        "valued_on": VALUED_ON,
        "instances": configured,
        "policies": [{"code": code, "value": value} for code, value in (policies or {}).items()],
    }
    path.write_text(yaml.safe_dump(document))
    return FirmOfFiles(folder, load_firm(path), Home(folder / "home"))
