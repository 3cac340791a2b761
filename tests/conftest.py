"""How the suite is spread over processes."""

import pytest


@pytest.hookimpl(tryfirst=True)  # xdist reads the groups in the same hook
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep each file in one process, and all that share something costly in one, too."""
    for item in items:
        names = getattr(item, "fixturenames", ())
        shared = [name for name in ("published_run", "agreeing_firm") if name in names]
        group = shared[0] if shared else str(item.path)
        item.add_marker(pytest.mark.xdist_group(group))
