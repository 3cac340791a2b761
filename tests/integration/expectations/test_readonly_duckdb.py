"""Great Expectations reads DuckDB through our dialect, and cannot without it."""

from pathlib import Path
from typing import Any

import duckdb
import great_expectations as gx
import pytest
import sqlalchemy
from great_expectations.data_context.types.base import ProgressBarsConfig
from great_expectations.expectations.core.expect_column_values_to_not_be_null import (
    ExpectColumnValuesToNotBeNull,
)
from sqlalchemy.exc import DBAPIError

from expectations import readonly_duckdb


@pytest.fixture
def warehouse(tmp_path: Path) -> Path:
    path = tmp_path / "warehouse.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("create schema s")
        connection.execute("create table s.t as select 0.1::decimal(18, 4) as amount")
    return path


def validated(url: str) -> bool:
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    arguments: dict[str, Any] = {
        "kwargs": readonly_duckdb.readonly_arguments(),
        "create_temp_table": False,
    }
    source = context.data_sources.add_sql("warehouse", connection_string=url, **arguments)
    asset = source.add_table_asset("t", table_name="t", schema_name="s")
    batch = asset.add_batch_definition_whole_table("whole_table").get_batch()
    result = batch.validate(ExpectColumnValuesToNotBeNull(column="amount"), result_format="BASIC")
    source.get_execution_engine().close()
    source.get_engine().dispose()
    return bool(result.success)


def test_great_expectations_reads_through_the_dialect(warehouse: Path) -> None:
    readonly_duckdb.register()
    assert validated(readonly_duckdb.readonly_url(warehouse))


def test_great_expectations_still_needs_the_dialect(warehouse: Path) -> None:
    assert not validated(f"duckdb:///{warehouse}"), (
        "Great Expectations reads DuckDB unaided now: expectations/readonly_duckdb.py can go"
    )


def test_decimals_stay_exact(warehouse: Path) -> None:
    readonly_duckdb.register()
    engine = sqlalchemy.create_engine(
        readonly_duckdb.readonly_url(warehouse), **readonly_duckdb.readonly_arguments()
    )
    with engine.connect() as connection:
        assert str(connection.execute(sqlalchemy.text("select amount from s.t")).scalar()) == (
            "0.1000"
        )
    engine.dispose()


def test_nothing_can_be_written_through_the_dialect(warehouse: Path) -> None:
    readonly_duckdb.register()
    engine = sqlalchemy.create_engine(
        readonly_duckdb.readonly_url(warehouse), **readonly_duckdb.readonly_arguments()
    )
    with engine.connect() as connection, pytest.raises(DBAPIError, match="read-only"):
        connection.execute(sqlalchemy.text("insert into s.t values (1)"))
    engine.dispose()
