"""Dagster's event log in SQLite, whose connections stay open from one event to the next.

Dagster's own class makes an engine, connects and forces the disk for each of the thousands of
events of a build, which takes longer than what the events speak of. The files are the same, in the
same folder, so either class reads what the other wrote.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

from dagster import Field
from dagster._core.storage.event_log import SqliteEventLogStorage
from dagster._core.storage.sqlite import SQLITE_BUSY_TIMEOUT_SECONDS
from dagster._serdes import ConfigurableClassData
from sqlalchemy import Connection, Engine, create_engine, event

_HOME = "DAGSTER_HOME"
_FOLDER = "history/runs"
_KEPT = 4


class KeptOpenEventLog(SqliteEventLogStorage):
    """The event log under ``$DAGSTER_HOME``, each file of which keeps its connections.

    In write-ahead mode SQLite is consistent after a crash whether or not each commit waits for the
    disk; a power cut may lose the last events of a run, never what they speak of.
    """

    def __init__(self, base_dir: str, inst_data: ConfigurableClassData | None = None) -> None:
        """Open the log of a folder, which is made if absent.

        Args:
            base_dir: Folder of the files, one for each run and an index.
            inst_data: How Dagster came to open it.
        """
        self._engines: dict[str, Engine] = {}
        super().__init__(base_dir, inst_data)

    @classmethod
    def config_type(cls) -> dict[str, Field]:
        """Return what can be configured: nothing, the folder is Dagster's."""
        return {}

    @classmethod
    def from_config_value(cls, inst_data: ConfigurableClassData | None, config_value: Any) -> Self:
        """Open the log of ``$DAGSTER_HOME``."""
        del config_value
        return cls(str(Path(os.environ[_HOME]) / _FOLDER), inst_data)

    def dispose(self) -> None:
        """Close every file."""
        with self._db_lock:
            while self._engines:
                self._engines.popitem()[1].dispose()
        super().dispose()

    @contextmanager
    def _connect(self, shard: str) -> Iterator[Connection]:
        with self._db_lock:
            engine = self._engine_of(shard)
            if shard not in self._initialized_dbs:
                self._initdb(engine)
                self._initialized_dbs.add(shard)
            with engine.connect() as connection, connection.begin():
                yield connection

    def _engine_of(self, shard: str) -> Engine:
        """Return the engine of a file, the last used of those kept; one too many is closed."""
        engine = self._engines.pop(shard, None) or _engine(self.conn_string_for_shard(shard))
        self._engines[shard] = engine
        if len(self._engines) > _KEPT:
            self._engines.pop(next(iter(self._engines))).dispose()
        return engine


def _engine(url: str) -> Engine:
    engine = create_engine(url, connect_args={"timeout": SQLITE_BUSY_TIMEOUT_SECONDS})
    event.listen(engine, "connect", _without_waiting)
    return engine


def _without_waiting(connection: sqlite3.Connection, _record: object) -> None:
    connection.execute("pragma synchronous = normal")
