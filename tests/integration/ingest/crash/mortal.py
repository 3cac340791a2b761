"""Runs that are killed: the real steps in a process of their own, which dies where it is told."""

import multiprocessing
import os
import random
import shutil
import signal
import time
from dataclasses import dataclass
from pathlib import Path

import ingest.contracts
from ingest.config import load_firm
from ingest.equations import check_equations
from ingest.extract import pull
from ingest.faults import ENVIRONMENT_VARIABLE
from ingest.home import Home
from ingest.load import load
from ingest.quarantine_acts import write_act
from ingest.rebuild import rebuild
from ingest.warehouse import open_warehouse
from tests.integration.ingest.made_files import (
    HEADER,
    Drop,
    contents,
    contract_text,
    make_drop,
)

_PROCESSES = multiprocessing.get_context("forkserver")
_PROCESSES.set_forkserver_preload([__name__])
ENTITIES = {
    "stock": contract_text("stock", "snapshot"),
    "delta": contract_text(
        "delta",
        "incremental",
        settings=("deletes, value: {kind: flag, column: name, values: [gone]}",),
    ),
    "event": contract_text("event", "events"),
}


@dataclass(frozen=True)
class Run:
    """What a process is to do."""

    contracts: Path
    config: Path
    root: Path
    now: object
    fault: str | None
    step: str = "run"


def _work(run: Run) -> None:
    if run.fault is not None:
        os.environ[ENVIRONMENT_VARIABLE] = run.fault
    ingest.contracts.ROOT = run.contracts
    firm, home = load_firm(run.config), Home(run.root)
    if run.step == "rebuild":
        rebuild(firm, home, published_versions=[])
        return
    pull(firm, "made", home, now=run.now)  # type: ignore[arg-type]
    load(firm, home)


def killed(drop: Drop, *, fault: str | None, after: float | None = None, step: str = "run") -> bool:
    """Run in a process that dies at a fault, or after some seconds; tell whether it died."""
    run = Run(drop.contracts, drop.firm.path, drop.home.root, drop.now, fault, step)
    process = _PROCESSES.Process(target=_work, args=(run,))
    process.start()
    if after is not None:
        time.sleep(after)
        process.kill()
    process.join(120)
    assert process.exitcode in (0, -signal.SIGKILL), process.exitcode
    return process.exitcode != 0


class Twins:
    """Two homes with the same deliveries: the runs of one are killed, of the other never."""

    def __init__(self, folder: Path) -> None:
        self.mortal = make_drop(folder / "mortal", ENTITIES)
        self.calm = make_drop(folder / "calm", ENTITIES)
        self.calm.contracts = self.mortal.contracts
        ingest.contracts.ROOT = self.mortal.contracts
        self._names = 0
        self._texts: list[tuple[str, str]] = []

    def deliver(self, chance: random.Random) -> None:
        """Drop one or two made files into both homes; some have bad lines, some came before."""
        for _ in range(chance.randint(1, 2)):
            entity = chance.choice(list(ENTITIES))
            self._names += 1
            name = f"{self._names:05}.csv"
            if self._texts and chance.random() < 0.2:
                entity, text = chance.choice(self._texts)
            else:
                text = made_text(chance)
                self._texts.append((entity, text))
            manifest: dict[str, object] | None = None
            if chance.random() < 0.3:
                manifest = {"extracted_at": f"2026-06-{chance.randint(1, 28):02}T00:00:00Z"}
            for drop in (self.mortal, self.calm):
                drop.put(entity, name, text, manifest=manifest)

    def decide(self, chance: random.Random) -> None:
        """Have somebody dismiss or replay some of the quarantine, in both homes."""
        found = self.mortal.query(
            "select quarantine_id from meta.quarantine where status = 'open' order by all"
        )
        if not found:
            return
        ids = tuple(row[0] for row in chance.sample(found, min(3, len(found))))
        shas = {f"made/{entity}": self.mortal.contract(entity).sha256 for entity in ENTITIES}
        if chance.random() < 0.5:
            write_act(self.mortal.home.landing, "dismiss", ids, reason="made", contracts={})
        else:
            write_act(self.mortal.home.landing, "replay", ids, reason=None, contracts=shas)
        acts = self.mortal.home.landing / "_tieout" / "quarantine"
        target = self.calm.home.landing / "_tieout" / "quarantine"
        shutil.copytree(acts, target, dirs_exist_ok=True)

    def finish(self) -> None:
        """Run both to completion, at the same time by their clocks."""
        self.calm.now = self.mortal.now
        for drop in (self.mortal, self.calm):
            pull(drop.firm, "made", drop.home, now=drop.now, progress=drop.said.append)
            drop.load()

    def check(self) -> None:
        """Hold them against each other and against the equations."""
        assert contents(self.mortal.home) == contents(self.calm.home)
        with open_warehouse(self.mortal.home, read_only=True) as connection:
            check_equations(connection)


def made_text(chance: random.Random) -> str:
    """Return a small file: a handful of keys, few values, a bad line now and then."""
    lines = []
    for key in chance.sample(range(12), chance.randint(0, 8)):
        hours = chance.choice(["60", "120", "", "bad" if chance.random() < 0.3 else "180"])
        name = chance.choice(["ann", "bob", "gone"])
        lines.append(f"{key},{name},{hours},{chance.randint(0, 3)}.5\n")
    if chance.random() < 0.2:
        lines.append("torn\n")
    return HEADER + "".join(lines)
