"""Read one contract file, strictly: what the warehouse does not understand is an error."""

import hashlib
from datetime import timedelta
from functools import cache
from pathlib import Path

from open_data_contract_standard.model import SchemaObject

from ingest.contracts.columns import read_column
from ingest.contracts.dialect import read_dialect
from ingest.contracts.document import Document, Where
from ingest.contracts.model import Contract
from ingest.contracts.settings import (
    EXTRACT_MODES,
    custom,
    read_deletes,
    read_ignored,
    read_threshold,
    read_totals,
)
from ingest.errors import ContractError

API_VERSION = "v3.1.0"
TABLE_SETTINGS = (
    "extractMode",
    "deletes",
    "files",
    "quarantineThreshold",
    "nullSpellings",
    "ignoredColumns",
    "controlTotals",
)
_FRESHNESS_UNITS = {"d": timedelta(days=1), "h": timedelta(hours=1), "m": timedelta(minutes=1)}


def read_contract(path: Path) -> Contract:
    """Read one contract file.

    Args:
        path: ``<vendor>/<entity>.yaml``.

    Raises:
        ContractError: The file is absent, is not YAML, is not a contract of the standard, or says
            something the warehouse does not understand (then a ``ContractProblemsError`` with
            every problem and its line).
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
    document = Document(path, content)
    table = _only_table(document)
    where: Where = ("schema", 0)
    settings = custom(document, table.customProperties, TABLE_SETTINGS, table.name, where)
    columns = tuple(
        read_column(document, found, (*where, "properties", index))
        for index, found in enumerate(table.properties or [])
    )
    mode = document.choice(
        settings.get("extractMode"), EXTRACT_MODES, settings.place("extractMode"), "extractMode"
    )
    contract = Contract(
        vendor=path.parent.name,
        entity=path.stem,
        version=document.text(document.model.version, ("version",), "version"),
        sha256=hashlib.sha256(content).hexdigest(),
        physical_name=document.text(table.physicalName, where, f"{table.name}.physicalName"),
        description=document.text(table.description, where, f"{table.name}.description"),
        columns=read_totals(document, settings, columns),
        primary_key=_primary_key(document, table),
        ignored=read_ignored(document, settings),
        extract_mode=mode,
        freshness=_freshness(document),
        file=path,
        files=read_dialect(document, settings.get("files", {}), settings.place("files")),
        deletes=read_deletes(
            document, settings, mode=mode, names=[column.name for column in columns]
        ),
        threshold=read_threshold(document, settings),
        null_spellings=settings.texts(document, "nullSpellings"),
    )
    _refuse_twins(document, contract)
    document.raise_if_any()
    return contract


def _only_table(document: Document) -> SchemaObject:
    """Return the one table that a contract describes."""
    model = document.model
    if model.kind != "DataContract" or model.apiVersion != API_VERSION:
        place = "kind" if model.kind != "DataContract" else "apiVersion"
        document.note(
            (place,),
            f"kind and apiVersion must be DataContract and {API_VERSION}, "
            f"not {model.kind} and {model.apiVersion}",
        )
    custom(document, model.customProperties, (), "top level", ())
    tables = model.schema_ or []
    name = document.path.stem
    if len(tables) != 1 or tables[0].name != name or not tables[0].properties:
        document.note(("schema",), f"schema: must hold one table named {name} with its properties")
        document.raise_if_any()
    return tables[0]


def _primary_key(document: Document, table: SchemaObject) -> tuple[str, ...]:
    keys = [found for found in table.properties or [] if found.primaryKey]
    if not keys:
        document.note(("schema", 0), f"{table.name}: no property has primaryKey: true")
    return tuple(str(key.name) for key in sorted(keys, key=lambda key: key.primaryKeyPosition or 1))


def _refuse_twins(document: Document, contract: Contract) -> None:
    """Note names that two columns claim: in raw, or spelled alike in the source."""
    seen: dict[str, int] = {}
    owner: dict[str, int] = {}
    for index, column in enumerate(contract.columns):
        where: Where = ("schema", 0, "properties", index)
        if seen.setdefault(column.name, index) != index:
            document.note(where, f"{column.name}: the column is listed twice")
            continue
        for spelled in {column.physical_name, *column.aliases}:
            if owner.setdefault(spelled, index) != index:
                document.note(where, f"{column.name}: {spelled} is a name of another column too")


def _freshness(document: Document) -> timedelta | None:
    for index, promise in enumerate(document.model.slaProperties or []):
        where: Where = ("slaProperties", index)
        unit = _FRESHNESS_UNITS.get(str(promise.unit))
        if promise.property != "freshness":
            document.note(where, f"slaProperties: {promise.property} is not understood")
        elif unit is None or not isinstance(promise.value, int):
            document.note(
                where, "slaProperties: freshness takes a whole number and a unit d, h or m"
            )
        else:
            return promise.value * unit
    return None
