"""Dagster's own state under ``$TIEOUT_HOME/dagster``: runs, events, schedules, compute logs."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import dagster as dg

from ingest.home import Home
from serving.durable import write_text

_SETTINGS = """\
# Written by tieout when absent; yours to change afterwards.
telemetry:
  enabled: false
nux:
  enabled: false
# One run writes the warehouse; the truth about that is the lock file, this keeps the queue tidy.
concurrency:
  runs:
    max_concurrent_runs: 1
event_log_storage:
  module: orchestration.event_log
  class: KeptOpenEventLog
run_monitoring:
  enabled: true
  free_slots_after_run_end_seconds: 60
"""


def dagster_home(home: Home) -> Path:
    """Return the folder of Dagster's state, with its settings written on first use."""
    folder = home.dagster
    settings = folder / "dagster.yaml"
    if not settings.exists():
        write_text(settings, _SETTINGS)
    return folder


@contextmanager
def open_instance(home: Home) -> Iterator[dg.DagsterInstance]:
    """Open the persistent instance that the UI shows, without telemetry.

    Args:
        home: Whose runs are recorded.
    """
    folder = dagster_home(home)
    os.environ["DAGSTER_HOME"] = str(folder)
    os.environ.setdefault("DAGSTER_DISABLE_TELEMETRY", "yes")
    with dg.DagsterInstance.from_config(str(folder)) as instance:
        yield instance
