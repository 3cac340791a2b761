"""Whatever is delivered, however often, in whatever order and however killed: one warehouse."""

import random
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import ingest.contracts
from ingest.equations import check_equations
from ingest.warehouse import open_warehouse
from tests.integration.ingest.crash.mortal import ENTITIES, killed
from tests.integration.ingest.made_files import HEADER, Drop, make_drop

NAMES = ("ann", "bob", "gone", "")
Rows = dict[int, str]


@dataclass(frozen=True)
class Delivery:
    """One file: key to name, as of its place in time; ``torn`` lines hold no key."""

    day: int
    rows: tuple[tuple[int, str], ...]
    torn: int

    @property
    def text(self) -> str:
        good = "".join(f"{key},{name},60,1.50\n" for key, name in self.rows)
        return HEADER + good + "torn\n" * self.torn


@st.composite
def deliveries(draw: st.DrawFn) -> list[Delivery]:
    made = []
    for day in range(1, draw(st.integers(1, 5)) + 1):
        rows = draw(st.dictionaries(st.integers(1, 5), st.sampled_from(NAMES), max_size=5))
        made.append(Delivery(day, tuple(sorted(rows.items())), 0))
    return made


@pytest.fixture(autouse=True)
def contracts_of_the_house() -> Iterator[None]:
    before = ingest.contracts.ROOT
    yield
    ingest.contracts.ROOT = before


def expected(entity: str, made: list[Delivery]) -> Rows:
    """Return the rows that are there after all deliveries, told without any of the code."""
    there: Rows = {}
    for delivery in sorted(made, key=lambda one: one.day):
        if entity == "stock":
            there = {}
        for key, name in delivery.rows:
            there[key] = name
        if entity == "delta":
            there = {key: name for key, name in there.items() if name != "gone"}
    return there


def live(drop: Drop, entity: str) -> Rows:
    rows = drop.query(
        f"select id, coalesce(name, '') from raw_current.made__{entity} where _deleted_at is null"
    )
    return {row[0]: row[1] for row in rows}


def deliver(drop: Drop, entity: str, delivery: Delivery, *, name: str) -> None:
    drop.put(
        entity,
        name,
        delivery.text,
        manifest={"extracted_at": f"2026-06-{delivery.day:02}T00:00:00Z"},
    )


def check_orders(entity: str, made: list[Delivery], seed: int, kills: int) -> None:
    """Deliver in a random order, some twice, some runs killed; hold the end against the model."""
    chance = random.Random(seed)
    sent = made + [chance.choice(made) for _ in range(chance.randint(0, 3))]
    chance.shuffle(sent)
    with tempfile.TemporaryDirectory() as folder:
        drop = make_drop(Path(folder), ENTITIES)
        drop.run()
        for number, delivery in enumerate(sent):
            deliver(drop, entity, delivery, name=f"{number:03}.csv")
            if kills and chance.random() < 0.3:
                kills -= 1
                killed(drop, fault=f"*:{chance.randint(1, 12)}")
            if chance.random() < 0.6:
                drop.run()
        drop.run()
        assert live(drop, entity) == expected(entity, made)
        with open_warehouse(drop.home, read_only=True) as connection:
            check_equations(connection)


_FEW = settings(max_examples=2, deadline=None, suppress_health_check=list(HealthCheck))
_MANY = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
_ORDERS = given(made=deliveries(), seed=st.integers(0, 10**6), kills=st.integers(0, 2))


@pytest.mark.parametrize("entity", list(ENTITIES))
@_FEW
@_ORDERS
def test_orders_redeliveries_and_kills_make_one_warehouse(
    entity: str, made: list[Delivery], seed: int, kills: int
) -> None:
    check_orders(entity, made, seed, kills)


@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("entity", list(ENTITIES))
@_MANY
@_ORDERS
def test_many_orders_redeliveries_and_kills_make_one_warehouse(
    entity: str, made: list[Delivery], seed: int, kills: int
) -> None:
    check_orders(entity, made, seed, kills)


@pytest.mark.parametrize("entity", list(ENTITIES))
@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    rows=st.lists(
        st.tuples(st.integers(1, 4), st.sampled_from(NAMES), st.sampled_from(["60", "x", ""])),
        max_size=8,
    ),
    torn=st.integers(0, 2),
)
def test_every_line_is_loaded_unchanged_or_quarantined(
    entity: str, rows: list[tuple[int, str, str]], torn: int
) -> None:
    text = HEADER + "".join(f"{key},{name},{hours},1\n" for key, name, hours in rows)
    with tempfile.TemporaryDirectory() as folder:
        drop = make_drop(Path(folder), ENTITIES)
        drop.put(entity, "a.csv", text + "torn\n" * torn)
        drop.run()
        drop.put(entity, "b.csv", text + "torn\n" * torn + "9,last,60,1\n")
        drop.run()
        for lines, total, status in drop.query(
            "select lines, rows_loaded + rows_unchanged + rows_quarantined, status from meta.load"
        ):
            assert (lines is None, total) == (status == "refused", lines or 0)
            assert status == "refused" or lines in (len(rows) + torn, len(rows) + torn + 1)
