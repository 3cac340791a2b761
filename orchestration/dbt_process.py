"""dbt as a process of its own, and what became of it.

Dagster's own resource also opens an adapter in this process, to fetch column metadata later;
that costs seconds and is a handle on the warehouse we must not have, so it is left out.
"""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

import dagster as dg
from dagster_dbt import DbtCliInvocation, DbtCliResource
from packaging.version import Version

from ingest.home import Home
from orchestration.failing_rows import failing_rows
from orchestration.manifest import dbt_environment, dbt_executable, dbt_options, target_path
from orchestration.paths import DBT_PROJECT
from orchestration.progress import Progress, report
from serving.build_mark import clear_mark, mark_complete
from serving.errors import BuildError, PublishRefusedError
from serving.pipeline import RunContext, dbt_vars, run_fingerprint
from serving.publish import AUDIENCE
from serving.versions import readers_of

_WAY_OUT = "mend the model or test dbt names, then `tieout run`."
# Unit tests speak of the code, not of the data: the test suite runs them.
_NO_UNIT_TESTS = ("--exclude-resource-type", "unit_test")
_RESULTS = "run_results.json"
_MANIFEST = "manifest.json"
_FAILED = "fail"
_BROKEN = frozenset({"error", "runtime error"})
_MESSAGE_LENGTH = 600


class DbtProcess(DbtCliResource):
    """`DbtCliResource` without a dbt adapter in Dagster's process."""

    @property
    def _cli_version(self) -> Version:
        return Version(version("dbt-core"))

    def _initialize_dbt_core_adapter(self, args: Sequence[str]) -> None:  # type: ignore[override]
        del args


def dbt_process() -> DbtProcess:
    """Return the resource for this repository's dbt project."""
    return DbtProcess(
        project_dir=str(DBT_PROJECT),
        profiles_dir=str(DBT_PROJECT),
        dbt_executable=dbt_executable(),
    )


def build_models(
    context: dg.AssetExecutionContext, dbt: DbtProcess, run: RunContext
) -> Iterator[Any]:
    """Build the selected models and run their tests in one ``dbt build``.

    Yields:
        Dagster's events for each model and for each test that is an asset check, as dbt ends
        them.  The other tests count all the same: one that fails refuses the version.

    Raises:
        PublishRefusedError: Every model was built and a dbt test of severity error failed.
        BuildError: A model could not be built, or dbt did not get as far as building.
    """
    target = target_path(run.home)
    (target / _RESULTS).unlink(missing_ok=True)
    clear_mark(run.home)
    fingerprint = run_fingerprint(run)
    variables = dbt_vars(run)
    with dbt_environment(run.home, variables):
        invocation = dbt.cli(
            ["build", *_NO_UNIT_TESTS, *dbt_options(variables)],
            context=context,
            target_path=target,
            raise_on_error=False,
        )
    yield from _with_progress(invocation)
    is_successful = invocation.process.wait() == 0
    error = None if is_successful else invocation.get_error()
    _tell(_results(target / _RESULTS))
    judge(target / _RESULTS, said=str(error) if error else None, version=run.version, home=run.home)
    if not context.is_subset:
        mark_complete(run.home, version=run.version, fingerprint=fingerprint)


def judge(results: Path, *, said: str | None, version: int, home: Home) -> None:
    """Turn dbt's results into the one error that says what to do, if any.

    Args:
        results: dbt's ``run_results.json``; may be absent.
        said: What dbt said when it ended with an error; None when it succeeded.
        version: Number the build was made as.
        home: Whose warehouse was built, and which version its readers are on.

    Raises:
        PublishRefusedError: Tests failed and nothing else did; it shows some of the rows.
        BuildError: A model or test could not run, or dbt ended before its results.
    """
    found = _results(results)
    broken = [_sentence(result) for result in found if result["status"] in _BROKEN]
    failed = [result for result in found if result["status"] == _FAILED]
    if broken:
        raise BuildError("dbt could not build:\n" + "\n".join(broken), way_out=_WAY_OUT)
    if failed:
        rows = failing_rows(failed, manifest=results.with_name(_MANIFEST), warehouse=home.warehouse)
        raise PublishRefusedError(
            f"{len(failed)} dbt test{'s' if len(failed) > 1 else ''} of version {version} failed; "
            f"{readers_of(home.published(AUDIENCE))}",
            failures=[
                "\n    ".join((_sentence(result), *rows.get(result["unique_id"], ())))
                for result in failed
            ],
        )
    if said is not None:
        raise BuildError(f"dbt ended with an error: {said}", way_out=_WAY_OUT)


def _results(path: Path) -> list[dict[str, Any]]:
    if not path.exists():
        return []
    found: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["results"]
    return found


def _with_progress(invocation: DbtCliInvocation) -> Iterator[Any]:
    models = 0
    for event in invocation.stream():
        if isinstance(event, dg.Output):
            models += 1
            report(Progress("build", "models", models, is_done=False))
        if not isinstance(event, dg.AssetObservation):
            yield event


def _tell(results: list[dict[str, Any]]) -> None:
    kinds = Counter(result["unique_id"].split(".")[0] for result in results)
    said = f"{kinds['model']} models and {kinds['seed']} seeds built, dbt tests run"
    report(Progress("build", said, kinds["test"]))


def _sentence(result: dict[str, Any]) -> str:
    name = result["unique_id"].split(".", 2)[-1]
    message = " ".join((result.get("message") or "").split())[:_MESSAGE_LENGTH]
    return f"{name}: {message}" if message else name
