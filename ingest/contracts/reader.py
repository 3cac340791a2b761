"""Read one contract file, strictly: what the warehouse does not understand is an error.

The standard's models drop nested keys they do not know; here such a key is refused, so that a
typing mistake in a contract never silently loosens it.
"""

import hashlib
import re
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from open_data_contract_standard.model import (
    CustomProperty,
    OpenDataContractStandard,
    SchemaObject,
    SchemaProperty,
)
from pydantic import BaseModel, ValidationError

from ingest.contracts.model import DECIMAL, Column, Contract
from ingest.errors import ContractError
from ingest.yaml_files import YamlFileError, parse_yaml_mapping

SECONDS = "seconds"
CLASSIFICATIONS = ("public", "internal", "confidential", "restricted")
EXTRACT_MODES = ("snapshot",)
_API_VERSION = "v3.1.0"
_SIMPLE_TYPES = ("BIGINT", "VARCHAR", "DATE", "TIMESTAMP", "BOOLEAN")
_NAME = re.compile(r"^[a-z][a-z0-9_]*$")
_FRESHNESS_UNITS = {"d": timedelta(days=1), "h": timedelta(hours=1), "m": timedelta(minutes=1)}


def read_contract(path: Path) -> Contract:
    """Read one contract file.

    Args:
        path: ``<vendor>/<entity>.yaml``.

    Raises:
        ContractError: The file is absent, is not YAML, is not a contract of the standard, or says
            something the warehouse does not understand.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ContractError(
            f"{path}: there is no contract for {path.parent.name}/{path.stem}.",
            way_out="write it, or take the entity out of the firm's configuration.",
        ) from error
    return _parse(path, content)


@cache
def _parse(path: Path, content: bytes) -> Contract:
    try:
        data = parse_yaml_mapping(content.decode("utf-8"))
        document = OpenDataContractStandard.model_validate(data)
    except (YamlFileError, UnicodeDecodeError) as error:
        raise _problem(path, str(error)) from error
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise _problem(path, f"{where}: {first['msg']}") from None
    _refuse_unknown_keys(path, document, data, where="")
    table = _only_table(path, document)
    settings = _custom(path, table.customProperties, {"extractMode", "ignoredColumns"}, table.name)
    columns = tuple(_column(path, found) for found in table.properties or [])
    names = [column.name for column in columns]
    for name in names:
        if names.count(name) > 1:
            raise _problem(path, f"{name}: the column is listed twice")
    return Contract(
        vendor=path.parent.name,
        entity=path.stem,
        version=_text(path, document.version, "version"),
        sha256=hashlib.sha256(content).hexdigest(),
        physical_name=_text(path, table.physicalName, f"{table.name}.physicalName"),
        description=_text(path, table.description, f"{table.name}.description"),
        columns=columns,
        primary_key=_primary_key(path, table),
        ignored=_ignored(path, settings.get("ignoredColumns", {})),
        extract_mode=_choice(path, settings.get("extractMode"), EXTRACT_MODES, "extractMode"),
        freshness=_freshness(path, document),
        file=path,
    )


def _problem(path: Path, what: str) -> ContractError:
    return ContractError(
        f"{path}: {what}",
        way_out="mend the contract; docs/add_a_source.md says what it may contain.",
    )


def _refuse_unknown_keys(path: Path, model: BaseModel, data: Any, *, where: str) -> None:
    """Refuse keys that the standard's models would drop without a word."""
    fields = {field.alias or name: name for name, field in type(model).model_fields.items()}
    for key, value in data.items():
        here = f"{where}.{key}" if where else str(key)
        if key not in fields:
            raise _problem(path, f"{here}: unknown key")
        child = getattr(model, fields[key])
        pairs = zip(child, value, strict=True) if isinstance(child, list) else [(child, value)]
        for index, (part, raw) in enumerate(pairs):
            if isinstance(part, BaseModel):
                label = f"{here}[{raw.get('name', index)}]" if isinstance(child, list) else here
                _refuse_unknown_keys(path, part, raw, where=label)


def _only_table(path: Path, document: OpenDataContractStandard) -> SchemaObject:
    """Return the one table that a contract describes."""
    if document.kind != "DataContract" or document.apiVersion != _API_VERSION:
        raise _problem(
            path,
            f"kind and apiVersion must be DataContract and {_API_VERSION}, "
            f"not {document.kind} and {document.apiVersion}",
        )
    _custom(path, document.customProperties, set(), "")
    tables = document.schema_ or []
    if len(tables) != 1 or tables[0].name != path.stem or not tables[0].properties:
        raise _problem(path, f"schema: must hold one table named {path.stem} with its properties")
    return tables[0]


def _column(path: Path, found: SchemaProperty) -> Column:
    name = _text(path, found.name, "a property's name")
    if not _NAME.match(name):
        raise _problem(path, f"{name}: names are lower case letters, digits and underscores")
    kind = _text(path, found.physicalType, f"{name}.physicalType")
    decimal = DECIMAL.match(kind)
    if kind not in _SIMPLE_TYPES and not (decimal and int(decimal[2]) <= int(decimal[1]) <= 38):
        raise _problem(
            path,
            f"{name}.physicalType: {kind} is not one of {', '.join(_SIMPLE_TYPES)}, DECIMAL(p,s)",
        )
    unit = _custom(path, found.customProperties, {"unit"}, name).get("unit")
    return Column(
        name=name,
        physical_name=found.physicalName or name,
        type=kind,
        required=bool(found.required or found.primaryKey),
        description=_text(path, found.description, f"{name}.description"),
        unit=None if unit is None else str(unit),
        classification=_choice(
            path, found.classification, CLASSIFICATIONS, f"{name}.classification"
        ),
        accepted_values=tuple(str(value.value) for value in found.enum or []),
        is_duration=kind == "BIGINT" and unit == SECONDS,
    )


def _primary_key(path: Path, table: SchemaObject) -> tuple[str, ...]:
    keys = [found for found in table.properties or [] if found.primaryKey]
    if not keys:
        raise _problem(path, f"{table.name}: no property has primaryKey: true")
    return tuple(str(key.name) for key in sorted(keys, key=lambda key: key.primaryKeyPosition or 1))


def _custom(
    path: Path, properties: list[CustomProperty] | None, known: set[str], owner: str | None
) -> dict[str, Any]:
    """Return custom properties by name; one that nobody reads is an error, not a comment."""
    found: dict[str, Any] = {}
    for entry in properties or []:
        name = _text(path, entry.property, f"{owner or 'top level'}.customProperties.property")
        if name not in known or name in found:
            reason = "given twice" if name in found else "unknown"
            raise _problem(path, f"{owner or 'top level'}: custom property {name}: {reason}")
        found[name] = entry.value
    return found


def _ignored(path: Path, value: Any) -> dict[str, str]:
    if not isinstance(value, dict) or not all(value.values()):
        raise _problem(path, "ignoredColumns: must map each column to the reason it is left out")
    return {str(column): str(reason) for column, reason in value.items()}


def _freshness(path: Path, document: OpenDataContractStandard) -> timedelta | None:
    for promise in document.slaProperties or []:
        if promise.property != "freshness":
            raise _problem(path, f"slaProperties: {promise.property} is not understood")
        unit = _FRESHNESS_UNITS.get(str(promise.unit))
        if unit is None or not isinstance(promise.value, int):
            raise _problem(
                path, "slaProperties: freshness takes a whole number and a unit d, h or m"
            )
        return promise.value * unit
    return None


def _text(path: Path, value: str | None, where: str) -> str:
    if value is None or not value.strip():
        raise _problem(path, f"{where}: is missing")
    return value.strip()


def _choice(path: Path, value: Any, allowed: tuple[str, ...], where: str) -> str:
    if value not in allowed:
        raise _problem(path, f"{where}: must be one of {', '.join(allowed)}, not {value}")
    return str(value)
