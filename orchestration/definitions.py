"""The code location that ``workspace.yaml`` names.  Loading it opens no database."""

import dagster as dg

from ingest.config import load_firm
from orchestration.parts import all_definitions
from orchestration.paths import config_path, state_home
from orchestration.resources import WarehouseRun


@dg.definitions
def defs() -> dg.Definitions:
    """Load the firm named by ``TIEOUT_CONFIG`` with its state under ``TIEOUT_HOME``."""
    home = state_home()
    run = WarehouseRun(config_path=str(config_path()), home_path=str(home.root))
    return all_definitions(load_firm(config_path()), home, run)
