"""Definitions in two parts: what ingests, cheap to load, and everything, which needs dbt.

`tieout run` loads the first part to find out whether there is anything to build.
"""

import dagster as dg

from ingest.config import Firm
from ingest.home import Home
from orchestration.assets.landing import landing_assets, source_specs
from orchestration.assets.raw import raw_assets
from orchestration.jobs import build_job, ingest_job, nightly_job, nightly_schedule
from orchestration.resources import WarehouseRun


def ingest_definitions(firm: Firm, run: WarehouseRun) -> dg.Definitions:
    """Return source systems, landing and raw, and the job over them.  Does not import dbt."""
    return dg.Definitions(
        assets=[*source_specs(firm), *landing_assets(firm), raw_assets(firm)],
        jobs=[ingest_job],
        resources={"run": run},
        executor=dg.in_process_executor,
    )


def all_definitions(firm: Firm, home: Home, run: WarehouseRun) -> dg.Definitions:
    """Return every asset, check, job and schedule.

    Prepares the dbt manifest when the dbt project changed since it was last parsed.

    Args:
        firm: Whose sources and time zone.
        home: Under which the prepared manifest is kept.
        run: The resource every step shares.

    Raises:
        BuildError: The dbt project does not parse.
    """
    from orchestration.assets.audit import audit_assets
    from orchestration.assets.models import model_assets
    from orchestration.assets.published import published_finance
    from orchestration.dbt_process import dbt_process
    from orchestration.manifest import read_manifest

    manifest = read_manifest(home, firm)
    return dg.Definitions.merge(
        ingest_definitions(firm, run),
        dg.Definitions(
            assets=[model_assets(manifest), audit_assets(firm, manifest), published_finance],
            jobs=[build_job, nightly_job],
            schedules=[nightly_schedule(firm)],
            resources={"dbt": dbt_process()},
        ),
    )
