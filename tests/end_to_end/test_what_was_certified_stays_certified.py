"""A period is certified by two people; an hour is added to it afterwards; nothing is forgotten.

Entry psa:2240 of worker hr:1 on project psa:36 is 5.75 hours on 2026-05-01, at USD 230 an hour
worth 1,322.50. One more hour makes it 6.75 hours and 1,552.50: the month's value added and revenue
are USD 230.00 and its time 3,600 seconds above what was certified.
"""

import json
import os
import shutil
import sqlite3
import subprocess
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.end_to_end.conftest import ROOT, SOURCE, TIEOUT, Run

pytestmark = pytest.mark.timeout(1800)
PERIOD = ("1", "2026-05")
ENTRY = "psa:2240"


@dataclass(frozen=True)
class Firm:
    """A copy of the bundled firm, with books that can be changed."""

    folder: Path

    def tieout(self, *arguments: str, user: str = "ann") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(TIEOUT), *arguments],
            cwd=ROOT,
            env={
                **os.environ,
                "TIEOUT_HOME": str(self.folder / "var"),
                "TIEOUT_CONFIG": str(self.folder / "tieout.yaml"),
                "TIEOUT_USER": user,
                "COLUMNS": "200",
            },
            capture_output=True,
            text=True,
            timeout=1500,
            check=False,
        )

    def run(self, *arguments: str) -> None:
        done = self.tieout("run", *arguments)
        assert done.returncode == 0, done.stdout + done.stderr

    def query(self, statement: str) -> list[tuple[Any, ...]]:
        file = self.folder / "var/published/finance/current.duckdb"
        with duckdb.connect(str(file), read_only=True) as connection:
            return connection.execute(statement).fetchall()

    def listed(self) -> dict[str, Any]:
        done = self.tieout("close", "list", "--format", "json")
        assert done.returncode == 0, done.stderr
        (line,) = (
            line for line in json.loads(done.stdout)["periods"] if line["period"] == PERIOD[1]
        )
        return dict(line)

    def files(self, entity: str) -> list[Path]:
        return sorted((self.folder / "var/landing/_tieout" / entity).glob("*.parquet"))


@pytest.fixture(scope="module")
def firm(published_run: Run, tmp_path_factory: pytest.TempPathFactory) -> Firm:
    """May is certified as published; then an hour is added to an entry of May."""
    folder = tmp_path_factory.mktemp("close")
    shutil.copytree(published_run.home, folder / "var", symlinks=True)
    shutil.copy(SOURCE, folder / SOURCE.name)
    shutil.copy(ROOT / "examples/tryton/tieout.yaml", folder)
    return Firm(folder)


def test_a_close_takes_two_people_and_open_breaks_take_a_reason(firm: Firm) -> None:
    refused = firm.tieout("close", "prepare", *PERIOD)
    assert refused.returncode == 1
    assert "the books have the period as open" in refused.stderr
    assert "BL-06: 19 open breaks" in refused.stderr
    assert "--override REASON" in refused.stderr

    nobody = firm.tieout("close", "certify", *PERIOD, "--override", "the test says so")
    assert nobody.returncode == 1
    assert "is not prepared" in nobody.stderr

    why = ("--override", "the ERP of this firm closes no periods")
    assert firm.tieout("close", "prepare", *PERIOD, *why, user="ann").returncode == 0
    own = firm.tieout("close", "certify", *PERIOD, *why, user="Ann")
    assert own.returncode == 1
    assert "Ann prepared this close and cannot certify it" in own.stderr
    assert firm.files("certified_row") == []

    assert firm.tieout("close", "certify", *PERIOD, *why, user="bo").returncode == 0
    line = firm.listed()
    assert (line["status"], line["prepared_by"], line["certified_by"]) == ("certified", "ann", "bo")
    assert line["override_reason"] == why[1]
    again = firm.tieout("close", "certify", *PERIOD, *why, user="cy")
    assert again.returncode == 1
    assert "certified already, by bo" in again.stderr


def test_a_late_change_is_drift_with_the_records_that_caused_it(firm: Firm) -> None:
    with sqlite3.connect(firm.folder / SOURCE.name) as books:
        changed = books.execute(
            "update timesheet_line set duration = duration + 3600 where id = 2240"
        )
        assert changed.rowcount == 1
    books.close()
    firm.run()

    drift = firm.query(
        "select table_name, measure, unit, difference, records from marts.fct_post_close_drift "
        "where measure in ('value_added_amount', 'revenue_amount', 'worked_seconds') "
        "and row_key in ('psa:36|2026-05', 'hr:1|erp:1|2026-05') order by all"
    )
    movement = f"value|{ENTRY}"
    assert drift == [
        ("kpi_margin", "revenue_amount", "currency", Decimal(230), ENTRY),
        ("kpi_margin", "worked_seconds", "seconds", Decimal(3600), ENTRY),
        ("kpi_utilization", "worked_seconds", "seconds", Decimal(3600), ENTRY),
        ("kpi_wip", "value_added_amount", "currency", Decimal(230), movement),
    ]
    changes = firm.query(
        "select record_kind, record_id, change, certified_amount, current_amount, "
        "current_seconds - certified_seconds from marts.fct_post_close_change order by all"
    )
    assert changes == [
        ("time_entry", ENTRY, "changed", Decimal("1322.5000"), Decimal("1552.5000"), 3600),
        ("wip_movement", movement, "changed", Decimal("1322.5000"), Decimal("1552.5000"), 3600),
    ]
    # Of other projects, other people and other months nothing is said.
    assert firm.query(
        "select distinct project_id, worker_id, period from marts.fct_post_close_drift order by all"
    ) == [("psa:36", None, "2026-05"), (None, "hr:1", "2026-05"), (None, None, "2026-05")]
    assert firm.query(
        "select anchor_id, money_at_stake, direction, seconds_at_stake, period "
        "from marts.break_current where rule_code = 'PD-01'"
    ) == [(ENTRY, Decimal("230.0000"), "over", 3600, "2026-05")]
    # The change leads to the line that was certified and to the line that is there now.
    [(certificate,)] = firm.query("select certificate_id from marts.close_certificate")
    key = f"certificate_id={certificate},record_kind=time_entry,record_id={ENTRY}"
    traced = firm.tieout("trace", "fct_post_close_change", key)
    assert traced.returncode == 0, traced.stderr
    assert "2 source lines in 2 landed files" in traced.stdout
    # 230.00 is below the policy's 1,000.
    assert firm.listed()["status"] == "subsequent_change"


def test_asof_says_what_was_said_what_is_known_and_why(firm: Firm) -> None:
    done = firm.tieout("asof", *PERIOD, "--format", "json")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert (found["answer"], found["said_by"]["certified_by"]) == ("certified", "bo")
    (added,) = (
        row
        for row in found["totals"]
        if (row["table_name"], row["measure"]) == ("kpi_wip", "value_added_amount")
    )
    assert Decimal(added["difference"]) == 230
    assert Decimal(added["known"]) - Decimal(added["said"]) == 230
    assert {row["record_id"] for row in found["records"]} == {ENTRY, f"value|{ENTRY}"}

    before = firm.tieout("asof", *PERIOD, "--known-at", "2020-01-31")
    assert before.returncode == 0
    assert "Not known then: the first extract landed on" in before.stdout


def test_certified_again_and_rebuilt_each_certificate_is_there_once(firm: Firm) -> None:
    known = "select certificate_id, figures_sha256, row_sha256 from marts.close_certificate"
    before = firm.query(known)
    assert len(before) == 1
    why = ("--override", "the hour was forgotten")
    assert firm.tieout("close", "prepare", *PERIOD, *why, user="bo").returncode == 0
    assert firm.listed()["status"] == "prepared"
    assert firm.tieout("close", "certify", *PERIOD, *why, user="ann").returncode == 0

    assert firm.tieout("rebuild").returncode == 0
    firm.run()

    assert firm.query(f"{known} where status = 'superseded'") == before
    # What was certified again is what was reported: the hour is drift of the old certificate only.
    assert firm.query(
        "select status, is_in_force, changed_record_count from marts.close_certificate order by 1"
    ) == [("certified", True, 0), ("superseded", False, 2)]
    assert firm.query("select count(*) from marts.break_current where rule_code = 'PD-01'") == [
        (0,)
    ]
    assert firm.query(
        "select certificate_status from marts.dim_period where period = '2026-05'"
    ) == [("certified",)]


def test_a_certificate_that_was_tampered_with_is_named(firm: Firm) -> None:
    file = firm.files("certified_row")[-1]
    file.chmod(0o600)
    file.write_bytes(file.read_bytes().replace(b"kpi_wip", b"kpi_wap", 1))

    listed = firm.tieout("close", "list")
    assert listed.returncode == 1
    assert file.name in listed.stderr
    assert "sha256 differs" in listed.stderr
    asked = firm.tieout("asof", *PERIOD)
    assert asked.returncode == 2
    assert file.name in asked.stderr
