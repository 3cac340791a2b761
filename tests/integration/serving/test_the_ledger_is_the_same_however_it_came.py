"""The same checkpoints give the same break ledger: run singly, with kills between, or rebuilt.

The models' own SQL says what a checkpoint adds; publishing, landing and rebuilding are the real
ones. Only what the rules found is made up.
"""

import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest import mock

import jinja2
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from ingest.acts import load_break_events
from ingest.config import Firm
from ingest.home import Home
from ingest.rebuild import rebuild
from ingest.warehouse import open_warehouse
from serving import publish as publish_module
from serving.publish import event_folder, publish
from serving.versions import next_version, read_pointer
from tests.integration.ingest.made_source import TIME, firm_reading, put_rows

MODELS = Path(__file__).parents[3] / "dbt_project" / "models"
FIRST = datetime(2026, 6, 1, 2, tzinfo=UTC)
LEDGER = (
    "select break_id, event, version, known_at, valued_on, rule_version, money_at_stake, event_id "
    "from raw.tieout__break_event order by version, break_id, event"
)
Row = tuple[Any, ...]


@dataclass(frozen=True)
class Checkpoint:
    """What the rules found on a day: break to money, by which version of the rule."""

    found: tuple[tuple[str, int], ...]
    rule_version: str
    waived: tuple[tuple[str, int], ...] = ()
    kill: str | None = None


def sql_of(model: str, *, version: int, known_at: datetime) -> str:
    """Render a model with the tables of the made warehouse in the place of its inputs."""
    tables = {
        "stg_tieout__break_event": "staged_event",
        "stg_tieout__break_decision": "made.decision",
        "break_detected": "made.detected",
        "break_decided": "made.decided",
        "break_rule_setting": "made.setting",
    }
    day = known_at.date().isoformat()
    values = {"version": version, "valued_on": day, "is_backfill": False}
    (path,) = MODELS.rglob(f"{model}.sql")
    return (
        jinja2.Environment(autoescape=False)
        .from_string(path.read_text())
        .render(
            ref=tables.__getitem__,
            tieout=SimpleNamespace(run_value=values.__getitem__),
            known_at=lambda: f"timestamp '{known_at:%Y-%m-%d %H:%M:%S}'",
            valued_on=lambda: f"date '{day}'",
        )
    )


def build(home: Home, checkpoint: Checkpoint, *, version: int, known_at: datetime) -> None:
    """Make the warehouse what a build of the checkpoint leaves behind, audit passed."""
    pointer = read_pointer(home.published("finance"))
    load_break_events(home, list(pointer.versions) if pointer else [])
    with open_warehouse(home) as connection:
        connection.execute("""
            create schema if not exists made;
            create schema if not exists marts;
            create schema if not exists reconciliation;
            create table if not exists made.decision (decision_id varchar, break_id varchar,
                act varchar, assignee varchar, waived_until date, waived_up_to decimal(18, 4),
                accepted_as varchar, reason varchar, decided_at timestamp);
            create or replace table made.detected (break_id varchar, rule_code varchar,
                rule_version varchar, legal_entity_id varchar, money_at_stake decimal(18, 4),
                seconds_at_stake bigint, currency varchar, event_at timestamp);
        """)
        for break_id, money in checkpoint.found:
            connection.execute(
                "insert into made.detected values (?, 'BL-01', ?, 'e', ?, null, 'EUR', null)",
                [break_id, checkpoint.rule_version, money],
            )
        for break_id, up_to in checkpoint.waived:
            connection.execute(
                "insert into made.decision select $1, $2, 'waived', null, date '2099-01-01', $3, "
                "null, 'made', $4 where not exists (from made.decision where decision_id = $1)",
                [
                    f"{known_at:%Y%m%d}:{break_id}",
                    break_id,
                    up_to,
                    (known_at - timedelta(hours=1)).replace(tzinfo=None),
                ],
            )
        decided, added = (
            sql_of(model, version=version, known_at=known_at)
            for model in ("break_decided", "break_event_new")
        )
        connection.execute(
            f"""
            create or replace view staged_event as
            select * replace (coalesce(is_backfilled, false) as is_backfilled)
            from raw.tieout__break_event;
            create or replace table made.setting as
            select 'BL-01' as rule_code, '*' as legal_entity_id,
                '{checkpoint.rule_version}' as rule_version;
            create or replace table made.decided as {decided};
            create or replace table reconciliation.break_event_new as {added};
            create or replace table marts.run as
            select {version}::bigint as version, 'made' as firm,
                timestamp '{known_at:%Y-%m-%d %H:%M:%S}' as known_at,
                date '{known_at:%Y-%m-%d}' as valued_on;
            create or replace table meta.expectation_result as
            select {version}::bigint as version, 'made' as suite, 'made' as table_name,
                'made' as expectation, true as is_blocking, 'passed' as status, '' as observed,
                0::bigint as unexpected_count;
            drop view staged_event;
        """.replace("drop view staged_event;", "")
        )


def run(home: Home, checkpoint: Checkpoint, known_at: datetime) -> None:
    """Run a checkpoint; one that is killed on its way is run again, as a user would."""
    for step in ([checkpoint.kill] if checkpoint.kill else []) + [None]:
        version = next_version(home.published("finance"), event_folder(home))
        build(home, checkpoint, version=version, known_at=known_at)
        if step == "before publishing":
            continue
        if step is None:
            publish(home, fingerprint="made", grains={}, now=known_at)
            continue
        with (
            mock.patch.object(publish_module, step, side_effect=KeyboardInterrupt),
            pytest.raises(KeyboardInterrupt),
        ):
            publish(home, fingerprint="made", grains={}, now=known_at)


def ledger_of(home: Home) -> list[Row]:
    pointer = read_pointer(home.published("finance"))
    load_break_events(home, list(pointer.versions) if pointer else [])
    with open_warehouse(home, read_only=True) as connection:
        return connection.execute(LEDGER).fetchall()


def told(ledger: list[Row]) -> list[Row]:
    """Leave out what a skipped version number changes."""
    return sorted(
        (known_at, break_id, event, valued_on, rule_version, money)
        for break_id, event, _, known_at, valued_on, rule_version, money, _ in ledger
    )


def expected(checkpoints: list[Checkpoint]) -> list[tuple[int, str, str]]:
    """Say by hand what each checkpoint adds: its number, the break and the event."""
    known: dict[str, tuple[bool, int, str]] = {}
    waivers: dict[str, int] = {}
    events = []
    for number, checkpoint in enumerate(checkpoints):
        waivers |= dict(checkpoint.waived)
        found, rule = dict(checkpoint.found), checkpoint.rule_version
        for name in sorted({*known, *found}):
            added = {seen(known.get(name), found.get(name), rule)} - {""}
            if name in found and found[name] > waivers.get(name, found[name]):
                added.add("reopened")
            if "reopened" in added:
                waivers.pop(name, None)
            if added:
                money = found[name] if name in found else known[name][1]
                known[name] = (name in found, money, rule)
            events += [(number, name, event) for event in sorted(added)]
    return events


def seen(before: tuple[bool, int, str] | None, money: int | None, rule: str) -> str:
    """Say what the rules' part in it is; "" for nothing new."""
    if before is None:
        return "detected"
    was_open, worth, seen_by = before
    if money is None:
        closed = "superseded" if seen_by != rule else "resolved_by_data"
        return closed if was_open else ""
    if not was_open:
        return "reopened"
    return "changed" if (money, rule) != (worth, seen_by) else ""


NAMES = st.sampled_from(["a", "b", "c"])
CHECKPOINTS = st.lists(
    st.builds(
        Checkpoint,
        found=st.dictionaries(NAMES, st.integers(1, 3), max_size=3).map(lambda d: tuple(d.items())),
        rule_version=st.sampled_from(["r1", "r1", "r2"]),
        waived=st.dictionaries(NAMES, st.integers(1, 3), max_size=1).map(
            lambda d: tuple(d.items())
        ),
        kill=st.sampled_from(
            [None, None, "before publishing", "_land_events", "_commit", "_prune"]
        ),
    ),
    min_size=1,
    max_size=5,
)


def firm_in(folder: Path) -> Firm:
    put_rows(folder / "psa.sqlite", TIME, [])
    return firm_reading(folder, {"psa": ("sqlite:///psa.sqlite", [TIME.entity])})


@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
@given(CHECKPOINTS)
@example(
    [
        Checkpoint((("a", 1), ("b", 2)), "r1"),
        Checkpoint((("a", 3),), "r1", waived=(("a", 2),), kill="_commit"),
        Checkpoint((("a", 3), ("b", 2)), "r2", kill="before publishing"),
        Checkpoint((), "r1", kill="_land_events"),
    ]
)
def test_singly_with_kills_or_rebuilt_the_ledger_is_the_same(checkpoints: list[Checkpoint]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        calm, mortal = Home(folder / "calm"), Home(folder / "mortal")
        for day, checkpoint in enumerate(checkpoints):
            known_at = FIRST + timedelta(days=day)
            kill = None if checkpoint.kill == "_prune" else checkpoint.kill
            run(
                calm,
                Checkpoint(checkpoint.found, checkpoint.rule_version, checkpoint.waived),
                known_at,
            )
            run(
                mortal,
                Checkpoint(checkpoint.found, checkpoint.rule_version, checkpoint.waived, kill),
                known_at,
            )
        singly = ledger_of(calm)
        assert told(ledger_of(mortal)) == told(singly)
        assert [
            ((known_at.replace(tzinfo=UTC) - FIRST).days, break_id, event)
            for break_id, event, _, known_at, *_ in singly
        ] == expected(checkpoints)

        pointer = read_pointer(calm.published("finance"))
        assert pointer is not None
        calm.warehouse.unlink()
        rebuild(firm_in(folder), calm, published_versions=pointer.versions)
        assert ledger_of(calm) == singly
