"""Source systems, as external assets, and what was landed from each of them."""

from collections.abc import Iterator

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
        report(Progress("pull", said, sum(receipt.rows for receipt in receipts)))
        for receipt in receipts:
            yield _landed(name, receipt)

    return pull


def _landed(instance: str, receipt: Receipt) -> dg.MaterializeResult[None]:
    return dg.MaterializeResult(
        asset_key=keys.landing(instance, receipt.entity),
        metadata={
            "dagster/row_count": receipt.rows,
            "batch": receipt.batch,
            "file": receipt.file or f"unchanged since {receipt.unchanged_since}",
            "sha256": receipt.sha256,
            "bytes": receipt.bytes,
            "contract_version": receipt.contract_version,
            "control_totals": dg.MetadataValue.json(dict(receipt.control_totals)),
        },
        data_version=dg.DataVersion(receipt.sha256),
    )
