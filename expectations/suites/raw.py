"""Raw: every current row keeps its contract and can name the file and line it came from.

Generated from the ingest contracts, so the two cannot drift.  One expectation per promise and table
rather than per column: a wide table costs one scan, not twenty.
"""

from collections.abc import Iterator, Sequence

from great_expectations.expectations.core.expect_table_columns_to_match_set import (
    ExpectTableColumnsToMatchSet,
)
from great_expectations.expectations.expectation import Expectation

from expectations.suites.building import (
    Card,
    TableSuite,
    named_where,
    no_rows,
    quoted,
    table_suite,
)
from ingest.contracts import Column, Contract

LINEAGE = ("_raw_row_id", "_instance", "_load_id", "_file", "_line", "_row_hash", "_loaded_at")
DELETED_AT = "_deleted_at"


def suites(contracts: Sequence[Contract]) -> list[TableSuite]:
    """Return one suite per contract, over ``raw_current.<vendor>__<entity>``."""
    return [_suite(contract) for contract in contracts]


def _suite(contract: Contract) -> TableSuite:
    return table_suite(
        "raw",
        f"raw_current.{contract.table_name}",
        _expectations(contract),
        about=f"{contract.description} Contract {contract.vendor}/{contract.entity},"
        f" version {contract.version}.",
    )


def _expectations(contract: Contract) -> Iterator[Expectation]:
    yield _columns_complete(contract)
    yield _lineage_filled()
    yield _row_id_unique()
    yield _key_unique(contract)
    if required := [column for column in contract.columns if column.required]:
        yield _required_filled(required)
    if listed := [column for column in contract.columns if column.accepted_values]:
        yield _values_accepted(listed)


def _columns_complete(contract: Contract) -> Expectation:
    card = Card(
        name="columns_are_complete",
        holds="Every column of the contract and of the lineage is there.",
        because="Staging selects these columns by name. More columns may stand beside them.",
    )
    names = [column.name for column in contract.columns]
    return ExpectTableColumnsToMatchSet(
        column_set=[*names, *LINEAGE, DELETED_AT], exact_match=False, **card.arguments()
    )


def _lineage_filled() -> Expectation:
    missing = " or ".join(f"{column} is null" for column in LINEAGE)
    return no_rows(
        Card(
            name="lineage_is_filled",
            holds="Every row names its load, its file and its line.",
            because="A figure is traced to a file and a line: a row without them proves nothing.",
        ),
        f"""
        select coalesce(_raw_row_id, _load_id, _instance, 'unknown') as row_id
        from {{batch}}
        where {missing} or _line < 1 or _raw_row_id <> _load_id || ':' || _line
        """,
    )


def _row_id_unique() -> Expectation:
    return no_rows(
        Card(
            name="row_id_is_unique",
            holds="A row id stands for one row.",
            because="Two rows under one id make every trace that ends there ambiguous.",
        ),
        "select _raw_row_id from {batch} group by _raw_row_id having count(*) > 1",
    )


def _key_unique(contract: Contract) -> Expectation:
    key = ", ".join(f'"{name}"' for name in ("_instance", *contract.primary_key))
    return no_rows(
        Card(
            name="key_is_unique",
            holds=f"A key ({', '.join(contract.primary_key)}) stands once in each instance.",
            because="A record that is current twice counts its time and money twice.",
        ),
        f"""
        select string_agg(_raw_row_id, ' ' order by _raw_row_id) as row_ids
        from {{batch}}
        group by {key}
        having count(*) > 1
        """,
    )


def _required_filled(required: Sequence[Column]) -> Expectation:
    empty = [(column.name, f'"{column.name}" is null') for column in required]
    return no_rows(
        Card(
            name="required_columns_are_filled",
            holds=f"Required columns hold a value: {', '.join(name for name, _ in empty)}.",
            because="The contract promises them; staging and matching rest on that. Live rows only:"
            " a row deleted before a column became required never held it.",
        ),
        _live_rows_where(empty),
    )


def _values_accepted(listed: Sequence[Column]) -> Expectation:
    outside = [
        (column.name, f'"{column.name}" not in ({quoted(column.accepted_values)})')
        for column in listed
    ]
    return no_rows(
        Card(
            name="values_are_accepted",
            holds=f"Values are in the contract's list: {', '.join(name for name, _ in outside)}.",
            because="A state nobody mapped would fall out of every count that names its states.",
        ),
        _live_rows_where(outside),
    )


def _live_rows_where(conditions: Sequence[tuple[str, str]]) -> str:
    any_of = " or ".join(predicate for _, predicate in conditions)
    return f"""
        select _raw_row_id, {named_where(conditions)} as columns
        from {{batch}}
        where {DELETED_AT} is null and ({any_of})
        """
