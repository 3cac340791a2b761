"""The command line and the published file, used as people use them."""

import csv
import io
import json
import re
import sqlite3
import stat
import subprocess
import sys
import time
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from serving.kpi_page import published_tables
from tests.end_to_end.conftest import ROOT, SOURCE, Run, tieout

FOUND = 34 + 3 + 19 + 510

READER = """
import json, sys, time, duckdb
seen, reads = set(), 0
folder, stop = sys.argv[1], sys.argv[2]
import pathlib
while not pathlib.Path(stop).exists():
    with duckdb.connect(f"{folder}/current.duckdb", read_only=True) as connection:
        version, = connection.execute("select version from marts.run").fetchone()
        rows, = connection.execute("select count(*) from marts.fct_time_entry").fetchone()
        assert rows == 3316, rows
    reads += 1
    seen.add(version)
    time.sleep(0.05)
print(json.dumps({"reads": reads, "versions": sorted(seen)}))
"""


@pytest.mark.parametrize(
    "said",
    [
        "Published v000001",
        "BL-06",
        "3,366,000.00",
        "Utilization, complete months 2026-01 to 2026-06",
        "Billed ahead of work, 2026-07",
        "all exact",
        "Data Docs",
        "tieout trace",
    ],
)
def test_a_run_tells_what_it_found(published_run: Run, said: str) -> None:
    assert said in published_run.output


def test_published_files_are_their_owners_alone(published_run: Run) -> None:
    folder = published_run.home / "published/finance"
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}
    assert set(modes.values()) == {0o600}
    assert json.loads((folder / "current.json").read_text())["file"] == "v000001.duckdb"


def test_every_published_column_carries_its_meaning(published_run: Run) -> None:
    with duckdb.connect(str(published_run.published), read_only=True) as connection:
        silent = connection.execute(
            "select table_name, column_name from duckdb_columns()"
            " where schema_name = 'marts' and comment is null"
        ).fetchall()
        views = connection.execute("select count(*) from duckdb_views() where not internal")
        assert silent == []
        assert views.fetchone() == (0,)


def test_every_example_of_the_kpi_page_runs(published_run: Run) -> None:
    with duckdb.connect(str(published_run.published), read_only=True) as connection:
        for table in published_tables():
            connection.execute(table.example).fetchall()


def test_each_of_the_ten_questions_is_answered_by_one_query(published_run: Run) -> None:
    asked = re.findall(
        r"^## (\d+)\. .*?```sql\n(.*?)```",
        (ROOT / "docs/ten_questions.md").read_text(),
        re.M | re.S,
    )
    assert [int(number) for number, _ in asked] == list(range(1, 11))
    with duckdb.connect(str(published_run.published), read_only=True) as connection:
        answers = {int(number): connection.execute(query).fetchall() for number, query in asked}
    # 114,963.75 of time is delivered and not billed; 19 orders of 3,366,000.00 bill work twice.
    assert sum(row[-1] for row in answers[1]) == Decimal("114963.75")
    assert any(row[-1] == Decimal("3366000.00") for row in answers[10])
    assert answers[3] == []


def test_a_wip_cell_is_traced_to_the_lines_of_the_source(published_run: Run) -> None:
    traced = tieout(
        published_run.home,
        "trace",
        "kpi_wip",
        "psa:91,2026-07",
        "--limit",
        "100",
        "--format",
        "json",
    )
    assert traced.returncode == 0, traced.stderr
    (file,) = json.loads(traced.stdout)["files"]
    with sqlite3.connect(f"file:{SOURCE}?mode=ro", uri=True) as connection:
        expected = connection.execute("""
            select l.id, l.date, l.duration from timesheet_line l
            join timesheet_work w on w.id = l.work
            join project_work t on 'project.work,' || t.id = w.origin
            where t.parent = 91 and l.invoice_line is null order by l.id
        """).fetchall()
    lines = [line["values"] for line in file["lines"]]
    assert file["source_table"] == "timesheet_line"
    assert sorted((row["id"], row["date"], row["duration"]) for row in lines) == expected
    assert len(expected) == 34
    assert {row["cost_price"] for row in lines} == {"(restricted)"}


def test_breaks_are_listed_by_money_in_every_format(published_run: Run) -> None:
    as_csv = tieout(published_run.home, "breaks", "--sort", "money", "--format", "csv")
    as_json = tieout(published_run.home, "breaks", "--rule", "BL-04", "--format", "json")
    assert as_csv.returncode == as_json.returncode == 0
    amounts = [Decimal(row["money_at_stake"]) for row in csv.DictReader(io.StringIO(as_csv.stdout))]
    assert len(amounts) == FOUND
    assert amounts == sorted(amounts, reverse=True)
    assert sum(Decimal(row["money_at_stake"]) for row in json.loads(as_json.stdout)) == Decimal(
        "79673.75"
    )


def test_a_second_run_with_nothing_changed_publishes_nothing(published_run: Run) -> None:
    pointer = published_run.home / "published/finance/current.json"
    before = pointer.read_text()
    again = tieout(published_run.home, "run")
    assert again.returncode == 0, again.stdout
    assert "v000001 stays current" in again.stdout
    assert pointer.read_text() == before


def test_a_reader_in_a_loop_reads_on_while_a_run_publishes(
    published_run: Run, tmp_path: Path
) -> None:
    folder, stop = published_run.home / "published/finance", tmp_path / "stop"
    reader = subprocess.Popen(
        [sys.executable, "-c", READER, str(folder), str(stop)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        result = tieout(published_run.home, "run", "--force")
        time.sleep(1)
    finally:
        stop.touch()
        said, complaint = reader.communicate(timeout=60)
    assert result.returncode == 0, result.stdout + result.stderr
    assert reader.returncode == 0, complaint
    seen = json.loads(said)
    assert seen["versions"] == [1, 2]
    assert seen["reads"] > 10
    with duckdb.connect(str(published_run.published), read_only=True) as connection:
        events = connection.execute(
            "select event, version, count(*) from marts.break_history group by all"
        ).fetchall()
        first = connection.execute("""
            select count(*) from marts.break_current b join marts.break_history h using (break_id)
            where b.first_detected_at = h.known_at and h.version = 1 and b.known_at > h.known_at
        """).fetchone()
    assert events == [("detected", 1, FOUND)]
    assert first == (FOUND,)


def test_a_source_that_has_gone_leaves_readers_where_they_were(
    published_run: Run, tmp_path: Path
) -> None:
    config = (
        (ROOT / "examples/tryton/tieout.yaml").read_text().replace("firm_a.sqlite", "gone.sqlite")
    )
    broken = tmp_path / "tieout.yaml"
    broken.write_text(config)
    pointer = published_run.home / "published/finance/current.json"
    before = pointer.read_text()
    result = tieout(published_run.home, "--config", str(broken), "run")
    assert result.returncode == 2
    assert "gone.sqlite" in result.stdout + result.stderr
    assert "Traceback" not in result.stdout + result.stderr
    assert pointer.read_text() == before
    assert not list(tmp_path.rglob("gone.sqlite"))
