"""Resources: the run, which holds the writer lock from its first step to its last."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import dagster as dg
from pydantic import PrivateAttr

from ingest.config import load_firm
from ingest.home import Home
from ingest.lock import writer_lock
from serving.pipeline import RunContext, make_run


class WarehouseRun(dg.ConfigurableResource):  # type: ignore[type-arg]
    """One run over one firm's warehouse, alone: the operating system's lock says so.

    Attributes:
        config_path: The firm's configuration file.
        home_path: Where landing, warehouse and published versions live.
        known_at: Instant of the run, ISO 8601 in UTC; the start of the run when left out.
        valued_on: Valuation date, ISO 8601; the firm's own when left out.
        is_lock_held: The process that executes the run holds the writer lock already.
    """

    config_path: str
    home_path: str
    known_at: str | None = None
    valued_on: str | None = None
    is_lock_held: bool = False
    _run: RunContext | None = PrivateAttr(default=None)

    @contextmanager
    def yield_for_execution(self, context: dg.InitResourceContext) -> Iterator["WarehouseRun"]:
        """Take the writer lock and fix the run's parameters; release it when the run ends."""
        home = Home(Path(self.home_path))
        with ExitStack() as stack:
            if not self.is_lock_held:
                stack.enter_context(writer_lock(home, f"Dagster run {context.run_id}"))
            self._run = make_run(
                load_firm(Path(self.config_path)),
                home,
                known_at=(
                    datetime.fromisoformat(self.known_at) if self.known_at else datetime.now(UTC)
                ),
                valued_on=date.fromisoformat(self.valued_on) if self.valued_on else None,
            )
            yield self

    @property
    def context(self) -> RunContext:
        """The parameters every step of this run agrees on.

        Raises:
            RuntimeError: The resource was used outside a run.
        """
        if self._run is None:
            raise RuntimeError("WarehouseRun has no context outside a Dagster run")
        return self._run
