"""Marts of what leaders ask next: backlog, cash, realization, plans, sync health, and their sums.

What holds only within the rounding of translated parts stands as a dbt test beside the models.
"""

from collections.abc import Sequence

from great_expectations.expectations.expectation import Expectation

from expectations.suites.building import Card, TableSuite, no_rows, table_suite
from expectations.suites.marts import SHARE_ROUNDING, _open_breaks_counted

BACKLOG_MOVEMENTS = (
    "new_amount",
    "change_order_amount",
    "recognised_amount",
    "cancelled_amount",
    "reestimate_amount",
)
TRANSLATION = ("fx_amount", "rounding_amount")
REALIZATION_STEPS = (
    "rate_realization_ratio",
    "hour_realization_ratio",
    "price_realization_ratio",
    "invoice_realization_ratio",
    "collection_realization_ratio",
)
MEASURES = ("count", "seconds", "amount")
FORECAST_GRAIN = ("dimension", "member", "period", "horizon_days")
# What is forecast, what it is held against, and what their differences begin with.
FORECASTS = {
    "": ("forecast_seconds", "worked_seconds"),
    "billable_": ("forecast_billable_seconds", "billable_seconds"),
}


def suites() -> list[TableSuite]:
    """Return one suite per mart whose figures owe each other something."""
    return [
        table_suite(
            "marts",
            "marts.fct_backlog_roll_forward",
            [_backlog_rolls_forward(["backlog_id"], BACKLOG_MOVEMENTS)],
            about="Backlog of each contract by period, as a roll-forward.",
        ),
        table_suite(
            "marts",
            "marts.kpi_backlog",
            [
                _backlog_rolls_forward(
                    ["legal_entity_id", "period"], (*BACKLOG_MOVEMENTS, *TRANSLATION)
                ),
                _open_breaks_counted(("legal_entity_id", "period")),
            ],
            about="Backlog by legal entity and period, in functional currency.",
        ),
        table_suite(
            "marts",
            "marts.kpi_lock_up",
            [_receivables_are_their_parts(), _open_breaks_counted(("legal_entity_id", "period"))],
            about="DSO and lock-up by legal entity and period.",
        ),
        table_suite(
            "marts",
            "marts.kpi_realization",
            [_steps_make_the_whole(), _open_breaks_counted(("realization_id",))],
            about="From list price to cash, by the period of the work.",
        ),
        table_suite(
            "marts",
            "marts.kpi_leakage",
            [_leakage_is_a_loss(), _open_breaks_counted(("leakage_id",))],
            about="Value worked and lost, by where.",
        ),
        table_suite(
            "marts",
            "marts.kpi_forecast",
            [
                _errors_are_differences(),
                _only_known_days_are_forecast(),
                _open_breaks_counted(FORECAST_GRAIN),
            ],
            about="What was planned so many days before, and what came of it.",
        ),
        table_suite(
            "marts",
            "marts.kpi_sync_health",
            [_matched_within_eligible(), _open_breaks_counted(("sync_health_id",))],
            about="How well the systems keep up with each other.",
        ),
    ]


def _backlog_rolls_forward(grain: Sequence[str], movements: Sequence[str]) -> Expectation:
    return no_rows(
        Card(
            name="backlog_movements_make_closing",
            holds="Opening backlog plus movements is closing backlog, to the last digit.",
            because="Closing is counted from what is signed and recognised and not from the"
            " movements; a difference is a movement that is missing.",
        ),
        f"""
        select {", ".join(grain)}
        from {{batch}}
        where opening_amount + {" + ".join(movements)} is distinct from closing_amount
            or closing_amount is null
        """,
    )


def _receivables_are_their_parts() -> Expectation:
    return no_rows(
        Card(
            name="net_receivables_are_their_parts",
            holds="Net receivables are invoices less tax, credits and unapplied cash; lock-up is"
            " days of work plus days of debtors.",
            because="The parts are published side by side; a document of another kind would be in"
            " the whole and in no part.",
        ),
        """
        select legal_entity_id, period
        from {batch}
        where receivable_amount - tax_amount - credit_amount - unapplied_cash_amount
                is distinct from net_receivable_amount
            or lock_up_days <> wip_days + debtor_days
        """,
    )


def _steps_make_the_whole() -> Expectation:
    product = " * ".join(REALIZATION_STEPS)
    return no_rows(
        Card(
            name="realization_steps_make_the_whole",
            holds="The product of the steps is overall realization.",
            because="Each step is asked over the same hours; one over other hours makes the split"
            " say more or less than the whole.",
        ),
        f"""
        select realization_id
        from {{batch}}
        where abs({product} - overall_realization_ratio) > {SHARE_ROUNDING}
        """,
    )


def _leakage_is_a_loss() -> Expectation:
    return no_rows(
        Card(
            name="leakage_is_a_loss",
            holds="No component of leakage is negative.",
            because="What is billed above the contract makes up for nothing lost elsewhere.",
        ),
        "select leakage_id from {batch} where not coalesce(amount >= 0, false)",
    )


def _errors_are_differences() -> Expectation:
    wrong = " or ".join(
        f"{forecast} - {actual} is distinct from {kind}error_seconds"
        f" or abs({kind}error_seconds) > absolute_{kind}error_seconds"
        for kind, (forecast, actual) in FORECASTS.items()
    )
    return no_rows(
        Card(
            name="errors_are_forecasts_less_actuals",
            holds="An error is the forecast less what came of it, to the second, and without its"
            " sign no smaller.",
            because="Both are sums over the days known then; one over other days would blame the"
            " plan for what nobody could know.",
        ),
        f"select {', '.join(FORECAST_GRAIN)} from {{batch}} where {wrong}",
    )


def _only_known_days_are_forecast() -> Expectation:
    return no_rows(
        Card(
            name="only_known_days_are_forecast",
            holds="Days not known then are part of all days; a row of no other has no forecast.",
            because="A forecast of zero says that nobody was planned; before the first plan landed"
            " that was not known.",
        ),
        f"""
        select {", ".join(FORECAST_GRAIN)}
        from {{batch}}
        where not coalesce(0 <= not_known_day_count and not_known_day_count <= day_count, false)
            or (not_known_day_count = day_count) <> (forecast_seconds is null)
        """,
    )


def _matched_within_eligible() -> Expectation:
    outside = " or ".join(
        f"not coalesce(0 <= matched_{measure} and matched_{measure} <= eligible_{measure}, false)"
        for measure in MEASURES
    )
    return no_rows(
        Card(
            name="matched_is_part_of_eligible",
            holds="What arrived is part of what should have, in records, time and money.",
            because="Both count the same records; a part beyond the whole was joined twice.",
        ),
        f"select sync_health_id from {{batch}} where {outside}",
    )
