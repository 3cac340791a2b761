"""Where a code location finds the firm, its state and the dbt project.

The only module that reads the environment.
"""

import os
from pathlib import Path

from ingest.home import Home

REPOSITORY = Path(__file__).resolve().parent.parent
DBT_PROJECT = REPOSITORY / "dbt_project"
WORKSPACE = REPOSITORY / "workspace.yaml"
DEFAULT_CONFIG = "tieout.yaml"
DEFAULT_HOME = "var"


def config_path() -> Path:
    """Return the firm's configuration: ``TIEOUT_CONFIG``, or tieout.yaml beside workspace.yaml."""
    return _anchored(os.environ.get("TIEOUT_CONFIG") or DEFAULT_CONFIG)


def state_home() -> Home:
    """Return where state lives: ``TIEOUT_HOME``, or var beside workspace.yaml."""
    return Home(_anchored(os.environ.get("TIEOUT_HOME") or DEFAULT_HOME))


def _anchored(path: str) -> Path:
    return (REPOSITORY / Path(path).expanduser()).resolve()
