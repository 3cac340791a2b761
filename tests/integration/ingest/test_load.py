import json
import shutil
from pathlib import Path

import duckdb
import pytest

from ingest.acts import load_break_events
from ingest.contracts import ROOT, contracts
from ingest.errors import LandingError, RebuildNeededError, WarehouseError
from ingest.home import Home
from ingest.raw_tables import BREAK_EVENT
from ingest.warehouse import open_warehouse
from tests.integration.ingest.conftest import Site
from tests.integration.ingest.made_source import TIME, execute, put_rows, time_row

CURRENT = "raw_current.tryton__timesheet_line"
RAW = "raw.tryton__timesheet_line"


def test_every_row_of_raw_says_where_it_came_from(site: Site) -> None:
    site.deliver([time_row(5), time_row(9)])
    batch = "20260716T023000000000Z"
    load_id = f"psa/timesheet_line/{batch}"
    rows = site.query(
        "select id, _raw_row_id, _instance, _load_id, _file, _line, _loaded_at::varchar, "
        f"typeof(_row_hash) from {RAW} order by id"
    )
    assert rows == [
        (
            key,
            f"{load_id}:{line}",
            "psa",
            load_id,
            f"{load_id}.parquet",
            line,
            "2026-07-16 02:30:00",
            "UHUGEINT",
        )
        for key, line in ((5, 1), (9, 2))
    ]


def test_loading_again_does_nothing(site: Site) -> None:
    site.deliver([time_row(1)])
    assert site.load() == []


def test_an_unchanged_redelivery_is_counted_and_not_copied(site: Site) -> None:
    site.deliver([time_row(1)])
    result = site.deliver([time_row(1)])
    assert (result.status, result.rows_read, result.rows_loaded, result.rows_unchanged) == (
        "unchanged",
        1,
        0,
        1,
    )
    assert site.query(f"select count(*) from {RAW}") == [(1,)]
    files = site.query(
        "select count(*), count(distinct file) from meta.load where status='unchanged'"
    )
    assert files == [(2, 2)]


def test_a_changed_row_is_a_new_version_and_the_others_are_not(site: Site) -> None:
    site.deliver([time_row(1), time_row(2)])
    result = site.deliver([time_row(1, duration=7200), time_row(2)])
    assert (result.rows_loaded, result.rows_unchanged, result.rows_deleted) == (1, 1, 0)
    assert site.query(f"select id, duration from {RAW} order by id, _loaded_at") == [
        (1, 3600),
        (1, 7200),
        (2, 3600),
    ]
    assert site.query(f"select id, duration from {CURRENT} order by id") == [(1, 7200), (2, 3600)]


def test_a_value_that_becomes_empty_is_a_change(site: Site) -> None:
    site.deliver([time_row(1, invoice_line=4)])
    assert site.deliver([time_row(1)]).rows_loaded == 1
    assert site.query(f"select invoice_line from {CURRENT}") == [(None,)]


def test_a_value_that_moves_to_another_column_is_a_change(site: Site) -> None:
    site.deliver([time_row(1, description="ab", uuid=None)])
    assert site.deliver([time_row(1, description=None, uuid="ab")]).rows_loaded == 1


def test_a_vanished_row_is_stamped_and_recorded_and_can_come_back(site: Site) -> None:
    site.deliver([time_row(1), time_row(2)])
    gone = site.deliver([time_row(1)])
    assert (gone.rows_read, gone.rows_loaded, gone.rows_deleted) == (1, 0, 1)
    stamped = f"select id, _deleted_at::varchar from {CURRENT} order by id"
    assert site.query(stamped) == [(1, None), (2, "2026-07-17 02:30:00")]
    deletions = 'select vendor_entity, _instance, "key", deleted_at::varchar from meta.row_deletion'
    once = [("tryton__timesheet_line", "psa", "2", "2026-07-17 02:30:00")]
    assert site.query(deletions) == once
    site.deliver([time_row(1, work=9)])
    assert site.query(deletions) == once
    back = site.deliver([time_row(1, work=9), time_row(2)])
    assert (back.rows_loaded, back.rows_unchanged) == (1, 1)
    assert site.query(stamped) == [(1, None), (2, None)]
    assert site.query(f"select count(*) from {RAW} where id = 2") == [(2,)]


def test_an_emptied_table_deletes_every_row(site: Site) -> None:
    site.deliver([time_row(1), time_row(2)])
    assert site.deliver([]).rows_deleted == 2
    assert site.query(f"select count(*) from {CURRENT} where _deleted_at is null") == [(0,)]


def test_instances_that_share_a_table_do_not_delete_each_other_s_rows(
    site: Site, tmp_path: Path
) -> None:
    put_rows(tmp_path / "two.sqlite", TIME, [time_row(1, work=22), time_row(8)])
    site.pull("psa_two")
    site.deliver([time_row(1)])
    site.deliver([time_row(2)])
    rows = f"select _instance, id, work, _deleted_at is null from {CURRENT} order by 1, 2"
    assert site.query(rows) == [
        ("psa", 1, 1, False),
        ("psa", 2, 1, True),
        ("psa_two", 1, 22, True),
        ("psa_two", 8, 1, True),
    ]


def test_the_raw_equation_holds_on_every_line_of_the_ledger(site: Site) -> None:
    for rows in ([time_row(1)], [time_row(1), time_row(2)], [time_row(2, work=3)], []):
        site.deliver(rows)
    assert site.query(
        "select count(*), count(*) filter (where rows_read <> rows_loaded + rows_unchanged) "
        "from meta.load"
    ) == [(8, 0)]
    stored = site.query("select sum(rows_loaded) from meta.load where entity = 'timesheet_line'")
    assert stored == site.query(f"select count(*) from {RAW}")


def test_the_ledger_carries_the_receipt(site: Site) -> None:
    put_rows(site.database, TIME, [time_row(1)])
    receipt, _ = site.pull()
    site.load()
    ((sha256, size, totals, contract, landed_at),) = site.query(
        "select sha256, bytes, control_totals, contract_sha256, landed_at::varchar from meta.load "
        "where entity = 'timesheet_line'"
    )
    assert (sha256, size, json.loads(totals)) == (
        receipt.sha256,
        receipt.bytes,
        receipt.control_totals,
    )
    assert (contract, landed_at) == (TIME.sha256, "2026-07-16 02:30:00")


def test_the_tables_of_the_firms_vendors_exist_before_anything_has_landed_and_no_other(
    site: Site,
) -> None:
    assert site.load() == []
    tables = site.query(
        "select schema_name, table_name from duckdb_tables() "
        "where schema_name in ('raw', 'raw_current')"
    )
    names = {
        contract.table_name for contract in contracts() if contract.vendor in ("tryton", "tieout")
    }
    assert set(tables) == {("raw", name) for name in names} | {
        ("raw_current", name) for name in names
    } | {("raw", "tieout__break_event")}


def test_instances_are_known_without_their_secrets(site: Site) -> None:
    site.load()
    assert site.query("select * from meta.instance order by 1") == [
        ("psa", "tryton", "psa", "psa", "sqlite:///psa.sqlite"),
        ("psa_two", "tryton", "psa", "psa_two", "sqlite:///two.sqlite"),
    ]


def test_a_file_that_was_altered_is_refused(site: Site) -> None:
    put_rows(site.database, TIME, [time_row(1)])
    receipt, _ = site.pull()
    file = site.home.landing / str(receipt.file)
    content = bytearray(file.read_bytes())
    content[20] ^= 1
    file.chmod(0o600)
    file.write_bytes(content)
    with pytest.raises(LandingError, match="not the one its receipt was written for"):
        site.load()


def test_a_file_that_has_gone_is_refused(site: Site) -> None:
    receipt, _ = site.pull()
    (site.home.landing / str(receipt.file)).unlink()
    with pytest.raises(LandingError, match="data file of a receipt is missing"):
        site.load()


def test_a_control_total_that_is_not_the_file_s_is_refused(site: Site) -> None:
    put_rows(site.database, TIME, [time_row(1)])
    receipt, _ = site.pull()
    path = site.home.landing / f"{receipt.load_id}.receipt.json"
    path.chmod(0o600)
    path.write_text(path.read_text().replace('"duration": "3600"', '"duration": "3601"'))
    with pytest.raises(LandingError, match="duration adds up to 3600, not 3601"):
        site.load()
    assert site.query("select count(*) from meta.load where entity = 'timesheet_line'") == [(0,)]
    assert site.query(f"select count(*) from {RAW}") == [(0,)]


def test_a_batch_older_than_what_is_loaded_is_refused(site: Site) -> None:
    site.deliver([time_row(1)])
    older = Site(site.firm, site.home, site.database)
    moved = site.home.root / "aside"
    (site.home.landing / "psa").rename(moved)
    put_rows(site.database, TIME, [time_row(2)])
    older.now = older.now.replace(year=2020)
    older.pull()
    shutil.copytree(moved, site.home.landing / "psa", dirs_exist_ok=True)
    with pytest.raises(LandingError, match="is older than"):
        site.load()


def test_a_landing_zone_that_lost_a_loaded_batch_is_refused(site: Site) -> None:
    site.deliver([time_row(1)])
    shutil.rmtree(site.home.landing / "psa" / "timesheet_line")
    with pytest.raises(LandingError, match="no longer in the landing zone"):
        site.load()


def widened(folder: Path, monkeypatch: pytest.MonkeyPatch, old: str, new: str) -> None:
    """Have the contract of bookings say something new from now on."""
    root = folder / "contracts"
    shutil.copytree(ROOT, root, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    path = root / "tryton" / "timesheet_line.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    monkeypatch.setattr("ingest.contracts.ROOT", root)


def test_a_contract_that_gains_a_column_widens_raw_and_changes_no_row(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.deliver([time_row(1)])
    widened(
        tmp_path,
        monkeypatch,
        "      - name: uuid\n",
        "      - name: mood\n        description: Mood.\n        logicalType: string\n"
        "        physicalType: VARCHAR\n        classification: internal\n      - name: uuid\n",
    )
    site.pull()
    (result,) = [result for result in site.load() if result.entity == "timesheet_line"]
    assert (result.status, result.rows_loaded, result.rows_unchanged) == ("loaded", 0, 1)
    assert site.query("select column_name, kind from meta.schema_drift") == [
        ("mood", "missing_optional")
    ]
    execute(site.database, "alter table timesheet_line add column mood VARCHAR")
    site.pull()
    (result,) = [result for result in site.load() if result.entity == "timesheet_line"]
    assert (result.status, result.rows_loaded, result.rows_unchanged) == ("unchanged", 0, 1)
    assert site.query(f"select id, mood from {CURRENT}") == [(1, None)]


def test_a_column_that_changes_its_type_asks_for_a_rebuild_which_works(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.deliver([time_row(1)])
    widened(tmp_path, monkeypatch, '"DECIMAL(18,4)"', '"DECIMAL(28,6)"')
    with pytest.raises(RebuildNeededError, match=r"cost_price is DECIMAL\(18,4\)") as caught:
        site.load()
    assert "rebuilt from the landing zone" in caught.value.way_out
    site.home.warehouse.unlink()
    site.load()
    assert site.query(f"select cost_price::varchar from {CURRENT}") == [("80.500000",)]


def test_a_rebuild_that_would_lose_decimals_is_refused(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_rows(site.database, TIME, [time_row(1, cost_price=b"80.1234")])
    site.pull()
    widened(tmp_path, monkeypatch, '"DECIMAL(18,4)"', '"DECIMAL(18,2)"')
    with pytest.raises(LandingError, match="column cost_price: 1 values landed as"):
        site.load()


def test_a_warehouse_of_another_format_is_refused(site: Site) -> None:
    site.load()
    with open_warehouse(site.home) as connection:
        connection.execute("update meta.format_version set format_version = 99")
    with pytest.raises(RebuildNeededError, match="format version 99"):
        site.load()


def test_only_the_owner_can_read_the_warehouse(site: Site) -> None:
    site.load()
    assert site.home.warehouse.stat().st_mode & 0o777 == 0o600


def test_a_warehouse_that_is_not_there_cannot_be_read(tmp_path: Path) -> None:
    with (
        pytest.raises(WarehouseError, match="there is no warehouse yet"),
        open_warehouse(Home(tmp_path), read_only=True),
    ):
        pass


def test_a_file_that_is_no_warehouse_is_named(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    home.warehouse.write_text("not a database" * 1000)
    with pytest.raises(WarehouseError, match="DuckDB cannot open"), open_warehouse(home):
        pass


def write_events(home: Home, version: int, event_ids: list[str]) -> None:
    folder = home.landing / "_tieout" / "break_event"
    folder.mkdir(parents=True, exist_ok=True)
    columns = ", ".join(f"cast(null as {kind}) as {name}" for name, kind in BREAK_EVENT.items())
    ids = ", ".join(f"('{event_id}')" for event_id in event_ids)
    duckdb.sql(
        f"copy (select t.new_id as event_id, rest.* exclude (event_id) "
        f"from (values {ids}) as t(new_id), (select {columns}) as rest) "
        f"to '{folder}/v{version:06d}.parquet' (format parquet)"
    )


def test_break_events_count_once_their_version_is_published(site: Site) -> None:
    assert load_break_events(site.home, []) == 0
    write_events(site.home, 1, ["a", "b"])
    write_events(site.home, 2, ["c"])
    assert load_break_events(site.home, [1]) == 2
    assert load_break_events(site.home, [2, 1]) == 3
    assert load_break_events(site.home, [1]) == 2
    assert site.query("select event_id from raw.tieout__break_event order by 1") == [("a",), ("b",)]


def test_break_events_of_a_published_version_cannot_go_missing(site: Site) -> None:
    with pytest.raises(LandingError, match=r"v000007\.parquet"):
        load_break_events(site.home, [7])
