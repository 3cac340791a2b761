"""Draft a whole contract from a sample of a source, as YAML for a person to review."""

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ingest.contracts.columns import LOGICAL_TYPES
from ingest.contracts.guesses import Guess, column_names, guess, guess_keys
from ingest.contracts.reader import API_VERSION, read_contract
from ingest.contracts.samples import Sample, SampledColumn


def draft(sample: Sample, *, vendor: str, entity: str, physical_name: str) -> str:
    """Return a draft contract as YAML; it passes ``check``, and guesses are marked ``review``.

    Args:
        sample: The beginning of the source's file or table.
        vendor: Vendor the contract will belong to.
        entity: Name of the table in the warehouse.
        physical_name: Name of the table in the source.

    Raises:
        ContractError: Vendor or entity are not names a contract can have.
    """
    guesses = [guess(column) for column in sample.columns]
    keys, sureness = guess_keys(sample)
    lines = [*_head(sample, guesses, vendor, entity, physical_name)]
    names = column_names([column.name for column in sample.columns])
    for name, column, found in zip(names, sample.columns, guesses, strict=True):
        position = keys.index(column.name) + 1 if column.name in keys else None
        lines += _property(sample, name, column, found, key_position=position, key_remark=sureness)
    text = "\n".join(lines) + "\n"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / vendor / f"{entity}.yaml"
        path.parent.mkdir()
        path.write_text(text, encoding="utf-8")
        read_contract(path)
    return text


def _head(
    sample: Sample, guesses: list[Guess], vendor: str, entity: str, physical_name: str
) -> Iterator[str]:
    yield f"# Drafted from {sample.rows:,} rows; review what is marked, then remove the marks."
    yield f"apiVersion: {API_VERSION}"
    yield "kind: DataContract"
    yield f"id: {_quoted(f'{vendor}.{entity}')}"
    yield f"name: {_quoted(f'{vendor} {entity}')}"
    yield "version: 0.1.0"
    yield "status: draft"
    yield "schema:"
    yield f"  - name: {_quoted(entity)}"
    yield f"    physicalName: {_quoted(physical_name)}"
    yield "    logicalType: object"
    yield "    physicalType: table"
    yield "    description: To be described.  # review: what is one row?"
    yield "    customProperties:"
    yield "      - {property: extractMode, value: snapshot}  # review: or incremental, events"
    dialect = _dialect(sample, guesses)
    if dialect:
        yield "      - property: files"
        yield "        value:"
        for key, value in dialect.items():
            remark = "  # review: texts with line breaks were seen" if key == "multiline" else ""
            yield f"          {key}: {_quoted(value)}{remark}"
    nulls = list(dict.fromkeys(one for found in guesses for one in found.null_spellings))
    if any(value == "" for column in sample.columns for value in column.values):
        nulls.insert(0, "")
    if nulls:
        yield f"      - {{property: nullSpellings, value: {_quoted(nulls)}}}  # review"
    yield "    properties:"


def _dialect(sample: Sample, guesses: list[Guess]) -> dict[str, Any]:
    dialect = dict(sample.dialect)
    has_comma = any(found.has_decimal_comma for found in guesses)
    if has_comma:
        dialect["decimalSeparator"] = ","
    if any(found.has_grouping for found in guesses):
        dialect["thousandsSeparator"] = "." if has_comma else ","
    for key, kind in (("dateFormats", "DATE"), ("timestampFormats", "TIMESTAMP")):
        formats = [one for found in guesses if found.type == kind for one in found.formats]
        if formats:
            dialect[key] = list(dict.fromkeys(formats))
    return dialect


def _property(
    sample: Sample,
    name: str,
    column: SampledColumn,
    found: Guess,
    *,
    key_position: int | None,
    key_remark: str,
) -> Iterator[str]:
    is_json = sample.dialect.get("format") in ("json", "jsonl")
    remark = f"  # review: {found.remark}" if found.remark else ""
    yield f"      - name: {_quoted(name)}"
    if column.name != name:
        yield f"        physicalName: {_quoted(column.name)}"
    yield "        description: To be described.  # review"
    yield f"        logicalType: {LOGICAL_TYPES.get(found.type, 'number')}"
    yield f"        physicalType: {_quoted(found.type)}{remark}"
    if key_position is not None:
        yield f"        primaryKey: true  # review: {key_remark}"
        yield f"        primaryKeyPosition: {key_position}"
    if key_position is not None or column.is_required:
        yield "        required: true"
    elif column.is_required is None and not found.has_empty and sample.rows:
        yield f"        required: true  # review: no empty value in {sample.rows:,} rows"
    yield "        classification: confidential  # review: public, internal, restricted?"
    if is_json and ("." in column.name or "[" in column.name):
        yield f"        customProperties: [{{property: path, value: {_quoted(column.name)}}}]"


def _quoted(value: Any) -> str:
    """Write a value as JSON, which YAML reads as it is meant."""
    return json.dumps(value, ensure_ascii=False)
