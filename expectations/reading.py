"""Turn what Great Expectations returns into our own results.

An expectation that could not run comes back as a failure with an empty result: here it becomes an
error, told apart from a failure of the data.
"""

import re
from collections.abc import Iterable
from typing import Any

from great_expectations.core import ExpectationValidationResult
from great_expectations.expectations.expectation import Expectation

from expectations.no_violations import RESULT_COUNT, RESULT_SAMPLE
from expectations.results import ExpectationResult, Status
from expectations.suites.building import TableSuite

LONGEST_MESSAGE = 300
LONGEST_LIST = 10

# These speak of names; DuckDB's other errors may quote a value.
_TELLING = re.compile(r"(?:Binder|Catalog|IO|Parser) Error: [^\n]*")
_KIND = re.compile(r"[A-Z][A-Za-z ]+ Error(?=:)")


def read_results(
    table_suite: TableSuite, validated: Iterable[ExpectationValidationResult]
) -> list[ExpectationResult]:
    """Return one result per validated expectation, in the suite's order."""
    by_name = {_name_of(result): result for result in validated}
    return [
        _read(table_suite, expectation, by_name[_meta(expectation)["name"]])
        for expectation in table_suite.suite.expectations
    ]


def results_without_table(table_suite: TableSuite) -> list[ExpectationResult]:
    """Return an error for every expectation of a suite whose table does not exist."""
    return _errors(table_suite, f"the warehouse has no table {table_suite.qualified_table}")


def results_of_error(table_suite: TableSuite, error: Exception) -> list[ExpectationResult]:
    """Return an error for every expectation of a suite that could not run as a whole."""
    told = _TELLING.search(str(error))
    reason = told.group(0)[:LONGEST_MESSAGE] if told else type(error).__name__
    return _errors(table_suite, f"{table_suite.qualified_table} cannot be read ({reason})")


def _errors(table_suite: TableSuite, reason: str) -> list[ExpectationResult]:
    observed = f"could not run: {reason}"
    return [
        _result(table_suite, expectation, "error", observed, None, "")
        for expectation in table_suite.suite.expectations
    ]


def _read(
    table_suite: TableSuite, expectation: Expectation, validated: ExpectationValidationResult
) -> ExpectationResult:
    found: dict[str, Any] = dict(validated.result or {})
    if not found:
        observed = f"could not run: {_exception_of(validated)}"
        return _result(table_suite, expectation, "error", observed, None, "")
    return _result(
        table_suite,
        expectation,
        "passed" if validated.success else "failed",
        _observed(found),
        found.get(RESULT_COUNT),
        ", ".join(found.get(RESULT_SAMPLE, ())),
    )


def _result(
    table_suite: TableSuite,
    expectation: Expectation,
    status: Status,
    observed: str,
    unexpected_count: int | None,
    sample: str,
) -> ExpectationResult:
    meta = _meta(expectation)
    return ExpectationResult(
        suite=table_suite.suite.name,
        layer=table_suite.layer,
        table=table_suite.qualified_table,
        expectation=meta["name"],
        description=expectation.description or meta["name"],
        rule_code=meta["rule_code"],
        rule_severity=meta["rule_severity"],
        severity=expectation.severity.value,
        is_blocking=meta["is_blocking"],
        success=status == "passed",
        status=status,
        observed=observed,
        unexpected_count=unexpected_count,
        sample=sample,
    )


def _observed(found: dict[str, Any]) -> str:
    details = found.get("details") or {}
    if mismatched := details.get("mismatched"):
        missing = mismatched.get("missing")
        return f"missing: {', '.join(missing)}" if missing else "nothing missing"
    observed = found.get("observed_value")
    if isinstance(observed, list):
        listed = len(observed) <= LONGEST_LIST
        return ", ".join(map(str, observed)) if listed else f"{len(observed)} found"
    return str(observed)


def _exception_of(validated: ExpectationValidationResult) -> str:
    info: dict[str, Any] = dict(validated.exception_info or {})
    raised = [info] if "exception_message" in info else list(info.values())
    messages = [entry.get("exception_message") or "" for entry in raised if isinstance(entry, dict)]
    return _message(next(filter(None, messages), "no reason given"))


def _message(text: str) -> str:
    """Keep the one telling line of an exception: no SQL, no traceback, no value of a column."""
    if told := _TELLING.search(text):
        return told.group(0)[:LONGEST_MESSAGE]
    if kind := _KIND.search(text):
        return kind.group(0)
    return text.strip().partition("\n")[0][:LONGEST_MESSAGE]


def _meta(expectation: Expectation) -> dict[str, Any]:
    return dict(expectation.meta or {})


def _name_of(validated: ExpectationValidationResult) -> str:
    configuration = validated.expectation_config
    meta: dict[str, Any] = dict((configuration.meta if configuration else None) or {})
    return str(meta["name"])
