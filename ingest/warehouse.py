"""Open the working DuckDB file with the settings every user of it needs.

Who may write is decided by ``ingest.lock``; here a conflict only shows as a clear error.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

from ingest.errors import WarehouseBusyError, WarehouseError
from ingest.home import Home


@contextmanager
def open_warehouse(home: Home, *, read_only: bool = False) -> Iterator[duckdb.DuckDBPyConnection]:
    """Connect to the warehouse of a home and close it afterwards.

    Args:
        home: Its warehouse file is created when absent, unless ``read_only``.
        read_only: Any number of processes may read, as long as none writes.

    Yields:
        A connection in UTC that spills to the home's own folder.

    Raises:
        WarehouseError: There is no warehouse to read, or DuckDB cannot open it.
        WarehouseBusyError: Another process has the file open for writing.
    """
    path = home.warehouse
    if read_only and not path.exists():
        raise WarehouseError(
            f"{path}: there is no warehouse yet.", way_out="run `tieout run` first."
        )
    try:
        connection = duckdb.connect(str(path), read_only=read_only, config=_settings(home))
    except duckdb.Error as error:
        reason = str(error).splitlines()[0]
        if "lock" in reason.lower():
            raise WarehouseBusyError(
                f"{path}: another process has the warehouse open. {reason}",
                way_out="close it there (readers should open the published file), then run again.",
            ) from error
        raise WarehouseError(
            f"{path}: DuckDB cannot open the warehouse. {reason}",
            way_out="move the file away and run `tieout run`; it is rebuilt from the landing zone.",
        ) from error
    try:
        if not read_only:
            path.chmod(0o600)
        connection.execute("set TimeZone = 'UTC'")
        yield connection
    finally:
        connection.close()


def _settings(home: Home) -> dict[str, str | bool | int | float | list[str]]:
    """Return DuckDB's settings: spill inside the home, no network, rows in no promised order.

    The memory limit stays DuckDB's own, 80 % of what the machine or its container has.
    """
    return {
        "preserve_insertion_order": False,
        "temp_directory": str(home.tmp / "duckdb"),
        "autoinstall_known_extensions": False,
    }
