"""What all tests of a run share."""

import os
import shutil
import tempfile

import pytest

from tests.shared import SHARED


def pytest_configure(config: pytest.Config) -> None:
    """Open the folder that tests share, before any worker starts."""
    if not hasattr(config, "workerinput"):
        os.environ[SHARED] = tempfile.mkdtemp(prefix="tieout-shared-")


def pytest_unconfigure(config: pytest.Config) -> None:
    """Remove it, after every worker ended."""
    if not hasattr(config, "workerinput") and (folder := os.environ.pop(SHARED, None)):
        shutil.rmtree(folder, ignore_errors=True)
