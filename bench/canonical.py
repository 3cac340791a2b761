"""How long a firm's files take to become the canonical model, against DuckDB alone.

One simulated firm, landed once. DuckDB alone reads the landed files by its own readers into typed
tables and keeps of each key every version, with the columns of the contracts, and what is current.
Tieout loads the same files, accounting for every line and checking every value, and builds every
model up to the canonical ones. Each side works in processes of its own, one after the other. Run
it with ``python -m bench.canonical --people 2000 --months 18``.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb

from bench.sides import in_own_process
from ingest.config import Firm, load_firm
from ingest.contracts import Contract, contract_of
from ingest.home import Home
from ingest.receipts import read_receipt, receipt_paths
from orchestration.manifest import (
    dbt_executable,
    dbt_options,
    dbt_settings,
    start_parsing,
    target_path,
)
from orchestration.paths import DBT_PROJECT
from serving.pipeline import dbt_vars, load_raw, make_run, pull_instance
from simulator.simulate import Plan, Request, simulate

_BARE = "bare.duckdb"
_SIDES = ("duckdb", "tieout")
_MODELS = ("--select", "+path:models/canonical", "--exclude-resource-type", "test", "unit_test")


@dataclass(frozen=True, slots=True)
class Entity:
    """The landed files of one entity, in the order they landed."""

    contract: Contract
    instance: str
    files: tuple[Path, ...]


def entities(home: Home) -> Iterator[Entity]:
    """Yield every entity with landed files."""
    found: dict[tuple[str, str, str], list[Path]] = {}
    for landed in receipt_paths(home.landing):
        receipt = read_receipt(landed.path)
        if receipt.file is not None:
            key = (receipt.instance, receipt.vendor, receipt.entity)
            found.setdefault(key, []).append(home.landing / receipt.data_file)
    for (instance, vendor, entity), files in found.items():
        yield Entity(contract_of(vendor, entity), instance, tuple(files))


def land(firm: Firm, home: Home) -> None:
    """Take in the firm's files and have dbt's parse cache ready, as before any but a first run."""
    run = make_run(firm, home, known_at=datetime.now(UTC))
    for instance in firm.instances:
        pull_instance(run, instance)
    start_parsing(home, firm).finish()


def read_bare(home: Home) -> int:
    """Read every landed file by DuckDB's own readers into versions and current rows.

    Returns:
        Versions kept.
    """
    rows = 0
    with duckdb.connect(
        str(home.root / _BARE), config={"preserve_insertion_order": False}
    ) as connection:
        connection.execute("set TimeZone = 'UTC'")
        connection.execute("create schema raw")
        connection.execute("create schema raw_current")
        for entity in entities(home):
            rows += _bare_entity(connection, entity)
    return rows


def _bare_entity(connection: duckdb.DuckDBPyConnection, entity: Entity) -> int:
    contract = entity.contract
    table = f'"{entity.instance}__{contract.entity}"'
    source = _source(entity)
    names = ", ".join(f'"{name}"' for name in _names(connection, source) if name != "filename")
    key = ", ".join(f'"{contract.column(name).physical_name}"' for name in contract.primary_key)
    # Events are only ever added; of the others a version is what differs from the one before it.
    within, before = (
        (f"{key}, row_hash", "row_number() over (partition by {} order by filename) > 1")
        if contract.extract_mode == "events"
        else (
            key,
            "coalesce(lag(row_hash) over (partition by {} order by filename) = row_hash, false)",
        )
    )
    connection.execute(
        f"create table raw.{table} as select * from ("
        f"select *, {before.format(within)} as is_known "
        f"from (select *, hash({names}) as row_hash from {source})) where not is_known"
    )
    connection.execute(
        f"create table raw_current.{table} as select * from raw.{table} "
        f"qualify row_number() over (partition by {key} order by filename desc) = 1"
    )
    row = connection.execute(f"select count(*) from raw.{table}").fetchone()
    return int(row[0]) if row else 0


def _source(entity: Entity) -> str:
    files = "[" + ", ".join(f"'{path}'" for path in entity.files) + "]"
    contract = entity.contract
    if entity.files[0].suffix == ".parquet":
        return f"read_parquet({files}, filename = true)"
    if entity.files[0].suffix == ".json":
        records = str(contract.files.records).removeprefix("$.")
        names = {one.physical_name: one.type for one in contract.columns}
        fields = ", ".join(f'"{name}" VARCHAR' for name in names)
        typed = ", ".join(f'cast(r."{name}" as {kind}) as "{name}"' for name, kind in names.items())
        return (
            f"(select {typed}, filename from (select unnest({records}) as r, filename "
            f"from read_json({files}, filename = true, maximum_object_size = {1 << 30}, "
            f"columns = {{'{records}': 'STRUCT({fields})[]'}})))"
        )
    types = {column.physical_name.lower(): column.type for column in contract.columns}
    with entity.files[0].open(encoding="utf-8-sig") as lines:
        header = next(lines).rstrip("\r\n").split(",")
    columns = ", ".join(
        f"'{name}': '{types.get(name.lower(), 'VARCHAR')}'" for name in header
    ).replace("'TIMESTAMP'", "'TIMESTAMPTZ'")
    return (
        f"read_csv({files}, header = true, delim = ',', quote = '\"', escape = '\"', "
        f"filename = true, columns = {{{columns}}})"
    )


def _names(connection: duckdb.DuckDBPyConnection, source: str) -> list[str]:
    return [row[0] for row in connection.execute(f"describe select * from {source}").fetchall()]


def build(firm: Firm, home: Home) -> int:
    """Load the landed files and build the models up to the canonical ones.

    Returns:
        Versions loaded.
    """
    run = make_run(firm, home, known_at=datetime.now(UTC))
    started = time.perf_counter()
    loaded = sum(result.rows_loaded for result in load_raw(run))
    seconds = time.perf_counter() - started
    variables = dbt_vars(run)
    subprocess.run(
        [
            *(dbt_executable(), "--quiet", "build", *_MODELS, *dbt_options(variables)),
            *("--target-path", str(target_path(home))),
        ],
        cwd=DBT_PROJECT,
        env=os.environ | dbt_settings(home, variables),
        check=True,
        stdout=sys.stderr,
    )
    sys.stderr.write(
        f"loaded in {seconds:.1f} s, built in {time.perf_counter() - started - seconds:.1f} s\n"
    )
    return loaded


def measure(side: str, firm: Firm, home: Home) -> dict[str, float]:
    """Work on one side in this process and its children.

    Returns:
        Seconds, seconds of processor time, peak resident megabytes of one process, and versions.
    """
    started = time.perf_counter()
    rows = read_bare(home) if side == "duckdb" else build(firm, home)
    seconds = time.perf_counter() - started
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return {
        "seconds": seconds,
        "cpu": sum(one.ru_utime + one.ru_stime for one in used),
        "megabytes": max(one.ru_maxrss for one in used) / 1024,
        "rows": rows,
    }


def run(folder: Path, plan: Plan) -> list[str]:
    """Simulate and land a firm, measure both sides; return the table's lines."""
    started = time.perf_counter()
    made = simulate(Request(plan=plan), folder / "firm")
    simulated = time.perf_counter() - started
    home = Home(folder / "home")
    land(load_firm(made.emission.config), home)
    config = made.emission.config
    found = {
        side: in_own_process("bench.canonical", side, config, "--folder", home.root)
        for side in _SIDES
    }
    if found["duckdb"]["rows"] != found["tieout"]["rows"]:
        raise SystemExit(f"the sides keep different versions: {found}")
    table = [
        f"{made.time_entries:,} time entries, {made.emission.rows:,} rows in "
        f"{made.emission.files:,} files ({made.emission.bytes / 1e6:,.0f} MB), "
        f"simulated in {simulated:.1f} s",
        f"{'side':<7} {'seconds':>8} {'cpu s':>7} {'versions':>12} {'peak MB':>8} {'ratio':>6} "
        f"{'of cpu':>6}",
    ]
    for side, figures in found.items():
        ratio, of_cpu = (figures[one] / found["duckdb"][one] for one in ("seconds", "cpu"))
        table.append(
            f"{side:<7} {figures['seconds']:>8.1f} {figures['cpu']:>7.1f} {figures['rows']:>12,} "
            f"{figures['megabytes']:>8,.0f} {ratio:>6.2f} {of_cpu:>6.2f}"
        )
    return table


def main() -> None:
    """Run the benchmark, or one measurement of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=2000)
    parser.add_argument("--months", type=int, default=18)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, help="where to make the firm")
    parser.add_argument("--measure", nargs=2, metavar=("SIDE", "CONFIG"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.measure:
        side, config = given.measure
        figures = measure(side, load_firm(Path(config)), Home(given.folder))
        sys.stdout.write(json.dumps(figures))
        return
    plan = Plan(
        people=given.people, months=given.months, seed=given.seed, ends_on=date(2026, 6, 30)
    )
    with tempfile.TemporaryDirectory(prefix="tieout-bench-", dir=given.folder) as folder:
        sys.stdout.write("\n".join(run(Path(folder), plan)) + "\n")


if __name__ == "__main__":
    main()
