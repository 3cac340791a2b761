"""The expectation most suites are made of: a query for rows that must not exist.

Unlike the library's own it always keeps a sample, and its query selects ids only, so that no pay,
rate or name can reach a page, a log or a check's metadata.
"""

from typing import Any

from great_expectations.core import ExpectationValidationResult
from great_expectations.expectations.core.unexpected_rows_expectation import (
    UnexpectedRowsExpectation,
)
from great_expectations.expectations.expectation_configuration import ExpectationConfiguration
from great_expectations.render.components import (
    LegacyDiagnosticRendererType,
    RenderedStringTemplateContent,
)
from great_expectations.render.renderer.renderer import renderer

SAMPLE_SIZE = 20

RESULT_COUNT = "violation_count"
RESULT_SAMPLE = "violation_sample"


class NoViolations(UnexpectedRowsExpectation):
    """Hold when a query returns no row.

    ``unexpected_rows_query`` names the table as ``{batch}`` and selects nothing but ids.
    ``finding`` replaces the count of rows as the observed value where a count says too little.
    """

    finding: str | None = None

    def _validate(
        self,
        metrics: dict[str, Any],
        runtime_configuration: dict[str, Any] | None = None,  # noqa: ARG002 (the library's signature)
        execution_engine: Any = None,  # noqa: ARG002 (the library's signature)
    ) -> dict[str, Any]:
        count = int(metrics["unexpected_rows_query.row_count"])
        rows: list[dict[str, Any]] = metrics["unexpected_rows_query.table"]
        sample = [" ".join(str(value) for value in row.values()) for row in rows[:SAMPLE_SIZE]]
        return {
            "success": count == 0,
            "result": {
                "observed_value": self.finding or counted(count),
                RESULT_COUNT: count,
                RESULT_SAMPLE: sample,
            },
        }

    @classmethod
    @renderer(renderer_type=LegacyDiagnosticRendererType.UNEXPECTED_STATEMENT)
    def _diagnostic_unexpected_statement_renderer(
        cls,
        configuration: ExpectationConfiguration | None = None,
        result: ExpectationValidationResult | None = None,
        runtime_configuration: dict[str, Any] | None = None,
    ) -> list[Any]:
        said: list[Any] = super()._diagnostic_unexpected_statement_renderer(
            configuration, result, runtime_configuration
        )
        sample = (result.result or {}).get(RESULT_SAMPLE) if result else None
        if sample:
            said.append(_code_block(sample))
        return said


def counted(count: int) -> str:
    """Say how many rows break an expectation."""
    if count == 0:
        return "no such row"
    return "1 row" if count == 1 else f"{count:,} rows"


def _code_block(sample: list[str]) -> RenderedStringTemplateContent:
    return RenderedStringTemplateContent(
        content_block_type="string_template",
        string_template={
            "template": "\n\n$sample",
            "params": {"sample": "\n".join(sample)},
            "styling": {"params": {"sample": {"tag": "pre"}}},
        },
    )
