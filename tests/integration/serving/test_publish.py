"""Publish: what readers get, what stays, and what a failed audit leaves alone."""

import json
import stat
from pathlib import Path

import duckdb
import pytest

from ingest.home import Home
from serving.errors import BuildError, PublishRefusedError
from serving.publish import event_folder, publish
from serving.versions import current_file, read_pointer
from tests.integration.serving.small_version import (
    GRAINS,
    NOW,
    change_warehouse,
    home_at,
    make_warehouse,
    publish_version,
)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return home_at(tmp_path)


def rows_of(path: Path, sql: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(path), read_only=True) as connection:
        return connection.execute(sql).fetchall()


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_version_holds_the_marts_and_the_audit_as_tables_of_the_same_types(home: Home) -> None:
    done = publish_version(home)

    tables = rows_of(
        done.file,
        "select table_schema, table_name, table_type from information_schema.tables order by all",
    )
    assert {kind for _, _, kind in tables} == {"BASE TABLE"}
    assert {schema for schema, _, _ in tables} == {"marts", "meta"}
    assert [name for schema, name, _ in tables if schema == "meta"] == [
        "expectation_result",
        "load",
        "table_grain",
    ]
    assert (
        rows_of(
            done.file,
            "select closing_amount, typeof(closing_amount) from marts.kpi_wip "
            "where period = '2026-03'",
        )[0][1]
        == "DECIMAL(18,4)"
    )


@pytest.mark.parametrize(
    ("table", "comment", "column", "column_comment"),
    [
        (
            "kpi_wip",
            "Unbilled work, one row per project and month",
            "closing_amount",
            "It's open at the end of the month",
        ),
        ("fct_billable_time", "Time that bills", "value_amount", "What it bills"),
    ],
    ids=["of a table", "of a view"],
)
def test_comments_come_along(
    home: Home, table: str, comment: str, column: str, column_comment: str
) -> None:
    done = publish_version(home)

    of_table = f"select comment from duckdb_tables() where table_name = '{table}'"
    of_column = f"""
        select comment from duckdb_columns()
        where table_name = '{table}' and column_name = '{column}'
    """
    assert rows_of(done.file, of_table) == [(comment,)]
    assert rows_of(done.file, of_column) == [(column_comment,)]


def test_only_the_owner_may_read_what_is_published(home: Home) -> None:
    done = publish_version(home)

    assert mode_of(done.file) == 0o600
    assert mode_of(done.file.parent / "current.json") == 0o600
    assert mode_of(done.file.parent) == 0o700
    assert mode_of(event_folder(home) / "v000001.parquet") == 0o400


def test_pointer_and_link_name_the_same_version(home: Home) -> None:
    publish_version(home, version=1)
    done = publish_version(home, version=2)

    folder = home.published("finance")
    assert json.loads((folder / "current.json").read_text()) == {
        "file": "v000002.duckdb",
        "fingerprint": "print 2",
        "format_version": 1,
        "known_at": "2026-07-16T02:30:00+00:00",
        "published_at": "2026-07-16T02:30:00+00:00",
        "valued_on": "2026-07-15",
        "version": 2,
        "versions": [1, 2],
    }
    assert (folder / "current.duckdb").resolve() == done.file.resolve()


def test_three_versions_are_kept_and_all_are_remembered(home: Home) -> None:
    for version in range(1, 6):
        publish_version(home, version=version)

    folder = home.published("finance")
    assert sorted(path.name for path in folder.glob("v*.duckdb")) == [
        "v000003.duckdb",
        "v000004.duckdb",
        "v000005.duckdb",
    ]
    pointer = read_pointer(folder)
    assert pointer is not None
    assert pointer.versions == (1, 2, 3, 4, 5)
    assert len(list(event_folder(home).iterdir())) == 5


@pytest.mark.parametrize("status", ["failed", "error"])
def test_a_blocking_expectation_that_did_not_hold_leaves_readers_where_they_are(
    home: Home, status: str
) -> None:
    before = publish_version(home, version=1)
    make_warehouse(home, version=2)
    change_warehouse(
        home, [f"update meta.expectation_result set status = '{status}' where is_blocking"]
    )

    with pytest.raises(PublishRefusedError) as refused:
        publish(home, fingerprint="x", grains=GRAINS, now=NOW)

    assert "canonical.project: has_rows" in refused.value.failures[0]
    folder = home.published("finance")
    assert current_file(folder) == before.file
    assert [path.name for path in folder.glob("v*.duckdb")] == ["v000001.duckdb"]
    assert [path.name for path in event_folder(home).iterdir()] == ["v000001.parquet"]


def test_a_build_that_was_not_audited_is_refused(home: Home) -> None:
    make_warehouse(home, version=1)
    change_warehouse(home, ["update meta.expectation_result set version = 99"])

    with pytest.raises(PublishRefusedError, match="was not audited"):
        publish(home, fingerprint="x", grains=GRAINS, now=NOW)


def test_a_build_is_published_once(home: Home) -> None:
    publish_version(home, version=1)

    with pytest.raises(BuildError, match="not newer"):
        publish(home, fingerprint="x", grains=GRAINS, now=NOW)


def test_leftovers_of_a_killed_publish_are_swept(home: Home) -> None:
    publish_version(home, version=1)
    folder = home.published("finance")
    (folder / "v000002.duckdb").write_bytes(b"written, never pointed at")
    (folder / ".v000002.duckdb.partial").write_bytes(b"half")
    (folder / "current.duckdb").unlink()
    (event_folder(home) / "v000002.parquet").write_bytes(b"landed, never counted")

    publish_version(home, version=3)

    assert sorted(path.name for path in folder.iterdir()) == [
        "current.duckdb",
        "current.json",
        "v000001.duckdb",
        "v000003.duckdb",
    ]
    assert sorted(path.name for path in event_folder(home).iterdir()) == [
        "v000001.parquet",
        "v000003.parquet",
    ]


def test_month_ends_told_with_a_version_land_with_its_events_and_no_others(home: Home) -> None:
    make_warehouse(home)
    change_warehouse(
        home,
        [
            "insert into raw.tieout__break_event select * replace ('m' as event_id, "
            "date '2026-06-30' as valued_on, true as is_backfilled) "
            "from reconciliation.break_event_new",
            "insert into raw.tieout__break_event select * replace ('old' as event_id, "
            "0 as version) from reconciliation.break_event_new",
        ],
    )
    done = publish(home, fingerprint="print", grains=GRAINS, now=NOW)

    landed = duckdb.sql(
        f"select event_id, is_backfilled from '{event_folder(home)}/v000001.parquet' order by 1"
    ).fetchall()
    assert landed == [("e1", False), ("m", True)]
    assert done.new_events == 2
