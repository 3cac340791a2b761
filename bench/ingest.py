"""How fast a file becomes typed rows, and within how much memory, against DuckDB alone.

Both sides read the same made file into a table of typed columns of a new DuckDB file, each in a
process of its own: DuckDB by its own reader with the types given, Tieout by ``read_typed``, which
also accounts for every line and checks every value. Run it with ``python -m bench.ingest``; times
leave out imports.
"""

import argparse
import json
import resource
import sys
import tempfile
import time
from decimal import Decimal
from pathlib import Path

import duckdb

from bench.sides import in_own_process
from ingest.contracts import Column, Contract
from ingest.contracts.dialect import FileDialect

TYPES = {
    "id": "BIGINT",
    "company": "BIGINT",
    "created_at": "TIMESTAMP",
    "worked_on": "DATE",
    "description": "VARCHAR",
    "duration": "BIGINT",
    "employee": "BIGINT",
    "project": "VARCHAR",
    "amount": "DECIMAL(18,4)",
    "is_billable": "BOOLEAN",
}
_ROWS = """
    select i as id, 1 + i % 3 as company,
        timestamp '2026-01-01' + to_seconds(i % 31536000) as created_at,
        date '2026-01-01' + cast(i % 365 as integer) as worked_on,
        case when i % 5 = 0 then 'Call, "weekly" ' || i % 1000 else 'Development ' || i % 5000 end
            as description,
        (i % 32) * 900 as duration, i % 500 as employee, 'PRJ-' || i % 2000 as project,
        cast(cast(i % 1000000 as decimal(18,4)) / 100 as decimal(18,4)) as amount,
        i % 3 > 0 as is_billable
    from range({lines}) as made(i)
"""
_FORMATS = ("csv", "parquet")
_SIDES = ("duckdb", "tieout")


def contract_of_bench() -> Contract:
    """Return the contract of the made file."""
    columns = tuple(
        Column(
            name=name,
            physical_name=name,
            type=kind,
            required=name == "id",
            description="Made.",
            unit="seconds" if name == "duration" else None,
            classification="internal",
            accepted_values=(),
            is_duration=name == "duration",
        )
        for name, kind in TYPES.items()
    )
    return Contract(
        vendor="bench",
        entity="timesheet",
        version="1.0.0",
        sha256="0" * 64,
        physical_name="timesheet",
        description="A made booking.",
        columns=columns,
        primary_key=("id",),
        ignored={},
        extract_mode="snapshot",
        freshness=None,
        file=Path("bench/timesheet.yaml"),
        files=FileDialect(delimiter=","),
    )


def _connect(folder: Path, memory: str) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(
        str(folder / f"bench_{time.monotonic_ns()}.duckdb"),
        config={
            "memory_limit": memory,
            "temp_directory": str(folder / "spill"),
            "preserve_insertion_order": False,
        },
    )


def make_files(folder: Path, lines: int) -> None:
    """Write the made rows as CSV and as Parquet."""
    with duckdb.connect() as connection:
        connection.execute(f"copy ({_ROWS.format(lines=lines)}) to '{folder}/made.parquet'")
        connection.execute(
            f"copy (from '{folder}/made.parquet') to '{folder}/made.csv' (header true)"
        )


def measure(side: str, file_format: str, folder: Path, memory: str) -> dict[str, float]:
    """Read one file by one side in this process.

    Returns:
        Seconds, seconds of processor time, peak resident megabytes, and rows.
    """
    path = folder / f"made.{file_format}"
    connection = _connect(folder, memory)
    if side == "duckdb":
        columns = ", ".join(f"'{name}': '{kind}'" for name, kind in TYPES.items())
        source = (
            f"read_csv('{path}', header = true, columns = {{{columns}}})"
            if file_format == "csv"
            else f"read_parquet('{path}')"
        )
        started, used = time.perf_counter(), time.process_time()
        connection.execute(f"create temp table batch as select * from {source}")
        seconds = time.perf_counter() - started
    else:
        from ingest.typed import read_typed

        connection.register("warm", duckdb.sql("select 1").to_arrow_table())
        started, used = time.perf_counter(), time.process_time()
        read, typed = read_typed(connection, path, contract_of_bench(), file_format=file_format)
        seconds = time.perf_counter() - started
        if typed.rows != read.lines:
            raise SystemExit(f"{read.lines} lines became {typed}")
    cpu = time.process_time() - used
    row = connection.execute("select count(*) from batch").fetchone()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": seconds, "cpu": cpu, "megabytes": peak, "rows": row[0] if row else 0}


def run(folder: Path, *, lines: int, memory: str, repeat: int) -> list[str]:
    """Measure both sides of both formats, the best of some runs each; return the table's lines."""
    make_files(folder, lines)
    table = [
        f"{lines:,} lines, memory limit {memory}, best of {repeat}",
        f"{'format':<8} {'side':<7} {'seconds':>8} {'cpu s':>7} {'lines/s':>12} "
        f"{'peak MB':>8} {'ratio':>6} {'of cpu':>6}",
    ]
    for file_format in _FORMATS:
        best: dict[str, dict[str, float]] = {}
        for _ in range(repeat):
            for side in _SIDES:
                found = in_own_process(
                    *("bench.ingest", side, file_format, "--folder", folder, "--memory", memory)
                )
                for leftover in folder.glob("bench_*"):
                    leftover.unlink()
                if side not in best or found["seconds"] < best[side]["seconds"]:
                    best[side] = found
        for side, found in best.items():
            seconds = found["seconds"]
            if found["rows"] != lines:
                raise SystemExit(f"{side} read {found['rows']} of {lines} lines")
            ratio, of_cpu = (
                Decimal(found[one] / best["duckdb"][one]).quantize(Decimal("0.01"))
                for one in ("seconds", "cpu")
            )
            table.append(
                f"{file_format:<8} {side:<7} {seconds:>8.2f} {found['cpu']:>7.2f} "
                f"{lines / seconds:>12,.0f} {found['megabytes']:>8,.0f} {ratio:>6} {of_cpu:>6}"
            )
    return table


def main() -> None:
    """Run the benchmark, or one measurement of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, nargs="+", default=[10_000_000])
    parser.add_argument("--memory", default="1GB", help="memory limit of DuckDB on both sides")
    parser.add_argument("--repeat", type=int, default=1)
    parser.add_argument("--folder", type=Path, help="where to make the files")
    parser.add_argument("--measure", nargs=2, metavar=("SIDE", "FORMAT"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.measure:
        side, file_format = given.measure
        sys.stdout.write(json.dumps(measure(side, file_format, given.folder, given.memory)))
        return
    for lines in given.lines:
        with tempfile.TemporaryDirectory(prefix="tieout-bench-", dir=given.folder) as folder:
            table = run(Path(folder), lines=lines, memory=given.memory, repeat=given.repeat)
        sys.stdout.write("\n".join(table) + "\n")


if __name__ == "__main__":
    main()
