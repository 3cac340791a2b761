"""Shapes: what a vendor says of an entity, and nothing else; a vendor not used is not there."""

import ast
import re
from pathlib import Path
from typing import Any

import sqlglot
import yaml
from sqlglot import exp

from tests.unit.dbt.conftest import PROJECT, Compile
from tests.unit.dbt.test_sql_style import Models, is_shape

HEAD = ("source_instance", "source_system", "source_record_id", "_raw_row_id")
TAIL = ("is_deleted",)
CANONICAL = PROJECT / "models/canonical"
OUR_OWN = ("meta", "tieout")  # folders of staging that are no vendor's
UNION = re.compile(
    r"union_of\(\s*'(\w+)',\s*(\{[^{}]*\})\s*(?:,\s*(?:extras=)?(\{.*?\}\s*\}))?\s*\)", re.DOTALL
)


def inputs_of(entity: str, vendor: str) -> tuple[str, ...]:
    """Return the columns a shape of an entity has to yield, as the entity declares them."""
    declared = {
        name: (ast.literal_eval(inputs), ast.literal_eval(extras or "{}"))
        for path in CANONICAL.glob("*.sql")
        for name, inputs, extras in UNION.findall(path.read_text())
    }
    inputs, extras = declared[entity]
    return (*HEAD, *inputs, *extras.get(vendor, {}), *TAIL)


def columns_of(model: dict[str, Any]) -> tuple[str, ...]:
    """Return the names a model yields, in order, from its compiled SQL."""
    parsed = sqlglot.parse_one(model["compiled_code"], read="duckdb")
    (final,) = (step for step in parsed.find_all(exp.CTE) if step.alias == "final")
    return tuple(column.alias_or_name for column in final.this.selects)


def shapes_on_disk() -> dict[str, list[str]]:
    """Return vendor to the entities it has a shape of, from the files."""
    found: dict[str, list[str]] = {}
    for path in sorted(CANONICAL.glob("*/*.sql")):
        vendor, entity = path.stem.split("__", 1)
        assert vendor == path.parent.name
        found.setdefault(vendor, []).append(entity)
    return found


def test_the_project_lists_the_shapes_there_are() -> None:
    project = yaml.safe_load((PROJECT / "dbt_project.yml").read_text())
    assert {v: sorted(s) for v, s in project["vars"]["shapes"].items()} == shapes_on_disk()


def test_a_shape_yields_the_inputs_of_its_entity_in_their_order(models: Models) -> None:
    wrong = {}
    for model in filter(is_shape, models):
        vendor, entity = model["name"].split("__", 1)
        expected, found = inputs_of(entity, vendor), columns_of(model)
        if found != expected:
            wrong[model["name"]] = sorted(set(expected) ^ set(found)) or list(found)
    assert wrong == {}


def test_a_shape_reads_its_own_vendor_and_seeds(manifest: dict[str, Any], models: Models) -> None:
    wrong = [
        (model["name"], parent)
        for model in filter(is_shape, models)
        for parent in model["depends_on"]["nodes"]
        if not _is_own(manifest["nodes"][parent], model["fqn"][2])
    ]
    assert wrong == []


def _is_own(parent: dict[str, Any], vendor: str) -> bool:
    if parent["resource_type"] == "seed" or parent["name"].startswith("stg_meta__"):
        return True
    return bool(parent["fqn"][1] in {"staging", "canonical"} and parent["fqn"][2] == vendor)


def test_an_entity_reads_no_vendors_staging(manifest: dict[str, Any], models: Models) -> None:
    wrong = [
        (model["name"], parent)
        for model in models
        if model["fqn"][1] == "canonical" and not is_shape(model)
        for parent in model["depends_on"]["nodes"]
        if manifest["nodes"][parent]["fqn"][1] == "staging"
        and manifest["nodes"][parent]["fqn"][2] not in OUR_OWN
    ]
    assert wrong == []


def test_a_vendor_the_firm_does_not_use_shows_nowhere(
    compile_for: Compile, models: Models, tmp_path: Path
) -> None:
    manifest = compile_for(tmp_path, vendors=[])
    nodes = [*manifest["nodes"].values(), *manifest["sources"].values()]
    vendors = shapes_on_disk()
    left = [node["unique_id"] for node in nodes if set(node["fqn"]) & set(vendors)]
    entities = {m["name"] for m in models if m["fqn"][1] == "canonical" and not is_shape(m)}

    assert left == []
    assert entities <= {node["name"] for node in nodes}


def test_every_shape_balances_with_staging_in_rows_time_and_money(models: Models) -> None:
    (balances,) = (m["compiled_code"] for m in models if m["name"] == "con_raw_to_canonical")
    wrong = {
        model["name"]: missing
        for model in filter(is_shape, models)
        if (missing := _unbalanced(model, balances)) and not _is_excused(model)
    }
    assert wrong == {}


def _unbalanced(model: dict[str, Any], balances: str) -> set[str]:
    """Return the kinds of measure the shape fills and no equation with staging is about.

    Seconds that are made of a quantity and its unit balance by the quantity.
    """
    parsed = sqlglot.parse_one(model["compiled_code"], read="duckdb")
    (final,) = (step for step in parsed.find_all(exp.CTE) if step.alias == "final")
    filled = {
        column.alias_or_name
        for column in final.this.selects
        if not re.match(r"CAST\(NULL AS", column.sql(dialect="duckdb"))
    }
    kinds = {kind for kind in ("seconds", "amount") if any(c.endswith(kind) for c in filled)}
    said = [
        measure
        for part in re.split(r"(?=select\s+'\w+' as stream)", balances)
        if re.match(rf"select\s+'{model['name']}' as stream", part)
        for measure in re.findall(r"'staging and shape[^']*' as population,\s+'(\w+)'", part)
    ]
    balanced = {*said, *({"seconds"} if "quantity" in said else ())}
    return {"rows", *kinds} - balanced


def _is_excused(model: dict[str, Any]) -> bool:
    """Tell whether the vendor says why staging cannot be asked about this shape."""
    vendor, entity = model["name"].split("__", 1)
    declared = (PROJECT / f"macros/balances/{vendor}.sql").read_text()
    return re.search(rf"'{entity}': \{{'only_shape': '[^']{{20,}}'\}}", declared) is not None
