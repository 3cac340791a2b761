"""The dbt models, keyed `<layer>/<model>`, built and tested by one ``dbt build``."""

from collections.abc import Iterator, Mapping
from typing import Any

import dagster as dg
from dagster_dbt import (
    DagsterDbtTranslator,
    DagsterDbtTranslatorSettings,
    DbtProject,
    dbt_assets,
)

from orchestration import keys
from orchestration.dbt_process import DbtProcess, build_models
from orchestration.jobs import NIGHTLY
from orchestration.progress import Progress, report
from orchestration.resources import WarehouseRun
from serving.pipeline import is_up_to_date


class WarehouseTranslator(DagsterDbtTranslator):
    """Key assets `<layer>/<model>`, so that dbt's sources meet the raw assets."""

    def get_asset_spec(
        self, manifest: Mapping[str, Any], unique_id: str, project: DbtProject | None
    ) -> dg.AssetSpec:
        """Return the default spec under our key, grouped by layer and folder."""
        spec = super().get_asset_spec(manifest, unique_id, project)
        node = self.get_resource_props(manifest, unique_id)
        if node["resource_type"] == "source":
            return spec
        _package, *folders, _name = node["fqn"]
        group = "_".join(["seeds"] if node["resource_type"] == "seed" else folders)
        return spec.replace_attributes(
            group_name=group, description=node.get("description") or None
        )

    def get_asset_check_spec(
        self,
        asset_spec: dg.AssetSpec,
        manifest: Mapping[str, Any],
        unique_id: str,
        project: DbtProject | None,
    ) -> dg.AssetCheckSpec | None:
        """Return a check for a test that makes a claim of its own, none for a column's.

        Keys, nulls, accepted values and references are hundreds; each would cost Dagster more
        than it costs dbt.  They run all the same, and one that fails refuses the version.
        """
        node = self.get_resource_props(manifest, unique_id)
        if node.get("test_metadata"):
            return None
        return super().get_asset_check_spec(asset_spec, manifest, unique_id, project)

    def get_asset_key(self, dbt_resource_props: Mapping[str, Any]) -> dg.AssetKey:
        """Return `<layer>/<model>`, or the raw table that a source reads."""
        return keys.of_node(dbt_resource_props)


def model_assets(manifest: Mapping[str, Any]) -> dg.AssetsDefinition:
    """Return every model and seed of the dbt project, with its tests as asset checks."""
    translator = WarehouseTranslator(
        DagsterDbtTranslatorSettings(enable_duplicate_source_asset_keys=True)
    )

    @dbt_assets(manifest=manifest, dagster_dbt_translator=translator, name="build_models")
    def build(
        context: dg.AssetExecutionContext, dbt: DbtProcess, run: WarehouseRun
    ) -> Iterator[Any]:
        if context.job_name == NIGHTLY and is_up_to_date(run.context):
            context.log.info("Nothing changed since the published version: nothing to build.")
            return
        report(Progress("build", "starting dbt", is_done=False))
        yield from build_models(context, dbt, run.context)

    return build
