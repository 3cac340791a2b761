"""Metrics as MetricFlow queries them are the KPI tables, to the last digit.

MetricFlow writes the SQL; DuckDB runs it, so that decimals stay exact on the way to the comparison.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
import pytest
from metricflow.engine.metricflow_engine import MetricFlowEngine, MetricFlowQueryRequest
from metricflow.protocols.sql_client import SqlEngine
from metricflow.sql.render.duckdb_renderer import DuckDbSqlPlanRenderer
from metricflow_semantics.model.dbt_manifest_parser import (
    parse_manifest_from_dbt_generated_manifest,
)
from metricflow_semantics.model.semantic_manifest_lookup import SemanticManifestLookup

from tests.end_to_end.conftest import Run

COHORT = ("legal_entity_id", "currency", "clock", "service_period")
# Metrics, what they are grouped by, and what the table says; grouping columns come first in both.
CASES = {
    "open work per project and month": (
        ["wip_closing_amount", "wip_closing_seconds"],
        "wip",
        ["project_id", "currency", "period_on__day"],
        "select project_id, currency, cast(case when length(period) = 7 then period || '-01' "
        "else period end as timestamp), closing_amount, closing_seconds from kpi_wip",
    ),
    "margin per project and month": (
        [
            "revenue_amount",
            "net_revenue_amount",
            "labour_cost_amount",
            "gross_margin_amount",
            "gross_margin_ratio",
        ],
        "margin",
        ["project_id", "period", "currency"],
        "select project_id, period, currency, revenue_amount, net_revenue_amount, "
        "labour_cost_amount, gross_margin_amount, gross_margin_ratio from kpi_margin",
    ),
    "utilization per person and month": (
        ["billable_seconds", "utilization_standard_ratio", "utilization_available_ratio"],
        "utilization",
        ["worker_id", "legal_entity_id", "period"],
        "select worker_id, legal_entity_id, period, billable_seconds, utilization_standard_ratio, "
        "utilization_available_ratio from kpi_utilization",
    ),
    # The whole is divided anew from sums: never the mean of people's ratios.
    "utilization of the firm": (
        [
            "utilization_standard_ratio",
            "utilization_working_ratio",
            "utilization_available_ratio",
            "utilization_logged_ratio",
        ],
        "utilization",
        ["period"],
        "select period, utilization_standard_ratio, utilization_working_ratio, "
        "utilization_available_ratio, utilization_logged_ratio from kpi_utilization_rollup "
        "where dimension = 'firm'",
    ),
    "money on the clock": (
        [
            "invoicing_total_amount",
            "invoicing_invoiced_amount",
            "invoicing_open_amount",
            "invoiced_ratio",
        ],
        "invoicing",
        list(COHORT),
        f"select {', '.join(COHORT)}, total_amount, invoiced_amount, open_amount, invoiced_ratio "
        "from kpi_days_to_invoice where service_period <> 'all'",
    ),
    "days to invoice": (
        ["share_invoiced_30", "share_invoiced_60", "median_days_to_invoice"],
        "invoicing",
        list(COHORT),
        f"select {', '.join(COHORT)}, share_invoiced_30_ratio, share_invoiced_60_ratio, "
        "median_days from kpi_days_to_invoice",
    ),
    "what the share is made of": (
        ["invoiced_by_day_amount", "at_risk_by_day_amount"],
        "invoicing_curve",
        [*COHORT, "day_number"],
        f"select {', '.join(COHORT)}, day_number, invoiced_amount, at_risk_amount "
        "from fct_days_to_invoice_curve",
    ),
    "exposure": (
        ["open_break_count", "exposure_over_amount", "exposure_under_amount"],
        "break_exposure",
        ["severity", "owner", "rule_code", "status", "legal_entity_id", "currency"],
        "select severity, owner, rule_code, status, legal_entity_id, currency, break_count, "
        "over_group_amount, under_group_amount from kpi_break_exposure",
    ),
}


class Renderer:
    """All that MetricFlow needs to write SQL: the dialect."""

    sql_engine_type = SqlEngine.DUCKDB
    sql_plan_renderer = DuckDbSqlPlanRenderer()


@pytest.fixture(scope="module")
def manifest(published_run: Run) -> str:
    """The semantic manifest that the run's dbt wrote."""
    return (published_run.home / "dbt/target/semantic_manifest.json").read_text()


@pytest.fixture(scope="module")
def engine(manifest: str) -> MetricFlowEngine:
    parsed = parse_manifest_from_dbt_generated_manifest(manifest_json_string=manifest)
    return MetricFlowEngine(SemanticManifestLookup(parsed), Renderer())  # type: ignore[arg-type]


def asked(
    engine: MetricFlowEngine, published: Path, metrics: Sequence[str], group_by: Sequence[str]
) -> list[tuple[Any, ...]]:
    """Return what metrics are, the columns they are grouped by first."""
    request = MetricFlowQueryRequest.create(
        metric_names=list(metrics), group_by_names=list(group_by)
    )
    sql = engine.explain(mf_request=request).sql_statement.without_descriptions.sql
    columns = ", ".join([*group_by, *metrics])
    return on(published, f"select {columns} from ({sql})")


def on(published: Path, statement: str) -> list[tuple[Any, ...]]:
    with duckdb.connect() as connection:
        connection.execute(f"attach '{published}' as warehouse (read_only)")
        connection.execute("use warehouse.marts")
        return connection.execute(f"{statement} order by all").fetchall()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.replace(" ", "_"))
def test_a_metric_is_what_the_table_says(
    case: str, engine: MetricFlowEngine, published_run: Run
) -> None:
    metrics, model, group_by, table = CASES[case]
    found = asked(
        engine, published_run.published, metrics, [f"{model}__{name}" for name in group_by]
    )
    expected = on(published_run.published, table)
    assert expected
    assert found == expected


def test_of_several_months_the_last_balance_counts(
    engine: MetricFlowEngine, published_run: Run
) -> None:
    found = asked(engine, published_run.published, ["wip_closing_amount"], ["wip__currency"])
    expected = on(
        published_run.published,
        "select currency, sum(closing_amount) from kpi_wip where period = (select max(period) "
        "from kpi_wip as same where same.legal_entity_id = kpi_wip.legal_entity_id) group by all",
    )
    assert found == expected


def test_every_metric_is_held_against_a_table(manifest: str) -> None:
    named = {metric["name"] for metric in json.loads(manifest)["metrics"]}
    tested = {metric for metrics, *_ in CASES.values() for metric in metrics}
    # The parts of a ratio are tested by the ratios they make.
    parts = {"standard_seconds", "working_seconds", "available_seconds", "logged_seconds"}
    assert named == tested | parts
