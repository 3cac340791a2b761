"""What changed between two checkpoints, told from the ledger of a published version."""

from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from ingest.errors import DecisionError
from serving.break_diff import BreakDiff, Moved, diff_of_builds, diff_of_checkpoints

# Version 2 tells of two month ends that it looks back at, and of itself.
EVENTS = """
    ('stays', 'detected', 1, '2026-03-31', 'BL-01', 'EUR', 10),
    ('closes', 'detected', 1, '2026-03-31', 'BL-01', 'EUR', 20),
    ('closes', 'resolved_by_data', 2, '2026-05-31', 'BL-01', 'EUR', 20),
    ('opens', 'detected', 2, '2026-05-31', 'BL-01', 'EUR', 5),
    ('grows', 'detected', 1, '2026-03-31', 'BL-04', 'USD', 7),
    ('grows', 'changed', 2, '2026-05-31', 'BL-04', 'USD', 9),
    ('flickers', 'detected', 1, '2026-03-31', 'BL-01', 'EUR', 1),
    ('flickers', 'resolved_by_data', 2, '2026-04-30', 'BL-01', 'EUR', 1),
    ('flickers', 'reopened', 2, '2026-05-31', 'BL-01', 'EUR', 1),
    ('returns', 'superseded', 1, '2026-03-31', 'CO-01', null, null),
    ('returns', 'reopened', 2, '2026-05-31', 'CO-01', null, null),
    ('comment', 'commented', null, null, 'BL-01', null, null)
"""


@pytest.fixture
def published(tmp_path: Path) -> Path:
    path = tmp_path / "v000002.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute(f"""
            create schema marts;
            create table marts.break_history as
            select break_id, event, version::bigint as version, valued_on::date as valued_on,
                timestamp '2026-06-01' as known_at, rule_code, currency,
                money::decimal(18, 4) as money_at_stake,
                md5(concat_ws('|', break_id, event, valued_on)) as event_id
            from (values {EVENTS})
                as t(break_id, event, version, valued_on, rule_code, currency, money);
            create table marts.break_current as
            select break_id, rule_code, currency, money_at_stake from marts.break_history
            where break_id in ('stays', 'opens', 'grows') and version = 2 or break_id = 'stays'
        """)
    return path


def changes(found: BreakDiff) -> dict[str, str]:
    return {record["break_id"]: record["change"] for record in found.records()}


@pytest.mark.parametrize(("earlier", "later"), [("v000001", "2"), ("2026-03-31", "2026-05-31")])
def test_versions_and_days_are_checkpoints_alike(published: Path, earlier: str, later: str) -> None:
    found = diff_of_checkpoints(published, earlier, later)

    assert changes(found) == {
        "closes": "closed",
        "opens": "opened",
        "grows": "changed",
        "returns": "reopened",
    }
    assert set(found.sums) == {
        Moved("closed", "BL-01", "EUR", 1, Decimal(-20)),
        Moved("opened", "BL-01", "EUR", 1, Decimal(5)),
        Moved("changed", "BL-04", "USD", 1, Decimal(2)),
        Moved("reopened", "CO-01", None, 1, Decimal(0)),
    }


def test_a_month_end_in_between_sees_what_was_closed_only_then(published: Path) -> None:
    assert changes(diff_of_checkpoints(published, "2026-03-31", "2026-04-30")) == {
        "flickers": "closed"
    }
    assert changes(diff_of_checkpoints(published, "2026-04-30", "2026-05-31"))["flickers"] == (
        "reopened"
    )


def test_what_is_neither_version_nor_day_is_refused(published: Path) -> None:
    with pytest.raises(DecisionError, match="'yesterday' is neither a version nor a day"):
        diff_of_checkpoints(published, "yesterday", "2")


def test_another_build_is_held_against_what_is_published(published: Path, tmp_path: Path) -> None:
    warehouse = tmp_path / "it's" / "warehouse.duckdb"
    warehouse.parent.mkdir()
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute("""
            create schema reconciliation;
            create table reconciliation.break_detected as
            select * from (values ('stays', 'BL-01', 'EUR', 10.0000::decimal(18, 4)),
                ('grows', 'BL-04', 'USD', 8), ('new', 'CO-03', 'EUR', null))
                as t(break_id, rule_code, currency, money_at_stake)
        """)
    found = diff_of_builds(published, warehouse)
    assert changes(found) == {"opens": "closed", "grows": "changed", "new": "opened"}
    assert Moved("changed", "BL-04", "USD", 1, Decimal(-1)) in found.sums
