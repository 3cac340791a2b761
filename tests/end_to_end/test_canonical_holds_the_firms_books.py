"""Counts, hours and money of every canonical table are those of the firm's own books, exactly."""

import json
import os
import subprocess
import sys
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from ingest.config import load_firm
from ingest.extract import pull
from ingest.home import Home
from ingest.load import load
from simulator.simulate import Plan, Request, simulate
from tests.end_to_end.books import unequal

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 7, 1, 12, tzinfo=UTC)


def canonical_of(folder: Path, *, people: int, months: int, seed: int, breaks: str) -> Home:
    """Simulate a firm, take in what its systems deliver and build the canonical layer."""
    plan = Plan(people=people, months=months, seed=seed, ends_on=date(2026, 6, 30))
    simulate(Request(plan=plan, breaks=Decimal(breaks), daily_days=3), folder / "firm")
    firm = load_firm(folder / "firm/tieout.yaml")
    home = Home(folder / "home")
    for name in firm.instances:
        pull(firm, name, home, now=NOW)
    load(firm, home)
    variables = {
        "vendors": sorted(firm.vendors),
        "group_currency": firm.group_currency,
        "known_at": "2026-07-01 12:00:00.000000",
        "valued_on": "2026-06-30",
    }
    target = str(home.dbt / "target")
    command = [str(Path(sys.executable).parent / "dbt"), "--quiet", "run", "--target-path", target]
    command += ["--select", "staging", "canonical", "--vars", json.dumps(variables)]
    seeded = [*command[:2], "seed", *command[3:5], "--vars", json.dumps(variables)]
    for one in (seeded, command):
        done = subprocess.run(
            one,
            cwd=ROOT / "dbt_project",
            env={
                **os.environ,
                "TIEOUT_WAREHOUSE": str(home.warehouse),
                "DBT_PROFILES_DIR": str(ROOT / "dbt_project"),
                "DBT_LOG_PATH": target,
            },
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout
    return home


def test_a_firm_that_agrees_is_held_exactly(tmp_path: Path) -> None:
    home = canonical_of(tmp_path, people=30, months=4, seed=1, breaks="0")
    assert unequal(home.warehouse, tmp_path / "firm/truth/totals.parquet") == []


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize(("people", "months"), [(60, 12), (300, 12)])
def test_a_firm_whose_systems_disagree_is_held_exactly(
    tmp_path: Path, people: int, months: int, seed: int
) -> None:
    home = canonical_of(tmp_path, people=people, months=months, seed=seed, breaks="0.002")
    assert unequal(home.warehouse, tmp_path / "firm/truth/totals.parquet") == []
