"""A published version with two legal entities' periods, small enough to certify by hand."""

from collections.abc import Sequence
from datetime import UTC, datetime

import duckdb

from ingest.home import Home
from serving.publish import Publication, publish

NOW = datetime(2026, 7, 16, 2, 30, tzinfo=UTC)
GRAINS = {
    "kpi_wip": ["project_id", "period"],
    "kpi_days_to_invoice": ["legal_entity_id", "service_period"],
    "kpi_utilization_rollup": ["dimension", "member", "period"],
}
_TABLES = """
    create schema marts; create schema meta; create schema raw; create schema reconciliation;
    create table marts.run as select {version}::bigint as version, 'acme' as firm,
        timestamp '{known_at}' as known_at, date '2026-07-15' as valued_on,
        'code' as code_sha256, 'seeds' as seeds_sha256, 'contracts' as contracts_sha256;
    create table marts.dim_period (legal_entity_id varchar, period varchar, starts_on date,
        ends_on date, measured_on date, status varchar, hard_closed_at timestamp,
        certificate_id varchar, certificate_status varchar);
    insert into marts.dim_period (legal_entity_id, period, ends_on, status) values
        ('erp:us', '2026-05', '2026-05-31', 'closed'), ('erp:us', '2026-06', '2026-06-30', 'open'),
        ('erp:us', '2026-07', '2026-07-31', 'open'), ('erp:gb', '2026-05', '2026-05-31', 'closed');
    create table marts.close_certificate (certificate_id varchar, status varchar,
        prepared_by varchar, certified_by varchar, row_sha256 varchar, figures_sha256 varchar,
        drift_count bigint, changed_record_count bigint, largest_drift_amount decimal(18, 4),
        currency varchar);
    create table marts.fct_post_close_drift (certificate_id varchar, table_name varchar,
        row_key varchar, measure varchar, record_count bigint, records varchar);
    create table marts.fct_post_close_change (change_id varchar, certificate_id varchar,
        legal_entity_id varchar, period varchar, is_in_force boolean, record_kind varchar,
        record_id varchar, change varchar, certified_amount decimal(18, 4),
        current_amount decimal(18, 4), difference_amount decimal(18, 4), _raw_row_id varchar);
    create table marts.break_current (break_id varchar, rule_code varchar, rule_name varchar,
        status varchar, is_blocking_close boolean, legal_entity_id varchar, period varchar,
        event_at timestamp, money_at_stake_group decimal(18, 4));
    create table marts.kpi_wip as select 'psa:36' as project_id, 'erp:us' as legal_entity_id,
        '2026-05' as period, {closing}::decimal(18, 4) as closing_amount, 'USD' as currency,
        3::bigint as open_break_count
    union all select 'psa:36', 'erp:us', '2026-06', 7.0000, 'USD', 0
    union all select 'psa:40', 'erp:gb', '2026-05', 9.0000, 'GBP', 0;
    create table marts.kpi_utilization_rollup as select 'legal_entity' as dimension,
        'erp:us' as member, '2026-05' as period, 5400::bigint as billable_seconds,
        (1 / 3)::double as utilization_available_ratio
    union all select 'practice', 'erp:us', '2026-05', 1, 1;
    create table marts.kpi_days_to_invoice as select 'erp:us' as legal_entity_id,
        '2026-05' as service_period, 40.0000::decimal(18, 4) as open_amount, 'USD' as currency;
    create table marts.dim_certified_kpi as select 'kpi_wip' as table_name
    union all select 'kpi_utilization_rollup';
    create table marts.kpi_break_exposure as select 'x' as exposure_id, 1::bigint as break_count;
    create table marts.dim_project as select 'psa:36' as project_id, 'erp:us' as legal_entity_id;
    create table marts.fct_time_entry as select 'psa:7' as time_entry_id, 'psa:36' as project_id,
        'hr:1' as worker_id, 'psa:r1' as resource_id, 'erp:gb' as legal_entity_id,
        '2026-05' as worked_period, '2026-06' as recognised_period,
        3600::bigint as duration_seconds,
        100.0000::decimal(18, 4) as value_amount, 60.0000::decimal(18, 4) as cost_amount,
        'USD' as currency, 'client' as activity, true as is_billable, 'l:1' as _raw_row_id;
    create table marts.fct_wip_movement as select 'm1' as wip_movement_id,
        'erp:us' as legal_entity_id, 'psa:36' as project_id, '2026-05' as period, 'billed' as kind,
        0::bigint as duration_seconds, -5.0000::decimal(18, 4) as amount, 'USD' as currency,
        null::varchar as time_entry_id, 'i1' as invoice_line_id, 'l:2' as _raw_row_id;
    create table marts.fct_ledger_line as select 'g1' as ledger_line_id, 'j1' as ledger_entry_id,
        'erp:us' as legal_entity_id, null::varchar as project_id, '2026-05' as period,
        'posted' as status, 'revenue' as account_class, 5.0000::decimal(18, 4) as amount,
        'USD' as currency, 'l:3' as _raw_row_id
    union all select 'g2', 'j2', 'erp:us', null, '2026-05', 'draft', 'revenue', 5, 'USD', 'l:4';
    create table marts.fct_expense as select 'x1' as expense_id, 'erp:us' as legal_entity_id,
        'psa:36' as project_id, '2026-05' as period, true as is_billable,
        80.0000::decimal(18, 4) as spent_amount, 'USD' as currency,
        88.0000::decimal(18, 4) as recharged_amount, 'USD' as recharge_currency,
        'l:5' as _raw_row_id;
    create table marts.fct_payroll_cost as select unnest(['t1', 't2', 't3']) as time_entry_id,
        'a1' as payroll_actual_id, 'psa:36' as project_id, 'hr:1' as worker_id,
        'erp:us' as legal_entity_id, unnest(['2026-05', '2026-05', '2026-06']) as period,
        1800::bigint as duration_seconds, 30.0000::decimal(18, 4) as payroll_cost_amount,
        'USD' as currency, 'l:6' as _raw_row_id;
    create table meta.load as select 'erp/x/1' as load_id, 'erp' as instance,
        timestamp '2026-07-01 02:00:00' as landed_at
    union all select 'psa/x/1', 'psa', timestamp '2026-06-01 02:00:00';
    create table meta.expectation_result as select {version}::bigint as version, 'made' as suite,
        'made' as table_name, 'made' as expectation, true as is_blocking, 'passed' as status,
        '' as observed, 0::bigint as unexpected_count;
    create table reconciliation.break_event_new (event_id varchar);
    create table raw.tieout__break_event (event_id varchar, version bigint);
"""


def publish_periods(
    home: Home,
    *,
    version: int = 1,
    closing: str = "150.0000",
    known_at: str = "2026-07-16 02:30:00",
    then: Sequence[str] = (),
) -> Publication:
    """Publish a version in which psa:36 closes May with so much open work."""
    home.warehouse.unlink(missing_ok=True)
    with duckdb.connect(str(home.warehouse)) as connection:
        connection.execute(_TABLES.format(version=version, closing=closing, known_at=known_at))
        for statement in then:
            connection.execute(statement)
    done = publish(home, fingerprint=f"print {version}", grains=GRAINS, now=NOW)
    home.warehouse.unlink()
    return done
