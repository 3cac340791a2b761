"""What an audit notices, how grave it calls it, and what it never shows."""

from pathlib import Path

import duckdb
import pytest

from expectations.audit import AuditError, RuleRegistryError, audit, rules_of
from tests.integration.expectations import small_firm
from tests.integration.expectations.conftest import NOW, Audited, audited
from tests.integration.expectations.violations import VIOLATIONS, Violation


def test_a_sound_warehouse_passes_every_expectation(sound: Audited) -> None:
    assert [result for result in sound.report.results if not result.success] == []
    assert not sound.report.blocked


def test_every_expectation_has_a_name_of_its_own_in_its_suite(sound: Audited) -> None:
    names = [(result.suite, result.expectation) for result in sound.report.results]
    assert len(set(names)) == len(names)
    assert all(name.isidentifier() for _, name in names)


def test_the_file_can_be_written_again_after_the_audit(sound: Audited) -> None:
    with duckdb.connect(str(sound.warehouse)) as connection:
        connection.execute("create or replace table marts.written as select 1 as one")


@pytest.mark.parametrize("violation", VIOLATIONS, ids=str)
def test_a_violation_fails_with_its_severity_and_its_ids(
    broken: Audited, violation: Violation
) -> None:
    result = broken.result(violation.suite, violation.expectation)
    assert result.status == "failed"
    assert result.severity == violation.severity
    assert result.is_blocking == (violation.severity == "critical")
    assert sorted(result.sample.split(", ")) == sorted(violation.sample.split(", "))


def test_nothing_fails_beyond_the_violations(broken: Audited) -> None:
    failed = {
        (result.suite, result.expectation) for result in broken.report.results if not result.success
    }
    assert failed == {(violation.suite, violation.expectation) for violation in VIOLATIONS}


def test_every_kind_of_expectation_is_seen_failing(sound: Audited, incomplete: Audited) -> None:
    seen = {violation.expectation for violation in VIOLATIONS}
    seen |= {result.expectation for result in incomplete.report.results if not result.success}
    kinds = {result.expectation for result in sound.report.results if not result.rule_code}
    assert kinds <= seen


def test_an_expectation_that_cannot_run_is_an_error_and_blocks(incomplete: Audited) -> None:
    result = incomplete.result("marts.kpi_margin", "margin_is_revenue_less_costs")
    assert result.status == "error"
    assert "revenue_amount" in result.observed
    assert result.unexpected_count is None
    assert result in incomplete.report.blocking_failures


def test_the_other_expectations_of_that_table_still_run(incomplete: Audited) -> None:
    assert incomplete.result("marts.kpi_margin", "has_rows").status == "passed"


def test_a_missing_table_is_an_error_of_all_its_expectations(incomplete: Audited) -> None:
    result = incomplete.result("canonical.receipt", "money_has_currency")
    assert result.status == "error"
    assert "canonical.receipt" in result.observed
    assert incomplete.result("warehouse.tables", "tables_are_there").sample == "canonical.receipt"


def test_a_table_that_cannot_be_read_is_an_error_and_the_audit_goes_on(
    incomplete: Audited,
) -> None:
    result = incomplete.result("canonical.task", "money_has_currency")
    assert result.status == "error"
    assert result.observed.startswith("could not run: canonical.task cannot be read")
    assert incomplete.result("canonical.time_entry", "has_rows").status == "passed"


def test_a_column_the_contract_promises_is_named_when_it_is_gone(incomplete: Audited) -> None:
    result = incomplete.result("raw.demo__rate", "columns_are_complete")
    assert (result.status, result.is_blocking) == ("failed", True)
    assert result.observed == "missing: note"


def test_a_break_fails_its_rule_with_the_rules_severity_and_never_blocks(
    second_version: Audited,
) -> None:
    result = second_version.result("reconciliation.break_current", "bl_06_has_no_open_break")
    assert result.description == "BL-06 Billed twice: no open break."
    assert (result.rule_code, result.rule_severity) == ("BL-06", "S1")
    assert (result.severity, result.status, result.is_blocking) == ("critical", "failed", False)
    assert not second_version.report.blocked


def test_what_the_firm_does_not_know_or_got_wrong_never_blocks(factual: Audited) -> None:
    """An order without a project, an unbalanced entry, negative time: facts about the firm."""
    assert factual.report.blocking_failures == ()
    assert factual.result("canonical.contract_line", "states_are_known").status == "passed"
    failed = {
        result.expectation
        for result in factual.report.results
        if not result.success and not result.rule_code
    }
    assert failed == {
        "ledger_entries_balance",
        "durations_are_not_negative",
        "breaks_are_spoken_of",
    }


def test_breaks_that_no_rule_speaks_of_are_counted_by_reason(factual: Audited) -> None:
    result = factual.result("reconciliation.rec_demo_record", "breaks_are_spoken_of")
    assert (result.severity, result.is_blocking, result.unexpected_count) == ("warning", False, 3)
    assert result.observed == "3 records: no_entries 2, unbilled 1"
    assert result.sample == "right f, right g, left b2"


@pytest.mark.parametrize("side", ["anchor", "left", "right"])
def test_a_break_is_spoken_of_when_a_rule_names_it_on_any_side(tmp_path: Path, side: str) -> None:
    names = tuple("x" if name == side else "other" for name in ("anchor", "left", "right"))
    found = audited(
        tmp_path,
        "insert into reconciliation.rec_demo_record values ('left', 'x', 'break', 'why', null)",
        small_firm.open_break("CO-01", "b", money="1", names=(names[0], names[1], names[2])),
        contracts=(),
    )
    result = found.result("reconciliation.rec_demo_record", "breaks_are_spoken_of")
    assert (result.status, result.observed) == ("passed", "no such row")


def test_a_rule_says_what_is_new_worse_and_healed_since_the_version_before(
    second_version: Audited,
) -> None:
    result = second_version.result("reconciliation.break_current", "co_01_has_no_open_break")
    assert result.unexpected_count == 3
    assert result.observed == (
        "3 open: over 0.00, under 350.00 in group currency, 1 of unknown worth;"
        " 1 new, 1 worse, 0 healed since v000001"
    )
    assert result.sample == "fresh, dearer, same"


def test_a_rule_without_breaks_passes_and_tells_what_healed(second_version: Audited) -> None:
    result = second_version.result("reconciliation.break_current", "hr_02_has_no_open_break")
    assert result.status == "passed"
    assert result.observed == "0 open; 0 new, 0 worse, 1 healed since v000001"


def test_a_rule_that_is_switched_off_has_no_expectation(sound: Audited) -> None:
    codes = {result.rule_code for result in sound.report.results} - {None}
    assert codes == {"CO-01", "BL-06", "HR-02"}


@pytest.mark.parametrize("secret", [small_firm.SECRET_RATE, "SECRET NOTE", "98,765", "98765"])
def test_no_restricted_value_reaches_a_result_or_a_page(broken: Audited, secret: str) -> None:
    assert secret not in repr(broken.report)
    pages = [path.read_text(encoding="utf-8") for path in broken.data_docs.rglob("*.html")]
    assert pages
    assert not any(secret in page for page in pages)


def test_a_sample_is_capped(tmp_path: Path) -> None:
    many = [small_firm.open_break("CO-01", f"b{number}", money="1") for number in range(30)]
    found = audited(tmp_path, *many, contracts=())
    result = found.result("reconciliation.break_current", "co_01_has_no_open_break")
    assert result.unexpected_count == 30
    assert len(result.sample.split(", ")) == 20


def test_an_audit_says_nothing_on_the_terminal(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    audited(tmp_path, "drop table marts.run", contracts=())
    assert capfd.readouterr() == ("", "")


def test_a_warehouse_that_is_not_there_is_an_error_of_its_own(tmp_path: Path) -> None:
    warehouse = tmp_path / "warehouse.duckdb"
    with pytest.raises(AuditError, match=r"warehouse\.duckdb"):
        audit(
            warehouse,
            data_docs=tmp_path / "data_docs",
            contracts=(),
            rules=(),
            previous=None,
            now=NOW,
        )
    assert not warehouse.exists()


def test_the_registry_is_read_in_the_order_of_its_codes(sound: Audited) -> None:
    rules = rules_of(sound.warehouse)
    assert [rule.rule_code for rule in rules] == ["BL-06", "CO-01", "HR-02", "XX-99"]
    assert (rules[0].severity, rules[0].owner, rules[0].is_enabled) == ("S1", "BF", True)
    assert not rules[-1].is_enabled


def test_a_warehouse_without_registry_says_so(tmp_path: Path) -> None:
    warehouse = tmp_path / "warehouse.duckdb"
    duckdb.connect(str(warehouse)).close()
    with pytest.raises(RuleRegistryError, match=r"seeds\.break_rules"):
        rules_of(warehouse)


def test_a_rule_of_unknown_severity_is_refused(tmp_path: Path) -> None:
    warehouse = small_firm.build(
        tmp_path / "warehouse.duckdb", "update seeds.break_rules set base_severity = 'S9'"
    )
    with pytest.raises(RuleRegistryError, match="BL-06 has severity 'S9'"):
        rules_of(warehouse)
