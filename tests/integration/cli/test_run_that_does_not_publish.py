"""`tieout run` when it cannot or may not publish: the right code, a clear error, readers safe."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from ingest.home import Home
from serving.versions import read_pointer
from tests.integration.serving.small_version import home_at, publish_version

REPOSITORY = Path(__file__).resolve().parents[3]
SAMPLE = REPOSITORY / "examples" / "tryton" / "firm_a.sqlite"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A home with version 1 published and no warehouse yet."""
    home = home_at(tmp_path)
    publish_version(home, version=1)
    home.warehouse.unlink()
    return home


def config(folder: Path, **changes: object) -> Path:
    """Write the configuration of a firm with one HR system."""
    firm: dict[str, object] = {
        "version": 1,
        "firm": "acme",
        "time_zone": "UTC",
        "group_currency": "USD",
        "valued_on": "2026-07-15",
        "instances": {
            "hr": {
                "vendor": "tryton",
                "system": "hr",
                "url": f"sqlite:///{SAMPLE}",
                "entities": ["party_party", "currency_currency", "company_company"],
            },
            "calendar": {
                "vendor": "holidays",
                "system": "hr",
                "locations": {"head_office": "US"},
                "years": [2026],
                "entities": ["public_holiday"],
            },
        },
    }
    path = folder / "tieout.yaml"
    path.write_text(yaml.safe_dump(firm | changes))
    return path


def run(path: Path, home: Home) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "cli.main", "--config", str(path), "run"],
        cwd=REPOSITORY,
        env={**os.environ, "TIEOUT_HOME": str(home.root)},
        capture_output=True,
        text=True,
        check=False,
    )


def assert_readers_stay(home: Home, done: subprocess.CompletedProcess[str]) -> None:
    pointer = read_pointer(home.published("finance"))
    assert pointer is not None
    assert pointer.version == 1
    assert "Readers stay on v000001" in done.stderr
    assert "Traceback" not in done.stdout + done.stderr


def test_a_configuration_with_an_unknown_key_could_not_run(tmp_path: Path, home: Home) -> None:
    done = run(config(tmp_path, colour="red"), home)

    assert done.returncode == 2
    assert "colour" in done.stderr
    assert_readers_stay(home, done)


def test_a_database_that_is_not_there_could_not_run(tmp_path: Path, home: Home) -> None:
    missing = tmp_path / "gone.sqlite"
    instance = {
        "vendor": "tryton",
        "system": "hr",
        "url": f"sqlite:///{missing}",
        "entities": ["party_party"],
    }

    done = run(config(tmp_path, instances={"hr": instance}), home)

    assert done.returncode == 2
    assert "gone.sqlite" in done.stderr
    assert not missing.exists()
    assert_readers_stay(home, done)


def test_a_build_the_audit_refuses_leaves_readers_and_exits_with_one(
    tmp_path: Path, home: Home
) -> None:
    """A firm without projects and time: built, audited, and not fit to be published."""
    done = run(config(tmp_path), home)

    assert done.returncode == 1, done.stderr
    assert "canonical.time_entry" in done.stderr
    assert "Log: " in done.stderr
    assert_readers_stay(home, done)
    assert [path.name for path in home.published("finance").glob("v*.duckdb")] == ["v000001.duckdb"]
