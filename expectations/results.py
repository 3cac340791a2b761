"""What an audit hands back: one row per expectation, and whether they allow a publish."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Layer = Literal["warehouse", "raw", "canonical", "reconciliation", "marts"]
Severity = Literal["critical", "warning", "info"]
Status = Literal["passed", "failed", "error"]


@dataclass(frozen=True, slots=True)
class ExpectationResult:
    """How one expectation went.

    Attributes:
        suite: Name of the suite, ``<layer>.<table>``.
        layer: Layer the suite speaks of.
        table: Schema-qualified table it read.
        expectation: Short snake_case name, unique within its suite.
        description: What must hold, as a sentence.
        rule_code: Break rule it stands for, such as ``CO-01``; None for all others.
        rule_severity: The rule's own severity, ``S1`` to ``S4``; None without a rule.
        severity: What a failure means: ``critical``, ``warning`` or ``info``.
        is_blocking: Whether a failure or an error forbids publishing.
        success: True only for status ``passed``.
        status: ``error`` when the expectation could not run, which is not a failure of the data.
        observed: What was found, in words.
        unexpected_count: Rows that break the expectation; None when nothing could be counted.
        sample: Ids of at most 20 such rows, comma-separated; never any other value.
    """

    suite: str
    layer: Layer
    table: str
    expectation: str
    description: str
    rule_code: str | None
    rule_severity: str | None
    severity: Severity
    is_blocking: bool
    success: bool
    status: Status
    observed: str
    unexpected_count: int | None
    sample: str


@dataclass(frozen=True, slots=True)
class AuditReport:
    """All results of one audit.  An audit that evaluated nothing has proved nothing: it blocks."""

    results: Sequence[ExpectationResult]

    @property
    def evaluated(self) -> int:
        """Number of expectations that ran to an answer, passed or failed."""
        return sum(result.status != "error" for result in self.results)

    @property
    def blocking_failures(self) -> tuple[ExpectationResult, ...]:
        """Blocking expectations that failed or could not run: zero or more."""
        return tuple(result for result in self.results if result.is_blocking and not result.success)

    @property
    def blocked(self) -> bool:
        """Whether publishing is refused."""
        return self.evaluated == 0 or bool(self.blocking_failures)
