"""The screen after a run: what no rule speaks of is said, and only when there is any."""

import io
from pathlib import Path

import duckdb
import pytest
from rich.console import Console

from cli.context import Settings
from cli.summary import show_summary
from serving.versions import Pointer, write_pointer
from tests.integration.serving.test_headlines import MARTS

REST = """
    create schema meta;
    create or replace table marts.run as
    select 1::bigint as version, 'acme' as firm, timestamp '2026-07-16 02:30:00' as known_at,
        date '2026-07-15' as valued_on;
    create table marts.source_freshness as
    select 'psa' as source_instance, 'psa' as source_system, 10 as row_count,
        4321 as loaded_row_count, timestamp '2026-07-16 02:00:00' as extracted_at
    union all select 'psa', 'psa', 5, 6000, timestamp '2026-07-16 02:00:01';
    create table marts.break_current as
    select 'b1' as break_id, 'BL-01' as rule_code, 'Unbilled' as rule_name, 'BF' as owner,
        'S3' as severity, 'under' as direction, null::varchar as root_break_id,
        1234.5678::decimal(18, 4) as money_at_stake_group;
    create table marts.conservation as
    select 'file_to_raw' as hop, 0::decimal(38, 4) as difference;
    create table meta.expectation_result as
    select 1::bigint as version, 'breaks_are_spoken_of' as expectation, null as rule_code,
        'failed' as status, unexpected as unexpected_count
    from (values ({first}), ({second})) as t (unexpected);
"""


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIEOUT_HOME", str(tmp_path / "home"))


def screen(folder: Path, *, first: int, second: int) -> str:
    settings = Settings(config=folder / "tieout.yaml")
    with duckdb.connect(str(settings.published / "v000001.duckdb")) as connection:
        connection.execute(MARTS + REST.format(first=first, second=second))
    write_pointer(
        settings.published,
        Pointer(
            version=1,
            file="v000001.duckdb",
            published_at="2026-07-16T02:30:00+00:00",
            known_at="2026-07-16T02:30:00+00:00",
            valued_on="2026-07-15",
            fingerprint="f" * 64,
            versions=(1,),
        ),
    )
    console = Console(file=io.StringIO(), width=160)
    show_summary(console, settings, is_new=True, seconds=1.0)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [(3, 1200, "1,203 disagreements no rule"), (0, 1, "1 disagreement no rule")],
)
def test_disagreements_that_no_rule_speaks_of_are_counted_over_all_streams(
    tmp_path: Path, first: int, second: int, said: str
) -> None:
    assert f"{said} speaks of yet" in screen(tmp_path, first=first, second=second)


def test_without_any_nothing_is_said_of_them(tmp_path: Path) -> None:
    assert "speaks of yet" not in screen(tmp_path, first=0, second=0)


def test_all_money_is_shown_in_cents(tmp_path: Path) -> None:
    said = screen(tmp_path, first=0, second=0)
    assert "1,234.57" in said
    assert "1,234.5678" not in said


def test_rows_of_the_last_pull_are_told_from_those_loaded_so_far(tmp_path: Path) -> None:
    said = screen(tmp_path, first=0, second=0)
    assert " ".join(said.split("Sources", 1)[1].split("Headlines", 1)[0].split()[-7:]) == (
        "psa psa 2 15 10,321 2026-07-16 02:00:01"
    )
