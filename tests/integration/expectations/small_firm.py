"""A firm small enough to read: one row, at most a few, in every table the audit looks at.

Every table holds together as it stands.  Tests break what they need with SQL of their own.
"""

from pathlib import Path

import duckdb

from ingest.contracts import Column, Contract

SECRET_RATE = "98765.4321"

_RECORD = "source_instance, source_system, source_record_id, _raw_row_id, is_deleted"


def _records(table: str, columns: str, *rows: str) -> str:
    """Write a canonical table: its own columns, then the ones every record carries."""
    values = ", ".join(
        f"({row}, 'demo', 'erp', '{number}', 'erp/x/b:{number}', false)"
        for number, row in enumerate(rows, start=1)
    )
    names = f"{table}_id, {columns}, {_RECORD}"
    return f"create table canonical.{table} as select * from (values {values}) as t ({names})"


RAW = """
    create table raw_current.demo__rate as
    select
        1::bigint as id,
        'draft'::varchar as state,
        98765.4321::decimal(18, 4) as cost_price,
        'a note'::varchar as note,
        'hr/rate/b1:1'::varchar as _raw_row_id,
        'hr'::varchar as _instance,
        'hr/rate/b1'::varchar as _load_id,
        'hr/rate/b1.parquet'::varchar as _file,
        1::bigint as _line,
        1::uhugeint as _row_hash,
        timestamp '2026-07-15 00:00:00' as _loaded_at,
        null::timestamp as _deleted_at
"""

CANONICAL = (
    _records("legal_entity", "name, functional_currency", "'le', 'Demo', 'USD'"),
    _records(
        "fiscal_period",
        "legal_entity_id, period, starts_on, ends_on, status",
        "'p6', 'le', '2026-06', date '2026-06-01', date '2026-06-30', 'closed'",
        "'p7', 'le', '2026-07', date '2026-07-01', date '2026-07-31', 'open'",
    ),
    _records(
        "business_calendar",
        "legal_entity_id, calendar_on, is_business_day",
        "'c1', 'le', date '2026-07-01', true",
        "'c2', 'le', date '2026-07-02', true",
    ),
    _records("client", "name, status", "'cl', 'Client', 'active'"),
    _records("opportunity", "amount, currency", "'o', 1000.0000, 'USD'"),
    _records(
        "contract",
        "status, total_amount, tax_amount, currency",
        "'ct', 'signed', 1000.0000, 0.0000, 'USD'",
    ),
    _records(
        "contract_line",
        "project_id, billing_type, revenue_method, principal_or_agent, unit_price, price, cap,"
        " currency",
        "'cl1', 'pr', 'fixed_fee', 'input_hours', 'principal', 10.0000, 1000.0000, null, 'USD'",
    ),
    _records(
        "project", "client_id, status, billing_type", "'pr', 'c', 'active', 'time_and_materials'"
    ),
    _records("task", "hourly_amount, currency", "'t', 100.0000, 'USD'"),
    _records("worker", "name, worker_type", "'w', 'Worker', 'employee'"),
    _records("resource", "worker_id", "'r', 'w'"),
    _records("work_pattern", "basis", "'wp', 'full_time'"),
    _records(
        "employment_spell",
        "worker_id, starts_on, ends_on",
        "'es', 'w', date '2026-01-01', null::date",
    ),
    _records(
        "cost_rate",
        "worker_id, valid_from, valid_to, hourly_amount, currency, basis, is_of_record",
        f"'cr1', 'w', date '2026-01-01', date '2026-06-30', {SECRET_RATE}, 'USD', 'standard', true",
        f"'cr2', 'w', date '2026-07-01', null, {SECRET_RATE}, 'USD', 'standard', true",
    ),
    _records(
        "time_entry",
        "resource_id, worker_id, legal_entity_id, worked_on, duration_seconds, status, activity,"
        " bill_hourly_amount, cost_hourly_amount, currency",
        "'te1', 'r', 'w', 'le', date '2026-07-01', 28800, 'approved', 'client', 100.0000,"
        f" {SECRET_RATE}, 'USD'",
        "'te2', 'r', 'w', 'le', date '2026-07-02', 3600, 'approved', 'client', 100.0000,"
        f" {SECRET_RATE}, 'USD'",
    ),
    _records(
        "invoice",
        "status, kind, untaxed_amount, tax_amount, total_amount, currency",
        "'i', 'posted', 'invoice', 800.0000, 0.0000, 800.0000, 'USD'",
    ),
    _records(
        "invoice_line",
        "invoice_id, unit_price, amount, currency",
        "'il1', 'i', 100.0000, 500.0000, 'USD'",
        "'il2', 'i', 100.0000, 300.0000, 'USD'",
    ),
    _records("invoice_allocation", "amount, currency", "'ia', 800.0000, 'USD'"),
    _records("receipt", "amount, currency", "'rc', 800.0000, 'USD'"),
    _records("payment_application", "applied_amount, currency", "'pa', 800.0000, 'USD'"),
    _records("gl_account", "account_class", "'ga', 'receivable'"),
    _records(
        "ledger_line",
        "ledger_entry_id, legal_entity_id, status, debit_amount, credit_amount, currency",
        "'ll1', 'm1', 'le', 'posted', 800.0000, 0.0000, 'USD'",
        "'ll2', 'm1', 'le', 'posted', 0.0000, 800.0000, 'USD'",
        "'ll3', 'm2', 'le', 'draft', 5.0000, 0.0000, 'USD'",
    ),
)

RECONCILIATION = (
    """
    create table reconciliation.rec_demo_record as
    select * from (values
        ('left', 'a', 'matched', 'native_reference', null::date),
        ('left', 'b', 'pending', 'inside_window', date '2026-07-20'),
        ('right', 'a', 'matched', 'native_reference', null::date),
        ('right', 'c', 'excluded', 'manual_entry', null::date)
    ) as t (side, record_id, outcome, reason, due_on)
    """,
    """
    create table marts.conservation as
    select
        hop, 'demo' as stream, 'all' as population, 'erp' as source_instance,
        '2026-07' as period, 'rows' as measure, 'total' as outcome,
        1::decimal(38, 4) as left_value, 1::decimal(38, 4) as right_value,
        0::decimal(38, 4) as difference
    from (values
        ('file_to_raw'), ('raw_to_canonical'), ('reconciliation'), ('canonical_to_marts')
    ) as t (hop)
    """,
    """
    create table marts.break_current (
        rule_code varchar,
        break_id varchar,
        root_break_id varchar,
        money_at_stake_group decimal(18, 4),
        seconds_at_stake bigint,
        direction varchar,
        anchor_id varchar,
        left_id varchar,
        right_id varchar
    )
    """,
)

OPEN_BREAKS = """
    0::bigint as open_break_count,
    0.0000::decimal(18, 4) as open_break_over_amount,
    0.0000::decimal(18, 4) as open_break_under_amount,
    0::bigint as open_break_unpriced_count
"""

NOTHING_ELSE_MOVED = ", ".join(
    f"0.0000::decimal(18, 4) as {kind}_amount"
    for kind in (
        "late_time",
        "credit_reinstated",
        "write_down",
        "write_off",
        "write_up",
        "transfer",
    )
)
MARTS = (
    "create table marts.run as select 1::bigint as version, date '2026-07-15' as valued_on",
    """
    create table marts.source_freshness as
    select 'erp' as source_instance, 'rate' as entity, timestamp '2026-07-15' as extracted_at
    """,
    f"""
    create table marts.kpi_utilization as
    select
        {OPEN_BREAKS},
        'w' as worker_id, 'e' as legal_entity_id, '2026-07' as period,
        32400::bigint as billable_seconds,
        662400::bigint as standard_seconds, 633600::bigint as working_seconds,
        633600::bigint as available_seconds, 32400::bigint as logged_seconds
    """,
    f"""
    create table marts.kpi_wip as
    select
        {OPEN_BREAKS},
        *,
        {NOTHING_ELSE_MOVED},
        closing_amount as aged_0_30_amount,
        0.0000::decimal(18, 4) as aged_31_60_amount,
        0.0000::decimal(18, 4) as aged_61_90_amount,
        0.0000::decimal(18, 4) as aged_91_120_amount,
        0.0000::decimal(18, 4) as aged_121_up_amount,
        0.0000::decimal(18, 4) as unaged_amount,
        closing_amount as approval_aged_0_30_amount,
        0.0000::decimal(18, 4) as approval_aged_31_60_amount,
        0.0000::decimal(18, 4) as approval_aged_61_90_amount,
        0.0000::decimal(18, 4) as approval_aged_91_120_amount,
        0.0000::decimal(18, 4) as approval_aged_121_up_amount,
        0.0000::decimal(18, 4) as approval_unaged_amount
    from (values
        ('pr', '2026-06', 0.0000::decimal(18, 4), 900.0000::decimal(18, 4), 0.0000::decimal(18, 4),
            900.0000::decimal(18, 4)),
        ('pr', '2026-07', 900.0000, 100.0000, -800.0000, 200.0000)
    ) as t (project_id, period, opening_amount, value_added_amount, billed_amount, closing_amount)
    """,
    f"""
    create table marts.fct_wip_roll_forward as
    select
        'le' as legal_entity_id, 'li' as wip_line_id, 'EUR' as currency, '2026-07' as period,
        0.0000::decimal(18, 4) as opening_amount, 100.0000::decimal(18, 4) as value_added_amount,
        0.0000::decimal(18, 4) as billed_amount, 100.0000::decimal(18, 4) as closing_amount,
        {NOTHING_ELSE_MOVED}
    """,
    """
    create table marts.fct_contract_position as
    select
        'le' as legal_entity_id, 'co' as contract_key, 'EUR' as currency, '2026-07' as period,
        60.0000::decimal(18, 4) as position_amount,
        100.0000::decimal(18, 4) as unbilled_receivable_amount,
        0.0000::decimal(18, 4) as contract_asset_amount,
        45.0000::decimal(18, 4) as deferred_amount,
        10.0000::decimal(18, 4) as deposit_amount,
        5.0000::decimal(18, 4) as uncalled_advance_amount
    """,
    """
    create table marts.fct_deferred_roll_forward as
    select
        'le' as legal_entity_id, 'co' as contract_key, 'EUR' as currency, '2026-07' as period,
        0.0000::decimal(18, 4) as opening_amount,
        40.0000::decimal(18, 4) as billed_in_advance_amount,
        10.0000::decimal(18, 4) as deposit_received_amount,
        0.0000::decimal(18, 4) as recognised_amount,
        0.0000::decimal(18, 4) as credited_amount,
        0.0000::decimal(18, 4) as refunded_amount,
        0.0000::decimal(18, 4) as deposit_used_amount,
        -5.0000::decimal(18, 4) as reclassified_amount,
        45.0000::decimal(18, 4) as closing_amount
    """,
    f"""
    create table marts.kpi_margin as
    select
        {OPEN_BREAKS},
        'pr' as project_id, '2026-07' as period,
        1200.0000::decimal(18, 4) as time_revenue_amount,
        -20.0000::decimal(18, 4) as over_cap_amount,
        -10.0000::decimal(18, 4) as written_down_amount,
        0.0000::decimal(18, 4) as fixed_fee_revenue_amount,
        30.0000::decimal(18, 4) as milestone_revenue_amount,
        40.0000::decimal(18, 4) as retainer_revenue_amount,
        60.0000::decimal(18, 4) as expense_revenue_amount,
        1300.0000::decimal(18, 4) as gross_revenue_amount,
        200.0000::decimal(18, 4) as agent_cost_amount,
        1100.0000::decimal(18, 4) as revenue_amount,
        50.0000::decimal(18, 4) as pass_through_amount,
        600.0000::decimal(18, 4) as labour_cost_amount,
        35.0000::decimal(18, 4) as subcontract_cost_amount,
        15.0000::decimal(18, 4) as unreimbursed_expense_amount,
        400.0000::decimal(18, 4) as gross_margin_amount
    """,
    f"""
    create table marts.kpi_margin_bridge as
    select
        {OPEN_BREAKS},
        'pr' as project_id, '2026-07' as period,
        465.0000::decimal(18, 4) as psa_margin_amount,
        1.0000::decimal(18, 4) as pending_amount,
        2.0000::decimal(18, 4) as other_entity_amount,
        80.0000::decimal(18, 4) as unposted_time_amount,
        -40.0000::decimal(18, 4) as duplicate_posting_amount,
        3.0000::decimal(18, 4) as one_sided_amount,
        4.0000::decimal(18, 4) as wrong_project_amount,
        10.0000::decimal(18, 4) as hours_amount,
        10.0000::decimal(18, 4) as bill_rate_amount,
        6.0000::decimal(18, 4) as cost_rate_amount,
        -5.0000::decimal(18, 4) as subcontract_amount,
        -6.0000::decimal(18, 4) as expense_amount,
        40.0000::decimal(18, 4) as period_shift_amount,
        -50.0000::decimal(18, 4) as revenue_method_amount,
        0.5000::decimal(18, 4) as fx_amount,
        9.5000::decimal(18, 4) as unexplained_amount,
        400.0000::decimal(18, 4) as erp_margin_amount,
        0.95::double as explained_ratio
    """,
    f"""
    create table marts.kpi_days_to_invoice as
    select
        {OPEN_BREAKS},
        'le' as legal_entity_id, 'entry' as clock, '2026-07' as service_period,
        0.5::double as share_invoiced_30_ratio, 0.75::double as share_invoiced_60_ratio
    """,
    """
    create table marts.kpi_break_exposure as
    select 'S1|BF|BL-06|open|le|EUR' as exposure_id, 1::bigint as break_count,
        0::bigint as caused_break_count, 10.0000::decimal(18, 4) as over_amount,
        10.0000::decimal(18, 4) as over_group_amount, 0.0000::decimal(18, 4) as under_amount,
        0.0000::decimal(18, 4) as under_group_amount,
        0.0000::decimal(18, 4) as caused_over_group_amount,
        0.0000::decimal(18, 4) as caused_under_group_amount
    """,
    """
    create table marts.fct_backlog_roll_forward as
    select 'c|EUR|2026-07' as backlog_id, 100.0000::decimal(18, 4) as opening_amount,
        50.0000::decimal(18, 4) as new_amount, 0.0000::decimal(18, 4) as change_order_amount,
        -30.0000::decimal(18, 4) as recognised_amount, 0.0000::decimal(18, 4) as cancelled_amount,
        0.0000::decimal(18, 4) as reestimate_amount, 120.0000::decimal(18, 4) as closing_amount
    """,
    f"""
    create table marts.kpi_backlog as
    select
        {OPEN_BREAKS},
        'le' as legal_entity_id, '2026-07' as period,
        110.0000::decimal(18, 4) as opening_amount, 55.0000::decimal(18, 4) as new_amount,
        0.0000::decimal(18, 4) as change_order_amount,
        -33.0000::decimal(18, 4) as recognised_amount, 0.0000::decimal(18, 4) as cancelled_amount,
        0.0000::decimal(18, 4) as reestimate_amount, 2.0000::decimal(18, 4) as fx_amount,
        0.0001::decimal(18, 4) as rounding_amount, 134.0001::decimal(18, 4) as closing_amount
    """,
    f"""
    create table marts.kpi_lock_up as
    select
        {OPEN_BREAKS},
        'le' as legal_entity_id, '2026-07' as period,
        120.0000::decimal(18, 4) as receivable_amount, 20.0000::decimal(18, 4) as tax_amount,
        10.0000::decimal(18, 4) as credit_amount, 5.0000::decimal(18, 4) as unapplied_cash_amount,
        85.0000::decimal(18, 4) as net_receivable_amount, 20.0000::decimal(18, 4) as wip_days,
        45.0000::decimal(18, 4) as debtor_days, 65.0000::decimal(18, 4) as lock_up_days
    """,
    f"""
    create table marts.kpi_realization as
    select
        {OPEN_BREAKS},
        'pr|2026-07|EUR' as realization_id, 0.9::double as rate_realization_ratio,
        0.8::double as hour_realization_ratio, 1.0::double as price_realization_ratio,
        1.0::double as invoice_realization_ratio, 0.5::double as collection_realization_ratio,
        0.36::double as overall_realization_ratio
    """,
    f"""
    create table marts.kpi_leakage as
    select {OPEN_BREAKS}, 'unposted|pr' as leakage_id, 10.0000::decimal(18, 4) as amount
    """,
    f"""
    create table marts.kpi_forecast as
    select
        {OPEN_BREAKS},
        'firm' as dimension, 'all' as member, '2026-07' as period, 7::bigint as horizon_days,
        3::bigint as day_count, 1::bigint as not_known_day_count,
        57600::bigint as forecast_seconds, 50400::bigint as worked_seconds,
        7200::bigint as error_seconds, 14400::bigint as absolute_error_seconds,
        28800::bigint as forecast_billable_seconds, 32400::bigint as billable_seconds,
        -3600::bigint as billable_error_seconds, 3600::bigint as absolute_billable_error_seconds
    """,
    f"""
    create table marts.kpi_sync_health as
    select
        {OPEN_BREAKS},
        's|le|2026-07' as sync_health_id, 2::bigint as eligible_count, 1::bigint as matched_count,
        7200::bigint as eligible_seconds, 3600::bigint as matched_seconds,
        200.0000::decimal(18, 4) as eligible_amount, 100.0000::decimal(18, 4) as matched_amount
    """,
)

REGISTRY = """
    create table seeds.break_rules as
    select * from (values
        ('CO-01', 'Won, no project', 'Nobody delivers it.', 'S2', 'SO', true),
        ('BL-06', 'Billed twice', 'The same work twice.', 'S1', 'BF', true),
        ('HR-02', 'Time contradicts HR facts', 'Nobody was there.', 'S3', 'HR', true),
        ('XX-99', 'Switched off', 'Not looked at.', 'S4', 'DE', false)
    ) as t (rule_code, rule_name, meaning, base_severity, owner, is_enabled)
"""


def _column(
    name: str, type_: str, *, required: bool = False, classification: str, accepted: tuple[str, ...]
) -> Column:
    return Column(
        name=name,
        physical_name=name,
        type=type_,
        required=required,
        description=name,
        unit=None,
        classification=classification,
        accepted_values=accepted,
        is_duration=False,
    )


CONTRACT = Contract(
    vendor="demo",
    entity="rate",
    version="1.0.0",
    sha256="0" * 64,
    physical_name="rate",
    description="One row per rate.",
    columns=(
        _column("id", "BIGINT", required=True, classification="internal", accepted=()),
        _column("state", "VARCHAR", classification="internal", accepted=("draft", "done")),
        _column(
            "cost_price", "DECIMAL(18,4)", required=True, classification="restricted", accepted=()
        ),
        _column("note", "VARCHAR", classification="restricted", accepted=("a note",)),
    ),
    primary_key=("id",),
    ignored={},
    extract_mode="snapshot",
    freshness=None,
    file=Path("rate.yaml"),
)


def build(path: Path, *changes: str) -> Path:
    """Build the firm's warehouse in a new file, then run the changes on it."""
    with duckdb.connect(str(path)) as connection:
        for schema in ("raw_current", "canonical", "reconciliation", "marts", "seeds"):
            connection.execute(f"create schema {schema}")
        for statement in (RAW, *CANONICAL, *RECONCILIATION, *MARTS, REGISTRY, *changes):
            connection.execute(statement)
    return path


def open_break(
    rule: str,
    break_id: str,
    *,
    money: str,
    seconds: int = 0,
    direction: str = "under",
    names: tuple[str, str, str] = ("", "", ""),
) -> str:
    """Write an open break.

    ``money`` is an SQL literal and may be ``null``; ``names`` are anchor, left and right.
    """
    sides = ", ".join(f"nullif('{name}', '')" for name in names)
    return (
        "insert into marts.break_current values"
        f" ('{rule}', '{break_id}', null, {money}, {seconds}, '{direction}', {sides})"
    )
