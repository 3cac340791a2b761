from decimal import Decimal
from typing import Any

import pytest

from ingest.contracts import Column, Deletes
from tests.unit.ingest.typed.made_text import ID, column, contract, one, typed

TEXT = column("x", "VARCHAR")
FLAG = column("x", "BOOLEAN")
MONEY = column("amount", "DECIMAL(18,4)")


@pytest.mark.parametrize(
    "text", ["", " ", " padded ", "\t", '""', "NULL", "null", "a\nb", "\u00a0", "0", "ü", "'", "\\"]
)
def test_text_is_kept_byte_for_byte(text: str) -> None:
    assert one(TEXT, text) == text


@pytest.mark.parametrize("kind", ["BIGINT", "DECIMAL(18,4)", "DATE", "TIMESTAMP", "BOOLEAN"])
@pytest.mark.parametrize("text", [None, "", "  ", "\t", "\u00a0"])
def test_a_blank_is_no_value_where_it_cannot_be_one(kind: str, text: str | None) -> None:
    assert one(column("x", kind), text) is None


@pytest.mark.parametrize("text", ["true", "TRUE", "T", "yes", "Y", "1", "on", " X "])
def test_true_is_read_as_vendors_spell_it(text: str) -> None:
    assert one(FLAG, text) is True


@pytest.mark.parametrize("text", ["false", "False", "f", "NO", "n", "0", "Off"])
def test_false_is_read_as_vendors_spell_it(text: str) -> None:
    assert one(FLAG, text) is False


@pytest.mark.parametrize("text", ["2", "-1", "maybe", "nil", "truee"])
def test_a_boolean_that_is_neither_is_refused(text: str) -> None:
    assert one(FLAG, text) == ("not_a_boolean", "it is neither true nor false")


@pytest.mark.parametrize(
    ("kind", "text", "of_contract", "of_column", "expected"),
    [
        ("DATE", "0000-00-00", ("0000-00-00",), (), None),
        ("DATE", " 1900-01-01 ", ("1900-01-01",), (), None),
        ("DATE", "1900-01-01", (), ("1900-01-01",), None),
        ("VARCHAR", "000000000000000AAA", ("000000000000000AAA",), (), None),
        ("VARCHAR", '""', ('""',), (), None),
        ("VARCHAR", "", ("",), (), None),
        ("VARCHAR", " ", ("",), (), " "),
        ("VARCHAR", "N/A", ("n/a",), ("-",), "N/A"),
        ("VARCHAR", "-", ("n/a",), ("-",), None),
        ("BIGINT", "-1", (), ("-1",), None),
        ("VARCHAR", "it's", ("it's",), (), None),
    ],
)
def test_null_spellings_are_no_value(
    kind: str,
    text: str,
    of_contract: tuple[str, ...],
    of_column: tuple[str, ...],
    expected: str | None,
) -> None:
    made = column("x", kind, null_spellings=of_column)
    assert one(made, text, null_spellings=of_contract) == expected


def test_a_null_spelling_of_one_column_is_a_value_in_another() -> None:
    made = contract(ID, column("a", "VARCHAR", null_spellings=("-",)), column("b", "VARCHAR"))
    assert typed(made, [["1", "-", "-"]]).rows == {2: (1, None, "-")}


def test_a_required_value_must_be_there() -> None:
    made = contract(
        ID, column("a", "DATE", required=True, null_spellings=("-",)), column("b", "VARCHAR")
    )
    found = typed(made, [["1", "-", ""], ["2", "", ""], ["3", "2026-01-01", ""], ["4", None, ""]])
    assert list(found.rows) == [4]
    assert found.rejects == {
        2: ("a", "-", "missing", "a value is required"),
        3: ("a", "", "missing", "a value is required"),
        5: ("a", None, "missing", "a value is required"),
    }


@pytest.mark.parametrize("text", [None, ""])
@pytest.mark.parametrize("kind", ["BIGINT", "VARCHAR"])
def test_a_key_must_not_be_empty(kind: str, text: str | None) -> None:
    found = typed(contract(column("id", kind, required=True), TEXT), [[text, "a"]])
    assert found.rejects == {2: ("id", text, "empty_key", "the key is empty")}


def test_a_line_is_refused_once_with_all_that_is_wrong() -> None:
    made = contract(ID, MONEY, column("on", "DATE"), FLAG)
    found = typed(
        made,
        [["1", "1.5", "2026-01-01", "t"], ["2", "x", "2026-02-30", "f"], ["z", "1", None, "8"]],
    )
    assert found.rows.keys() == {2}
    assert found.typed.quarantined == 2
    assert found.rejects[3] == (
        "amount",
        "x",
        "not_a_number",
        "it is not a number with decimals after '.'; also on: it is not a date such as 2026-01-31",
    )
    assert found.rejects[4][:3] == ("id", "z", "not_a_number")
    assert found.rejects[4][3].endswith("also x: it is neither true nor false")


def test_a_restricted_value_is_withheld() -> None:
    pay = column("pay", "DECIMAL(18,4)", classification="restricted")
    found = typed(contract(ID, pay), [["1", "76.96505"]])
    assert "76.96" not in str(found.rejects)
    assert found.rejects[2][1] == "(withheld: the column is restricted)"


def test_the_same_row_twice_is_one_row() -> None:
    found = typed(contract(ID, MONEY), [["1", "5"], ["2", "5"], ["1", "5.00"], ["01", " 5"]])
    assert found.rows == {2: (1, Decimal("5.0000")), 3: (2, Decimal("5.0000"))}
    assert (found.typed.repeated, found.typed.quarantined) == (2, 0)


def test_nobody_picks_a_winner_between_rows_of_one_key() -> None:
    found = typed(contract(ID, MONEY), [["1", "5"], ["2", "5"], ["1", "6"], ["1", "5"]])
    assert found.rows.keys() == {3}
    assert found.typed.quarantined == 3
    assert found.rejects[4] == (
        "id",
        "1",
        "duplicate_key",
        "other lines of the file have the same key and other values, the first on line 2",
    )


def test_what_no_contract_names_tells_rows_of_one_key_apart() -> None:
    found = typed(contract(ID), [["1", '{"a":1}'], ["1", '{"a":2}'], ["2", None], ["2", None]])
    assert found.rejects.keys() == {2, 3}
    assert found.rows.keys() == {4}


def test_keys_of_several_columns_are_one_key() -> None:
    other = column("part", "VARCHAR", required=True)
    made = contract(ID, other, MONEY, key=("id", "part"))
    found = typed(made, [["1", "a", "5"], ["1", "b", "6"], ["1", "a", "7"]])
    assert found.rows.keys() == {3}
    assert found.rejects[2][1] == "1|a"


def test_events_of_one_key_all_stay() -> None:
    made = contract(ID, MONEY, extract_mode="events")
    found = typed(made, [["1", "5"], ["1", "6"], ["1", "5"]])
    assert found.rows.keys() == {2, 3}
    assert (found.typed.repeated, found.typed.quarantined) == (1, 0)


def test_a_refused_line_is_no_rival_of_a_good_one_with_its_key() -> None:
    found = typed(contract(ID, MONEY), [["1", "x"], ["1", "5"]])
    assert found.rows.keys() == {3}
    assert found.rejects.keys() == {2}


@pytest.mark.parametrize(
    ("mark", "kind", "is_loaded"),
    [("true", "tombstone", True), ("false", "tombstone", False), ("true", "flag", False)],
)
def test_only_a_tombstone_may_come_without_required_values(
    mark: str, kind: str, is_loaded: bool
) -> None:
    made = contract(
        ID,
        column("name", "VARCHAR", required=True),
        column("gone", "BOOLEAN", required=True),
        deletes=Deletes(kind, "gone", ("true",)),
    )
    assert bool(typed(made, [["1", None, mark]]).rows) == is_loaded


def test_no_rows_at_all_are_no_rows() -> None:
    assert typed(contract(ID, MONEY), []).rows == {}


def test_names_that_sql_would_misread_are_only_names() -> None:
    made: Column = column("select", "DECIMAL(18,4)")
    assert one(made, "1.5") == Decimal("1.5000")
    refused: Any = one(made, "x")
    assert refused[0] == "not_a_number"
