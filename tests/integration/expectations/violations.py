"""Every way in which the small firm can be broken, and the expectation that must notice."""

from dataclasses import dataclass

from expectations.results import Severity


@dataclass(frozen=True, slots=True)
class Violation:
    """A change to the warehouse, who notices, how grave that is, and the ids in its sample."""

    suite: str
    expectation: str
    severity: Severity
    change: str
    sample: str

    def __str__(self) -> str:
        """Name the expectation."""
        return f"{self.suite} {self.expectation}"


def _copied(table: str, changed: str) -> str:
    return f"insert into {table} select * replace ({changed}) from {table} limit 1"


VIOLATIONS = (
    Violation(
        "raw.demo__rate",
        "key_is_unique",
        "critical",
        _copied("raw_current.demo__rate", "2 as _line, 'hr/rate/b1:2' as _raw_row_id"),
        "hr/rate/b1:1 hr/rate/b1:2",
    ),
    Violation(
        "raw.demo__rate",
        "row_id_is_unique",
        "critical",
        _copied("raw_current.demo__rate", "3 as id"),
        "hr/rate/b1:1",
    ),
    Violation(
        "raw.demo__rate",
        "lineage_is_filled",
        "critical",
        _copied(
            "raw_current.demo__rate",
            "4 as id, null as _file, 4 as _line, 'hr/rate/b1:4' as _raw_row_id",
        ),
        "hr/rate/b1:4",
    ),
    Violation(
        "raw.demo__rate",
        "required_columns_are_filled",
        "critical",
        _copied(
            "raw_current.demo__rate",
            "5 as id, null as cost_price, 5 as _line, 'hr/rate/b1:5' as _raw_row_id",
        ),
        "hr/rate/b1:5 cost_price",
    ),
    Violation(
        "raw.demo__rate",
        "values_are_accepted",
        "critical",
        _copied(
            "raw_current.demo__rate",
            "6 as id, 'lost' as state, 'SECRET NOTE' as note,"
            " 6 as _line, 'hr/rate/b1:6' as _raw_row_id",
        ),
        "hr/rate/b1:6 state, note",
    ),
    Violation("canonical.client", "has_rows", "warning", "delete from canonical.client", ""),
    Violation("canonical.worker", "has_rows", "critical", "delete from canonical.worker", ""),
    Violation(
        "canonical.legal_entity",
        "functional_currency_is_known",
        "critical",
        _copied("canonical.legal_entity", "'le2' as legal_entity_id, null as functional_currency"),
        "le2",
    ),
    Violation(
        "canonical.cost_rate",
        "money_has_currency",
        "critical",
        "update canonical.cost_rate set currency = null where cost_rate_id = 'cr1'",
        "cr1",
    ),
    Violation(
        "canonical.cost_rate",
        "intervals_do_not_overlap",
        "critical",
        "update canonical.cost_rate set valid_to = null where cost_rate_id = 'cr1'",
        "cr2",
    ),
    Violation(
        "canonical.project",
        "states_are_known",
        "critical",
        "update canonical.project set status = 'frozen', billing_type = null",
        "pr status, billing_type",
    ),
    Violation(
        "canonical.contract_line",
        "states_are_known",
        "critical",
        _copied(
            "canonical.contract_line",
            "'cl2' as contract_line_id, null as project_id, null as billing_type,"
            " 'by_magic' as revenue_method",
        )
        + "; "
        + _copied("canonical.contract_line", "'cl3' as contract_line_id, null as billing_type"),
        "cl2 revenue_method, cl3 billing_type",
    ),
    Violation(
        "canonical.task",
        "money_has_currency",
        "warning",
        _copied("canonical.task", "'t2' as task_id, null as currency"),
        "t2",
    ),
    Violation(
        "canonical.employment_spell",
        "intervals_do_not_overlap",
        "warning",
        _copied("canonical.employment_spell", "'es2' as employment_spell_id"),
        "es2",
    ),
    Violation(
        "canonical.time_entry",
        "durations_are_not_negative",
        "warning",
        _copied("canonical.time_entry", "'te3' as time_entry_id, -60 as duration_seconds"),
        "te3",
    ),
    Violation(
        "canonical.time_entry",
        "a_day_has_24_hours",
        "warning",
        "update canonical.time_entry set duration_seconds = 86401 where time_entry_id = 'te2'",
        "w 2026-07-02",
    ),
    Violation(
        "canonical.time_entry",
        "days_are_on_the_calendar",
        "warning",
        _copied("canonical.time_entry", "'te4' as time_entry_id, date '2206-07-01' as worked_on"),
        "te4",
    ),
    Violation(
        "canonical.ledger_line",
        "ledger_entries_balance",
        "warning",
        "update canonical.ledger_line set debit_amount = 799.9999 where ledger_line_id = 'll1'",
        "m1",
    ),
    Violation(
        "canonical.ledger_line",
        "one_currency_per_legal_entity",
        "critical",
        "update canonical.ledger_line set currency = 'EUR' where ledger_line_id = 'll3'",
        "ll3",
    ),
    Violation(
        "canonical.invoice",
        "header_is_sum_of_lines",
        "warning",
        "update canonical.invoice_line set amount = 299.9900 where invoice_line_id = 'il2'",
        "i",
    ),
    Violation(
        "reconciliation.conservation",
        "equations_hold",
        "critical",
        "update marts.conservation set right_value = 2, difference = -1"
        " where hop = 'raw_to_canonical'",
        "raw_to_canonical demo all erp 2026-07 rows total",
    ),
    Violation(
        "reconciliation.conservation",
        "every_hop_is_measured",
        "critical",
        "delete from marts.conservation where hop = 'reconciliation'",
        "",
    ),
    Violation(
        "reconciliation.rec_demo_record",
        "records_have_one_outcome",
        "critical",
        "insert into reconciliation.rec_demo_record values"
        " ('left', 'a', 'break', 'twice', null), ('left', 'd', null, null, null)",
        "left a, left d",
    ),
    Violation(
        "reconciliation.rec_demo_record",
        "breaks_are_spoken_of",
        "warning",
        "insert into reconciliation.rec_demo_record values"
        " ('left', 'h', 'break', 'named', null), ('right', 'i', 'break', 'unnamed', null)",
        "left a, right i",
    ),
    Violation(
        "reconciliation.rec_demo_record",
        "pending_is_inside_its_window",
        "critical",
        "insert into reconciliation.rec_demo_record values"
        " ('left', 'e', 'pending', 'inside_window', date '2026-07-14'),"
        " ('left', 'f', 'pending', 'inside_window', null)",
        "left e, left f",
    ),
    Violation(
        "reconciliation.rec_demo_record",
        "exclusions_have_a_reason",
        "critical",
        "insert into reconciliation.rec_demo_record values ('left', 'g', 'excluded', '', null)",
        "left g",
    ),
    Violation(
        "reconciliation.break_current",
        "breaks_belong_to_a_rule",
        "critical",
        "insert into marts.break_current values ('XX-99', 'orphan', null, 1, 0, 'under', 'h',"
        " null, null)",
        "orphan",
    ),
    Violation(
        "marts.run", "one_run", "critical", "insert into marts.run select * from marts.run", ""
    ),
    Violation(
        "marts.source_freshness",
        "extraction_time_is_known",
        "warning",
        "update marts.source_freshness set extracted_at = null",
        "erp rate",
    ),
    Violation(
        "marts.kpi_utilization",
        "capacity_goes_down_the_ladder",
        "critical",
        _copied("marts.kpi_utilization", "'w1' as worker_id, -1 as available_seconds"),
        "w1 e 2026-07",
    ),
    Violation(
        "marts.kpi_utilization",
        "billable_is_part_of_logged",
        "critical",
        _copied("marts.kpi_utilization", "'w2' as worker_id, 32401 as billable_seconds"),
        "w2 2026-07",
    ),
    Violation(
        "marts.kpi_utilization",
        "utilization_is_plausible",
        "warning",
        _copied("marts.kpi_utilization", "'w3' as worker_id, 16199 as available_seconds"),
        "w3 e 2026-07",
    ),
    Violation(
        "marts.kpi_wip",
        "opening_and_movements_make_closing",
        "critical",
        _copied("marts.kpi_wip", "'p1' as project_id, 0.0100 as late_time_amount"),
        "p1 2026-06",
    ),
    Violation(
        "marts.kpi_wip",
        "opening_is_the_closing_before",
        "critical",
        _copied(
            "marts.kpi_wip",
            "'2026-08' as period, 201.0000 as opening_amount, 0.0000 as value_added_amount,"
            " 201.0000 as closing_amount, 201.0000 as aged_0_30_amount,"
            " 201.0000 as approval_aged_0_30_amount",
        ),
        "pr 2026-08",
    ),
    Violation(
        "marts.kpi_wip",
        "ages_by_service_make_closing",
        "critical",
        _copied("marts.kpi_wip", "'p2' as project_id, 0.0100 as unaged_amount"),
        "p2 2026-06",
    ),
    Violation(
        "marts.kpi_wip",
        "ages_by_approval_make_closing",
        "critical",
        _copied("marts.kpi_wip", "'p4' as project_id, 0.0100 as approval_unaged_amount"),
        "p4 2026-06",
    ),
    Violation(
        "marts.fct_wip_roll_forward",
        "opening_and_movements_make_closing",
        "critical",
        _copied("marts.fct_wip_roll_forward", "'l1' as wip_line_id, 0.0100 as write_off_amount"),
        "le l1 EUR 2026-07",
    ),
    Violation(
        "marts.fct_wip_roll_forward",
        "opening_is_the_closing_before",
        "critical",
        _copied(
            "marts.fct_wip_roll_forward",
            "'2026-08' as period, 99.0000 as opening_amount, 1.0000 as value_added_amount",
        ),
        "le li EUR 2026-08",
    ),
    Violation(
        "marts.fct_contract_position",
        "position_is_the_sum_of_its_parts",
        "critical",
        _copied("marts.fct_contract_position", "'c1' as contract_key, 9.9900 as deposit_amount"),
        "le c1 EUR 2026-07",
    ),
    Violation(
        "marts.fct_deferred_roll_forward",
        "opening_and_movements_make_closing",
        "critical",
        _copied(
            "marts.fct_deferred_roll_forward",
            "'c1' as contract_key, -0.0100 as recognised_amount",
        ),
        "le c1 EUR 2026-07",
    ),
    Violation(
        "marts.fct_deferred_roll_forward",
        "opening_is_the_closing_before",
        "critical",
        _copied(
            "marts.fct_deferred_roll_forward",
            "'2026-08' as period, 44.0000 as opening_amount, -49.0000 as recognised_amount,"
            " 40.0000 as closing_amount",
        ),
        "le co EUR 2026-08",
    ),
    Violation(
        "marts.kpi_margin",
        "margin_is_revenue_less_costs",
        "critical",
        _copied("marts.kpi_margin", "'p1' as project_id, 400.0100 as gross_margin_amount"),
        "p1 2026-07",
    ),
    Violation(
        "marts.kpi_margin",
        "revenue_is_the_sum_of_its_parts",
        "critical",
        _copied("marts.kpi_margin", "'p2' as project_id, 0.0100 as fixed_fee_revenue_amount"),
        "p2 2026-07",
    ),
    Violation(
        "marts.kpi_margin",
        "revenue_is_what_third_parties_leave",
        "critical",
        _copied("marts.kpi_margin", "'p3' as project_id, 200.0100 as agent_cost_amount"),
        "p3 2026-07",
    ),
    Violation(
        "marts.kpi_margin_bridge",
        "bars_bridge_the_margins",
        "critical",
        _copied("marts.kpi_margin_bridge", "'p1' as project_id, 9.5100 as unexplained_amount"),
        "p1 2026-07",
    ),
    Violation(
        "marts.kpi_margin_bridge",
        "explained_is_a_share",
        "critical",
        _copied("marts.kpi_margin_bridge", "'p2' as project_id, 1.01::double as explained_ratio"),
        "p2 2026-07",
    ),
    Violation(
        "marts.kpi_days_to_invoice",
        "shares_are_between_0_and_1",
        "critical",
        _copied("marts.kpi_days_to_invoice", "'a' as clock, 1.01 as share_invoiced_60_ratio"),
        "le a 2026-07",
    ),
    Violation(
        "marts.kpi_days_to_invoice",
        "shares_grow_with_time",
        "critical",
        _copied("marts.kpi_days_to_invoice", "'b' as clock, 0.4 as share_invoiced_60_ratio"),
        "le b 2026-07",
    ),
    Violation(
        "marts.kpi_utilization",
        "open_breaks_are_counted",
        "critical",
        _copied("marts.kpi_utilization", "'w4' as worker_id, -1 as open_break_count"),
        "w4 e 2026-07",
    ),
    Violation(
        "marts.kpi_wip",
        "open_breaks_are_counted",
        "critical",
        _copied("marts.kpi_wip", "'p3' as project_id, -0.0100 as open_break_over_amount"),
        "p3 2026-06",
    ),
    Violation(
        "marts.kpi_margin",
        "open_breaks_are_counted",
        "critical",
        _copied("marts.kpi_margin", "'p3' as project_id, -0.0100 as open_break_under_amount"),
        "p3 2026-07",
    ),
    Violation(
        "marts.kpi_margin_bridge",
        "open_breaks_are_counted",
        "critical",
        _copied("marts.kpi_margin_bridge", "'p3' as project_id, -1 as open_break_count"),
        "p3 2026-07",
    ),
    Violation(
        "marts.kpi_days_to_invoice",
        "open_breaks_are_counted",
        "critical",
        _copied("marts.kpi_days_to_invoice", "'c' as clock, null as open_break_unpriced_count"),
        "le c 2026-07",
    ),
    Violation(
        "marts.kpi_break_exposure",
        "exposure_is_never_netted",
        "critical",
        _copied("marts.kpi_break_exposure", "'netted' as exposure_id, -0.0100 as under_amount"),
        "netted",
    ),
    Violation(
        "marts.fct_backlog_roll_forward",
        "backlog_movements_make_closing",
        "critical",
        _copied("marts.fct_backlog_roll_forward", "'b1' as backlog_id, 0.0100 as cancelled_amount"),
        "b1",
    ),
    Violation(
        "marts.kpi_backlog",
        "backlog_movements_make_closing",
        "critical",
        _copied("marts.kpi_backlog", "'l1' as legal_entity_id, 0.0000 as rounding_amount"),
        "l1 2026-07",
    ),
    Violation(
        "marts.kpi_backlog",
        "open_breaks_are_counted",
        "critical",
        _copied("marts.kpi_backlog", "'l2' as legal_entity_id, -1 as open_break_count"),
        "l2 2026-07",
    ),
    Violation(
        "marts.kpi_lock_up",
        "net_receivables_are_their_parts",
        "critical",
        _copied("marts.kpi_lock_up", "'l1' as legal_entity_id, 85.0100 as net_receivable_amount"),
        "l1 2026-07",
    ),
    Violation(
        "marts.kpi_lock_up",
        "open_breaks_are_counted",
        "critical",
        _copied("marts.kpi_lock_up", "'l2' as legal_entity_id, -1 as open_break_count"),
        "l2 2026-07",
    ),
    Violation(
        "marts.kpi_realization",
        "realization_steps_make_the_whole",
        "critical",
        _copied("marts.kpi_realization", "'r1' as realization_id, 0.9 as price_realization_ratio"),
        "r1",
    ),
    Violation(
        "marts.kpi_realization",
        "open_breaks_are_counted",
        "critical",
        _copied("marts.kpi_realization", "'r2' as realization_id, -1 as open_break_count"),
        "r2",
    ),
    Violation(
        "marts.kpi_leakage",
        "leakage_is_a_loss",
        "critical",
        _copied("marts.kpi_leakage", "'k1' as leakage_id, -0.0100 as amount"),
        "k1",
    ),
    Violation(
        "marts.kpi_leakage",
        "open_breaks_are_counted",
        "critical",
        _copied("marts.kpi_leakage", "'k2' as leakage_id, -1 as open_break_count"),
        "k2",
    ),
    Violation(
        "marts.kpi_forecast",
        "errors_are_forecasts_less_actuals",
        "critical",
        _copied("marts.kpi_forecast", "'f1' as member, 3599 as absolute_billable_error_seconds"),
        "firm f1 2026-07 7",
    ),
    Violation(
        "marts.kpi_forecast",
        "only_known_days_are_forecast",
        "critical",
        _copied("marts.kpi_forecast", "'f2' as member, 3 as not_known_day_count"),
        "firm f2 2026-07 7",
    ),
    Violation(
        "marts.kpi_forecast",
        "open_breaks_are_counted",
        "critical",
        _copied("marts.kpi_forecast", "'f3' as member, -1 as open_break_count"),
        "firm f3 2026-07 7",
    ),
    Violation(
        "marts.kpi_sync_health",
        "matched_is_part_of_eligible",
        "critical",
        _copied("marts.kpi_sync_health", "'s1' as sync_health_id, 3 as matched_count"),
        "s1",
    ),
    Violation(
        "marts.kpi_sync_health",
        "open_breaks_are_counted",
        "critical",
        _copied("marts.kpi_sync_health", "'s2' as sync_health_id, -1 as open_break_count"),
        "s2",
    ),
)
