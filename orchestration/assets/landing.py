"""Source systems, as external assets, and what was landed from each of them."""

from collections.abc import Iterator, Sequence

import dagster as dg

from ingest.config import Firm, Instance
from ingest.contracts import contract_of
from ingest.receipts import Receipt
from orchestration import keys
from orchestration.progress import Progress, report, told
from orchestration.resources import WarehouseRun
from serving.pipeline import pull_instance


def source_specs(firm: Firm) -> list[dg.AssetSpec]:
    """Return one external asset per source system; its description never holds a secret."""
    return [
        dg.AssetSpec(
            keys.source(name),
            description=f"The firm's {instance.system.upper()}: {instance.source}",
            group_name="source",
            kinds={instance.vendor} if instance.vendor.isidentifier() else None,
            metadata={"realm": instance.realm, "vendor": instance.vendor},
        )
        for name, instance in firm.instances.items()
    ]


def landing_assets(firm: Firm) -> list[dg.AssetsDefinition]:
    """Return one multi-asset per instance: its tables are pulled in one read transaction."""
    return [_pull(name, instance) for name, instance in firm.instances.items()]


def _pull(name: str, instance: Instance) -> dg.AssetsDefinition:
    @dg.multi_asset(
        name=f"pull_{name}",
        specs=[
            dg.AssetSpec(
                keys.landing(name, entity),
                deps=[keys.source(name)],
                description=contract_of(instance.vendor, entity).description,
                group_name=f"landing_{name}",
                kinds={"parquet"},
            )
            for entity in instance.entities
        ],
    )
    def pull(run: WarehouseRun) -> Iterator[dg.MaterializeResult[None]]:
        report(Progress("pull", name, is_done=False))
        receipts = pull_instance(run.context, name, progress=told("pull"))
        changed = sum(receipt.file is not None for receipt in receipts)
        said = f"{name}: {len(receipts)} tables, {changed or 'none'} changed"
        report(Progress("pull", said, sum(receipt.rows or 0 for receipt in receipts)))
        for entity in instance.entities:
            yield _landed(name, entity, [found for found in receipts if found.entity == entity])

    return pull


def _landed(instance: str, entity: str, receipts: Sequence[Receipt]) -> dg.MaterializeResult[None]:
    """Say what landed of one entity: one batch of a database, zero or more delivered files."""
    if not receipts:
        return dg.MaterializeResult(
            asset_key=keys.landing(instance, entity), metadata={"batches": 0}
        )
    last = receipts[-1]
    metadata: dict[str, dg.RawMetadataValue] = {
        "batches": len(receipts),
        "batch": last.batch,
        "file": last.file or f"unchanged since {last.unchanged_since}",
        "sha256": last.sha256,
        "bytes": last.bytes,
        "contract_version": last.contract_version,
    }
    if last.rows is not None:
        metadata["dagster/row_count"] = last.rows
    if last.control_totals is not None:
        metadata["control_totals"] = dg.MetadataValue.json(dict(last.control_totals))
    return dg.MaterializeResult(
        asset_key=keys.landing(instance, entity),
        metadata=metadata,
        data_version=dg.DataVersion(last.sha256),
    )
