"""The audit as assets, one per layer, with its expectations as asset checks.

Checks are declared from the contracts, the models and the rule registry, so that the UI shows
them before the first run and without importing Great Expectations: one per audited table, and
one per break rule.  A check fails with severity ERROR only where it keeps a version from being
published; a break is a fact about the firm and warns.
"""

import csv
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import dagster as dg

from ingest.config import Firm
from orchestration import keys
from orchestration.manifest import models_of
from orchestration.paths import DBT_PROJECT
from orchestration.progress import Progress, report
from orchestration.resources import WarehouseRun
from serving.pipeline import audit_warehouse, audited_contracts

if TYPE_CHECKING:
    from expectations.results import ExpectationResult

LAYERS = ("raw", "canonical", "reconciliation", "marts")
OTHERS = "other_tables"
_RULES = DBT_PROJECT / "seeds" / "break_rules.csv"
_NOT_A_NAME = re.compile(r"[^A-Za-z0-9_]")
_MOST_SHOWN = 20
# The models that have expectations of their own; dbt tests alone guard the others.
_AUDITED = {
    "canonical": re.compile(r"^(?!xref_|policy$|holiday$)"),
    "reconciliation": re.compile(r"^rec_\w+_record$"),
    "marts": re.compile(r"^(kpi_\w+|run|source_freshness)$"),
}

Check = tuple[str, str]


def audit_assets(firm: Firm, manifest: Mapping[str, Any]) -> dg.AssetsDefinition:
    """Return the audit of all layers: one step, one asset per layer."""
    models = {layer: models_of(manifest, layer) for layer in LAYERS}
    audited = {
        "raw": [keys.raw(c.vendor, c.entity) for c in audited_contracts(firm)],
        **{layer: [dg.AssetKey([layer, name]) for name in models[layer]] for layer in LAYERS[1:]},
    }
    declared = declared_checks(firm, manifest)

    @dg.multi_asset(
        name="audit",
        specs=[
            dg.AssetSpec(
                keys.audit(layer),
                deps=audited[layer],
                description=f"What must hold in the layer {layer}, held against the build.",
                group_name="audit",
                kinds={"greatexpectations"},
                skippable=True,
            )
            for layer in LAYERS
        ],
        check_specs=[
            dg.AssetCheckSpec(name, asset=keys.audit(layer), description=description)
            for (layer, name), description in declared.items()
        ],
    )
    def audit(run: WarehouseRun) -> Iterator[dg.MaterializeResult[None] | dg.AssetCheckResult]:
        report(Progress("audit", "expectations", is_done=False))
        results = audit_warehouse(run.context, now=datetime.now(UTC)).results
        failed = sum(result.is_blocking and not result.success for result in results)
        said = f"expectations, {failed or 'none'} of those that block failed"
        report(Progress("audit", said, len(results)))
        yield from checks_of(results, declared)
        docs = dg.MetadataValue.path(str(run.context.home.data_docs / "index.html"))
        for layer in LAYERS:
            count = sum(result.layer == layer for result in results)
            yield dg.MaterializeResult(
                asset_key=keys.audit(layer), metadata={"expectations": count, "data_docs": docs}
            )

    return audit


def declared_checks(firm: Firm, manifest: Mapping[str, Any]) -> dict[Check, str]:
    """Return layer and name of every check with its description, in order."""
    checks: dict[Check, str] = {
        ("raw", check_name(contract.table_name)): f"{contract.table_name} keeps its contract."
        for contract in audited_contracts(firm)
    }
    for layer, audited in _AUDITED.items():
        for model in models_of(manifest, layer):
            if audited.search(model):
                checks[layer, check_name(model)] = f"{layer}.{model} holds what is expected of it."
    checks["reconciliation", "conservation"] = "Every equation of marts.conservation is exact."
    for rule in _rules():
        checks["reconciliation", rule_check(rule["rule_code"])] = (
            f"{rule['rule_name']}. {rule['meaning']}"
        )
    for layer in LAYERS:
        checks[layer, OTHERS] = f"Every expectation of the layer {layer} not shown by itself."
    return checks


def check_of(result: "ExpectationResult", declared: Mapping[Check, str]) -> Check:
    """Return the declared check that an expectation's result belongs to."""
    if result.rule_code:
        check = ("reconciliation", rule_check(result.rule_code))
    else:
        check = (result.layer, check_name(result.table.rpartition(".")[2]))
    return check if check in declared else (result.layer, OTHERS)


def check_name(table: str) -> str:
    """Return the name of a table's check."""
    return _NOT_A_NAME.sub("_", table)


def rule_check(rule_code: str) -> str:
    """Return the name of a break rule's check."""
    return f"rule_{_NOT_A_NAME.sub('_', rule_code)}"


def checks_of(
    results: Sequence["ExpectationResult"], declared: Mapping[Check, str]
) -> Iterator[dg.AssetCheckResult]:
    """Return one check result for every declared check, whatever the audit evaluated."""
    found: dict[Check, list[ExpectationResult]] = defaultdict(list)
    for result in results:
        found[check_of(result, declared)].append(result)
    for layer, name in declared:
        yield _check(layer, name, found[layer, name])


def _check(layer: str, name: str, results: "Sequence[ExpectationResult]") -> dg.AssetCheckResult:
    failed = [result for result in results if not result.success]
    blocks = any(result.is_blocking for result in failed)
    is_silent = not results and name != OTHERS
    return dg.AssetCheckResult(
        asset_key=keys.audit(layer),
        check_name=name,
        passed=not failed and not is_silent,
        severity=dg.AssetCheckSeverity.ERROR if blocks else dg.AssetCheckSeverity.WARN,
        description=(
            "No expectation was evaluated, which proves nothing."
            if is_silent
            else "; ".join(result.description for result in failed[:3])
            or f"{len(results)} expectations hold."
        ),
        metadata={
            "expectations": len(results),
            "failed": len(failed),
            **{result.expectation: _observed(result) for result in failed[:_MOST_SHOWN]},
        },
    )


def _observed(result: "ExpectationResult") -> str:
    """Return what was found; the sample holds ids only, never a value."""
    return f"{result.status}: {result.observed}" + (f" ({result.sample})" if result.sample else "")


def _rules() -> list[dict[str, str]]:
    if not _RULES.exists():
        return []
    with _RULES.open(newline="", encoding="utf-8") as stream:
        return list(csv.DictReader(stream))
