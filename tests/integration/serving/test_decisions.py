"""People's decisions: all of them or none, kept in landing, loaded like any extract."""

import csv
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl  # type: ignore[import-untyped]
import pytest

from cli.main import main
from ingest.config import Firm, load_firm
from ingest.errors import DecisionError
from ingest.home import Home
from ingest.load import load
from ingest.rebuild import rebuild
from ingest.warehouse import open_warehouse
from serving.break_sheet import ASKED, read_sheet, write_sheet
from serving.versions import current_file
from tests.integration.ingest.made_source import TIME, firm_reading, put_rows
from tests.integration.serving.small_version import home_at, publish_version

DECISIONS = (
    "select break_id, act, assignee, waived_until::varchar, waived_up_to, accepted_as, reason, "
    "author from raw_current.tieout__break_decision order by decision_id"
)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    home = home_at(tmp_path)
    monkeypatch.setenv("TIEOUT_HOME", str(home.root))
    publish_version(home)
    home.warehouse.unlink()
    return home


@pytest.fixture
def firm(tmp_path: Path) -> Firm:
    put_rows(tmp_path / "psa.sqlite", TIME, [])
    return load_firm(firm_reading(tmp_path, {"psa": ("sqlite:///psa.sqlite", [TIME.entity])}).path)


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    return int(ended.value.code or 0)


def landed(home: Home) -> list[Path]:
    return sorted((home.landing / "_tieout" / "break_decision").glob("*"))


def query(home: Home, statement: str) -> list[tuple[Any, ...]]:
    with open_warehouse(home, read_only=True) as connection:
        return connection.execute(statement).fetchall()


def published(home: Home) -> Path:
    return current_file(home.published("finance"))


def fill(path: Path, **cells: dict[str, str]) -> None:
    """Fill in decision columns of a CSV, by break id."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        row.update(cells.get(row["break_id"], {}))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys(), delimiter=";")
        writer.writeheader()
        writer.writerows(rows)


def test_a_decision_is_landed_with_a_receipt_loaded_once_and_survives_a_rebuild(
    home: Home, firm: Firm
) -> None:
    assert run("breaks", "decide", "b1", "--acknowledge", "--author", "ann") == 0
    assert (
        run("breaks", "decide", "b1", "--assign", "BF", "--comment", "ask Bob", "--author", "bo")
        == 0
    )
    waived = ("--waive", "--until", "2026-09-30", "--up-to", "200.50", "--reason", "small")
    assert run("breaks", "decide", "b1", *waived, "--author", "ann") == 0
    accepted = ("--accept", "false_positive", "--reason", "an intern")
    assert run("breaks", "decide", "b3", *accepted, "--author", "ann") == 0

    assert len(landed(home)) == 8  # a file and a receipt each
    assert all(path.stat().st_mode & 0o777 == 0o400 for path in landed(home))
    load(firm, home)
    load(firm, home)
    expected = [
        ("b1", "acknowledged", None, None, None, None, None, "ann"),
        ("b1", "assigned", "BF", None, None, None, None, "bo"),
        ("b1", "commented", None, None, None, None, "ask Bob", "bo"),
        ("b1", "waived", None, "2026-09-30", Decimal("200.5000"), None, "small", "ann"),
        ("b3", "accepted", None, None, None, "false_positive", "an intern", "ann"),
    ]
    assert query(home, DECISIONS) == expected
    rebuild(firm, home, published_versions=[])
    assert query(home, DECISIONS) == expected
    assert query(home, "select instance, status, rows_loaded from meta.load order by load_id") == [
        ("_tieout", "loaded", rows) for rows in (1, 2, 1, 1)
    ]


def test_what_a_killed_decision_left_behind_is_swept_and_break_events_are_not(home: Home) -> None:
    events = home.landing / "_tieout" / "break_event" / "v000001.parquet"
    assert events.is_file()
    folder = home.landing / "_tieout" / "break_decision"
    folder.mkdir()
    (folder / "20260101T000000000000Z.parquet").write_bytes(b"half")

    assert run("breaks", "decide", "b1", "--acknowledge") == 0

    assert events.is_file()
    assert len(landed(home)) == 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("nosuchbreak", "--acknowledge"), "'nosuchbreak' is no break of the published version"),
        (
            ("b1", "--waive", "--until", "2026-07-14", "--up-to", "1", "--reason", "x"),
            "'2026-07-14' is before 2026-07-15",
        ),
        (
            ("b1", "--waive", "--until", "31.12.2026", "--up-to", "1", "--reason", "x"),
            "is not a day",
        ),
        (
            ("b1", "--waive", "--until", "2026-12-31", "--up-to", "-1", "--reason", "x"),
            "'-1' is not zero or more",
        ),
        (
            ("b1", "--waive", "--until", "2026-12-31", "--up-to", "1e15", "--reason", "x"),
            "too many digits",
        ),
        (
            ("b1", "--waive", "--until", "2026-12-31", "--up-to", "NaN", "--reason", "x"),
            "'NaN' is not zero or more",
        ),
        (("b1", "--waive", "--until", "2026-12-31", "--up-to", "1"), "--reason: '' is needed"),
        (("b1", "--accept", "fine", "--reason", "x"), "'fine' is none of adjustment"),
        (("b1", "--accept", "immaterial"), "--reason: '' is needed"),
        (("b1",), "say what to do"),
        (("b1", "--until", "2026-12-31"), "belong to --waive"),
        (("b1", "--acknowledge", "--author", " "), "the author is empty"),
    ],
)
def test_what_cannot_be_decided_is_refused_and_nothing_lands(
    home: Home, capfd: pytest.CaptureFixture[str], arguments: tuple[str, ...], said: str
) -> None:
    assert run("breaks", "decide", *arguments) == 2
    assert said in " ".join(capfd.readouterr().err.replace("│", " ").split())
    assert landed(home) == []


def test_a_break_that_is_resolved_may_still_be_commented_on(home: Home) -> None:
    assert run("breaks", "decide", "b0", "--comment", "it was the import") == 0


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_a_list_executes_nothing_and_asks_for_nothing_as_it_was_written(
    home: Home, tmp_path: Path, ending: str
) -> None:
    path = tmp_path / f"breaks.{ending}"
    assert run("breaks", "export", "--to", str(path)) == 0

    assert {placed.wish.break_id for placed in read_sheet(path)} == {"b1", "b2", "b3", "b4"}
    if ending == "xlsx":
        book = openpyxl.load_workbook(path)
        assert book.sheetnames == ["BF", "HR"]
        cells = [cell for sheet in book for row in sheet for cell in row]
        assert "f" not in {cell.data_type for cell in cells}
        assert '\'=HYPERLINK("x")' in {cell.value for cell in cells}
    assert run("breaks", "import", str(path)) == 0
    assert landed(home) == []


def test_a_list_is_never_written_over_another(home: Home, tmp_path: Path) -> None:
    path = tmp_path / "breaks.csv"
    assert write_sheet(published(home), path, owner="hr") == 1
    with pytest.raises(DecisionError, match="is there already"):
        write_sheet(published(home), path, owner=None)


def test_a_filled_list_becomes_one_batch(home: Home, firm: Firm, tmp_path: Path) -> None:
    path = tmp_path / "breaks.xlsx"
    write_sheet(published(home), path, owner=None)
    book = openpyxl.load_workbook(path)
    wanted: dict[str, dict[str, object]] = {
        "b1": {
            "waive_until": datetime(2026, 8, 1),  # noqa: DTZ001 - as Excel keeps a day
            "waive_up_to": 150.1,
            "reason": "old",
        },
        "b3": {"acknowledge": "Yes", "assign_to": "HR"},
    }
    for sheet in book:
        names = [cell.value for cell in sheet[1]]
        for row in sheet.iter_rows(min_row=2):
            for name, value in wanted.get(row[0].value, {}).items():
                row[names.index(name)].value = value
    book.save(path)

    assert run("breaks", "import", str(path), "--author", "ann") == 0

    assert len(landed(home)) == 2
    load(firm, home)
    assert query(home, DECISIONS) == [
        ("b1", "waived", None, "2026-08-01", Decimal("150.1000"), None, "old", "ann"),
        ("b3", "acknowledged", None, None, None, None, None, "ann"),
        ("b3", "assigned", "HR", None, None, None, None, "ann"),
    ]


def test_a_wrong_list_lands_nothing_and_names_file_line_column_and_value(
    home: Home, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "breaks.csv"
    write_sheet(published(home), path, owner=None)
    fill(
        path,
        b1={"acknowledge": "yes"},
        b2={"accept_as": "whatever", "reason": "x"},
        b3={"break_id": "b9", "acknowledge": "maybe"},
        b4={"break_id": "b1", "comment": "again"},
    )
    assert run("breaks", "import", str(path)) == 2
    said = " ".join(capfd.readouterr().err.split())
    for part in (
        "4 things",
        "column accept_as: 'whatever' is none of",
        "column break_id: 'b9' is no break of the published version",
        "column acknowledge: 'maybe' is neither yes nor no",
        "column break_id: 'b1' is decided about twice, first breaks.csv, line",
        "breaks.csv, line 2",
    ):
        assert part in said
    assert landed(home) == []


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("x.csv", b"\xff\xfe\x00", "cannot be read"),
        ("x.csv", b"break_id,act\n", "the column acknowledge is missing"),
        ("x.csv", b"", "the column break_id is missing"),
        ("x.xlsx", b"no workbook", "cannot be read"),
    ],
)
def test_a_file_that_is_no_list_is_refused(
    tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(DecisionError, match=said):
        read_sheet(tmp_path / name)


def test_decisions_follow_each_other_whatever_the_clock_does(home: Home) -> None:
    from ingest.decisions import Decision, land_decisions

    now = datetime(2026, 8, 1, tzinfo=UTC)
    first = land_decisions(home, [Decision("b1", "acknowledged")], author="ann", now=now)
    second = land_decisions(
        home, [Decision("b1", "acknowledged")], author="ann", now=datetime(2026, 1, 1, tzinfo=UTC)
    )
    assert second.batch > first.batch
    assert set(ASKED) == {
        "acknowledge",
        "assign_to",
        "comment",
        "waive_until",
        "waive_up_to",
        "accept_as",
        "reason",
    }
