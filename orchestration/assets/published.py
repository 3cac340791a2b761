"""The published version: what readers read, moved on only when the audit passed."""

from datetime import UTC, datetime

import dagster as dg

from orchestration import keys
from orchestration.assets.audit import LAYERS
from orchestration.manifest import model_grains
from orchestration.progress import Progress, report
from orchestration.resources import WarehouseRun
from serving.pipeline import publish_version
from serving.versions import version_name


@dg.asset(
    key=keys.PUBLISHED,
    deps=[keys.audit(layer) for layer in LAYERS],
    group_name="published",
    kinds={"duckdb"},
)
def published_finance(run: WarehouseRun) -> dg.MaterializeResult[None]:
    """The finance audience's marts, as one versioned file; refused when the audit did not pass."""
    home = run.context.home
    done = publish_version(run.context, grains=model_grains(home), now=datetime.now(UTC))
    name = version_name(done.version)
    report(Progress("publish", f"{name}, {done.tables} tables", done.rows))
    return dg.MaterializeResult(
        metadata={
            "dagster/row_count": done.rows,
            "version": done.version,
            "file": dg.MetadataValue.path(str(done.file)),
            "tables": done.tables,
            "new_break_events": done.new_events,
        }
    )
