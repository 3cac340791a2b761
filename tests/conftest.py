"""How the suite is spread over processes."""

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep each file in one process, and all that read the one published run in one, too."""
    for item in items:
        names = getattr(item, "fixturenames", ())
        group = "the published run" if "published_run" in names else str(item.path)
        item.add_marker(pytest.mark.xdist_group(group))
