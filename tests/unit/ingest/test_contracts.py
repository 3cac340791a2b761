from datetime import timedelta
from pathlib import Path

import pytest

from ingest.contracts import Contract, contract_of, contracts, entities_of, read_contract
from ingest.errors import ContractError

GOOD = """\
apiVersion: v3.1.0
kind: DataContract
id: acme.payment
name: acme payment
version: 1.2.0
status: active
slaProperties:
  - {property: freshness, value: 1, unit: d}
schema:
  - name: payment
    physicalName: PAYMENTS
    logicalType: object
    description: Payments, one row each.
    customProperties:
      - {property: extractMode, value: snapshot}
      - property: ignoredColumns
        value:
          BLOB: The printed document.
    properties:
      - name: company
        physicalName: COMPANY
        description: Id of the company.
        logicalType: integer
        physicalType: BIGINT
        primaryKey: true
        primaryKeyPosition: 2
        classification: internal
      - name: number
        description: Number of the payment.
        logicalType: string
        physicalType: VARCHAR
        primaryKey: true
        primaryKeyPosition: 1
        classification: internal
      - name: amount
        description: Amount paid.
        logicalType: number
        physicalType: "DECIMAL(18,4)"
        required: true
        classification: confidential
        customProperties: [{property: unit, value: currency of the payment}]
      - name: state
        description: Stage.
        logicalType: string
        physicalType: VARCHAR
        classification: internal
        enum: [{value: draft}, {value: done}]
      - name: delay
        description: Time it took.
        logicalType: integer
        physicalType: BIGINT
        classification: internal
        customProperties: [{property: unit, value: seconds}]
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "acme" / "payment.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_a_contract_is_read_as_it_is_written(tmp_path: Path) -> None:
    contract = read_contract(write(tmp_path, GOOD))
    assert (contract.vendor, contract.entity, contract.version) == ("acme", "payment", "1.2.0")
    assert contract.physical_name == "PAYMENTS"
    assert contract.table_name == "acme__payment"
    assert contract.primary_key == ("number", "company")
    assert contract.ignored == {"BLOB": "The printed document."}
    assert contract.freshness == timedelta(days=1)
    by_name = {column.name: column for column in contract.columns}
    assert by_name["company"].physical_name == "COMPANY"
    assert by_name["company"].required
    assert by_name["amount"].decimal == (18, 4)
    assert by_name["amount"].unit == "currency of the payment"
    assert by_name["amount"].has_control_total
    assert by_name["state"].accepted_values == ("draft", "done")
    assert by_name["delay"].is_duration
    assert not by_name["number"].has_control_total


def test_a_changed_file_is_another_contract(tmp_path: Path) -> None:
    first = read_contract(write(tmp_path, GOOD))
    second = read_contract(write(tmp_path, GOOD.replace("1.2.0", "1.3.0")))
    assert first.sha256 != second.sha256
    assert second.version == "1.3.0"


@pytest.mark.parametrize(
    ("old", "new", "names"),
    [
        ("kind: DataContract", "kind: [DataContract", "line 3: did not find expected"),
        ("name: acme payment", "name: acme payment\nname: twice", "line 5: the key 'name'"),
        ("kind: DataContract", "kind: DataProduct", "kind and apiVersion"),
        ("apiVersion: v3.1.0", "apiVersion: v2.2.2", "v2.2.2"),
        ("status: active", "status: active\ncolour: red", "colour"),
        ("        required: true", "        requird: true", "requird: unknown key"),
        ("property: extractMode", "property: extractMood", "extractMood: unknown"),
        (
            "value: snapshot",
            "value: guess",
            "extractMode: must be one of snapshot, incremental, events, not",
        ),
        ("{property: unit, value: seconds}", "{property: units, value: s}", "delay: custom prop"),
        ("physicalType: VARCHAR", "physicalType: TEXT", "number.physicalType: TEXT"),
        ("DECIMAL(18,4)", "DECIMAL(4,18)", "DECIMAL(4,18)"),
        ("classification: confidential", "classification: secret", "amount.classification"),
        ("description: Amount paid.", "description: ''", "amount.description: is missing"),
        ("BLOB: The printed document.", "BLOB: ''", "ignoredColumns"),
        ("- name: state", "- name: amount", "amount: the column is listed twice"),
        ("- name: state", "- name: State", "State: names are lower case"),
        ("primaryKey: true", "primaryKey: false", "no property has primaryKey"),
        ("  - name: payment", "  - name: invoice", "one table named payment"),
        ("unit: d}", "unit: fortnight}", "freshness"),
        ("property: freshness", "property: latency", "latency"),
        ("status: active", "status: active\nprice: cheap", "price"),
    ],
)
def test_a_contract_that_cannot_be_used_says_file_place_and_way_out(
    tmp_path: Path, old: str, new: str, names: str
) -> None:
    path = write(tmp_path, GOOD.replace(old, new))
    with pytest.raises(ContractError) as caught:
        read_contract(path)
    assert str(path) in str(caught.value)
    assert names in str(caught.value)
    assert caught.value.way_out


@pytest.mark.parametrize("text", ["", "- a list", "just text", "\x00"])
def test_a_file_that_is_no_contract_at_all_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(ContractError):
        read_contract(write(tmp_path, text))


def test_a_missing_contract_is_named() -> None:
    with pytest.raises(ContractError, match="tryton/no_such_table"):
        contract_of("tryton", "no_such_table")


@pytest.mark.parametrize("contract", contracts(), ids=lambda contract: contract.table_name)
def test_a_shipped_contract_describes_every_column(contract: Contract) -> None:
    assert contract.primary_key
    assert contract.freshness is not None
    for column in contract.columns:
        assert column.description.endswith("."), column.name
        if column.decimal is not None:
            assert column.unit, column.name


def test_what_a_person_costs_is_restricted_everywhere() -> None:
    costs = [
        column.classification
        for contract in contracts()
        for column in contract.columns
        if column.name == "cost_price"
    ]
    assert costs == ["restricted"] * 2


def test_entities_are_listed_by_vendor() -> None:
    assert entities_of("holidays") == ("public_holiday",)
    assert "timesheet_line" in entities_of("tryton")
    assert entities_of("nobody") == ()
