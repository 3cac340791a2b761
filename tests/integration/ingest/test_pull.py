import sqlite3
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pyarrow.parquet as pq  # type: ignore[import-untyped]
import pytest

from ingest.contracts import contract_of
from ingest.errors import (
    ConfigError,
    ContractError,
    ExtractValueError,
    SourceShapeError,
    SourceUnavailableError,
)
from ingest.extract import pull
from ingest.home import Home
from ingest.load import load
from ingest.receipts import receipt_paths
from ingest.sources import open_database
from tests.integration.ingest.conftest import FIRST, Site
from tests.integration.ingest.made_source import (
    COST,
    TIME,
    cost_row,
    execute,
    firm_reading,
    put_rows,
    time_row,
)

WORK = contract_of("tryton", "project_work")
INVOICE_LINE = contract_of("tryton", "account_invoice_line")


def landed(site: Site) -> list[str]:
    """Return every file under landing; nothing half done may be among them."""
    return sorted(
        str(path.relative_to(site.home.landing))
        for path in site.home.landing.rglob("*")
        if path.is_file()
    )


def test_money_and_time_arrive_exactly(site: Site) -> None:
    put_rows(
        site.database,
        TIME,
        [time_row(2, cost_price=b"76.96", duration=5400), time_row(1, cost_price=b"102")],
    )
    time, cost = site.pull()
    table = pq.read_table(site.home.landing / str(time.file))
    assert table.column("id").to_pylist() == [1, 2]
    assert table.column("cost_price").to_pylist() == [Decimal("102.0000"), Decimal("76.9600")]
    assert time.control_totals == {"duration": "9000", "cost_price": "178.9600"}
    assert (time.rows, cost.rows) == (2, 0)
    assert cost.control_totals == {"cost_price": "0.0000"}


def test_a_control_total_is_exact_where_a_float_would_not_be(site: Site) -> None:
    prices = [b"99999999999999.9999"] * 100 + [b"0.0001"] * 7
    put_rows(site.database, TIME, [time_row(i, cost_price=p) for i, p in enumerate(prices)])
    assert (site.pull()[0].control_totals or {})["cost_price"] == "9999999999999999.9907"


def test_a_float_of_the_source_becomes_the_shortest_decimal_that_means_it(
    tmp_path: Path, site: Site
) -> None:
    put_rows(site.database, INVOICE_LINE, [{"id": 1, "quantity": 0.1}, {"id": 2, "quantity": 4.35}])
    firm = firm_reading(tmp_path, {"erp": ("sqlite:///psa.sqlite", [INVOICE_LINE.entity])})
    (receipt,) = pull(firm, "erp", site.home, now=FIRST)
    assert (receipt.control_totals or {})["quantity"] == "4.4500"


def test_landed_files_are_for_the_owner_and_for_good(site: Site) -> None:
    site.pull()
    for path in site.home.landing.rglob("*"):
        assert path.stat().st_mode & 0o777 == (0o700 if path.is_dir() else 0o400)


def test_an_unchanged_extract_leaves_only_a_receipt(site: Site) -> None:
    put_rows(site.database, TIME, [time_row(1)])
    first, _ = site.pull()
    before = landed(site)
    second, _ = site.pull()
    third, _ = site.pull()
    assert (second.file, second.unchanged_since) == (None, first.batch)
    assert third.unchanged_since == first.batch
    assert (third.sha256, third.rows, third.control_totals) == (
        first.sha256,
        first.rows,
        first.control_totals,
    )
    assert all(name.endswith(".receipt.json") for name in set(landed(site)) - set(before))


def test_a_batch_is_never_named_before_the_last_one(site: Site) -> None:
    first, _ = site.pull()
    clock_gone_back = datetime(2020, 1, 1, tzinfo=UTC)
    second = pull(site.firm, "psa", site.home, now=clock_gone_back)[0]
    assert second.batch > first.batch


def test_all_tables_are_read_as_of_one_moment(site: Site) -> None:
    execute(site.database, "pragma journal_mode = wal")
    put_rows(site.database, TIME, [time_row(1)])
    put_rows(site.database, COST, [cost_row(1)])
    writer = sqlite3.connect(site.database)
    with open_database(site.firm, "psa") as source:
        assert sum(map(len, source.batches(TIME))) == 1
        with writer:
            writer.execute("insert into company_employee_cost_price (id) values (2)")
            writer.execute("insert into timesheet_line (id) values (2)")
        assert sum(map(len, source.batches(COST))) == 1
        assert sum(map(len, source.batches(TIME))) == 1
    writer.close()
    with open_database(site.firm, "psa") as source:
        assert sum(map(len, source.batches(COST))) == 2


def test_the_source_cannot_be_written_to(site: Site) -> None:
    with open_database(site.firm, "psa") as source, pytest.raises(Exception, match="readonly"):
        source._connection.exec_driver_sql("delete from timesheet_line")


def test_a_database_that_is_not_there_is_named_and_not_made(tmp_path: Path) -> None:
    firm = firm_reading(tmp_path, {"psa": ("sqlite:///gone.sqlite", [TIME.entity])})
    with pytest.raises(SourceUnavailableError, match=r"psa .*no database at .*gone\.sqlite"):
        pull(firm, "psa", Home(tmp_path / "home"), now=FIRST)
    assert not (tmp_path / "gone.sqlite").exists()


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("not a database" * 100)
    firm = firm_reading(tmp_path, {"psa": ("sqlite:///notes.txt", [TIME.entity])})
    with pytest.raises(SourceUnavailableError, match="file is not a database"):
        pull(firm, "psa", Home(tmp_path / "home"), now=FIRST)


def test_a_server_that_does_not_answer_is_named_without_its_password(tmp_path: Path) -> None:
    url = "postgresql+psycopg://reader:hunter2@127.0.0.1:1/psa"
    firm = firm_reading(tmp_path, {"psa": (url, [TIME.entity])})
    with pytest.raises(SourceUnavailableError) as caught:
        pull(firm, "psa", Home(tmp_path / "home"), now=FIRST)
    assert "reader:***@127.0.0.1:1/psa" in str(caught.value)
    assert "hunter2" not in str(caught.value)


def test_a_kind_of_database_nobody_has_tried_is_refused(tmp_path: Path) -> None:
    firm = firm_reading(tmp_path, {"psa": ("oracle://db/psa", [TIME.entity])})
    with pytest.raises(ConfigError, match="kind oracle are not supported"):
        pull(firm, "psa", Home(tmp_path / "home"), now=FIRST)


def test_an_instance_that_is_not_configured_is_named(site: Site) -> None:
    with pytest.raises(ConfigError, match="there is no instance wms"):
        site.pull("wms")


def test_a_table_that_has_gone_is_named(site: Site) -> None:
    execute(site.database, "drop table company_employee_cost_price")
    with pytest.raises(SourceShapeError) as caught:
        site.pull()
    assert "tryton/company_employee_cost_price" in str(caught.value)
    assert "psa (sqlite:///psa.sqlite)" in str(caught.value)
    assert landed(site) == []


def test_a_column_that_has_gone_is_named(site: Site) -> None:
    execute(site.database, "alter table timesheet_line drop column date")
    with pytest.raises(SourceShapeError, match="timesheet_line has no column date"):
        site.pull()
    assert landed(site) == []


def test_a_column_nobody_has_decided_about_is_kept_and_told_once(site: Site) -> None:
    put_rows(site.database, TIME, [time_row(1), time_row(2)])
    execute(site.database, "alter table timesheet_line add column mood VARCHAR")
    execute(site.database, "alter table timesheet_line add column photo BLOB")
    execute(site.database, "update timesheet_line set mood = 'sunny', photo = x'ff00' where id = 1")
    said: list[str] = []
    for _ in range(2):
        time, _ = site.pull()
        load(site.firm, site.home, progress=said.append)
    assert time.file is None
    [mood, photo] = [line for line in said if "warning" in line]
    assert "psa: table timesheet_line: column mood: new column; kept in _extra, restricted" in mood
    assert "photo" in photo
    assert site.query("select id, _extra from raw_current.tryton__timesheet_line order by id") == [
        (1, '{"mood":"sunny","photo":"0xff00"}'),
        (2, '{"mood":null,"photo":null}'),
    ]
    assert site.query("select entity, column_name, kind from meta.schema_drift order by all") == [
        ("timesheet_line", "mood", "new_column"),
        ("timesheet_line", "photo", "new_column"),
    ]


def test_a_missing_optional_column_is_empty_and_told(site: Site) -> None:
    put_rows(site.database, TIME, [time_row(1, invoice_line=7)])
    site.pull()
    site.load()
    execute(site.database, "alter table timesheet_line drop column invoice_line")
    site.pull()
    said: list[str] = []
    load(site.firm, site.home, progress=said.append)
    assert [line for line in said if "column invoice_line: missing optional" in line]
    assert site.query("select invoice_line from raw_current.tryton__timesheet_line") == [(None,)]
    assert site.query("select column_name, kind from meta.schema_drift") == [
        ("invoice_line", "missing_optional")
    ]


def test_an_ignored_column_is_not_told(tmp_path: Path, site: Site) -> None:
    account = contract_of("tryton", "account_account")
    put_rows(site.database, account, [])
    execute(site.database, 'alter table account_account add column "left" INTEGER')
    firm = firm_reading(tmp_path, {"erp": ("sqlite:///psa.sqlite", [account.entity])})
    said: list[str] = []
    pull(firm, "erp", site.home, now=FIRST, progress=said.append)
    assert not any("warning" in line for line in said)


@pytest.mark.parametrize(
    ("values", "names"),
    [
        ({"duration": "an hour"}, "column duration, row id=7: value 'an hour' does not fit BIGINT"),
        ({"duration": 5400.5}, "fractions of a second"),
        ({"date": "2026-02-30"}, "column date, row id=7: value '2026-02-30' does not fit DATE"),
        ({"employee": "Ann"}, "column employee, row id=7: value 'Ann' does not fit BIGINT"),
        ({"cost_price": b"80.12345"}, "it has more than 4 decimals"),
        ({"cost_price": b"1e20"}, "it has more than 14 digits before the point"),
        ({"id": None}, "row id=None: its key is empty"),
    ],
)
def test_a_value_that_does_not_fit_is_named_and_nothing_of_the_pull_lands(
    site: Site, values: dict[str, object], names: str
) -> None:
    put_rows(site.database, TIME, [time_row(1), time_row(7) | values])
    with pytest.raises(ExtractValueError) as caught:
        site.pull()
    message = str(caught.value)
    assert names in message
    assert "contract tryton/timesheet_line 1.0.0" in message
    assert "source psa (sqlite:///psa.sqlite), table timesheet_line" in message
    assert "nothing of this pull has landed" in caught.value.way_out
    assert landed(site) == []


def test_a_restricted_value_is_not_told(site: Site) -> None:
    put_rows(site.database, TIME, [time_row(7, cost_price=b"80.12345")])
    with pytest.raises(ExtractValueError) as caught:
        site.pull()
    assert "column cost_price, row id=7" in str(caught.value)
    assert "80.12345" not in str(caught.value)


def test_the_first_five_misfits_of_a_table_are_told_at_once(site: Site) -> None:
    put_rows(site.database, TIME, [time_row(i, date="soon") for i in range(20)])
    with pytest.raises(ExtractValueError) as caught:
        site.pull()
    assert [f"id={i}:" in str(caught.value) for i in range(7)] == [True] * 5 + [False] * 2


def test_a_key_that_is_there_twice_is_named(site: Site) -> None:
    put_rows(site.database, TIME, [time_row(1), time_row(3), time_row(3)])
    with pytest.raises(ExtractValueError, match="row id=3: its key is there more than once"):
        site.pull()


def test_a_failed_pull_leaves_the_landing_zone_as_it_was(site: Site) -> None:
    put_rows(site.database, TIME, [time_row(1)])
    site.pull()
    before = landed(site)
    put_rows(site.database, TIME, [time_row(2)])
    put_rows(site.database, COST, [cost_row(1, date="soon")])
    with pytest.raises(ExtractValueError):
        site.pull()
    assert landed(site) == before


def test_what_a_killed_pull_left_is_swept_by_the_next(site: Site) -> None:
    site.pull()
    folder = site.home.landing / "psa" / TIME.entity
    (folder / "20300101T000000000000Z.parquet").write_bytes(b"half")
    (folder / "20300101T000000000000Z.receipt.json.part").write_bytes(b"{")
    site.pull()
    assert not [name for name in landed(site) if "2030" in name]
    assert len(receipt_paths(site.home.landing)) == 4


def test_a_broken_contract_stops_the_pull_before_anything_is_read(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "contracts" / "tryton"
    folder.mkdir(parents=True)
    (folder / f"{TIME.entity}.yaml").write_text("kind: [DataContract\n")
    monkeypatch.setattr("ingest.contracts.ROOT", folder.parent)
    with pytest.raises(ContractError, match=r"timesheet_line\.yaml: line 2"):
        site.pull()
    assert landed(site) == []


def test_many_batches_of_rows_arrive_complete_and_in_order(site: Site) -> None:
    put_rows(site.database, TIME, [time_row(i) for i in range(25_001)])
    time, _ = site.pull()
    assert time.rows == 25_001
    assert (time.control_totals or {})["duration"] == str(25_001 * 3600)
    ids = pq.read_table(site.home.landing / str(time.file), columns=["id"])["id"].to_pylist()
    assert ids == list(range(25_001))


def test_tables_of_a_tree_keep_their_empty_durations(tmp_path: Path, site: Site) -> None:
    put_rows(site.database, WORK, [{"id": 1}, {"id": 2, "effort_duration": 7200}])
    firm = firm_reading(tmp_path, {"psa": ("sqlite:///psa.sqlite", [WORK.entity])})
    (receipt,) = pull(firm, "psa", site.home, now=FIRST)
    durations = pq.read_table(site.home.landing / str(receipt.file))["effort_duration"]
    assert durations.to_pylist() == [None, 7200]
