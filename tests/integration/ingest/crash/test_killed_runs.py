"""A run killed at any instant is simply run again, and ends in the same warehouse."""

import random
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

import ingest.contracts
from ingest.rebuild import rebuild
from tests.integration.ingest.crash.mortal import Twins, killed
from tests.integration.ingest.made_files import HEADER, contents

BARRIERS = (
    "file-staged",
    "receipt-staged",
    "file-named",
    "receipt-named",
    "files-read",
    "versions-written",
    "ledger-written",
    "committed",
    "checkpointed",
)
ONCE_A_GROUP = ("files-read", "committed", "checkpointed")


@pytest.fixture
def twins(tmp_path: Path) -> Iterator[Twins]:
    before = ingest.contracts.ROOT
    yield Twins(tmp_path)
    ingest.contracts.ROOT = before


def test_a_kill_at_each_barrier_changes_nothing(twins: Twins) -> None:
    chance = random.Random(1)
    for barrier in BARRIERS:
        twins.mortal.now += timedelta(hours=1)
        for drop in (twins.mortal, twins.calm):
            for entity in ("stock", "delta"):
                rows = f"1,{barrier},60,1\n2,{barrier},bad,1\n3,gone,60,1\n"
                drop.put(entity, f"{barrier}.csv", HEADER + rows)
        times = 1 if barrier in ONCE_A_GROUP else chance.randint(1, 2)
        assert killed(twins.mortal, fault=f"{barrier}:{times}"), barrier
        twins.finish()
    twins.check()


@pytest.mark.parametrize("barrier", ["act-done", "act-committed"])
def test_a_replay_killed_on_its_way_is_done_once(twins: Twins, barrier: str) -> None:
    chance = random.Random(3)
    for _ in range(6):
        twins.deliver(chance)
        twins.finish()
    twins.decide(chance)
    assert killed(twins.mortal, fault=barrier)
    twins.finish()
    twins.check()


@pytest.mark.parametrize("barrier", ["committed", "rebuilt", "swapped"])
def test_a_rebuild_killed_on_its_way_leaves_a_whole_warehouse(twins: Twins, barrier: str) -> None:
    chance = random.Random(4)
    for _ in range(4):
        twins.deliver(chance)
        twins.finish()
    assert killed(twins.mortal, fault=barrier, step="rebuild")
    twins.check()
    rebuild(twins.mortal.firm, twins.mortal.home, published_versions=[])
    twins.check()


def run_and_kill(twins: Twins, chance: random.Random, kills: int) -> None:
    died = 0
    while died < kills:
        twins.mortal.now += timedelta(hours=1)
        twins.deliver(chance)
        if chance.random() < 0.15:
            twins.decide(chance)
        for _ in range(chance.randint(1, 3)):
            if chance.random() < 0.3:
                died += killed(twins.mortal, fault=None, after=chance.uniform(0.0, 0.4))
            else:
                died += killed(twins.mortal, fault=f"*:{chance.randint(1, 14)}")
        twins.finish()
        if chance.random() < 0.1:
            twins.check()
    twins.check()
    before = contents(twins.mortal.home)
    rebuild(twins.mortal.firm, twins.mortal.home, published_versions=[])
    assert contents(twins.mortal.home) == before


def test_a_handful_of_random_kills_change_nothing(twins: Twins) -> None:
    run_and_kill(twins, random.Random(20260701), 8)


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_two_hundred_random_kills_change_nothing(twins: Twins) -> None:
    run_and_kill(twins, random.Random(20260702), 200)
