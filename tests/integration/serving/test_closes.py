"""A close: two people, the same figures, kept for good, and nothing else counts."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any
from unittest import mock

import duckdb
import pytest

from cli.main import main
from ingest import closes
from ingest.config import Firm, load_firm
from ingest.home import Home
from ingest.landing import sha256_of
from ingest.load import load
from ingest.rebuild import rebuild
from ingest.warehouse import open_warehouse
from tests.integration.ingest.made_source import TIME, firm_reading, put_rows
from tests.integration.serving.period_version import publish_periods
from tests.integration.serving.small_version import home_at

BLOCKING = (
    "insert into marts.break_current values "
    "('b1', 'BL-06', 'Billed twice', 'open', true, 'erp:us', '2026-05', null, 900), "
    "('b2', 'BL-06', 'Billed twice', 'acknowledged', true, 'erp:us', '2026-04', null, -100), "
    "('b3', 'BL-06', 'Billed twice', 'accepted', true, 'erp:us', '2026-05', null, 1), "
    "('b4', 'BL-06', 'Billed twice', 'waived', true, 'erp:us', '2026-05', null, 1), "
    "('b5', 'MD-02', 'Duplicate client', 'open', false, 'erp:us', '2026-05', null, 1), "
    "('b6', 'BL-01', 'Unbilled', 'open', true, 'erp:us', '2026-06', null, 1), "
    "('b7', 'BL-01', 'Unbilled', 'open', true, 'erp:gb', '2026-05', null, 1), "
    "('b8', 'PD-03', 'Incomplete', 'open', true, null, null, '2026-05-31', null), "
    "('b9', 'PD-03', 'Incomplete', 'open', true, null, null, '2026-06-01', null)"
)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    home = home_at(tmp_path)
    monkeypatch.setenv("TIEOUT_HOME", str(home.root))
    publish_periods(home)
    return home


@pytest.fixture
def firm(tmp_path: Path) -> Firm:
    put_rows(tmp_path / "psa.sqlite", TIME, [])
    return load_firm(firm_reading(tmp_path, {"psa": ("sqlite:///psa.sqlite", [TIME.entity])}).path)


@pytest.fixture
def run(home: Home, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Run a command as somebody, on the published version."""

    def run(user: str, *arguments: str) -> int:
        monkeypatch.setenv("TIEOUT_USER", user)
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        return int(ended.value.code or 0)

    return run


def closed(run: Any, *options: str, preparer: str = "ann", certifier: str = "bo") -> None:
    assert run(preparer, "close", "prepare", "us", "2026-05", *options) == 0
    assert run(certifier, "close", "certify", "us", "2026-05", *options) == 0


def landed(home: Home, entity: str) -> list[Path]:
    return sorted((home.landing / "_tieout" / entity).glob("*.parquet"))


def rows(home: Home, columns: str, entity: str = "certified_row") -> list[tuple[Any, ...]]:
    (file,) = landed(home, entity)
    return duckdb.sql(f"select {columns} from '{file}' order by all").fetchall()


def test_what_is_certified_is_every_figure_of_the_entity_and_period(run: Any, home: Home) -> None:
    closed(run)

    # Not June, not the other entity, not the practice, not what breaks do to the row.
    assert rows(home, "table_name, row_key, measure, value, is_judged") == [
        ("kpi_days_to_invoice", "erp:us|2026-05", "*", None, False),
        ("kpi_days_to_invoice", "erp:us|2026-05", "open_amount", Decimal(40), False),
        ("kpi_utilization_rollup", "legal_entity|erp:us|2026-05", "*", None, True),
        (
            "kpi_utilization_rollup",
            "legal_entity|erp:us|2026-05",
            "billable_seconds",
            Decimal(5400),
            True,
        ),
        (
            "kpi_utilization_rollup",
            "legal_entity|erp:us|2026-05",
            "utilization_available_ratio",
            Decimal("0.333333333333"),
            True,
        ),
        ("kpi_wip", "psa:36|2026-05", "*", None, True),
        ("kpi_wip", "psa:36|2026-05", "closing_amount", Decimal(150), True),
    ]
    (whole,) = (row for row in rows(home, "table_name, content") if row[0] == "kpi_wip" and row[1])
    assert json.loads(whole[1])["open_break_count"] == 3
    # The entry is of the contracting entity, worked in May, counting in June; drafts count not, and
    # of what payroll paid in May two of three entries.
    kept = "record_kind, record_id, part_of_id, amount, cost_amount, state"
    assert rows(home, kept, "certified_record") == [
        ("expense", "x1", None, Decimal(80), None, "true|88.0000|USD"),
        ("ledger_line", "g1", "j1", Decimal(5), None, "revenue"),
        ("payroll_cost", "a1|psa:36", "a1", None, Decimal(60), None),
        ("time_entry", "psa:7", None, Decimal(100), Decimal(60), "2026-05|2026-06|client|true"),
        ("wip_movement", "m1", "i1", Decimal(-5), None, "billed"),
    ]
    # The published file is of before there were subcontractors.
    assert [(act.act, act.record_kinds) for act in closes.close_acts(home.landing)] == [
        ("prepared", None),
        ("certified", "expense,ledger_line,payroll_cost,time_entry,wip_movement"),
    ]
    files = [path for entity in ("close_act", "certified_row") for path in landed(home, entity)]
    assert all(path.stat().st_mode & 0o777 == 0o400 for path in files)


def test_nobody_certifies_what_they_prepared(
    run: Any, home: Home, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run("ann", "close", "certify", "us", "2026-05") == 1
    assert "erp:us 2026-05 is not prepared" in capfd.readouterr().err
    assert run("ann", "close", "prepare", "us", "2026-05") == 0
    assert run(" ANN ", "close", "certify", "us", "2026-05") == 1
    said = capfd.readouterr().err
    assert "prepared this close and cannot certify it: a close takes two people" in said
    assert landed(home, "certified_row") == []
    assert run("bo", "close", "certify", "us", "2026-05") == 0
    assert run("cy", "close", "certify", "us", "2026-05") == 1
    assert "certified already, by bo" in capfd.readouterr().err


def test_open_breaks_of_rules_that_block_a_close_need_a_reason(
    run: Any, home: Home, capfd: pytest.CaptureFixture[str]
) -> None:
    publish_periods(home, version=2, then=[BLOCKING])

    assert run("ann", "close", "prepare", "us", "2026-05") == 1
    said = capfd.readouterr().err
    # b1 and b2; b8, which is of no entity. Decided, of later periods, of others: not in the way.
    assert "BL-06: 2 open breaks, 1,000.00 at stake in group currency (Billed twice)" in said
    assert "PD-03: 1 open break, 0.00 at stake" in said
    assert "BL-01" not in said
    assert "MD-02" not in said
    assert landed(home, "close_act") == []

    closed(run, "--override", " agreed with the auditor ")
    capfd.readouterr()
    assert run("ann", "close", "list", "--format", "json") == 0
    (line, *_) = (
        line
        for line in json.loads(capfd.readouterr().out)["periods"]
        if line["certified_by"] == "bo"
    )
    assert line["override_reason"] == "agreed with the auditor"


def test_an_override_without_need_is_not_kept(run: Any, capfd: pytest.CaptureFixture[str]) -> None:
    closed(run, "--override", "just in case")
    capfd.readouterr()
    run("ann", "close", "list", "--format", "json")
    lines = json.loads(capfd.readouterr().out)["periods"]
    assert [line["override_reason"] for line in lines] == [None, None, None]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("us", "2026-06"), 1, "the books have the period as open"),
        (("us", "2026-07"), 1, "erp:us 2026-07 ends on 2026-07-31"),
        (("us", "2026-07", "--override", "now"), 1, "erp:us 2026-07 ends on 2026-07-31"),
        (("us", "2031-01"), 2, "erp:us has no period '2031-01'"),
        (("fr", "2026-05"), 2, "'fr' is no legal entity"),
    ],
)
def test_what_cannot_be_closed_is_said(
    run: Any,
    home: Home,
    capfd: pytest.CaptureFixture[str],
    arguments: tuple[str, ...],
    code: int,
    said: str,
) -> None:
    assert run("ann", "close", "prepare", *arguments) == code
    assert said in capfd.readouterr().err
    assert landed(home, "close_act") == []


def test_only_the_figures_that_were_prepared_are_certified(
    run: Any, home: Home, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run("ann", "close", "prepare", "us", "2026-05") == 0
    publish_periods(home, version=2, closing="150.0001")
    assert run("bo", "close", "certify", "us", "2026-05") == 1
    assert "are not those that ann prepared on v000001" in capfd.readouterr().err
    # A new version that says the same is what was prepared.
    publish_periods(home, version=3)
    assert run("bo", "close", "certify", "us", "2026-05") == 0


def test_drift_of_the_period_itself_does_not_keep_it_from_being_certified_again(
    run: Any, home: Home
) -> None:
    drift = (
        "insert into marts.break_current values "
        "('b', 'PD-01', 'Drift', 'open', true, 'erp:us', '2026-05', null, 9)"
    )
    publish_periods(home, version=2, then=[drift])
    assert run("ann", "close", "prepare", "us", "2026-05") == 1
    closed(run, "--override", "known")
    closed(run)
    earlier = drift.replace("2026-05", "2026-04")
    publish_periods(home, version=3, then=[earlier])
    assert run("ann", "close", "prepare", "us", "2026-05") == 1


def test_a_certificate_is_loaded_once_and_survives_a_rebuild(
    run: Any, home: Home, firm: Firm
) -> None:
    closed(run)
    load(firm, home)
    load(firm, home)
    statement = (
        "select (select count(*) from raw_current.tieout__close_act), "
        "(select count(*) from raw_current.tieout__certified_row), "
        "(select count(*) from raw_current.tieout__certified_record), "
        "(select string_agg(author, ' ' order by act_id) from raw_current.tieout__close_act)"
    )
    for again in (False, True):
        if again:
            rebuild(firm, home, published_versions=[])
        with open_warehouse(home, read_only=True) as connection:
            assert connection.execute(statement).fetchall() == [(2, 7, 5, "ann bo")]


def test_an_act_of_before_its_kinds_of_records_were_told_is_read_and_loaded(
    run: Any, home: Home, firm: Firm
) -> None:
    closed(run)
    for file in landed(home, "close_act"):
        older = file.with_suffix(".older")
        duckdb.sql(
            f"copy (select * exclude record_kinds from '{file}') to '{older}' (format parquet)"
        )
        older.replace(file)
        receipt = file.with_suffix(".receipt.json")
        told = json.loads(receipt.read_bytes())
        told |= {
            "sha256": sha256_of(file),
            "bytes": file.stat().st_size,
            "missing_columns": ["record_kinds"],
        }
        receipt.chmod(0o600)
        receipt.write_text(json.dumps(told))
    assert [act.record_kinds for act in closes.close_acts(home.landing)] == [None, None]
    load(firm, home)
    with open_warehouse(home, read_only=True) as connection:
        assert connection.execute(
            "select act, record_kinds from raw_current.tieout__close_act order by act_id"
        ).fetchall() == [("prepared", None), ("certified", None)]


def test_a_certifier_that_is_killed_has_certified_nothing(
    run: Any, home: Home, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run("ann", "close", "prepare", "us", "2026-05") == 0
    with mock.patch.object(closes, "land_acts", side_effect=KeyboardInterrupt):
        assert run("bo", "close", "certify", "us", "2026-05") == 130
    assert len(landed(home, "certified_row")) == 1
    capfd.readouterr()
    run("bo", "close", "list", "--format", "json")
    statuses = {line["status"] for line in json.loads(capfd.readouterr().out)["periods"]}
    assert statuses == {"prepared", None}
    assert run("bo", "close", "certify", "us", "2026-05") == 0


@pytest.mark.parametrize("entity", ["certified_row", "certified_record", "close_act"])
@pytest.mark.parametrize("harm", ["changed", "missing"])
def test_a_file_that_was_tampered_with_is_named(
    run: Any, home: Home, capfd: pytest.CaptureFixture[str], entity: str, harm: str
) -> None:
    closed(run)
    file = landed(home, entity)[-1]
    file.chmod(0o600)
    if harm == "changed":
        file.write_bytes(file.read_bytes()[:-1] + b"x")
    else:
        file.unlink()
    capfd.readouterr()

    assert run("ann", "close", "list") == 1
    assert file.name in capfd.readouterr().err
    assert run("ann", "asof", "us", "2026-05") == 2
    assert file.name in capfd.readouterr().err


def test_a_file_replaced_with_its_receipt_is_not_what_was_certified(
    run: Any, home: Home, capfd: pytest.CaptureFixture[str]
) -> None:
    closed(run)
    (file,) = landed(home, "certified_row")
    receipt = file.with_name(file.name.replace(".parquet", ".receipt.json"))
    forged = file.with_name("forged")
    duckdb.sql(
        f"copy (select * replace (least(value, 1) as value) from '{file}') to '{forged}' "
        "(format parquet)"
    )
    for path in (file, receipt):
        path.chmod(0o600)
    forged.replace(file)
    document = json.loads(receipt.read_text())
    document["sha256"] = sha256_of(file)
    document["bytes"] = file.stat().st_size
    receipt.write_text(json.dumps(document))

    assert run("ann", "close", "list") == 1
    assert f"{file.name}: the file is not the one that was certified" in capfd.readouterr().err


def test_an_act_replaced_with_its_receipt_is_not_what_was_published(
    run: Any, home: Home, capfd: pytest.CaptureFixture[str]
) -> None:
    closed(run)
    certificate_id = closes.close_acts(home.landing)[-1].certificate_id
    remembered = (
        "insert into marts.close_certificate values "
        f"('{certificate_id}', 'certified', 'ann', 'somebody else', 'x', 'y', 0, 0, 0, 'USD')"
    )
    publish_periods(home, version=2, then=[remembered])

    assert run("ann", "close", "list") == 1
    assert f"certificate {certificate_id}: what landed is not" in capfd.readouterr().err


def test_asof_says_what_was_said_and_what_is_known(
    run: Any, home: Home, capfd: pytest.CaptureFixture[str]
) -> None:
    closed(run)
    certificate_id = closes.close_acts(home.landing)[-1].certificate_id
    publish_periods(
        home,
        version=2,
        closing="150.0001",
        then=[
            f"insert into marts.close_certificate values ('{certificate_id}', "
            "'subsequent_change', 'ann', 'bo', null, null, 1, 1, 0.0001, 'USD')",
            f"insert into marts.fct_post_close_drift values ('{certificate_id}', 'kpi_wip', "
            "'psa:36|2026-05', 'closing_amount', 1, 'm1')",
            # A column that was made since says nothing about what was said before.
            "alter table marts.kpi_wip add column later_amount decimal(18, 4) default 5",
            f"insert into marts.fct_post_close_change values ('x', '{certificate_id}', 'erp:us', "
            "'2026-05', true, 'wip_movement', 'm1', 'changed', -5, -4.9999, 0.0001, 'l:9')",
        ],
    )
    capfd.readouterr()
    assert run("ann", "asof", "us", "2026-05", "--format", "json") == 0
    found = json.loads(capfd.readouterr().out)
    assert found["answer"] == "certified"
    assert found["said_by"]["status"] == "subsequent_change"
    (row,) = found["differences"]
    assert (row["said"], row["known"], row["difference"], row["records"]) == (
        "150.000000000000",
        "150.000100000000",
        "0.000100000000",
        "m1",
    )
    assert [record["record_id"] for record in found["records"]] == ["m1"]
    assert run("ann", "asof", "us", "2026-05") == 0
    said = capfd.readouterr().out
    assert "Certified by bo" in said
    assert "150.0001" in said
    assert run("ann", "asof", "us", "2026-05", "--format", "csv") == 0
    assert "kpi_wip,psa:36|2026-05,closing_amount,USD,True,150" in capfd.readouterr().out


@pytest.mark.parametrize(
    ("known_at", "answer"),
    [
        ("2026-06-30", "not_known_then"),  # the ERP's first extract landed on 1 July
        ("2026-07-01", "not_certified"),  # the first version is of 16 July
        ("2026-07-16", "published"),
    ],
)
def test_asof_knows_what_was_not_known(
    run: Any, home: Home, capfd: pytest.CaptureFixture[str], known_at: str, answer: str
) -> None:
    publish_periods(home, version=2, closing="151.0000", known_at="2026-07-17 02:30:00")
    command = ("asof", "us", "2026-05", "--known-at", known_at)
    assert run("ann", *command, "--format", "json") == 0
    found = json.loads(capfd.readouterr().out)
    assert found["answer"] == answer
    differences = [(row["measure"], row["difference"]) for row in found["differences"]]
    expected = [("closing_amount", "1.000000000000")] if answer == "published" else []
    assert differences == expected
    assert run("ann", *command) == 0
    if answer == "not_known_then":
        assert "Not known then: the first extract landed on 2026-07-01" in capfd.readouterr().out


def test_help_says_that_it_is_a_matter_of_honour(
    run: Any, capfd: pytest.CaptureFixture[str]
) -> None:
    for command in (("close", "--help"), ("close", "certify", "--help")):
        assert run("ann", *command) == 0
        said = " ".join(capfd.readouterr().out.split())
        assert "honour system" in said
