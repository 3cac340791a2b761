"""How every suite is put together: one table, sentences for descriptions, reasons for notes.

A failure of a ``critical`` expectation blocks publishing; ``warning`` and ``info`` never do.
A break rule is the exception: it is never blocking, whatever its severity, because a break is a
fact about the firm and not a defect of the figures.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import great_expectations as gx
from great_expectations.expectations.core.expect_table_row_count_to_be_between import (
    ExpectTableRowCountToBeBetween,
)
from great_expectations.expectations.core.expect_table_row_count_to_equal import (
    ExpectTableRowCountToEqual,
)
from great_expectations.expectations.expectation import Expectation
from great_expectations.expectations.metadata_types import FailureSeverity

from expectations.no_violations import NoViolations
from expectations.results import Layer, Severity


@dataclass(frozen=True, slots=True)
class TableSuite:
    """A suite and the one table it reads."""

    layer: Layer
    schema: str
    table: str
    suite: gx.ExpectationSuite

    @property
    def qualified_table(self) -> str:
        """Schema and table, as SQL names them."""
        return f"{self.schema}.{self.table}"


@dataclass(frozen=True, slots=True)
class Card:
    """What every expectation says of itself.

    Attributes:
        name: Short snake_case name, unique within the suite.
        holds: What must hold, as a sentence.
        because: Why the expectation exists and what its failure means.
        severity: ``critical`` blocks publishing unless ``rule_code`` is set.
        rule_code: Break rule it stands for, if any.
        rule_severity: That rule's own severity, ``S1`` to ``S4``.
    """

    name: str
    holds: str
    because: str
    severity: Severity = "critical"
    rule_code: str | None = None
    rule_severity: str | None = None

    @property
    def is_blocking(self) -> bool:
        """Whether a failure forbids publishing."""
        return self.severity == "critical" and self.rule_code is None

    def arguments(self) -> dict[str, Any]:
        """Return the card as the arguments that every expectation class takes."""
        return {
            "description": self.holds,
            "notes": [self.because],
            "severity": FailureSeverity(self.severity),
            "meta": {
                "name": self.name,
                "is_blocking": self.is_blocking,
                "rule_code": self.rule_code,
                "rule_severity": self.rule_severity,
            },
        }


def table_suite(
    layer: Layer, qualified_table: str, expectations: Iterable[Expectation], *, about: str
) -> TableSuite:
    """Bind expectations to a table under the name ``<layer>.<table>``.

    Args:
        layer: Layer the suite speaks of.
        qualified_table: Schema and table.
        expectations: One or more; their cards' names must differ.
        about: One sentence at the head of the suite's page.
    """
    schema, table = qualified_table.split(".")
    suite = gx.ExpectationSuite(
        name=f"{layer}.{table}", expectations=list(expectations), notes=[about]
    )
    return TableSuite(layer=layer, schema=schema, table=table, suite=suite)


def no_rows(card: Card, query: str, *, finding: str | None = None) -> NoViolations:
    """Expect that a query finds nothing.

    Args:
        card: What the expectation says of itself.
        query: Reads ``{batch}``, selects the ids of the rows that break the expectation.
        finding: Observed value to show in place of the number of rows.
    """
    return NoViolations(unexpected_rows_query=query, finding=finding, **card.arguments())


def has_rows(card: Card) -> Expectation:
    """Expect at least one row."""
    return ExpectTableRowCountToBeBetween(min_value=1, **card.arguments())


def one_row(card: Card) -> Expectation:
    """Expect exactly one row."""
    return ExpectTableRowCountToEqual(value=1, **card.arguments())


def quoted(values: Iterable[str]) -> str:
    """Write values as a list of SQL text literals, safe inside a query template."""
    return ", ".join("'" + _escaped(value) + "'" for value in values)


def named_where(conditions: Sequence[tuple[str, str]]) -> str:
    """Write an SQL text of the names whose condition holds, comma-separated.

    Args:
        conditions: Name and SQL predicate, one or more.
    """
    cases = ", ".join(
        f"case when {predicate} then '{_escaped(name)}' end" for name, predicate in conditions
    )
    return f"concat_ws(', ', {cases})"


def _escaped(text: str) -> str:
    return text.replace("'", "''").replace("{", "{{").replace("}", "}}")
