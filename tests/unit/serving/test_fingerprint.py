"""The fingerprint moves with everything a build is made from, and with nothing else."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import duckdb
import pytest

from ingest.config import Firm, load_firm
from ingest.home import Home
from serving import fingerprint as fingerprint_module
from serving.fingerprint import fingerprint, landed_batches

VALUED_ON = date(2026, 7, 15)
CONFIG = """
version: 1
firm: acme
time_zone: UTC
group_currency: USD
instances:
  psa:
    vendor: tryton
    system: psa
    url: postgresql://reader:{password}@db.example/psa
    entities: [timesheet_line]
policies:
  - {{code: billing_grace_days, value: "{grace}"}}
"""


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path / "home")
    with duckdb.connect(str(home.warehouse)) as connection:
        connection.execute("create schema meta")
        connection.execute(
            "create table meta.load as select 'psa/timesheet_line/1' as load_id, "
            "'aa' as sha256, 'loaded' as status, 10 as rows_loaded, 1 as rows_quarantined"
        )
    return home


@pytest.fixture
def sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tmp_path / "repository"
    for folder in ("ingest/contracts", "dbt_project", "expectations", "serving"):
        (root / folder).mkdir(parents=True)
        (root / folder / "file.txt").write_text("one")
    monkeypatch.setattr(fingerprint_module, "REPOSITORY", root)
    return root


def firm_of(folder: Path, *, password: str = "secret", grace: str = "10") -> Firm:
    path = folder / "tieout.yaml"
    path.write_text(CONFIG.format(password=password, grace=grace))
    return load_firm(path)


def add_load(home: Home, status: str) -> None:
    with duckdb.connect(str(home.warehouse)) as connection:
        connection.execute(f"insert into meta.load values ('psa/x/2', 'bb', '{status}', 3, 0)")


def test_the_same_ingredients_give_the_same_fingerprint(
    tmp_path: Path, home: Home, sources: Path
) -> None:
    first = fingerprint(firm_of(tmp_path), home, valued_on=VALUED_ON)

    assert fingerprint(firm_of(tmp_path), home, valued_on=VALUED_ON) == first


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda home, _: add_load(home, "loaded"), id="a batch that brought data"),
        pytest.param(
            lambda _, root: (root / "dbt_project/file.txt").write_text("two"), id="a model"
        ),
        pytest.param(
            lambda _, root: (root / "ingest/contracts/file.txt").write_text("two"), id="a contract"
        ),
        pytest.param(
            lambda _, root: (root / "expectations/file.txt").rename(root / "expectations/b.txt"),
            id="an expectation's file name",
        ),
        pytest.param(
            lambda _, root: (root / "serving/new.txt").write_text("one"), id="publishing code"
        ),
    ],
)
def test_it_moves_with(
    tmp_path: Path, home: Home, sources: Path, change: Callable[[Home, Path], object]
) -> None:
    before = fingerprint(firm_of(tmp_path), home, valued_on=VALUED_ON)

    change(home, sources)

    assert fingerprint(firm_of(tmp_path), home, valued_on=VALUED_ON) != before


def test_it_moves_with_the_valuation_date_and_the_policies(
    tmp_path: Path, home: Home, sources: Path
) -> None:
    before = fingerprint(firm_of(tmp_path), home, valued_on=VALUED_ON)

    assert fingerprint(firm_of(tmp_path), home, valued_on=date(2026, 7, 16)) != before
    assert fingerprint(firm_of(tmp_path, grace="5"), home, valued_on=VALUED_ON) != before


def test_a_batch_without_news_a_new_password_and_build_leavings_do_not_move_it(
    tmp_path: Path, home: Home, sources: Path
) -> None:
    before = fingerprint(firm_of(tmp_path), home, valued_on=VALUED_ON)

    add_load(home, "unchanged")
    (sources / "dbt_project/target").mkdir()
    (sources / "dbt_project/target/manifest.json").write_text("{}")
    (sources / "serving/__pycache__").mkdir()
    (sources / "serving/__pycache__/x.pyc").write_text("x")

    after = fingerprint(firm_of(tmp_path, password="other"), home, valued_on=VALUED_ON)
    assert after == before


def test_it_moves_with_a_replay_which_changes_only_what_became_of_the_lines(
    home: Home, sources: Path, tmp_path: Path
) -> None:
    del sources, tmp_path
    before = landed_batches(home)
    with duckdb.connect(str(home.warehouse)) as connection:
        connection.execute("update meta.load set rows_loaded = 11, rows_quarantined = 0")
    assert landed_batches(home) != before
