"""How long the headline marts take to build, within how much memory, beside hand-written SQL.

Made canonical tables stand in for a firm's (``marts_made.sql``). The four marts and every model
they rest on, as dbt compiles them, and SQL that somebody wrote who knows this one firm
(``marts_by_hand.sql``), each run in a process of its own on the same tables. Both must yield the
same columns with the same values. Run it with ``python -m bench.marts``; times leave out imports,
making the tables, compiling and comparing. ``--every`` builds every mart, by Tieout alone: what is
asked then is how much memory they take.
"""

import argparse
import json
import resource
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any

import duckdb

from bench.sides import PROJECT, compiled, in_own_process, made_tables

MADE = Path(__file__).with_name("marts_made.sql")
BY_HAND = Path(__file__).with_name("marts_by_hand.sql")
MARTS = ("kpi_utilization", "kpi_wip", "kpi_margin", "kpi_days_to_invoice")
_SIDES = ("by_hand", "tieout")
_VARIABLES = {
    "valued_on": "2026-06-30",
    "known_at": "2026-06-30 23:59:59.000000",
    "group_currency": "USD",
}
# What the marts read and is not measured: canonical tables, breaks, and how fresh the sources are.
_INPUTS = (
    "path:models/canonical",
    "path:models/staging",
    "path:models/reconciliation",
    "path:models/marts/breaks",
    "source_freshness",
)
_FRESH = """
    insert into marts.source_freshness by name
    select timestamp '2026-06-30 20:00:00' as extracted_at;
    insert into staging.stg_meta__instance by name
    select unnest(['crm', 'psa', 'hr', 'erp']) as source_instance, 'main' as realm;
"""
_TOLERANCE = 1e-9


@dataclass(frozen=True, slots=True)
class Model:
    """A model of the marts as dbt compiles it.

    Attributes:
        relation: Schema and name of what it makes.
        kind: What it makes, ``table`` or ``view``.
        sql: Its select statement.
    """

    relation: str
    kind: str
    sql: str


def split(
    manifest: dict[str, Any], marts: Sequence[str] = MARTS
) -> tuple[list[Model], list[dict[str, Any]]]:
    """Return the models that marts are made of, in the order they run in, and their inputs."""
    nodes = manifest["nodes"]
    models: dict[str, Model] = {}
    inputs: dict[str, dict[str, Any]] = {}

    def visit(name: str) -> None:
        node = nodes.get(name)
        if node is None or name in models or name in inputs:
            return
        sql = node.get("compiled_code")
        if node["resource_type"] == "seed" or not sql:
            inputs[name] = node
            return
        for parent in manifest["parent_map"][name]:
            visit(parent)
        kind = node["config"]["materialized"]
        models[name] = Model(f"{node['schema']}.{node['name']}", kind, sql)

    for mart in marts:
        visit(f"model.tieout.{mart}")
    return list(models.values()), list(inputs.values())


def make(
    connection: duckdb.DuckDBPyConnection,
    rows: int,
    manifest: dict[str, Any],
    inputs: list[dict[str, Any]],
) -> None:
    """Make the tables that the marts read, and the schemas that both sides write to."""
    nodes = manifest["nodes"]
    schemas = ("accounting", "canonical", "reconciliation", "marts", "seeds", "staging", "by_hand")
    for schema in schemas:
        connection.execute(f"create schema {schema}")
    read = {node["unique_id"]: node for node in inputs}
    read["seed.tieout.policies"] = nodes["seed.tieout.policies"]
    for node in read.values():
        relation = f"{node['schema']}.{node['name']}"
        if node["resource_type"] == "seed":
            connection.execute(
                f"create table {relation} as from read_csv("
                f"'{PROJECT / node['original_file_path']}', header = true, "
                f"types = {node['config']['column_types']})"
            )
            continue
        columns = ", ".join(
            f'"{name}" {column["data_type"]}' for name, column in node["columns"].items()
        )
        connection.execute(f"create table {relation} ({columns})")
    connection.execute(_FRESH)
    projects = 80 * max(1, rows // 200_000)
    people = 40 * max(1, rows // 20_000)
    for name, value in (("rows", rows), ("people", people), ("projects", projects)):
        connection.execute(f"set variable {name} = {value}")
    connection.execute(MADE.read_text())


def steps(side: str, folder: Path) -> Iterator[tuple[str, str]]:
    """Yield the statements of a side, each with the name of what it makes."""
    if side == "tieout":
        for relation, kind, sql in json.loads((folder / "models.json").read_text()):
            yield relation, f"create {kind} {relation} as {sql}"
        return
    for statement in duckdb.extract_statements(BY_HAND.read_text()):
        words = statement.query.split("create ", 1)[-1].split()
        yield next(word for word in words if word not in ("table", "temp")), statement.query


def measure(side: str, folder: Path, memory: str) -> dict[str, Any]:
    """Build the marts by one side in this process.

    Returns:
        Seconds, seconds of processor time, peak resident megabytes, and the seconds of each step.
    """
    connection = made_tables(folder, memory)
    planned = list(steps(side, folder))
    taken: dict[str, float] = {}
    before = resource.getrusage(resource.RUSAGE_SELF)
    for name, statement in planned:
        started = time.perf_counter()
        connection.execute(statement)
        taken[name] = time.perf_counter() - started
    used = resource.getrusage(resource.RUSAGE_SELF)
    return {
        "seconds": sum(taken.values()),
        "cpu": used.ru_utime + used.ru_stime - before.ru_utime - before.ru_stime,
        "megabytes": used.ru_maxrss / 1024,
        "steps": taken,
    }


def differences(
    connection: duckdb.DuckDBPyConnection, mart: str, node: dict[str, Any]
) -> Iterator[str]:
    """Yield in what the two sides differ over one mart; ratios may by a billionth."""
    ratios = [name for name, column in node["columns"].items() if column["data_type"] == "double"]
    exact = ", ".join(name for name in node["columns"] if name not in ratios)
    key = ", ".join(node["config"]["meta"]["grain"])
    sides = (f"marts.{mart}", f"by_hand.{mart}")
    for ours, theirs in (sides, sides[::-1]):
        rows = connection.execute(
            f"select {exact} from {ours} except all select {exact} from {theirs} limit 3"
        ).fetchall()
        yield from (f"{ours} only: {row}" for row in rows)
    for ratio in ratios:
        rows = connection.execute(
            f"select {key}, ours.{ratio}, theirs.{ratio} from {sides[0]} as ours "
            f"full join {sides[1]} as theirs using ({key}) "
            f"where (ours.{ratio} is null) <> (theirs.{ratio} is null) "
            f"or abs(ours.{ratio} - theirs.{ratio}) > {_TOLERANCE} limit 3"
        ).fetchall()
        yield from (f"{mart}.{ratio}: {row}" for row in rows)


def run(folder: Path, *, rows: int, memory: str, verbose: bool) -> list[str]:
    """Make the tables, build the marts by both sides, compare them, and return the table's lines.

    Raises:
        SystemExit: The sides yield different marts.
    """
    selection = ["--select", *(f"+{mart}" for mart in MARTS), "--exclude", *_INPUTS]
    manifest = compiled(folder, selection, _VARIABLES)
    models, inputs = split(manifest)
    _prepare(folder, rows=rows, memory=memory, manifest=manifest, models=models, inputs=inputs)
    found = {
        side: in_own_process("bench.marts", side, "--folder", folder, "--memory", memory)
        for side in _SIDES
    }
    table = [
        f"{rows:,} entries, memory limit {memory}",
        f"{'side':<8} {'seconds':>8} {'cpu s':>7} {'peak MB':>8} {'ratio':>6} {'of cpu':>6}",
    ]
    for side, figures in found.items():
        ratio, of_cpu = (figures[one] / found["by_hand"][one] for one in ("seconds", "cpu"))
        table.append(
            f"{side:<8} {figures['seconds']:>8.2f} {figures['cpu']:>7.1f} "
            f"{figures['megabytes']:>8,.0f} {ratio:>6.2f} {of_cpu:>6.2f}"
        )
    if verbose:
        table += [
            f"  {side} {name:<40} {seconds:>8.2f}"
            for side, figures in found.items()
            for name, seconds in figures["steps"].items()
        ]
    with made_tables(folder, memory) as connection:
        for mart in MARTS:
            differing = list(
                differences(connection, mart, manifest["nodes"][f"model.tieout.{mart}"])
            )
            if differing:
                raise SystemExit("\n".join([*table, *differing]))
            count = connection.execute(f"select count(*) from marts.{mart}").fetchone()
            table.append(f"{mart}: {count[0] if count else 0:,} rows, equal on both sides")
    return table


def run_every(folder: Path, *, rows: int, memory: str, verbose: bool) -> list[str]:
    """Make the tables, build every mart on them and return the table's lines."""
    selection = ["--select", "+path:models/marts", "--exclude", *_INPUTS]
    manifest = compiled(folder, selection, _VARIABLES)
    marts = [
        node["name"]
        for node in manifest["nodes"].values()
        if node["schema"] == "marts" and node.get("compiled_code") and node["name"] not in _INPUTS
    ]
    models, inputs = split(manifest, marts)
    _prepare(folder, rows=rows, memory=memory, manifest=manifest, models=models, inputs=inputs)
    figures = in_own_process("bench.marts", "tieout", "--folder", folder, "--memory", memory)
    return [
        f"{rows:,} entries, memory limit {memory}, {len(marts)} marts of {len(models)} models: "
        f"{figures['seconds']:.1f} s, {figures['cpu']:.1f} cpu s, "
        f"peak {figures['megabytes']:,.0f} MB",
        *(f"  {name:<40} {seconds:>8.2f}" for name, seconds in figures["steps"].items() if verbose),
    ]


def _prepare(
    folder: Path,
    *,
    rows: int,
    memory: str,
    manifest: dict[str, Any],
    models: list[Model],
    inputs: list[dict[str, Any]],
) -> None:
    with made_tables(folder, memory) as connection:
        make(connection, rows, manifest, inputs)
    (folder / "models.json").write_text(json.dumps([astuple(one) for one in models]))


def main() -> None:
    """Run the benchmark, or one measurement of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=[10_000_000])
    parser.add_argument("--memory", default="6GB", help="memory limit of DuckDB on both sides")
    parser.add_argument("--every", action="store_true", help="build every mart, by Tieout alone")
    parser.add_argument("--verbose", action="store_true", help="also print what each step takes")
    parser.add_argument("--folder", type=Path, help="where to make the tables")
    parser.add_argument("--measure", choices=_SIDES, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.measure:
        sys.stdout.write(json.dumps(measure(given.measure, given.folder, given.memory)))
        return
    for rows in given.rows:
        with tempfile.TemporaryDirectory(prefix="tieout-bench-", dir=given.folder) as folder:
            measured = run_every if given.every else run
            table = measured(Path(folder), rows=rows, memory=given.memory, verbose=given.verbose)
        sys.stdout.write("\n".join(table) + "\n")


if __name__ == "__main__":
    main()
