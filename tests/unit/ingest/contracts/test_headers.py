from dataclasses import replace
from pathlib import Path

import pytest

from ingest.contracts import Contract, HeaderMatch, match_header
from ingest.contracts.headers import normalised
from tests.unit.ingest.contracts.made_contract import made

ALL = {"id": 0, "spent": 1, "amount": 2, "owner": 3, "gone": 4}


@pytest.fixture
def contract(tmp_path: Path) -> Contract:
    return made(tmp_path)


@pytest.mark.parametrize(
    "names",
    [
        ["Entry ID", "Hours", "Amount", "Owner", "Deleted"],
        ["id", "spent", "amount", "owner", "gone"],
        ["ENTRY_ID", "hours", "AMOUNT", "owner", "deleted"],
        ["entry-id", " Hours ", "Amount:", "Owner?", "(deleted)"],
        ["EntryId", "Hours", "Amount", "owner.name", "Deleted"],
        ["#", "Hours", "Amount", "owner_name", "Deleted"],
        ["\uff25ntry\u00a0ID", "Hours", "Amount", "Owner", "Deleted"],
    ],
)
def test_every_export_of_a_vendor_is_read_by_one_contract(
    contract: Contract, names: list[str]
) -> None:
    assert match_header(contract, names) == HeaderMatch(ALL, (), (), (), ())


def test_order_does_not_matter_and_what_is_missing_or_extra_is_told(contract: Contract) -> None:
    found = match_header(contract, ["Colour", "Hours", "photo", "", "Owner", "Internal-Notes"])
    assert found.mapping == {"spent": 1, "owner": 4}
    assert found.extra == (0, 3)
    assert found.missing_required == ("id",)
    assert found.missing_optional == ("amount", "gone")
    assert found.ambiguous == ()


def test_an_exact_name_wins_over_a_loose_one(contract: Contract) -> None:
    found = match_header(contract, ["hours", "Hours", "Entry ID"])
    assert found.mapping["spent"] == 1
    assert found.extra == (0,)
    assert found.ambiguous == ()


@pytest.mark.parametrize("names", [["HOURS", "hours!"], ["Hours", "Hours"], ["Hours", "spent"]])
def test_two_headers_for_one_column_are_ambiguous(contract: Contract, names: list[str]) -> None:
    found = match_header(contract, ["Entry ID", *names])
    assert found.ambiguous == (f"column spent could be header {names[0]!r} (2), {names[1]!r} (3)",)


def test_one_header_for_two_columns_is_ambiguous(contract: Contract) -> None:
    spent, amount = contract.column("spent"), contract.column("amount")
    twins = replace(
        contract,
        columns=(
            contract.column("id"),
            replace(spent, aliases=("To-tal",)),
            replace(amount, aliases=("total",)),
        ),
    )
    found = match_header(twins, ["id", "TOTAL"])
    assert found.ambiguous == ("header 'TOTAL' (2) could be column spent or amount",)
    assert match_header(twins, ["id", "total", "To-tal"]).mapping == {
        "id": 0,
        "spent": 2,
        "amount": 1,
    }


@pytest.mark.parametrize(
    ("names", "spent", "amount"),
    [
        (["id", "hours_raw", "spent"], 1, 2),
        (["id", "spent", "hours_raw"], 2, 1),
        (["id", "SPENT", "Hours Raw"], 2, 1),
        (["id", "spent"], None, 1),
        (["id", "hours_raw", "amount"], 1, 2),
        (["id", "hours_raw", "billed"], 1, 2),
    ],
)
def test_a_header_that_is_a_source_name_is_not_another_column_s_raw_name(
    contract: Contract, names: list[str], spent: int | None, amount: int | None
) -> None:
    crossed = replace(
        contract,
        columns=(
            contract.column("id"),
            replace(contract.column("spent"), physical_name="hours_raw", aliases=()),
            replace(contract.column("amount"), physical_name="spent", aliases=("billed",)),
        ),
    )
    found = match_header(crossed, names)
    assert found.ambiguous == ()
    assert (found.mapping.get("spent"), found.mapping.get("amount")) == (spent, amount)


def test_two_readings_of_a_whole_header_are_ambiguous(contract: Contract) -> None:
    crossed = replace(
        contract,
        columns=(
            contract.column("id"),
            replace(contract.column("spent"), physical_name="hours_raw"),
            replace(contract.column("amount"), physical_name="spent"),
        ),
    )
    found = match_header(crossed, ["id", "spent", "amount"])
    assert found.ambiguous == ("column amount could be header 'spent' (2), 'amount' (3)",)


def test_an_ignored_column_is_not_taken_for_one_that_is_spelled_alike(contract: Contract) -> None:
    ignoring = replace(contract, ignored={"Owner_": "A number."})
    found = match_header(ignoring, ["Entry ID", "Hours", "Owner_"])
    assert "owner" not in found.mapping
    assert found.extra == ()


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Entry ID", "entryid"), ("Straße", "strasse"), ("#", "#"), ("  ", ""), ("日付", "日付")],
)
def test_names_are_compared_without_case_spaces_and_punctuation(name: str, expected: str) -> None:
    assert normalised(name) == expected
