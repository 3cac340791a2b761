"""Raw tables, loaded from landing in one go, and the ledgers ingest keeps beside them."""

from collections import defaultdict
from collections.abc import Iterator

import dagster as dg

from ingest.config import Firm
from orchestration import keys
from orchestration.progress import Progress, report, told
from orchestration.resources import WarehouseRun
from serving.pipeline import audited_contracts, load_raw

_LEDGER_MEANING = {
    "load": "One row per landed batch: what was read, loaded and unchanged.",
    "instance": "Source instances as configured.",
    "row_deletion": "Keys absent from a later snapshot.",
    "quarantine": "Lines and files that could not be loaded.",
}
_ACTS = {
    keys.BREAK_EVENTS: "Break events of published versions: the memory of the break ledger.",
    keys.BREAK_DECISIONS: "What people decided about breaks.",
    keys.CLIENT_LINKS: "Which records of clients people said are one client.",
    keys.CLOSE_ACTS: "What people did to close periods.",
    keys.CERTIFIED_ROWS: "Figures of KPI tables as they were certified.",
    keys.CERTIFIED_RECORDS: "Records that certified figures rest on.",
}


def raw_assets(firm: Firm) -> dg.AssetsDefinition:
    """Return the raw tables of every contract of the firm's vendors, as one multi-asset."""
    contracts = audited_contracts(firm)
    fed = {contract.table_name: keys.landings_of(firm, contract) for contract in contracts}
    every_landing = sorted({key for landings in fed.values() for key in landings})
    tables = [
        dg.AssetSpec(
            keys.raw(contract.vendor, contract.entity),
            deps=fed[contract.table_name],
            description=contract.description,
            group_name="raw",
            kinds={"duckdb"},
            code_version=contract.version,
        )
        for contract in contracts
    ]
    ledgers = [
        dg.AssetSpec(
            keys.ledger(table),
            deps=every_landing,
            description=_LEDGER_MEANING[table],
            group_name="raw",
            kinds={"duckdb"},
        )
        for table in keys.LEDGERS
    ]
    acts = [
        dg.AssetSpec(key, description=description, group_name="raw", kinds={"duckdb"})
        for key, description in _ACTS.items()
    ]

    @dg.multi_asset(name="load_raw", specs=[*tables, *ledgers, *acts])
    def load(run: WarehouseRun) -> Iterator[dg.MaterializeResult[None]]:
        report(Progress("load", "raw tables", is_done=False))
        totals: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        results = load_raw(run.context, progress=told("load"))
        for result in results:
            total = totals[f"{result.vendor}__{result.entity}"]
            total["rows_read"] += result.rows_read
            total["rows_loaded"] += result.rows_loaded
            total["rows_unchanged"] += result.rows_unchanged
            total["rows_deleted"] += result.rows_deleted
        loaded = sum(result.rows_loaded for result in results)
        report(Progress("load", f"{len(results)} batches, new or changed rows", loaded))
        for contract in contracts:
            yield dg.MaterializeResult(
                asset_key=keys.raw(contract.vendor, contract.entity),
                metadata=dict(totals[contract.table_name]),
            )
        for table in keys.LEDGERS:
            yield dg.MaterializeResult(asset_key=keys.ledger(table))
        for key in _ACTS:
            yield dg.MaterializeResult(asset_key=key)

    return load
