"""`tieout simulate`: what it writes, says and returns."""

import hashlib
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
import yaml
from typer.testing import CliRunner

from cli.main import app
from ingest.errors import TieoutError
from simulator.simulate import Plan, Request, SimulationError, simulate, stages

ROOT = Path(__file__).parents[3]
PLAN = Plan(people=30, months=2, seed=5, ends_on=date(2026, 2, 20))


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("simulated") / "firm"
    seen: list[str] = []
    simulate(Request(PLAN), folder, progress=seen.append)
    assert len(seen) == stages()
    return folder


def truth(out: Path, name: str, columns: str, where: str = "true") -> list[tuple[object, ...]]:
    path = out / "truth" / f"{name}.parquet"
    return duckdb.execute(f"select {columns} from '{path}' where {where}").fetchall()


def csv(out: Path, instance: str, entity: str) -> str:
    files = str(out / instance / entity / "*.csv")
    return f"read_csv('{files}', all_varchar = true, union_by_name = true, header = true)"


def test_the_folder_holds_configuration_extracts_and_truth_and_nothing_else(out: Path) -> None:
    assert {path.name for path in out.iterdir()} == {
        "tieout.yaml",
        "crm",
        "psa",
        "hr",
        "erp",
        "truth",
    }
    assert {path.name for path in (out / "truth").iterdir()} == {
        "breaks.parquet",
        "totals.parquet",
        "links.parquet",
    }


def test_a_firm_without_breaks_has_no_true_break(out: Path) -> None:
    assert truth(out, "breaks", "count(*)") == [(0,)]


def test_totals_have_one_row_per_entity_instance_period_and_currency(out: Path) -> None:
    key = "entity, instance, period, currency"
    assert truth(out, "totals", f"count(*) = count(distinct ({key}))") == [(True,)]
    assert truth(out, "totals", "min(rows) > 0 and count(distinct entity) > 40") == [(True,)]


def test_totals_of_posted_time_are_those_of_the_delivered_rows(out: Path) -> None:
    delivered = duckdb.execute(
        f"""
        with version as (
            select *, row_number() over (
                partition by dataareaid, transid order by cast(versionnumber as bigint) desc
            ) as place
            from {csv(out, "erp", "projempltrans")}
        )
        select count(*), cast(sum(cast(qty as decimal(18, 2)) * 3600) as bigint),
            sum(cast(totalsalesamountcur as decimal(18, 4)))
        from version where place = 1 and coalesce(isdelete, 'false') not in ('1', 'true', 'True')
        """
    ).fetchall()
    told = truth(out, "totals", "sum(rows), sum(seconds), sum(amount)", "entity = 'labour_posting'")
    assert delivered == told


def test_links_join_delivered_time_to_delivered_postings(out: Path) -> None:
    reference = f"""
        select distinct lower(dataareaid) || '/' || upper(transid) as record_id, txt
        from {csv(out, "erp", "projempltrans")}
    """
    wrong = duckdb.execute(
        f"""
        select * from '{out / "truth" / "links.parquet"}' as link
        full join ({reference}) as delivered on link.right_record_id = delivered.record_id
        where coalesce(link.kind, 'time_entry') = 'time_entry'
            and link.left_record_id is distinct from delivered.txt
        """
    ).fetchall()
    assert wrong == []


def test_the_same_request_writes_the_same_bytes(out: Path, tmp_path: Path) -> None:
    simulate(Request(PLAN), tmp_path / "again")
    assert digests(tmp_path / "again") == digests(out)


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("mine")
    with pytest.raises(SimulationError, match="not an empty folder"):
        simulate(Request(PLAN), tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


@pytest.mark.parametrize(
    "request_",
    [
        Request(PLAN, breaks=Decimal(2)),
        Request(PLAN, only=("XX-99",)),
        Request(PLAN, daily_days=-1),
        Request(PLAN, dialect="none"),
    ],
)
def test_a_request_without_sense_writes_nothing(request_: Request, tmp_path: Path) -> None:
    with pytest.raises(SimulationError):
        simulate(request_, tmp_path / "firm")
    assert not (tmp_path / "firm").exists()


def test_the_command_says_what_it_wrote_and_what_comes_next(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    told = [
        "--people",
        "30",
        "--months",
        "1",
        "--seed",
        "4",
        "--end",
        "2026-01-20",
        "--daily-days",
        "2",
    ]
    done = CliRunner().invoke(app, ["simulate", "--out", str(tmp_path / "firm"), *told])
    assert done.exit_code == 0
    said = capfd.readouterr().out
    assert "30 people, 2026-01-01 to 2026-01-20, seed 4" in said
    assert f"tieout --config {tmp_path / 'firm' / 'tieout.yaml'} run" in said


@pytest.mark.parametrize(
    "told",
    [["--people", "5"], ["--breaks", "many"], ["--only", "XX-99"], ["--dialect", "none"]],
)
def test_the_command_refuses_with_a_way_out(told: list[str], tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["simulate", "--out", str(tmp_path / "firm"), *told])
    assert isinstance(done.exception, TieoutError)
    assert done.exception.way_out
    assert not (tmp_path / "firm").exists()


def digests(folder: Path) -> dict[str, str]:
    """Return a digest of every file in a folder."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_the_demos_configuration_is_that_of_the_simulated_firm(out: Path) -> None:
    demo = yaml.safe_load((ROOT / "tieout.yaml").read_text(encoding="utf-8"))
    made = yaml.safe_load((out / "tieout.yaml").read_text(encoding="utf-8"))
    for name, instance in made["instances"].items():
        if "files" in instance:
            instance["files"] = f"var/firm/{name}"
        instance.pop("years", None)
        demo["instances"][name].pop("years", None)
    assert demo["instances"] == made["instances"]
