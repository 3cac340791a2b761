from decimal import Decimal
from pathlib import Path

import pytest

from ingest.contracts import Deletes, FileDialect, Threshold, contracts
from ingest.contracts.document import ContractProblemsError
from tests.unit.ingest.contracts.made_contract import made, write


def test_everything_a_contract_says_of_files_is_read(tmp_path: Path) -> None:
    contract = made(tmp_path)
    assert contract.files == FileDialect(
        pattern="exports/entry_*.csv",
        format="csv",
        delimiter=";",
        encoding="latin-1",
        skip_rows=2,
        header_row=3,
        decimal_separator=",",
        thousands_separator=".",
        date_formats=("%d.%m.%Y",),
        timestamp_formats=("%d.%m.%Y %H:%M",),
        time_zone="Europe/Berlin",
        has_parentheses=True,
        is_multiline=True,
    )
    assert contract.extract_mode == "incremental"
    assert contract.deletes == Deletes("flag", "gone", ("true", "yes"))
    assert contract.threshold == Threshold(ratio=Decimal("0.05"), rows=100)
    assert contract.null_spellings == ("0000-00-00", '""')
    assert [one.name for one in contract.columns if one.has_control_total] == ["amount"]
    assert contract.column("id").aliases == ("EntryId", "#")
    assert contract.column("spent").source_unit == "hours"
    assert contract.column("spent").is_duration
    assert contract.column("amount").source_unit == "cents"
    assert contract.column("amount").is_negated
    assert contract.column("owner").path == "$.owner.name"
    assert contract.column("owner").null_spellings == ("-",)


UNTOUCHED = [one for one in contracts() if one.vendor in ("tryton", "holidays")]


@pytest.mark.parametrize("contract", UNTOUCHED, ids=lambda contract: contract.table_name)
def test_a_contract_that_says_nothing_of_files_has_the_defaults(contract: object) -> None:
    from ingest.contracts import Contract

    assert isinstance(contract, Contract)
    assert contract.files == FileDialect()
    assert contract.deletes == Deletes("absence")
    assert contract.null_spellings == ()
    assert not any(column.source_unit or column.is_negated for column in contract.columns)


@pytest.mark.parametrize(
    ("mode", "value", "kind"),
    [("incremental", "none", "none"), ("events", None, "none"), ("snapshot", None, "absence")],
)
def test_deletes_follow_the_extract_mode(
    tmp_path: Path, mode: str, value: str | None, kind: str
) -> None:
    line = '      - {property: deletes, value: {kind: flag, column: gone, values: [true, "yes"]}}\n'
    new = "" if value is None else f"      - {{property: deletes, value: {value}}}\n"
    contract = made(tmp_path, ("value: incremental", f"value: {mode}"), (line, new))
    assert contract.deletes == Deletes(kind)


@pytest.mark.parametrize(
    ("threshold", "quarantined", "lines", "is_exceeded"),
    [
        (Threshold(), 1, 2, False),
        (Threshold(), 2, 3, True),
        (Threshold(), 0, 0, False),
        (Threshold(ratio=Decimal(0)), 1, 1_000_000, True),
        (Threshold(ratio=None, rows=3), 3, 3, False),
        (Threshold(ratio=None, rows=3), 4, 1_000, True),
        (Threshold(ratio=None, rows=None), 5, 5, False),
    ],
)
def test_a_threshold_is_the_most_that_may_be_quarantined(
    threshold: Threshold, quarantined: int, lines: int, is_exceeded: bool
) -> None:
    assert threshold.is_exceeded(quarantined=quarantined, lines=lines) == is_exceeded


@pytest.mark.parametrize(
    ("old", "new", "at", "says"),
    [
        ("property: nullSpellings", "property: nullspellings", None, "nullspellings: unknown"),
        ("property: sign", "property: sgin", None, "amount: custom property sgin: unknown"),
        ("property: sourceUnit, value: hours", "property: sourceUnit, value: h", None, "one of"),
        ("value: seconds}", "value: minutes}", "value: hours",
         "spent.sourceUnit: hours become seconds: physicalType BIGINT"),
        ('"DECIMAL(18,4)"', '"DECIMAL(18,1)"', "value: cents", "need a DECIMAL with at least 2"),
        ("value: negated", "value: minus", None, "amount.sign: must be one of as written, negated"),
        ("column: gone", "column: deleted", None, "there is no column deleted"),
        ("kind: flag", "kind: flagged", None, "deletes.kind: must be one of flag, tombstone"),
        ("{kind: flag, column", "{column", None, "exactly kind, column and values"),
        ("ratio: 0.05", "ratio: 5", None, "quarantineThreshold.ratio: must be 0 to 1, not 5"),
        ("rows: 100", "rows: many", None, "quarantineThreshold.rows: must be a whole number"),
        ("{ratio: 0.05, rows: 100}", "{share: 0.05}", None, "ratio, rows or both"),
        ('["0000-00-00"', "[1900-01-01", None, "write 1900-01-01 in quotes"),
        ("[EntryId", "[12", None, "id.aliases: write 12 in quotes"),
        ('value: ["-"]', 'value: "-"', None, "owner.nullSpellings: must be a list"),
        ('value: "$.owner.name"', "value: 7", None, "owner.path: must be text"),
        ("delimiter:", "seperator:", None, "files.seperator: unknown; it may be pattern"),
        ('delimiter: ";"', 'delimiter: ";;"', None, "files.delimiter: must be one character"),
        ("format: csv", "format: xml", None, "files.format: must be one of csv, jsonl"),
        ("encoding: latin-1", "encoding: latin-99", None, "files.encoding: must be an encoding"),
        ("skipRows: 2", "skipRows: -1", None, "files.skipRows: must be a whole number from 0"),
        ("headerRow: 3", "headerRow: 0", None, "files.headerRow: must be a whole number from 1"),
        ('thousandsSeparator: "."', 'thousandsSeparator: ","', "        value:\n          pat",
         "are the same"),
        ("%d.%m.%Y", "%d.%m.%Q", "dateFormats", "files.dateFormats: %Q is not one of"),
        ("%d.%m.%Y", "%d.%m", "dateFormats", "must name year, month and day"),
        ("Europe/Berlin", "Europe/Berlln", None, "files.timeZone: must be an IANA time zone"),
        ('"exports/', '"../exports/', None, "files.pattern: must stay below"),
        ("parenthesesAreNegative: true", "parenthesesAreNegative: 'on'", None, "true or false"),
        ("value: [amount]", "value: [owner]", None, "controlTotals: owner is not a number"),
        ("[EntryId", "[Hours", "name: spent", "spent: Hours is a name of another column too"),
        ("logicalType: boolean", "logicalType: date", None, "gone.logicalType: date is not"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_with_its_line(
    tmp_path: Path, old: str, new: str, at: str | None, says: str
) -> None:
    path = write(tmp_path, (old, new))
    before, _, _ = path.read_text(encoding="utf-8").partition(at or new)
    line = before.count("\n") + 1
    with pytest.raises(ContractProblemsError) as caught:
        made(tmp_path, (old, new))
    (problem,) = caught.value.problems
    assert says in problem.what
    assert problem.line == line
    assert f"{path}: line {line}: " in str(caught.value)


def test_all_problems_are_found_in_one_reading(tmp_path: Path) -> None:
    wrong = [
        ("value: incremental", "value: guess"),
        ("classification: confidential", "classification: secret"),
        ("property: path", "property: where"),
        ("description: Time worked.", "describtion: Time worked."),
    ]
    with pytest.raises(ContractProblemsError) as caught:
        made(tmp_path, *wrong)
    assert [problem.line for problem in caught.value.problems] == [13, 44, 46, 59, 72]
