"""One audit of each kind of firm for the whole session: an audit costs seconds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from expectations.audit import AuditReport, ExpectationResult, audit, rules_of
from ingest.contracts import Contract
from tests.integration.expectations import small_firm
from tests.integration.expectations.violations import VIOLATIONS

NOW = datetime(2026, 7, 16, 2, 30, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Audited:
    """A warehouse, its report and its Data Docs."""

    warehouse: Path
    report: AuditReport
    data_docs: Path

    def result(self, suite: str, expectation: str) -> ExpectationResult:
        """Return the one result of an expectation."""
        [found] = [
            result
            for result in self.report.results
            if (result.suite, result.expectation) == (suite, expectation)
        ]
        return found


def audited(
    folder: Path,
    *changes: str,
    previous: Path | None = None,
    contracts: Sequence[Contract] = (small_firm.CONTRACT,),
) -> Audited:
    """Build the small firm with changes in a folder and audit it."""
    warehouse = small_firm.build(folder / "warehouse.duckdb", *changes)
    data_docs = folder / "data_docs"
    report = audit(
        warehouse,
        data_docs=data_docs,
        contracts=contracts,
        rules=rules_of(warehouse),
        previous=previous,
        now=NOW,
    )
    return Audited(warehouse=warehouse, report=report, data_docs=data_docs)


@pytest.fixture(scope="session")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Audited:
    """Audit a firm in which everything holds together."""
    return audited(tmp_path_factory.mktemp("sound"))


@pytest.fixture(scope="session")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Audited:
    """Audit a firm with every known violation at once."""
    return audited(
        tmp_path_factory.mktemp("broken"),
        *(violation.change for violation in VIOLATIONS),
    )


@pytest.fixture(scope="session")
def incomplete(tmp_path_factory: pytest.TempPathFactory) -> Audited:
    """Audit a firm that lacks a column here, a table there, and has a view of nothing."""
    return audited(
        tmp_path_factory.mktemp("incomplete"),
        "alter table marts.kpi_margin drop column revenue_amount",
        "alter table raw_current.demo__rate drop column note",
        "drop table canonical.receipt",
        "alter table canonical.task rename to task_kept",
        "create view canonical.task as select * from canonical.task_kept",
        "drop table canonical.task_kept",
    )


@pytest.fixture(scope="session")
def factual(tmp_path_factory: pytest.TempPathFactory) -> Audited:
    """Audit a firm whose systems are incomplete and contradict themselves."""
    return audited(
        tmp_path_factory.mktemp("factual"),
        "update canonical.contract_line"
        " set project_id = null, billing_type = null, revenue_method = null",
        "update canonical.ledger_line set debit_amount = 799.9999 where ledger_line_id = 'll1'",
        "update canonical.time_entry set duration_seconds = -3600 where time_entry_id = 'te2'",
        "update marts.kpi_utilization set logged_seconds = billable_seconds - 1",
        "insert into reconciliation.rec_demo_record values"
        " ('left', 'b1', 'break', 'unbilled', null), ('left', 'b2', 'break', 'unbilled', null),"
        " ('right', 'f', 'break', 'no_entries', null), ('right', 'g', 'break', 'no_entries', null)",
        small_firm.open_break("CO-01", "b", money="1", names=("b1", "", "")),
    )


@pytest.fixture(scope="session")
def second_version(tmp_path_factory: pytest.TempPathFactory) -> Audited:
    """Audit a firm with breaks against the version published before."""
    folder = tmp_path_factory.mktemp("second_version")
    opened = small_firm.open_break
    previous = small_firm.build(
        folder / "v000001.duckdb",
        opened("CO-01", "same", money="100"),
        opened("CO-01", "dearer", money="100"),
        opened("HR-02", "healed", money="10"),
    )
    return audited(
        folder,
        opened("CO-01", "same", money="100"),
        opened("CO-01", "dearer", money="250"),
        opened("CO-01", "fresh", money="null", seconds=3600),
        opened("BL-06", "twice", money="-1234.5", direction="over"),
        previous=previous,
    )
