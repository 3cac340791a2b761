"""When an audit lets a version out, and when it does not."""

from dataclasses import replace

from expectations.results import AuditReport, ExpectationResult

PASSED = ExpectationResult(
    suite="marts.run",
    layer="marts",
    table="marts.run",
    expectation="one_run",
    description="There is exactly one row.",
    rule_code=None,
    rule_severity=None,
    severity="critical",
    is_blocking=True,
    success=True,
    status="passed",
    observed="1",
    unexpected_count=0,
    sample="",
)
FAILED = replace(PASSED, success=False, status="failed")
ERROR = replace(PASSED, success=False, status="error", unexpected_count=None)


def test_a_passing_audit_does_not_block() -> None:
    assert not AuditReport(results=(PASSED,)).blocked


def test_a_blocking_failure_blocks_and_is_named() -> None:
    report = AuditReport(results=(PASSED, FAILED))
    assert report.blocked
    assert report.blocking_failures == (FAILED,)


def test_an_error_in_a_blocking_expectation_blocks() -> None:
    report = AuditReport(results=(PASSED, ERROR))
    assert report.blocked
    assert report.blocking_failures == (ERROR,)


def test_a_failure_that_is_not_blocking_does_not_block() -> None:
    open_break = replace(FAILED, rule_code="BL-06", rule_severity="S1", is_blocking=False)
    assert not AuditReport(results=(PASSED, open_break)).blocked


def test_an_audit_of_nothing_is_not_a_pass() -> None:
    assert AuditReport(results=()).blocked


def test_an_audit_in_which_nothing_could_run_is_not_a_pass() -> None:
    report = AuditReport(results=(replace(ERROR, is_blocking=False),))
    assert report.evaluated == 0
    assert report.blocked
