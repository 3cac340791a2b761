"""A warehouse small enough to check by hand: two entries of one project, one of another."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from ingest.home import Home
from serving.publish import Publication, publish

NOW = datetime(2026, 7, 16, 2, 30, tzinfo=UTC)
GRAINS = {"kpi_wip": ["project_id", "period"], "fct_time_entry": ["time_entry_id"]}
LOAD_ID = "psa/timesheet_line/20260716T023000000000Z"
LANDED_FILE = f"{LOAD_ID}.parquet"

_TABLES = """
    create schema marts;
    create schema meta;
    create schema reconciliation;

    create table marts.run as
    select {version}::bigint as version, 'acme' as firm,
        timestamp '2026-07-16 02:30:00' as known_at, date '2026-07-15' as valued_on;

    create table marts.kpi_wip as
    select 'psa:36' as project_id, '2026-03' as period, 150.0000::decimal(18, 4) as closing_amount,
        'USD' as currency
    union all select 'psa:36', '2026-04', 0.0000, 'USD';
    comment on table marts.kpi_wip is 'Unbilled work, one row per project and month';
    comment on column marts.kpi_wip.closing_amount is 'It''s open at the end of the month';

    create table marts.fct_time_entry as
    select 'psa:7' as time_entry_id, 'psa:36' as project_id, '2026-03' as period,
        'hr:1' as worker_id, 3600::bigint as duration_seconds,
        100.0000::decimal(18, 4) as value_amount, 60.0000::decimal(18, 4) as cost_hourly_amount,
        60.0000::decimal(18, 4) as cost_amount, '{load_id}:2' as _raw_row_id,
        null::varchar as pattern_raw_row_id
    union all select 'psa:8', 'psa:36', '2026-03', 'hr:2', 1800, 50.0000, 60.0000, 30.0000,
        '{load_id}:3', null
    union all select 'psa:9', 'psa:37', '2026-04', 'hr:2', 1800, 50.0000, 60.0000, 30.0000,
        '{load_id}:1', '{load_id}:3';

    create view marts.fct_billable_time as
    select time_entry_id, value_amount from marts.fct_time_entry;
    comment on view marts.fct_billable_time is 'Time that bills';
    comment on column marts.fct_billable_time.value_amount is 'What it bills';

    create table marts.trace_path as
    select 'kpi_wip' as parent_table, 'fct_time_entry' as child_table,
        'closing_amount' as measure,
        'child.project_id = parent.project_id and child.period = parent.period' as condition,
        'The hours that are open' as note;

    create table marts.source_freshness as
    select 'psa' as source_instance, 'psa' as source_system, 'timesheet_line' as entity;

    create table marts.break_current (
        break_id varchar, rule_code varchar, rule_name varchar, severity varchar, owner varchar,
        project_id varchar, period varchar, currency varchar, direction varchar,
        explanation varchar, money_at_stake decimal(18, 4), money_at_stake_group decimal(18, 4),
        first_detected_at timestamp, event_at timestamp, root_break_id varchar,
        seconds_at_stake bigint
    );
    insert into marts.break_current values
        ('b1', 'BL-01', 'Unbilled', 'S3', 'BF', 'psa:36', '2026-03', 'USD', 'under',
            '=HYPERLINK("x")', 150.0000, 150.0000, '2026-07-02', '2026-03-02', null, 5400),
        ('b2', 'BL-06', 'Billed twice', 'S1', 'BF', 'psa:37', '2026-04', 'EUR', 'over',
            'twice', -900.0000, -990.0000, '2026-07-01', '2026-04-02', 'b2', null),
        ('b3', 'HR-02', 'Before hire', 'S2', 'HR', 'psa:36', null, 'USD', null,
            'early', null, null, '2026-07-03', '2026-01-02', null, 3600),
        ('b4', 'BL-01', 'Unbilled', 'S4', 'BF', 'psa:37', '2026-03', 'EUR', 'under',
            'part of b2', 40.0000, 44.0000, '2026-07-02', '2026-03-09', 'b2', 1800);

    create table marts.break_history as
    select 'e0' as event_id, 'b0' as break_id, 'resolved_by_data' as event, 0::bigint as version,
        timestamp '2026-07-01 02:30:00' as known_at, date '2026-06-30' as valued_on,
        'BL-01' as rule_code, 20.0000::decimal(18, 4) as money_at_stake,
        720::bigint as seconds_at_stake, 'USD' as currency;

    create table reconciliation.break_event_new as
    select 'e{version}' as event_id, 'b1' as break_id, 'detected' as event,
        {version}::bigint as version, timestamp '2026-07-16 02:30:00' as known_at,
        date '2026-07-15' as valued_on, 'BL-01' as rule_code,
        'r1' as rule_version, 'hr' as legal_entity_id,
        150.0000::decimal(18, 4) as money_at_stake, 5400::bigint as seconds_at_stake,
        'USD' as currency, false as is_backfilled;

    create schema raw;
    create table raw.tieout__break_event as from reconciliation.break_event_new limit 0;

    create table meta.load as
    select '{load_id}' as load_id, 'psa' as instance, 'tryton' as vendor,
        'timesheet_line' as entity, '{file}' as file, '{sha256}' as sha256;

    create table meta.expectation_result (
        version bigint, suite varchar, table_name varchar, expectation varchar,
        rule_code varchar, is_blocking boolean, status varchar, observed varchar,
        unexpected_count bigint
    );
    insert into meta.expectation_result values
        ({version}, 'canonical.project', 'canonical.project', 'has_rows', null, true, 'passed',
            '3 rows', 0),
        ({version}, 'reconciliation.break_current', 'marts.break_current', 'rule_bl_01', 'BL-01',
            false, 'failed', '1 break', 1);
"""


def make_warehouse(home: Home, *, version: int = 1, sha256: str = "0" * 64) -> None:
    """Replace the warehouse by one that was built and audited as a version."""
    for file in (home.warehouse, home.warehouse.with_name("warehouse.duckdb.wal")):
        file.unlink(missing_ok=True)
    with duckdb.connect(str(home.warehouse)) as connection:
        connection.execute(
            _TABLES.format(version=version, load_id=LOAD_ID, file=LANDED_FILE, sha256=sha256)
        )


def change_warehouse(home: Home, statements: Sequence[str]) -> None:
    """Change what the build left behind."""
    with duckdb.connect(str(home.warehouse)) as connection:
        for statement in statements:
            connection.execute(statement)


def publish_version(home: Home, *, version: int = 1) -> Publication:
    """Build a version by hand and publish it."""
    make_warehouse(home, version=version)
    return publish(home, fingerprint=f"print {version}", grains=GRAINS, now=NOW)


def home_at(folder: Path) -> Home:
    """Return a home in a test's own folder."""
    return Home(folder / "home")
