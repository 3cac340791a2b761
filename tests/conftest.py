"""What all tests of a run share."""

import os
import shutil
import tempfile

import pytest

from tests.dbt import PARSES


def pytest_configure(config: pytest.Config) -> None:
    """Open the folder of parses, before any worker starts."""
    if not hasattr(config, "workerinput"):
        os.environ[PARSES] = tempfile.mkdtemp(prefix="tieout-parses-")


def pytest_unconfigure(config: pytest.Config) -> None:
    """Remove the folder of parses, after every worker ended."""
    if not hasattr(config, "workerinput") and (folder := os.environ.pop(PARSES, None)):
        shutil.rmtree(folder, ignore_errors=True)
