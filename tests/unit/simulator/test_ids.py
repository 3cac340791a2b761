"""Identifiers: known answers, and SQL that says what Python says."""

import duckdb
import pytest

from simulator import ids
from simulator.emit.d365_finance import TABLES


@pytest.mark.parametrize(
    ("id15", "checksum"),
    [
        ("001Nq00000HwuT4", "IAJ"),  # published sample records of Salesforce
        ("006Nq00000BGi8P", "IAT"),
        ("00530000003zNjE", "AAU"),
        ("000000000000000", "AAA"),
        ("ZZZZZZZZZZZZZZZ", "555"),
    ],
)
def test_the_checksum_is_salesforces(id15: str, checksum: str) -> None:
    assert ids.salesforce_checksum(id15) == checksum


def test_ids_that_differ_only_by_case_differ_in_their_checksum() -> None:
    upper, lower = ids.salesforce_id("Account", 10), ids.salesforce_id("Account", 36)
    assert upper[:15].lower() == lower[:15].lower()
    assert upper[:15] != lower[:15]
    assert upper.lower() != lower.lower()


def test_an_id_counts_in_base_62() -> None:
    assert ids.salesforce_id("pse__Timecard__c", 62 * 62 + 61)[:15] == "a085g000000010z"


@pytest.mark.parametrize(
    "number", [0, 1, 9, 10, 35, 36, 61, 62, 123_456, ids.LARGEST_SALESFORCE_NUMBER]
)
def test_sql_says_what_python_says(number: int) -> None:
    said = duckdb.sql(
        f"""
        select
            {ids.salesforce_id_sql("Opportunity", str(number))},
            {ids.salesforce_id_sql("Opportunity", str(number), length=15)},
            {ids.wid_sql("worker", str(number))},
            {ids.recid_sql("projtable", str(number))},
            {ids.guid_sql("projtable", str(number))}
        """
    ).fetchall()[0]
    id18 = ids.salesforce_id("Opportunity", number)
    assert said == (
        id18,
        id18[:15],
        ids.wid("worker", number),
        ids.recid("projtable", number),
        ids.guid("projtable", number),
    )


def test_no_number_has_no_id() -> None:
    said = duckdb.sql(
        f"""
        select
            {ids.salesforce_id_sql("Account", "cast(null as bigint)")},
            {ids.wid_sql("worker", "cast(null as bigint)")},
            {ids.recid_sql("projtable", "cast(null as bigint)")},
            {ids.guid_sql("projtable", "cast(null as bigint)")}
        """
    ).fetchall()[0]
    assert said == (None, None, None, None)


def test_a_float_would_lose_a_recid_and_64_bits_hold_it() -> None:
    number = ids.recid("projtable", 1)
    assert float(number) != number or float(number + 1) == float(number)
    assert max(ids.recid(table, ids.LARGEST_RECID_NUMBER) for table in TABLES) < 2**63


def test_tables_and_objects_do_not_share_ids() -> None:
    assert len({ids.recid(table, 0) for table in TABLES}) == len(TABLES)
    prefixes = ids.SALESFORCE_PREFIXES.values()
    assert len(set(prefixes)) == len(prefixes)
    assert {len(prefix) for prefix in prefixes} == {3}
