"""A hand-made contract as text, changed by replacing parts of it."""

from pathlib import Path

from ingest.contracts import Contract, read_contract

TEXT = """\
apiVersion: v3.1.0
kind: DataContract
id: acme.entry
name: acme entry
version: 1.2.0
status: active
schema:
  - name: entry
    physicalName: Entries
    logicalType: object
    description: Time entries, one row each.
    customProperties:
      - {property: extractMode, value: incremental}
      - {property: deletes, value: {kind: flag, column: gone, values: [true, "yes"]}}
      - {property: quarantineThreshold, value: {ratio: 0.05, rows: 100}}
      - {property: nullSpellings, value: ["0000-00-00", '""']}
      - {property: controlTotals, value: [amount]}
      - property: ignoredColumns
        value: {Photo: Not needed., Internal Notes: May name clients.}
      - property: files
        value:
          pattern: "exports/entry_*.csv"
          format: csv
          delimiter: ";"
          encoding: latin-1
          skipRows: 2
          headerRow: 3
          decimalSeparator: ","
          thousandsSeparator: "."
          dateFormats: ["%d.%m.%Y"]
          timestampFormats: ["%d.%m.%Y %H:%M"]
          timeZone: Europe/Berlin
          parenthesesAreNegative: true
          multiline: true
    properties:
      - name: id
        physicalName: Entry ID
        description: Id of the entry.
        logicalType: integer
        physicalType: BIGINT
        primaryKey: true
        classification: internal
        customProperties: [{property: aliases, value: [EntryId, "#"]}]
      - name: spent
        physicalName: Hours
        description: Time worked.
        logicalType: integer
        physicalType: BIGINT
        required: true
        classification: internal
        customProperties:
          - {property: unit, value: seconds}
          - {property: sourceUnit, value: hours}
      - name: amount
        physicalName: Amount
        description: Amount of the entry.
        logicalType: number
        physicalType: "DECIMAL(18,4)"
        classification: confidential
        customProperties:
          - {property: unit, value: company currency}
          - {property: sourceUnit, value: cents}
          - {property: sign, value: negated}
      - name: owner
        physicalName: Owner
        description: Name of the person.
        logicalType: string
        physicalType: VARCHAR
        classification: internal
        enum: [{value: ann}, {value: bob}]
        customProperties:
          - {property: path, value: "$.owner.name"}
          - {property: nullSpellings, value: ["-"]}
      - name: gone
        physicalName: Deleted
        description: Whether the entry was deleted.
        logicalType: boolean
        physicalType: BOOLEAN
        classification: internal
"""


def write(folder: Path, *replacements: tuple[str, str]) -> Path:
    """Write the contract, with parts of its text replaced; each must be there."""
    text = TEXT
    for old, new in replacements:
        assert old in text, old
        text = text.replace(old, new, 1)
    path = folder / "acme" / "entry.yaml"
    path.parent.mkdir(exist_ok=True, parents=True)
    path.write_text(text, encoding="utf-8")
    return path


def made(folder: Path, *replacements: tuple[str, str]) -> Contract:
    return read_contract(write(folder, *replacements))
