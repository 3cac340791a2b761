"""Run the jobs in this process, without a daemon, recorded where the UI shows them.

The caller holds the writer lock for as long as both jobs take.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import dagster as dg

from ingest.config import Firm
from ingest.home import Home
from orchestration.checkpoints import backfill
from orchestration.jobs import BUILD, INGEST
from orchestration.manifest import Parsing, start_parsing
from orchestration.parts import all_definitions, ingest_definitions
from orchestration.progress import Progress, report, told
from orchestration.resources import WarehouseRun
from serving.pipeline import RunContext, make_run

COMMAND_TAG = "tieout/command"


@dataclass(frozen=True, slots=True)
class InProcess:
    """How to run this firm's jobs here and now.

    Attributes:
        firm: Configuration in force.
        config_path: Where it was read from.
        home: Where state lives.
        instance: Dagster instance that records the runs.
        known_at: UTC instant of the run; both jobs share it.
        valued_on: Valuation date.
    """

    firm: Firm
    config_path: Path
    home: Home
    instance: dg.DagsterInstance
    known_at: datetime
    valued_on: date

    def context(self) -> RunContext:
        """Return what both jobs agree on."""
        return make_run(self.firm, self.home, known_at=self.known_at, valued_on=self.valued_on)

    def ingest(self) -> None:
        """Pull every source and load what is new.

        Raises:
            TieoutError: A source, a contract or the warehouse stood in the way.
        """
        self._execute(INGEST, lambda run: ingest_definitions(self.firm, run))

    def start_parsing(self) -> Parsing:
        """Start to parse the models, if they changed since they were parsed."""
        return start_parsing(self.home, self.firm)

    def build(self, parsing: Parsing) -> None:
        """Build, audit and publish.  Imports dbt.

        Args:
            parsing: The parse started before; waited for here.

        Raises:
            PublishRefusedError: The audit or a dbt test did not pass.
            BuildError: The models could not be built.
        """
        parsing.finish()
        self._execute(BUILD, lambda run: all_definitions(self.firm, self.home, run))

    def backfill(self) -> None:
        """Record the month ends before a first run, to be published with it.

        Raises:
            BuildError: The models could not be built, or a version is published already.
        """
        events = backfill(self.context(), progress=told("history"))
        report(Progress("history", "month ends before, break events", events))

    def _execute(self, job: str, definitions: Callable[[WarehouseRun], dg.Definitions]) -> None:
        run = WarehouseRun(
            config_path=str(self.config_path),
            home_path=str(self.home.root),
            known_at=self.known_at.isoformat(),
            valued_on=self.valued_on.isoformat(),
            is_lock_held=True,
        )
        to_run = definitions(run).resolve_job_def(job)
        try:
            to_run.execute_in_process(
                instance=self.instance, tags={COMMAND_TAG: "tieout run"}, raise_on_error=True
            )
        except dg.DagsterExecutionInterruptedError:
            raise KeyboardInterrupt from None
