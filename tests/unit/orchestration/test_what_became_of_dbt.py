"""dbt's results become the one error that says what to do."""

import json
from pathlib import Path

import pytest

from orchestration.dbt_process import judge
from serving.errors import BuildError, PublishRefusedError


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

    judge(path, said=None, version=3)


def test_a_failed_test_refuses_the_version(tmp_path: Path) -> None:
    path = results(
        tmp_path,
        ("test.tieout.assert_books_balance", "fail", "Got 2 results"),
        ("model.tieout.kpi_wip", "skipped", ""),
    )

    with pytest.raises(PublishRefusedError) as refused:
        judge(path, said="dbt ended with 1", version=3)

    assert refused.value.failures == ("assert_books_balance: Got 2 results",)


def test_a_model_that_cannot_be_built_is_no_refusal(tmp_path: Path) -> None:
    path = results(
        tmp_path,
        ("model.tieout.client", "error", "Parser Error\n  at end"),
        ("test.tieout.t", "fail", "Got 1 result"),
    )

    with pytest.raises(BuildError, match="client: Parser Error at end"):
        judge(path, said="dbt ended with 1", version=3)


def test_dbt_that_ended_before_any_result_says_what_it_said(tmp_path: Path) -> None:
    with pytest.raises(BuildError, match="no such profile"):
        judge(tmp_path / "run_results.json", said="no such profile", version=3)
