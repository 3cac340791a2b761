"""Dagster's events in files that stay open: what is recorded is what Dagster's own class reads."""

from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest
from dagster._core.storage.event_log import SqliteEventLogStorage

from ingest.home import Home
from orchestration.event_log import KeptOpenEventLog
from orchestration.instance import open_instance

FOLDER = "dagster/history/runs"
DESCRIPTORS = Path("/proc/self/fd")


@dg.asset
def model() -> dg.MaterializeResult[None]:
    return dg.MaterializeResult(metadata={"rows": 3})


@pytest.fixture
def instance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[dg.DagsterInstance]:
    monkeypatch.setenv("DAGSTER_HOME", "")
    with open_instance(Home(tmp_path)) as opened:
        yield opened


def test_dagsters_own_class_reads_the_events_that_were_recorded(
    instance: dg.DagsterInstance, tmp_path: Path
) -> None:
    assert isinstance(instance.event_log_storage, KeptOpenEventLog)
    result = dg.materialize([model], instance=instance)
    told = [entry.dagster_event_type for entry in instance.all_logs(result.run_id)]
    own = SqliteEventLogStorage(str(tmp_path / FOLDER))
    assert [entry.dagster_event_type for entry in own.get_logs_for_run(result.run_id)] == told
    assert told.count(dg.DagsterEventType.ASSET_MATERIALIZATION) == 1
    assert own.has_asset_key(model.key)


def test_events_of_dagsters_own_class_are_read(
    instance: dg.DagsterInstance, tmp_path: Path
) -> None:
    result = dg.materialize([model], instance=instance)
    own = SqliteEventLogStorage(str(tmp_path / FOLDER))
    (entry, *_) = own.get_logs_for_run(result.run_id)
    own.store_event(entry)
    assert len(instance.all_logs(result.run_id)) == len(own.get_logs_for_run(result.run_id))


@pytest.mark.skipif(not DESCRIPTORS.is_dir(), reason="open files are told by Linux")
def test_files_of_runs_long_ended_are_closed(instance: dg.DagsterInstance, tmp_path: Path) -> None:
    runs = [dg.materialize([model], instance=instance).run_id for _ in range(6)]
    opened = {
        str(descriptor.readlink())
        for descriptor in DESCRIPTORS.iterdir()
        if descriptor.is_symlink()
    }
    kept = {run for run in runs if str(tmp_path / FOLDER / f"{run}.db") in opened}
    assert runs[-1] in kept
    assert runs[0] not in kept
