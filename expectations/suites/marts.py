"""Marts: what the columns of a published table owe each other.

The names of columns stand in constants at the head, so that a renamed one is mended in one line.
"""

from collections.abc import Sequence

from great_expectations.expectations.expectation import Expectation

from expectations.results import Severity
from expectations.suites.building import (
    Card,
    TableSuite,
    has_rows,
    no_rows,
    one_row,
    table_suite,
)

WIP_GRAIN = ("project_id",)
WIP_MOVEMENTS = (
    "value_added_amount",
    "late_time_amount",
    "billed_amount",
    "credit_reinstated_amount",
    "write_down_amount",
    "write_off_amount",
    "write_up_amount",
    "transfer_amount",
)
# The clocks work ages by, and what the columns of each begin with.
WIP_CLOCKS = {"service": "", "approval": "approval_"}
WIP_AGES = (
    "aged_0_30_amount",
    "aged_31_60_amount",
    "aged_61_90_amount",
    "aged_91_120_amount",
    "aged_121_up_amount",
    "unaged_amount",
)
FROM_OPEN_ITEMS = (
    "Closing is computed from the open entries and not from the movements, which is what lets"
    " finance sign it."
)
WIP_LINE_GRAIN = ("legal_entity_id", "wip_line_id", "currency")
CONTRACT_GRAIN = ("legal_entity_id", "contract_key", "currency")
DEFERRED_MOVEMENTS = (
    "billed_in_advance_amount",
    "deposit_received_amount",
    "recognised_amount",
    "credited_amount",
    "refunded_amount",
    "deposit_used_amount",
    "reclassified_amount",
)
UTILIZATION_GRAIN = ("worker_id", "legal_entity_id", "period")
CAPACITIES = ("standard_seconds", "working_seconds", "available_seconds")
MOST_UTILIZATION = 2
MARGIN_GRAIN = ("project_id", "period")
MARGIN_REVENUES = (
    "time_revenue_amount",
    "over_cap_amount",
    "written_down_amount",
    "fixed_fee_revenue_amount",
    "milestone_revenue_amount",
    "retainer_revenue_amount",
    "expense_revenue_amount",
)
MARGIN_COSTS = (
    "pass_through_amount",
    "labour_cost_amount",
    "subcontract_cost_amount",
    "unreimbursed_expense_amount",
)
MARGIN_BARS = (
    "pending_amount",
    "other_entity_amount",
    "unposted_time_amount",
    "duplicate_posting_amount",
    "one_sided_amount",
    "wrong_project_amount",
    "hours_amount",
    "bill_rate_amount",
    "cost_rate_amount",
    "subcontract_amount",
    "expense_amount",
    "period_shift_amount",
    "revenue_method_amount",
    "fx_amount",
    "unexplained_amount",
)
DAYS_TO_INVOICE_GRAIN = ("legal_entity_id", "clock", "service_period")
SHARES_INVOICED = ("share_invoiced_30_ratio", "share_invoiced_60_ratio")
# Shares are sums of binary fractions; what is smaller than this is their rounding.
SHARE_ROUNDING = "1e-9"
OPEN_BREAKS = (
    "open_break_count",
    "open_break_over_amount",
    "open_break_under_amount",
    "open_break_unpriced_count",
)
EXPOSURES = (
    "over_amount",
    "over_group_amount",
    "under_amount",
    "under_group_amount",
    "caused_over_group_amount",
    "caused_under_group_amount",
)


def suites() -> list[TableSuite]:
    """Return one suite per mart, and one for the row that says which version this is."""
    return [
        table_suite("marts", "marts.run", [_one_run()], about="Which version this is."),
        table_suite(
            "marts",
            "marts.source_freshness",
            [_freshness_known()],
            about="When each source was read.",
        ),
        table_suite(
            "marts",
            "marts.kpi_utilization",
            [
                _populated("critical"),
                _capacity_ladder(),
                _billable_within_logged(),
                _utilization_plausible(),
                _open_breaks_counted(UTILIZATION_GRAIN),
            ],
            about="Worker by month.",
        ),
        table_suite(
            "marts",
            "marts.kpi_wip",
            [
                _populated("warning"),
                _rolls_forward(WIP_GRAIN, WIP_MOVEMENTS, FROM_OPEN_ITEMS),
                _opens_where_it_closed(WIP_GRAIN),
                *(_wip_ages_make_closing(clock) for clock in WIP_CLOCKS),
                _open_breaks_counted((*WIP_GRAIN, "period")),
            ],
            about="Work in progress, project by month, as a roll-forward.",
        ),
        table_suite(
            "marts",
            "marts.fct_wip_roll_forward",
            [
                _rolls_forward(WIP_LINE_GRAIN, WIP_MOVEMENTS, FROM_OPEN_ITEMS),
                _opens_where_it_closed(WIP_LINE_GRAIN),
            ],
            about="Work in progress, contract line by period, as a roll-forward.",
        ),
        table_suite(
            "marts",
            "marts.fct_contract_position",
            [_position_is_its_parts()],
            about="Earned and not billed, or billed and not earned, contract by period.",
        ),
        table_suite(
            "marts",
            "marts.fct_deferred_roll_forward",
            [
                _rolls_forward(
                    CONTRACT_GRAIN,
                    DEFERRED_MOVEMENTS,
                    "Closing is that of the contract position and not of the movements, which is"
                    " what lets finance sign it.",
                ),
                _opens_where_it_closed(CONTRACT_GRAIN),
            ],
            about="What is owed to clients in work, contract by period, as a roll-forward.",
        ),
        table_suite(
            "marts",
            "marts.kpi_margin",
            [
                _populated("warning"),
                _revenue_is_its_parts(),
                _an_agents_cost_is_off_revenue(),
                _margin_is_the_rest(),
                _open_breaks_counted(MARGIN_GRAIN),
            ],
            about="Project by month.",
        ),
        table_suite(
            "marts",
            "marts.kpi_margin_bridge",
            [
                _populated("warning"),
                _bars_bridge_the_margins(),
                _explained_is_a_share(),
                _open_breaks_counted(MARGIN_GRAIN),
            ],
            about="Project by month: from the margin of the PSA to that of the ERP.",
        ),
        table_suite(
            "marts",
            "marts.kpi_days_to_invoice",
            [
                _populated("warning"),
                _shares_are_shares(),
                _shares_grow(),
                _open_breaks_counted(DAYS_TO_INVOICE_GRAIN),
            ],
            about="How long work waits for its invoice, entries still waiting included.",
        ),
        table_suite(
            "marts",
            "marts.kpi_break_exposure",
            [_exposure_is_never_netted()],
            about="What open breaks are worth.",
        ),
    ]


def _populated(severity: Severity) -> Expectation:
    return has_rows(
        Card(
            name="has_rows",
            holds="There is at least one row.",
            because="An empty mart is more often a lost join than a quiet firm.",
            severity=severity,
        )
    )


def _one_run() -> Expectation:
    return one_row(
        Card(
            name="one_run",
            holds="There is exactly one row.",
            because="Every figure is read together with one known_at and one valued_on.",
        )
    )


def _freshness_known() -> Expectation:
    return no_rows(
        Card(
            name="extraction_time_is_known",
            holds="Every source says when it was read.",
            because="A figure is as old as its oldest source; a source of unknown age hides that.",
            severity="warning",
        ),
        "select source_instance, entity from {batch} where extracted_at is null",
    )


def _open_breaks_counted(grain: Sequence[str]) -> Expectation:
    outside = " or ".join(f"{column} is null or {column} < 0" for column in OPEN_BREAKS)
    return no_rows(
        Card(
            name="open_breaks_are_counted",
            holds="Every row says how many breaks touch it and for how much, over and under apart.",
            because="Over and under are absolute amounts, never netted; a negative or missing one"
            " was netted or lost.",
        ),
        f"select {', '.join(grain)} from {{batch}} where {outside}",
    )


def _exposure_is_never_netted() -> Expectation:
    negative = " or ".join(f"{column} < 0" for column in EXPOSURES)
    return no_rows(
        Card(
            name="exposure_is_never_netted",
            holds="Every line is of a break, and what is over and under is an absolute amount.",
            because="A negative amount was netted with another; a line of no break was made up.",
        ),
        f"select exposure_id from {{batch}} where {negative} "
        "or break_count + caused_break_count < 1",
    )


def _capacity_ladder() -> Expectation:
    standard, working, available = CAPACITIES
    return no_rows(
        Card(
            name="capacity_goes_down_the_ladder",
            holds="Nobody has negative capacity: 0 <= available <= working <= standard.",
            because="Each step only takes away: holidays, then absences. All are denominators.",
        ),
        f"""
        select {", ".join(UTILIZATION_GRAIN)}
        from {{batch}}
        where not coalesce(
            0 <= {available} and {available} <= {working} and {working} <= {standard}, false
        )
        """,
    )


def _billable_within_logged() -> Expectation:
    return no_rows(
        Card(
            name="billable_is_part_of_logged",
            holds="Billable time is part of the time logged: 0 <= billable <= logged.",
            because="Both sum the same entries; when the part outgrows the whole, a join has"
            " multiplied it. Months with negative entries are left out: there it may.",
        ),
        """
        select person_month.worker_id, person_month.period
        from {batch} as person_month
        left join (
            select distinct
                coalesce(worker_id, resource_id) as worker_id,
                left(cast(worked_on as varchar), 7) as period
            from canonical.time_entry
            where duration_seconds < 0
        ) as corrected
            on
                person_month.worker_id = corrected.worker_id
                and person_month.period = corrected.period
        where
            corrected.worker_id is null
            and not coalesce(
                0 <= person_month.billable_seconds
                and person_month.billable_seconds <= person_month.logged_seconds,
                false
            )
        """,
    )


def _utilization_plausible() -> Expectation:
    available = CAPACITIES[-1]
    return no_rows(
        Card(
            name="utilization_is_plausible",
            holds=f"Billable time is at most {MOST_UTILIZATION} times what was available.",
            because="More points to a wrong work pattern or to time on the wrong person. A month of"
            " few available days can do it lawfully, so it does not block.",
            severity="warning",
        ),
        f"""
        select {", ".join(UTILIZATION_GRAIN)}
        from {{batch}}
        where {available} > 0 and billable_seconds > {MOST_UTILIZATION} * {available}
        """,
    )


def _rolls_forward(grain: Sequence[str], movements: Sequence[str], because: str) -> Expectation:
    return no_rows(
        Card(
            name="opening_and_movements_make_closing",
            holds="Opening plus movements is closing, to the cent.",
            because=because,
        ),
        f"""
        select {", ".join(grain)}, period
        from {{batch}}
        where opening_amount + {" + ".join(movements)} is distinct from closing_amount
            or closing_amount is null
        """,
    )


def _position_is_its_parts() -> Expectation:
    return no_rows(
        Card(
            name="position_is_the_sum_of_its_parts",
            holds="Revenue less billing is what is unbilled less what is deferred, to the cent.",
            because="What is earned and not billed is one kind of asset, and what is billed and not"
            " earned one kind of liability: nothing may be both, or neither.",
        ),
        f"""
        select {", ".join(CONTRACT_GRAIN)}, period
        from {{batch}}
        where unbilled_receivable_amount + contract_asset_amount - uncalled_advance_amount
            - (deferred_amount - deposit_amount) is distinct from position_amount
        """,
    )


def _opens_where_it_closed(columns: Sequence[str]) -> Expectation:
    grain = ", ".join(columns)
    return no_rows(
        Card(
            name="opening_is_the_closing_before",
            holds="A month opens with what the month before closed with.",
            because="A gap between two months is value that appeared or vanished at midnight.",
        ),
        f"""
        select {grain}, period
        from (
            select
                {grain},
                period,
                opening_amount,
                lag(closing_amount) over (partition by {grain} order by period) as closed_with,
                row_number() over (partition by {grain} order by period) as month_number
            from {{batch}}
        ) as months
        where month_number > 1 and opening_amount is distinct from closed_with
        """,
    )


def _wip_ages_make_closing(clock: str) -> Expectation:
    ages = [f"{WIP_CLOCKS[clock]}{age}" for age in WIP_AGES]
    return no_rows(
        Card(
            name=f"ages_by_{clock}_make_closing",
            holds=f"The ages of what is open, by {clock}, add up to closing, to the cent.",
            because="Aging decides what is written down; a balance of no age escapes it.",
        ),
        f"""
        select {", ".join(WIP_GRAIN)}, period
        from {{batch}}
        where {" + ".join(ages)} is distinct from closing_amount
        """,
    )


def _revenue_is_its_parts() -> Expectation:
    return no_rows(
        Card(
            name="revenue_is_the_sum_of_its_parts",
            holds="Gross revenue is the sum of what each revenue method earned, to the cent.",
            because="The parts are published beside it, each by a revenue method of its own.",
        ),
        f"""
        select {", ".join(MARGIN_GRAIN)}
        from {{batch}}
        where {" + ".join(MARGIN_REVENUES)} is distinct from gross_revenue_amount
        """,
    )


def _an_agents_cost_is_off_revenue() -> Expectation:
    return no_rows(
        Card(
            name="revenue_is_what_third_parties_leave",
            holds="Revenue is gross revenue less what third parties cost an agent, to the cent.",
            because="An agent's revenue is net, and its cost is in no other column.",
        ),
        f"""
        select {", ".join(MARGIN_GRAIN)}
        from {{batch}}
        where gross_revenue_amount - agent_cost_amount is distinct from revenue_amount
        """,
    )


def _margin_is_the_rest() -> Expectation:
    costs = " - ".join(MARGIN_COSTS)
    return no_rows(
        Card(
            name="margin_is_revenue_less_costs",
            holds="Gross margin is revenue less pass-through and costs, to the cent.",
            because="All of them are published side by side; readers subtract.",
        ),
        f"""
        select {", ".join(MARGIN_GRAIN)}
        from {{batch}}
        where revenue_amount - {costs} is distinct from gross_margin_amount
        """,
    )


def _bars_bridge_the_margins() -> Expectation:
    return no_rows(
        Card(
            name="bars_bridge_the_margins",
            holds="PSA margin less ERP margin is the sum of all bars, to the last digit.",
            because="A bridge with a gap in it explains nothing; unexplained is a bar of its own.",
        ),
        f"""
        select {", ".join(MARGIN_GRAIN)}
        from {{batch}}
        where {" + ".join(MARGIN_BARS)} is distinct from psa_margin_amount - erp_margin_amount
        """,
    )


def _explained_is_a_share() -> Expectation:
    return no_rows(
        Card(
            name="explained_is_a_share",
            holds="The share that is explained lies between 0 and 1.",
            because="It is what is named over what is named and what is not, signs left out.",
        ),
        f"select {', '.join(MARGIN_GRAIN)} from {{batch}} "
        "where not coalesce(explained_ratio between 0 and 1, false)",
    )


def _shares_are_shares() -> Expectation:
    outside = " or ".join(
        f"not {share} between -{SHARE_ROUNDING} and 1 + {SHARE_ROUNDING}"
        for share in SHARES_INVOICED
    )
    return no_rows(
        Card(
            name="shares_are_between_0_and_1",
            holds="The share of work invoiced lies between 0 and 1.",
            because="It is a share of all work, what is still waiting included.",
        ),
        f"select {', '.join(DAYS_TO_INVOICE_GRAIN)} from {{batch}} where {outside}",
    )


def _shares_grow() -> Expectation:
    earlier, later = SHARES_INVOICED
    return no_rows(
        Card(
            name="shares_grow_with_time",
            holds="What is invoiced within 30 days is invoiced within 60.",
            because="Incidence only grows; a share that falls was computed over two populations.",
        ),
        f"select {', '.join(DAYS_TO_INVOICE_GRAIN)} from {{batch}} "
        f"where {earlier} > {later} + {SHARE_ROUNDING}",
    )
