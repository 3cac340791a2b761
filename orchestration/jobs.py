"""Jobs and the schedule.  DuckDB takes one writing process, so every job runs in process."""

import dagster as dg

from ingest.config import Firm

NIGHTLY = "nightly"
INGEST = "ingest"
BUILD = "build"
NIGHTLY_AT = "30 2 * * *"

_INGESTED = dg.AssetSelection.key_prefixes(["landing"], ["raw"], ["meta"])

ingest_job = dg.define_asset_job(
    INGEST,
    selection=_INGESTED,
    description="Pull every source system and load what is new.",
    executor_def=dg.in_process_executor,
)
build_job = dg.define_asset_job(
    BUILD,
    selection=dg.AssetSelection.all() - _INGESTED,
    description="Build the models, audit them, publish if the audit passes.",
    executor_def=dg.in_process_executor,
)
nightly_job = dg.define_asset_job(
    NIGHTLY,
    selection=dg.AssetSelection.all(),
    description="The whole way, from the source systems to the published marts.",
    executor_def=dg.in_process_executor,
)


def nightly_schedule(firm: Firm) -> dg.ScheduleDefinition:
    """Return the schedule of the nightly job: 02:30 in the firm's time zone."""
    return dg.ScheduleDefinition(
        name="every_night",
        job_name=NIGHTLY,
        cron_schedule=NIGHTLY_AT,
        execution_timezone=firm.time_zone,
        description=f"02:30 in {firm.time_zone}; switch it on in the UI.",
    )
