"""One real run of the bundled firm for all tests that read what it published."""

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest
from pydantic import SecretStr

from ingest.config import load_firm
from ingest.home import Home
from orchestration.manifest import target_path
from serving.pipeline import dbt_vars, load_raw, make_run, pull_instance
from tests.dbt import parsed_once
from tests.end_to_end.simulated import Simulated, agreeing, dbt
from tests.shared import copy_of

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "examples/tryton/firm_a.sqlite"
TIEOUT = Path(sys.executable).parent / "tieout"
KNOWN_AT = datetime(2026, 11, 21, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Run:
    """A published run of the bundled firm.

    Attributes:
        home: Its TIEOUT_HOME.
        output: What the command printed.
    """

    home: Path
    output: str

    @property
    def published(self) -> Path:
        """The file readers open."""
        return self.home / "published/finance/current.duckdb"


def tieout(home: Path, *arguments: str, timeout: int = 500) -> subprocess.CompletedProcess[str]:
    """Run the command as a user does, with its state under a home of its own."""
    with parsed_once(target_path(Home(home)), {"vendors": ["tryton"]}):
        return subprocess.run(
            [str(TIEOUT), *arguments],
            cwd=ROOT,
            env={
                **os.environ,
                "TIEOUT_HOME": str(home),
                "TIEOUT_CONFIG": str(ROOT / "examples/tryton/tieout.yaml"),
                "COLUMNS": "200",
            },
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
        )


def build_models(
    database: Path,
    *,
    home: Home,
    target: Path,
    left_out: Sequence[str] = ("test", "unit_test"),
    only: Sequence[str] = (),
) -> None:
    """Pull a database, load it and build what is asked for, or every mart, with dbt alone."""
    firm = load_firm(ROOT / "examples/tryton/tieout.yaml")
    url = SecretStr(f"sqlite:///{database}")
    firm = firm.model_copy(
        update={
            "instances": {
                name: instance.model_copy(update={"url": url}) if instance.url else instance
                for name, instance in firm.instances.items()
            }
        }
    )
    run = replace(make_run(firm, home, known_at=KNOWN_AT), version=1)
    for instance in firm.instances:
        pull_instance(run, instance)
    load_raw(run)
    command = ["build", "--exclude-resource-type", *left_out]
    if only:
        command += ["--select", *only]
    dbt(home, command, dbt_vars(run), target=target)


@pytest.fixture(scope="session")
def published_run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """`tieout run` on the bundled firm, once."""
    folder = tmp_path_factory.mktemp("firm")
    copy_of("published_run", folder, _run)
    return Run(folder / "var", (folder / "output.txt").read_text(encoding="utf-8"))


def _run(folder: Path) -> None:
    result = tieout(folder / "var", "run")
    assert result.returncode == 0, result.stdout + result.stderr
    (folder / "output.txt").write_text(result.stdout, encoding="utf-8")


@pytest.fixture
def marts(published_run: Run) -> Iterator[duckdb.DuckDBPyConnection]:
    """The published file, opened as a BI tool opens it."""
    with duckdb.connect(str(published_run.published), read_only=True) as connection:
        yield connection


@pytest.fixture(scope="session")
def agreeing_firm(tmp_path_factory: pytest.TempPathFactory) -> Simulated:
    """A small firm whose systems agree, built up to the canonical layer, once."""
    return agreeing(tmp_path_factory.mktemp("agreeing"))
