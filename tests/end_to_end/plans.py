"""How DuckDB would run the models of a warehouse."""

import json
from collections.abc import Iterator
from typing import Any

import duckdb

from ingest.home import Home


def looping_models(home: Home) -> dict[str, list[str]]:
    """Return the tables that join by a key and yet in a nested loop, with the joins' conditions.

    An outer join hashes where every part of its condition compares one side with the other; one
    part that does not (a side's own condition, an ``or``, a ``coalesce`` of both) makes it a nested
    loop, of which a firm of thousands does not see the end.

    Args:
        home: A home in which dbt has built.
    """
    nodes = json.loads((home.dbt / "target/manifest.json").read_text())["nodes"].values()
    tables = {
        node["name"]: node["compiled_code"]
        for node in nodes
        if node["resource_type"] == "model"
        and node["config"]["materialized"] == "table"
        and node.get("compiled_code")
    }
    assert tables
    found = {}
    with duckdb.connect(str(home.warehouse), read_only=True) as connection:
        for name, sql in tables.items():
            ((_, text),) = connection.execute(f"explain (format json) {sql}").fetchall()
            if looping := [one for plan in json.loads(text) for one in _loops(plan)]:
                found[name] = looping
    return found


def _loops(plan: dict[str, Any]) -> Iterator[str]:
    told = plan.get("extra_info", {})
    is_outer = told.get("Join Type") in ("LEFT", "RIGHT", "FULL")
    condition = str(told.get("Condition", ""))
    if plan["name"].strip() == "BLOCKWISE_NL_JOIN" and is_outer and " = " in condition:
        yield condition
    for child in plan.get("children", []):
        yield from _loops(child)
