from pathlib import Path

import pytest

from ingest.contracts.diff import Difference, compare
from tests.unit.ingest.contracts.made_contract import made

NEW_COLUMN = """\
      - name: note
        physicalName: Note
        description: A note.
        physicalType: VARCHAR
        classification: internal
"""
LAST = "        physicalType: BOOLEAN\n        classification: internal\n"
AMOUNT_REQUIRED = '"DECIMAL(18,4)"\n        required: true'


def difference(folder: Path, *replacements: tuple[str, str]) -> Difference:
    return compare(made(folder / "old"), made(folder / "new", *replacements))


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('"DECIMAL(18,4)"', '"DECIMAL(18,2)"', "amount: type DECIMAL(18,4) -> DECIMAL(18,2)"),
        ('"DECIMAL(18,4)"', '"DECIMAL(20,10)"', "amount: type"),
        ('"DECIMAL(18,4)"', AMOUNT_REQUIRED, "amount: now required"),
        ("        primaryKey: true\n", "        required: true\n", "primary key: id -> owner"),
        (", {value: bob}", "", "owner: enum value bob removed"),
        ("value: company currency", "value: euro", "amount: unit: company currency -> euro"),
        ("value: hours", "value: minutes", "spent: sourceUnit: hours -> minutes"),
        ("value: negated", "value: as written", "amount: sign: negated -> as written"),
        ("$.owner.name", "$.person.name", "owner: path: $.owner.name -> $.person.name"),
        ('[EntryId, "#"]', '["#"]', None),
        ('[EntryId, "#"]', "[EntryId]", "id: source name # removed"),
        ("value: incremental", "value: events", "extractMode: incremental -> events"),
        ('[true, "yes"]', "[true]", "deletes: flag when gone is true, yes -> flag when gone"),
        ("ratio: 0.05", "ratio: 0.01", "quarantineThreshold"),
        ('["0000-00-00", ', "[", "nullSpellings: '0000-00-00' removed"),
        ('["%d.%m.%Y"]', '["%d/%m/%Y"]', "files.date_formats: '%d.%m.%Y' removed"),
        ("timeZone: Europe/Berlin", "timeZone: UTC", "files.time_zone: Europe/Berlin -> UTC"),
        ("multiline: true", "multiline: false", "files.is_multiline: True -> False"),
        ("physicalName: Entries", "physicalName: Times", "physicalName: Entries -> Times"),
        ("classification: confidential", "classification: restricted", "amount: classification"),
        (LAST, LAST + NEW_COLUMN + "        required: true\n", "note: required column added"),
    ],
)
def test_what_breaks_needs_a_new_major_version(
    tmp_path: Path, old: str, new: str, says: str | None
) -> None:
    replacements = [(old, new), ("version: 1.2.0", "version: 1.3.0")]
    if says is not None and says.startswith("primary key"):
        replacements.append(
            ("physicalType: VARCHAR", "physicalType: VARCHAR\n        primaryKey: true")
        )
    found = difference(tmp_path, *replacements)
    if says is None:
        assert not found.is_breaking
        return
    assert any(change.is_breaking and says in change.what for change in found.changes), found
    assert found.version_problem == "a breaking change needs version 2.0.0, not 1.3.0"


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('"DECIMAL(18,4)"', '"DECIMAL(28,12)"', "every old value fits; rebuild the warehouse"),
        ("        required: true\n", "", "spent: no longer required"),
        ("[{value: ann}", "[{value: eve}, {value: ann}", "owner: enum value eve added"),
        ("        enum: [{value: ann}, {value: bob}]\n", "", "owner: enum removed"),
        ("[EntryId, ", "[EntryId, Nr, ", "id: source name Nr added"),
        ("Time worked.", "Time spent.", "spent: description changed"),
        ("ratio: 0.05", "ratio: 0.5", "quarantineThreshold"),
        ('["0000-00-00", ', '["0000-00-00", "-", ', "nullSpellings: '-' added"),
        ('["%d.%m.%Y"]', '["%d.%m.%Y", "%Y%m%d"]', "files.date_formats: '%Y%m%d' added"),
        ("Photo: Not needed., ", "", "ignoredColumns: Photo removed"),
        ("classification: confidential", "classification: internal", "amount: classification"),
        ("value: [amount]", "value: []", "controlTotals: amount -> none"),
        (LAST, LAST + NEW_COLUMN, "note: optional column added"),
    ],
)
def test_what_does_not_break_needs_a_new_version_only(
    tmp_path: Path, old: str, new: str, says: str
) -> None:
    found = difference(tmp_path, (old, new))
    assert not found.is_breaking
    assert any(says in change.what for change in found.changes), found
    assert found.version_problem == "a changed contract needs a new version, such as 1.3.0"


def test_a_column_that_is_gone_breaks(tmp_path: Path) -> None:
    old = made(tmp_path / "old", (LAST, LAST + NEW_COLUMN))
    found = compare(old, made(tmp_path / "new", ("version: 1.2.0", "version: 2.0.0")))
    assert [change.what for change in found.changes] == ["note: column removed"]
    assert found.is_breaking
    assert found.version_problem is None


def test_the_same_contract_has_not_changed(tmp_path: Path) -> None:
    assert difference(tmp_path) == Difference((), None)


def test_versions_must_be_comparable(tmp_path: Path) -> None:
    found = difference(tmp_path, ("version: 1.2.0", "version: next"))
    assert found.version_problem == "versions are like 1.2.0; these are 1.2.0 and next"
