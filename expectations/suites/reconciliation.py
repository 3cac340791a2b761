"""Reconciliation: nothing is lost between two hops, and every break rule says how it stands.

A broken conservation equation is a defect of ours and blocks publishing.  An open break is a fact
about the firm: its expectation fails with the rule's severity and blocks nothing.  A break of a
stream that no rule speaks of is a warning: somebody has to write the rule.
"""

from collections.abc import Mapping, Sequence

from great_expectations.expectations.core.expect_column_distinct_values_to_contain_set import (
    ExpectColumnDistinctValuesToContainSet,
)
from great_expectations.expectations.expectation import Expectation

from expectations.results import Severity
from expectations.rules import Rule
from expectations.standings import BREAKS_TABLE, Standings
from expectations.suites.building import Card, TableSuite, no_rows, quoted, table_suite
from expectations.unspoken import UNSPOKEN, UNSPOKEN_RECORDS

CONSERVATION_TABLE = "marts.conservation"
HOPS = ("file_to_raw", "raw_to_canonical", "reconciliation", "canonical_to_marts")
OUTCOMES = ("matched", "tolerated", "pending", "break", "excluded")

SEVERITY_OF_RULE: Mapping[str, Severity] = {
    "S1": "critical",
    "S2": "warning",
    "S3": "warning",
    "S4": "info",
}


def suites(
    streams: Sequence[str],
    rules: Sequence[Rule],
    standings: Standings,
    unspoken: Mapping[str, str],
) -> list[TableSuite]:
    """Return the suites of conservation, of every stream, and of the break rules.

    Args:
        streams: Names of the ``rec_<stream>_record`` tables.
        rules: Registry; rules switched off get no expectation.
        standings: How each rule stands, for the observed values.
        unspoken: Stream table to what it holds that no rule speaks of, for the observed values.
    """
    return [
        _conservation(),
        *(_stream(table, unspoken.get(table)) for table in streams),
        _breaks(rules, standings),
    ]


def _conservation() -> TableSuite:
    return table_suite(
        "reconciliation",
        CONSERVATION_TABLE,
        [_equations_hold(), _every_hop_is_measured()],
        about="What enters a hop leaves it, in rows, seconds and money, as exact equations.",
    )


def _equations_hold() -> Expectation:
    return no_rows(
        Card(
            name="equations_hold",
            holds="Left equals right in every equation: the difference is zero.",
            because="A difference is a row, an hour or a cent that the pipeline lost or invented.",
        ),
        """
        select hop, stream, population, source_instance, period, measure, outcome
        from {batch}
        where difference is distinct from 0 or left_value is distinct from right_value
        """,
    )


def _every_hop_is_measured() -> Expectation:
    card = Card(
        name="every_hop_is_measured",
        holds=f"Every hop has its equations: {', '.join(HOPS)}.",
        because="Equations nobody wrote down hold by themselves.",
    )
    return ExpectColumnDistinctValuesToContainSet(
        column="hop", value_set=list(HOPS), **card.arguments()
    )


def _stream(table: str, unspoken: str | None) -> TableSuite:
    return table_suite(
        "reconciliation",
        f"reconciliation.{table}",
        [
            _one_outcome(),
            _pending_inside_window(),
            _exclusion_has_reason(),
            _spoken_of(unspoken),
        ],
        about="Every eligible record of either side, with the one outcome it has.",
    )


def _one_outcome() -> Expectation:
    return no_rows(
        Card(
            name="records_have_one_outcome",
            holds="Every record of either side is in exactly one outcome.",
            because="A record in two outcomes is counted twice, one in none is lost.",
        ),
        f"""
        select side, record_id
        from {{batch}}
        group by side, record_id
        having
            count(*) > 1
            or count(*) filter (where outcome in ({quoted(OUTCOMES)})) <> count(*)
        """,
    )


def _pending_inside_window() -> Expectation:
    return no_rows(
        Card(
            name="pending_is_inside_its_window",
            holds="A pending record has a due date that has not passed.",
            because="Without a window, pending is where breaks go to be forgotten.",
        ),
        """
        select side, record_id
        from {batch}
        where
            outcome = 'pending'
            and (due_on is null or due_on < (select max(valued_on) from marts.run))
        """,
    )


def _exclusion_has_reason() -> Expectation:
    return no_rows(
        Card(
            name="exclusions_have_a_reason",
            holds="A record left out of the comparison says why.",
            because="An exclusion without a reason cannot be questioned.",
        ),
        """
        select side, record_id
        from {batch}
        where outcome = 'excluded' and coalesce(reason, '') = ''
        """,
    )


def _spoken_of(unspoken: str | None) -> Expectation:
    return no_rows(
        Card(
            name=UNSPOKEN,
            holds="Every record that breaks is named by an open break of some rule.",
            because="A disagreement that no rule speaks of yet has no owner and no price. It does"
            " not block: what is missing is a rule, not a figure.",
            severity="warning",
        ),
        f"""
        select record.side, record.record_id
        {UNSPOKEN_RECORDS.format(records="{batch}")}
        order by record.reason, record.side, record.record_id
        """,
        finding=unspoken,
    )


def _breaks(rules: Sequence[Rule], standings: Standings) -> TableSuite:
    enabled = [rule for rule in rules if rule.is_enabled]
    return table_suite(
        "reconciliation",
        BREAKS_TABLE,
        [_registered(enabled), *(_no_open_break(rule, standings) for rule in enabled)],
        about="One expectation per break rule. It fails while the rule has an open break, says how"
        " it stands against the version published before, and never blocks publishing.",
    )


def _registered(enabled: Sequence[Rule]) -> Expectation:
    codes = quoted(rule.rule_code for rule in enabled) or "''"
    return no_rows(
        Card(
            name="breaks_belong_to_a_rule",
            holds="Every open break belongs to a registered rule that is switched on.",
            because="A break without a rule has no owner, no severity and no expectation below.",
        ),
        f"select break_id from {{batch}} where coalesce(rule_code, '') not in ({codes})",
    )


def _no_open_break(rule: Rule, standings: Standings) -> Expectation:
    return no_rows(
        Card(
            name=f"{rule.rule_code.lower().replace('-', '_')}_has_no_open_break",
            holds=f"{rule.rule_code} {rule.rule_name}: no open break.",
            because=f"{rule.meaning} Severity {rule.severity}, owner {rule.owner}.",
            severity=SEVERITY_OF_RULE[rule.severity],
            rule_code=rule.rule_code,
            rule_severity=rule.severity,
        ),
        f"""
        select break_id
        from {{batch}}
        where rule_code = {quoted([rule.rule_code])}
        order by abs(money_at_stake_group) desc nulls first, break_id
        """,
        finding=standings.sentence(rule.rule_code),
    )
