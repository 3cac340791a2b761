"""One reading session of Great Expectations on a warehouse file.

Nothing is kept: the context lives in memory, the file is opened for reading and let go at the end,
so that the same process can open it for writing afterwards.
"""

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import great_expectations as gx
from great_expectations.core import (
    ExpectationSuiteValidationResult,
    ExpectationValidationResult,
)
from great_expectations.core.run_identifier import RunIdentifier
from great_expectations.data_context.data_context.ephemeral_data_context import (
    EphemeralDataContext,
)
from great_expectations.data_context.types.base import ProgressBarsConfig
from great_expectations.datasource.fluent.sql_datasource import SQLDatasource

from expectations import readonly_duckdb
from expectations.suites.building import TableSuite


class Session:
    """A warehouse opened for validation; made by :func:`opened`."""

    def __init__(self, context: EphemeralDataContext, source: SQLDatasource, now: datetime) -> None:
        """Hold an ephemeral context and its one data source."""
        self.context = context
        self._source = source
        self._run = RunIdentifier(run_name="audit", run_time=now)

    def validate(self, table_suite: TableSuite) -> list[ExpectationValidationResult]:
        """Validate a table against its suite.

        Returns:
            One result per expectation of the suite.
        """
        name = table_suite.suite.name
        asset = self._source.add_table_asset(
            table_suite.qualified_table,
            table_name=table_suite.table,
            schema_name=table_suite.schema,
        )
        definition = gx.ValidationDefinition(
            name=name,
            data=asset.add_batch_definition_whole_table("whole_table"),
            suite=self.context.suites.add(table_suite.suite),
        )
        result: ExpectationSuiteValidationResult = definition.run(
            result_format="BASIC", run_id=self._run
        )
        return list(result.results)


@contextmanager
def opened(warehouse: Path, *, now: datetime, sites: dict[str, Any]) -> Iterator[Session]:
    """Open a warehouse for validation, quietly, and close every connection to it afterwards.

    Args:
        warehouse: DuckDB file.
        now: Time of the audit, shown in the Data Docs.
        sites: Data Docs sites by name, as the library configures them.
    """
    readonly_duckdb.register()
    with _silence():
        context = gx.get_context(mode="ephemeral")
        context.variables.progress_bars = ProgressBarsConfig(globally=False)
        context.variables.data_docs_sites = sites
        arguments: dict[str, Any] = {
            "connection_string": readonly_duckdb.readonly_url(warehouse),
            "create_temp_table": False,
            "kwargs": readonly_duckdb.readonly_arguments(),
        }
        source = context.data_sources.add_sql("warehouse", **arguments)
        try:
            yield Session(context, source, now)
        finally:
            source.get_execution_engine().close()
            source.get_engine().dispose()


@contextmanager
def _silence() -> Iterator[None]:
    """Keep the library's warnings and logs off the terminal: results say what went wrong."""
    logger = logging.getLogger("great_expectations")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.setLevel(level)
