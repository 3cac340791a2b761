"""Every sample file of a vendor with contracts loads or is quarantined, to the line."""

import csv
import json
import shutil
import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from ingest.config import Firm, load_firm
from ingest.contracts import Contract, contract_of, contracts, entities_of
from ingest.equations import check_equations
from ingest.extract import pull
from ingest.home import Home
from ingest.load import load
from ingest.warehouse import open_warehouse
from tests.integration.ingest.readers.plain_csv import plain_csv
from tests.integration.ingest.sample_files import VENDORS, files_of, samples_root

ROOT = samples_root()
NOW = datetime(2026, 7, 16, 2, 30, tzinfo=UTC)
FOUND = [] if ROOT is None else sorted({contract.vendor for contract in contracts()})
pytestmark = pytest.mark.skipif(ROOT is None, reason="there are no samples beside the repository")


def sample_files() -> list[Any]:
    """Return vendor, file and entity of every sample that a contract reads."""
    return [
        pytest.param(vendor, path, entity, id=f"{vendor}/{path.name}")
        for vendor in FOUND
        if ROOT is not None and vendor in VENDORS
        for path, entity in files_of(vendor, ROOT)[0].items()
    ]


def firm_of(folder: Path, vendor: str, source: str, entities: tuple[str, ...]) -> Firm:
    path = folder / "tieout.yaml"
    path.write_text(
        "version: 1\nfirm: made\ntime_zone: UTC\ngroup_currency: USD\ninstances:\n"
        f"  it: {{vendor: {vendor}, system: psa, {source}, entities: [{', '.join(entities)}]}}\n"
    )
    return load_firm(path)


def lines_of(path: Path, contract: Contract) -> set[int] | int:
    """Say, without Tieout's readers, where the records of a file are, or how many there are."""
    content = path.read_bytes().removeprefix(b"\xef\xbb\xbf")
    if path.suffix == ".json":
        document = json.loads(content)
        key = (contract.files.records or "$").removeprefix("$").removeprefix(".")
        return len(document[key] if key else document)
    if path.suffix == ".jsonl":
        return {at for at, line in enumerate(content.split(b"\n"), start=1) if line.strip()}
    header = next(csv.reader([content.decode().splitlines()[0]]))
    typed = {one for one in contract.columns if one.type != "VARCHAR"}
    names = {name for one in typed for name in (one.name, one.physical_name, *one.aliases)}
    breakable = frozenset(at for at, name in enumerate(header) if name not in names)
    rows, rejected = plain_csv(
        content, len(header), breakable if contract.files.is_multiline else frozenset()
    )
    return {line for line, _ in rows} | set(rejected)


@pytest.mark.parametrize("vendor", FOUND)
def test_every_sample_is_a_table_or_has_a_reason_not_to_be(vendor: str) -> None:
    assert ROOT is not None
    assert vendor in VENDORS, f"say in sample_files.py which samples {vendor} has"
    assert files_of(vendor, ROOT)[1] == []


@pytest.mark.parametrize(("vendor", "path", "entity"), sample_files())
def test_every_line_of_a_sample_is_loaded_or_quarantined(
    tmp_path: Path, vendor: str, path: Path, entity: str | None
) -> None:
    if entity is None:
        _hold_database(tmp_path, vendor, path)
        return
    firm = firm_of(tmp_path, vendor, "files: 'landing://', settle_seconds: 0", (entity,))
    home = Home(tmp_path / "home")
    folder = home.landing / "it" / entity
    folder.mkdir(parents=True)
    shutil.copy(path, folder / path.name)
    pull(firm, "it", home, now=NOW)
    [result] = load(firm, home)
    table = f"{vendor}__{entity}"
    expected = lines_of(path, contract_of(vendor, entity))
    with open_warehouse(home, read_only=True) as connection:
        check_equations(connection)
        raw = [row[0] for row in connection.execute(f"select _line from raw.{table}").fetchall()]
        waiting = connection.execute("select line, kind, message from meta.quarantine").fetchall()
    assert (result.status == "refused") == VENDORS[vendor].is_refused(path), waiting
    if result.status == "refused":
        assert (raw, [line for line, _, _ in waiting]) == ([], [None])
        return
    told = {*raw, *(line for line, _, _ in waiting)}
    assert len(raw) + len(waiting) == len(told)
    assert len(told) + result.rows_unchanged == (
        len(expected) if isinstance(expected, set) else expected
    )
    if isinstance(expected, set):
        assert told <= expected


def _hold_database(folder: Path, vendor: str, path: Path) -> None:
    """Hold what a pull of a SQLite sample brought against the rows of each table."""
    entities = entities_of(vendor)
    firm = firm_of(folder, vendor, f"url: 'sqlite:///{path}'", entities)
    home = Home(folder / "home")
    receipts = pull(firm, "it", home, now=NOW)
    load(firm, home)
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as source:
        counted = {
            entity: source.execute(
                f'select count(*) from "{contract_of(vendor, entity).physical_name}"'
            ).fetchone()[0]
            for entity in entities
        }
    source.close()
    assert {receipt.entity: receipt.rows for receipt in receipts} == counted
    with open_warehouse(home, read_only=True) as connection:
        check_equations(connection)
        for entity, rows in counted.items():
            found = connection.execute(f"select count(*) from raw.{vendor}__{entity}").fetchone()
            assert found == (rows,)
