"""Each expectation's result shows in one declared check, with the severity of its meaning."""

import dagster as dg
import pytest

from expectations.results import ExpectationResult
from orchestration.assets.audit import OTHERS, check_of, checks_of

DECLARED = {
    ("raw", "tryton__sale_sale"): "",
    ("reconciliation", "rule_BL_06"): "",
    ("reconciliation", OTHERS): "",
    ("raw", OTHERS): "",
}


def result(
    *,
    table: str = "raw_current.tryton__sale_sale",
    rule: str | None = None,
    ok: bool = True,
    blocks: bool = True,
    layer: str = "raw",
) -> ExpectationResult:
    return ExpectationResult(
        suite=f"{layer}.{table}",
        layer="reconciliation" if layer == "reconciliation" else "raw",
        table=table,
        expectation="id_is_unique",
        description="Every id is there once.",
        rule_code=rule,
        rule_severity="S1" if rule else None,
        severity="critical",
        is_blocking=blocks,
        success=ok,
        status="passed" if ok else "failed",
        observed="2 rows",
        unexpected_count=0 if ok else 2,
        sample="" if ok else "crm:1",
    )


@pytest.mark.parametrize(
    ("found", "check"),
    [
        (result(), ("raw", "tryton__sale_sale")),
        (result(table="information_schema.tables"), ("raw", OTHERS)),
        (result(rule="BL-06", layer="reconciliation"), ("reconciliation", "rule_BL_06")),
        (result(rule="ZZ-99", layer="reconciliation"), ("reconciliation", OTHERS)),
    ],
)
def test_a_result_belongs_to_its_table_or_its_rule(
    found: ExpectationResult, check: tuple[str, str]
) -> None:
    assert check_of(found, DECLARED) == check


def checked(*found: ExpectationResult) -> dict[str, dg.AssetCheckResult]:
    return {str(check.check_name): check for check in checks_of(found, DECLARED)}


def test_a_defect_of_ours_is_an_error_and_a_break_is_a_warning() -> None:
    checks = checked(
        result(ok=False),
        result(rule="BL-06", layer="reconciliation", ok=False, blocks=False),
    )

    assert not checks["tryton__sale_sale"].passed
    assert checks["tryton__sale_sale"].severity == dg.AssetCheckSeverity.ERROR
    assert not checks["rule_BL_06"].passed
    assert checks["rule_BL_06"].severity == dg.AssetCheckSeverity.WARN


def test_a_check_of_which_nothing_was_evaluated_does_not_pass() -> None:
    checks = checked(result(rule="BL-06", layer="reconciliation"))

    assert checks["rule_BL_06"].passed
    assert not checks["tryton__sale_sale"].passed
