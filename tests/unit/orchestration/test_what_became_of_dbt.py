"""dbt's results become the one error that says what to do."""

import json
from pathlib import Path

import duckdb
import pytest

from ingest.home import Home
from orchestration.dbt_process import judge
from serving.errors import BuildError, PublishRefusedError
from serving.versions import Pointer, write_pointer

POINTER = Pointer(
    version=2,
    file="v000002.duckdb",
    published_at="2026-07-16T02:30:00+00:00",
    known_at="2026-07-16T02:30:00+00:00",
    valued_on="2026-07-15",
    fingerprint="f" * 64,
    versions=(2,),
)


def results(folder: Path, *found: tuple[str, str, str]) -> Path:
    path = folder / "run_results.json"
    document = {
        "results": [
            {"unique_id": name, "status": status, "message": message}
            for name, status, message in found
        ]
    }
    path.write_text(json.dumps(document))
    return path


def test_a_build_without_failures_is_let_through(tmp_path: Path) -> None:
    path = results(
        tmp_path, ("model.tieout.client", "success", "OK"), ("test.tieout.t", "warn", "1 row")
    )

    judge(path, said=None, version=3, home=Home(tmp_path))


def test_a_failed_test_refuses_the_version(tmp_path: Path) -> None:
    path = results(
        tmp_path,
        ("test.tieout.assert_books_balance", "fail", "Got 2 results"),
        ("model.tieout.kpi_wip", "skipped", ""),
    )

    with pytest.raises(PublishRefusedError) as refused:
        judge(path, said="dbt ended with 1", version=3, home=Home(tmp_path))

    assert refused.value.failures == ("assert_books_balance: Got 2 results",)
    assert refused.value.what == "1 dbt test of version 3 failed; nothing is published yet"


def test_a_refusal_shows_failing_rows_and_says_where_readers_stay(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    with duckdb.connect(str(home.warehouse)) as connection:
        connection.execute("create table books as select 'erp:1' as entry, 0.01::decimal(18, 4)")
    write_pointer(home.published("finance"), POINTER)
    path = tmp_path / "run_results.json"
    result = {
        "unique_id": "test.tieout.assert_books_balance",
        "status": "fail",
        "message": "Got 1 result",
        "compiled_code": "-- Why.\nselect entry from books",
    }
    path.write_text(json.dumps({"results": [result]}))

    with pytest.raises(PublishRefusedError) as refused:
        judge(path, said="dbt ended with 1", version=3, home=home)

    assert refused.value.failures == ("assert_books_balance: Got 1 result\n    entry=erp:1",)
    assert refused.value.what.endswith("failed; readers stay on v000002")


def test_a_model_that_cannot_be_built_is_no_refusal(tmp_path: Path) -> None:
    path = results(
        tmp_path,
        ("model.tieout.client", "error", "Parser Error\n  at end"),
        ("test.tieout.t", "fail", "Got 1 result"),
    )

    with pytest.raises(BuildError, match="client: Parser Error at end"):
        judge(path, said="dbt ended with 1", version=3, home=Home(tmp_path))


def test_dbt_that_ended_before_any_result_says_what_it_said(tmp_path: Path) -> None:
    with pytest.raises(BuildError, match="no such profile"):
        judge(tmp_path / "run_results.json", said="no such profile", version=3, home=Home(tmp_path))
