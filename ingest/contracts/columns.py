"""Read one column of a contract."""

import re

from open_data_contract_standard.model import SchemaProperty

from ingest.contracts.document import Document, Where
from ingest.contracts.model import DECIMAL, Column
from ingest.contracts.settings import SECONDS, custom, read_source_unit

CLASSIFICATIONS = ("public", "internal", "confidential", "restricted")
LOGICAL_TYPES = {
    "BIGINT": "integer",
    "VARCHAR": "string",
    "DATE": "date",
    "TIMESTAMP": "timestamp",
    "BOOLEAN": "boolean",
}
COLUMN_SETTINGS = ("unit", "sourceUnit", "sign", "nullSpellings", "aliases", "path")
_NAME = re.compile(r"^[a-z][a-z0-9_]*$")
_SIGNS = ("as written", "negated")


def read_column(document: Document, found: SchemaProperty, where: Where) -> Column:
    """Read a column, noting what is wrong with it."""
    name = document.text(found.name, where, "a property's name")
    if name and not _NAME.match(name):
        document.note(where, f"{name}: names are lower case letters, digits and underscores")
    kind = document.text(found.physicalType, where, f"{name}.physicalType")
    decimal = DECIMAL.match(kind)
    if kind not in LOGICAL_TYPES and not (decimal and int(decimal[2]) <= int(decimal[1]) <= 38):
        document.note(
            (*where, "physicalType"),
            f"{name}.physicalType: {kind} is not one of {', '.join(LOGICAL_TYPES)}, DECIMAL(p,s)",
        )
    logical = "number" if decimal else LOGICAL_TYPES.get(kind)
    if found.logicalType not in (None, logical) and (decimal or kind in LOGICAL_TYPES):
        document.note(
            (*where, "logicalType"),
            f"{name}.logicalType: {found.logicalType} is not what {kind} is, {logical}",
        )
    settings = custom(document, found.customProperties, COLUMN_SETTINGS, name, where)
    unit = None if settings.get("unit") is None else str(settings.get("unit"))
    sign = document.choice(
        settings.get("sign", "as written"), _SIGNS, settings.place("sign"), f"{name}.sign"
    )
    if sign == "negated" and not decimal and kind != "BIGINT":
        document.note(settings.place("sign"), f"{name}.sign: only a number has one")
    return Column(
        name=name,
        physical_name=found.physicalName or name,
        type=kind,
        required=bool(found.required or found.primaryKey),
        description=document.text(found.description, where, f"{name}.description"),
        unit=unit,
        classification=document.choice(
            found.classification,
            CLASSIFICATIONS,
            (*where, "classification"),
            f"{name}.classification",
        ),
        accepted_values=tuple(str(value.value) for value in found.enum or []),
        is_duration=kind == "BIGINT" and unit == SECONDS,
        aliases=settings.texts(document, "aliases"),
        path=settings.text(document, "path"),
        source_unit=read_source_unit(document, settings, kind=kind, unit=unit),
        is_negated=sign == "negated",
        null_spellings=settings.texts(document, "nullSpellings"),
    )
