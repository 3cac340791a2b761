"""Delivered files: each line is loaded once or quarantined, or its file is refused whole."""

import gzip
import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

import ingest.contracts
from ingest.as_of import raw_as_of
from ingest.config import load_firm
from ingest.equations import check_equations
from ingest.errors import LandingError, QuarantineError, SourceUnavailableError
from ingest.extract import pull
from ingest.quarantine import dismiss, replay
from ingest.quarantine_list import WITHHELD, Selection, find
from ingest.rebuild import rebuild
from ingest.warehouse import open_warehouse
from tests.integration.ingest.made_files import (
    HEADER,
    Drop,
    contents,
    contract_text,
    make_drop,
)

CURRENT = "select id, name from raw_current.made__{} where _deleted_at is null order by id"


@pytest.fixture
def drop(tmp_path: Path) -> Iterator[Drop]:
    before = ingest.contracts.ROOT
    yield make_drop(
        tmp_path,
        {
            "stock": contract_text("stock", "snapshot", classification="restricted"),
            "delta": contract_text("delta", "incremental"),
            "flagged": contract_text(
                "flagged",
                "incremental",
                settings=("deletes, value: {kind: flag, column: name, values: [gone]}",),
            ),
            "buried": contract_text(
                "buried",
                "incremental",
                settings=("deletes, value: {kind: tombstone, column: name, values: [gone]}",),
            ),
            "event": contract_text("event", "events"),
        },
    )
    ingest.contracts.ROOT = before


def same_after_rebuild(drop: Drop) -> None:
    before = contents(drop.home)
    rebuild(drop.firm, drop.home, published_versions=[])
    assert contents(drop.home) == before
    with open_warehouse(drop.home, read_only=True) as connection:
        check_equations(connection)


def test_a_snapshot_inserts_changes_and_deletes(drop: Drop) -> None:
    drop.put("stock", "a.csv", HEADER + "1,ann,60,1.50\n2,bob,60,2\n3,eve,60,3\n")
    (first,) = drop.run()
    assert (first.status, first.rows_loaded, first.rows_quarantined) == ("loaded", 3, 0)
    drop.put("stock", "b.csv", HEADER + "1,ann,60,1.5\n2,bert,60,2\n")
    (second,) = drop.run()
    assert (second.rows_loaded, second.rows_unchanged, second.rows_deleted) == (1, 1, 1)
    assert drop.query(CURRENT.format("stock")) == [(1, "ann"), (2, "bert")]
    same_after_rebuild(drop)


def test_a_file_is_taken_in_once_however_it_comes_again(drop: Drop) -> None:
    path = drop.put("delta", "a.csv", HEADER + "1,ann,60,1\n")
    drop.run()
    assert drop.run() == []
    os.utime(path)
    os.utime(path, (1, 1))
    (touched,) = drop.run()
    drop.put("delta", "renamed.csv", path.read_bytes())
    (renamed,) = drop.run()
    assert [touched.status, renamed.status] == ["unchanged", "unchanged"]
    drop.put("delta", "others.csv", HEADER + "1,ann,60,1.00\n7,new,60,1\n")
    (other,) = drop.run()
    assert (other.rows_loaded, other.rows_unchanged) == (1, 1)
    assert drop.query("select count(*) from raw.made__delta") == [(2,)]
    same_after_rebuild(drop)


def test_an_increment_says_nothing_of_absent_rows(drop: Drop) -> None:
    drop.put("delta", "a.csv", HEADER + "1,ann,60,1\n2,bob,60,1\n")
    drop.put("delta", "b.csv", HEADER + "2,bert,60,1\n")
    drop.run()
    assert drop.query(CURRENT.format("delta")) == [(1, "ann"), (2, "bert")]
    same_after_rebuild(drop)


def test_files_dropped_at_once_are_taken_in_the_order_of_their_numbers(drop: Drop) -> None:
    for number in (10, 9, 2):
        drop.put("delta", f"part{number}.csv", HEADER + f"1,part{number},60,1\n")
    drop.run()
    assert drop.query(CURRENT.format("delta")) == [(1, "part10")]


@pytest.mark.parametrize("entity", ["flagged", "buried"])
def test_a_row_that_says_it_is_deleted_is_and_can_come_back(drop: Drop, entity: str) -> None:
    drop.put(entity, "1.csv", HEADER + "1,ann,60,1\n2,bob,60,2\n")
    drop.run()
    drop.put(entity, "2.csv", HEADER + "1,gone,,\n")
    (gone,) = drop.run()
    assert (gone.rows_loaded, gone.rows_deleted) == (1, 1)
    assert drop.query(CURRENT.format(entity)) == [(2, "bob")]
    kept = "ann" if entity == "buried" else "gone"
    held = f"select name from raw_current.made__{entity} where id = 1"
    assert drop.query(held) == [(kept,)]
    drop.put(entity, "3.csv", HEADER + "1,gone,,\n2,bob,60,2\n")
    (again,) = drop.run()
    assert (again.rows_loaded, again.rows_unchanged, again.rows_deleted) == (0, 2, 0)
    drop.put(entity, "4.csv", HEADER + "1,ann,60,1\n")
    drop.put(entity, "4.csv", HEADER + "1,ann,60,1\n2,bob,60,3\n")
    drop.run()
    assert drop.query(CURRENT.format(entity)) == [(1, "ann"), (2, "bob")]
    same_after_rebuild(drop)


def test_events_are_only_ever_added(drop: Drop) -> None:
    drop.put("event", "1.csv", HEADER + "1,made,60,1\n1,approved,60,1\n1,made,60,1\n")
    (first,) = drop.run()
    assert (first.rows_loaded, first.rows_unchanged) == (2, 1)
    drop.put("event", "2.csv", HEADER + "1,approved,60,1\n1,paid,60,1\n")
    (second,) = drop.run()
    assert (second.rows_loaded, second.rows_unchanged) == (1, 1)
    assert drop.query(CURRENT.format("event")) == [(1, "paid")]
    same_after_rebuild(drop)


def test_bad_lines_are_quarantined_and_the_good_ones_load(drop: Drop) -> None:
    drop.put("delta", "a.csv", HEADER + "1,ann,60,1\n2,bob,sixty,x\n3,eve\n4,dan,60,4\n")
    (result,) = drop.run()
    assert (result.rows_loaded, result.rows_quarantined) == (2, 2)
    found, total = find(drop.home, Selection())
    assert total == 2
    assert [(one.line, one.column_name, one.kind) for one in found] == [
        (3, "hours", found[0].kind),
        (4, None, "too_few_columns"),
    ]
    assert found[0].raw_text == "sixty"
    same_after_rebuild(drop)


def test_above_the_threshold_the_file_is_refused_whole(drop: Drop) -> None:
    drop.put("delta", "a.csv", HEADER + "1,ann,x,1\n2,bob,x,1\n3,eve,1,1\n")
    (result,) = drop.run()
    assert (result.status, result.rows_read) == ("refused", 0)
    assert drop.query("select count(*) from raw.made__delta") == [(0,)]
    ((one,), total) = find(drop.home, Selection())
    assert (total, one.line, one.kind) == (1, None, "threshold")
    assert any("REFUSED" in said for said in drop.said)
    assert drop.run() == []
    same_after_rebuild(drop)


@pytest.mark.parametrize(
    ("manifest", "wrong"),
    [
        ({"rows": 3}, "it has 2 rows, not 3"),
        ({"control_totals": {"amount": "3.01"}}, "amount adds up to 3.00, not 3.01"),
        ({"sha256": "00"}, "its sha256 is"),
        ({"file": "b.csv"}, "it is named a.csv, not b.csv"),
        ({"extracted_at": "yesterday"}, "the manifest cannot be read"),
    ],
)
def test_a_file_that_contradicts_its_manifest_is_refused_and_the_others_load(
    drop: Drop, manifest: dict[str, object], wrong: str
) -> None:
    drop.put("delta", "a.csv", HEADER + "1,ann,60,1\n2,bob,60,2\n", manifest=manifest)
    drop.put("delta", "c.csv", HEADER + "9,eve,60,1\n")
    results = drop.run()
    assert sorted(result.status for result in results) == ["loaded", "refused"]
    ((one,), _) = find(drop.home, Selection())
    assert one.kind == "manifest"
    assert wrong in one.message
    assert drop.query(CURRENT.format("delta")) == [(9, "eve")]
    same_after_rebuild(drop)


def test_a_file_that_is_what_its_manifest_says_loads(drop: Drop) -> None:
    said = {"rows": 2, "control_totals": {"amount": 3.0, "hours": 120}, "file": "a.csv"}
    drop.put("delta", "a.csv", HEADER + "1,ann,60,1\n2,bob,60,2\n", manifest=said)
    assert [result.status for result in drop.run()] == ["loaded"]


def test_a_late_file_does_not_turn_back_what_is_newer(drop: Drop) -> None:
    def deliver(name: str, rows: str, day: int) -> None:
        said: dict[str, object] = {"extracted_at": f"2026-06-{day:02}T00:00:00Z"}
        drop.put("delta", name, HEADER + rows, manifest=said)
        drop.run()

    deliver("a.csv", "1,first,60,1\n", 1)
    deliver("c.csv", "1,first,60,1\n2,third,60,1\n", 3)
    deliver("b.csv", "1,second,60,1\n2,second,60,1\n3,second,60,1\n", 2)
    assert drop.query(CURRENT.format("delta")) == [(1, "first"), (2, "third"), (3, "second")]
    late = "select id, name from raw.made__delta where _is_late order by id"
    assert drop.query(late) == [(1, "second"), (2, "second")]
    same_after_rebuild(drop)


def test_a_late_snapshot_neither_changes_nor_deletes(drop: Drop) -> None:
    drop.put("stock", "b.csv", HEADER + "1,new,60,1\n", manifest={"watermark": "2026-06-02"})
    drop.run()
    old = HEADER + "1,old,60,1\n2,gone,60,1\n"
    drop.put("stock", "a.csv", old, manifest={"watermark": "2026-06-01"})
    (late,) = drop.run()
    assert (late.rows_loaded, late.rows_deleted) == (2, 0)
    assert drop.query(CURRENT.format("stock")) == [(1, "new")]
    same_after_rebuild(drop)


def test_a_snapshot_that_returns_to_an_earlier_content_says_when_it_was_taken(drop: Drop) -> None:
    one, two = HEADER + "1,ann,60,1\n", HEADER + "1,bob,60,1\n"
    for day, text in enumerate((one, two, one), start=1):
        said: dict[str, object] = {"extracted_at": f"2026-06-{day:02}T00:00:00Z"}
        drop.put("stock", f"{day}.csv", text, manifest=said)
        drop.run()
    assert drop.query(CURRENT.format("stock")) == [(1, "ann")]


def test_rows_in_quarantine_are_not_taken_for_deleted_ones(drop: Drop) -> None:
    drop.put("stock", "1.csv", HEADER + "1,ann,60,1\n2,bob,60,1\n3,eve,60,1\n")
    drop.run()
    drop.put("stock", "2.csv", HEADER + "1,ann,60,1\n2,bob,bad,1\n")
    (known,) = drop.run()
    assert known.rows_deleted == 1
    assert drop.query(CURRENT.format("stock")) == [(1, "ann"), (2, "bob")]
    drop.put("stock", "3.csv", HEADER + "2,bob,60,1\nwhat is this\n")
    (unknown,) = drop.run()
    assert unknown.rows_deleted == 0
    assert any("absent rows were not deleted" in said for said in drop.said)
    drop.put("stock", "4.csv", HEADER + "2,bob,60,1\n")
    (whole,) = drop.run()
    assert whole.rows_deleted == 1
    same_after_rebuild(drop)


def fix_money(drop: Drop, entity: str, mode: str) -> None:
    text = contract_text(
        entity, mode, version="1.1.0", settings=("nullSpellings, value: [unknown]",)
    )
    drop.change_contract(entity, text)


@pytest.mark.parametrize(("entity", "mode"), [("delta", "incremental"), ("stock", "snapshot")])
def test_a_replay_loads_exactly_the_missing_lines_once(drop: Drop, entity: str, mode: str) -> None:
    rows = "1,ann,60,1\n2,bob,unknown,2\n3,eve,bad,3\n4,dan,60,unknown\n5,a,6,5\n6,b,6,6\n"
    drop.put(entity, "a.csv", HEADER + rows)
    drop.run()
    assert replay(drop.firm, drop.home, Selection(), reason=None) is not None
    assert find(drop.home, Selection())[1] == 3
    fix_money(drop, entity, mode)
    act = replay(drop.firm, drop.home, Selection(), reason="the source writes unknown")
    assert act is not None
    loaded = f"select id, _line, _load_id, _loaded_at from raw.made__{entity} where id in (2, 4)"
    assert [row[:2] for row in drop.query(loaded + " order by id")] == [(2, 3), (4, 5)]
    assert {row[3] for row in drop.query(loaded)} == {act.instant}
    (open_one,), _ = find(drop.home, Selection())
    assert open_one.line == 4
    assert drop.query(
        "select lines, rows_loaded, rows_unchanged, rows_quarantined, control_totals from meta.load"
    ) == [(6, 5, 0, 1, '{"hours": "132", "amount": "14.00"}')]
    replay(drop.firm, drop.home, Selection(), reason=None)
    assert drop.query(f"select count(*) from raw.made__{entity}") == [(5,)]
    same_after_rebuild(drop)


def test_a_replayed_line_does_not_turn_back_a_newer_row(drop: Drop) -> None:
    drop.put("delta", "a.csv", HEADER + "1,old,unknown,1\n2,bob,60,1\n")
    drop.run()
    drop.put("delta", "b.csv", HEADER + "1,new,60,1\n")
    drop.run()
    fix_money(drop, "delta", "incremental")
    replay(drop.firm, drop.home, Selection(), reason=None)
    assert drop.query(CURRENT.format("delta")) == [(1, "new"), (2, "bob")]
    assert drop.query("select name from raw.made__delta where _is_late") == [("old",)]
    same_after_rebuild(drop)


def test_a_refused_file_is_replayed_whole(drop: Drop) -> None:
    drop.put("stock", "a.csv", HEADER + "1,ann,unknown,1\n2,bob,unknown,1\n3,eve,bad,1\n")
    drop.run()
    fix_money(drop, "stock", "snapshot")
    replay(drop.firm, drop.home, Selection(), reason=None)
    assert drop.query("select status, lines, rows_loaded, rows_quarantined from meta.load") == [
        ("loaded", 3, 2, 1)
    ]
    same_after_rebuild(drop)


def test_a_dismissal_has_an_author_and_a_reason_and_lasts(drop: Drop) -> None:
    drop.put("delta", "a.csv", HEADER + "1,ann,60,1\n2,bob,bad,1\n")
    drop.run()
    with pytest.raises(QuarantineError, match="needs a reason"):
        dismiss(drop.firm, drop.home, Selection(), reason=" ")
    act = dismiss(drop.firm, drop.home, Selection(), reason="a test row of theirs")
    assert act is not None
    assert find(drop.home, Selection())[1] == 0
    (one,), _ = find(drop.home, Selection(status="dismissed"))
    assert (one.resolved_by, one.reason) == (act.author, "a test row of theirs")
    assert replay(drop.firm, drop.home, Selection(), reason=None) is None
    same_after_rebuild(drop)


def test_texts_that_may_be_restricted_are_withheld(drop: Drop) -> None:
    drop.put("stock", "a.csv", HEADER + "1,ann,60,1\n2,bob,bad,1\nwhat\n4,d,60,1\n5,e,60,1\n")
    drop.run()
    texts = [one.raw_text for one in find(drop.home, Selection())[0]]
    assert texts == ["bad", WITHHELD]
    plain = find(drop.home, Selection(), show_restricted=True)[0]
    assert [one.raw_text for one in plain] == ["bad", "what"]


def test_new_and_missing_columns_are_reported_once(drop: Drop) -> None:
    drop.put("delta", "1.csv", "id,name,hours,colour\n1,ann,60,red\n")
    drop.put("delta", "2.csv", "id,name,hours,colour\n1,ann,60,blue\n")
    drop.run()
    assert drop.query("select name, _extra from raw.made__delta order by _line, _load_id") == [
        ("ann", '{"colour":"red"}'),
        ("ann", '{"colour":"blue"}'),
    ]
    drift = "select column_name, kind from meta.schema_drift order by 1"
    assert drop.query(drift) == [("amount", "missing_optional"), ("colour", "new_column")]
    same_after_rebuild(drop)


def test_a_missing_required_column_refuses_the_file_and_is_in_the_history(drop: Drop) -> None:
    drop.put("delta", "1.csv", "name,hours,amount\nann,60,1\n")
    (result,) = drop.run()
    assert (result.status, result.rows_loaded) == ("refused", 0)
    assert any("required column id is not in the header" in said for said in drop.said)
    assert any("Way out: deliver the file with its header" in said for said in drop.said)
    assert drop.query("select column_name, kind from meta.schema_drift") == [
        ("id", "missing_required")
    ]
    assert drop.query("select kind, line from meta.quarantine") == [("header", None)]
    same_after_rebuild(drop)


def test_a_retyped_column_refuses_the_file_with_the_way_out(drop: Drop) -> None:
    drop.put("delta", "1.csv", HEADER + "1,ann,an hour,1\n2,bob,two hours,1\n")
    (result,) = drop.run()
    assert (result.status, result.rows_loaded) == ("refused", 0)
    [refused] = [said for said in drop.said if said.startswith("REFUSED")]
    assert "2 of 2 lines would be quarantined" in refused
    assert "mend the file or the contract" in refused
    same_after_rebuild(drop)


def test_a_contract_that_changes_later_changes_nothing_loaded_before(drop: Drop) -> None:
    drop.put("delta", "1.csv", HEADER + "1,ann,unknown,1\n2,bob,60,1.5\n")
    drop.run()
    text = contract_text(
        "delta",
        "incremental",
        version="2.0.0",
        money="DECIMAL(20,4)",
        settings=("nullSpellings, value: [unknown]",),
    )
    drop.change_contract("delta", text)
    rebuild(drop.firm, drop.home, published_versions=[])
    assert find(drop.home, Selection())[1] == 1
    drop.put("delta", "2.csv", HEADER + "2,bob,60,1.5000\n3,eve,unknown,1.2345\n")
    (result,) = drop.run()
    assert (result.rows_loaded, result.rows_unchanged) == (1, 1)
    same_after_rebuild(drop)


def test_what_was_current_at_an_instant_can_be_read_for_good(drop: Drop) -> None:
    held: dict[datetime, list[tuple[object, ...]]] = {}
    current = "select id, name, _deleted_at from {} order by id"
    for entity in ("stock", "buried", "flagged"):
        for number, rows in enumerate(
            (
                "1,ann,60,1\n2,bob,60,1\n",
                "1,gone,,\n3,c,6,1\n",
                "1,back,60,1\n2,x,60,1\n",
                "3,gone,,\n",
            ),
        ):
            drop.put(entity, f"{number}.csv", HEADER + rows)
            drop.run()
            instant = drop.query("select max(landed_at) from meta.load")[0][0]
            held[instant] = drop.query(current.format(f"raw_current.made__{entity}"))
            with open_warehouse(drop.home, read_only=True) as connection:
                for known_at, rows_then in held.items():
                    relation = raw_as_of(connection, drop.contract(entity), known_at)
                    assert relation.select("id, name, _deleted_at").order("id").fetchall() == (
                        rows_then
                    ), (entity, known_at)
        held.clear()


def test_half_written_files_wait(drop: Drop) -> None:
    for name in ("a.csv.part", ".hidden.csv", "b.csv.tmp", "c.csv.crdownload"):
        drop.put("delta", name, HEADER)
    drop.put("delta", "d.csv", HEADER + "1,ann,60,1\n", manifest={"bytes": 10_000})
    assert drop.run() == []
    assert sum("waiting" in said for said in drop.said) == 5
    young = drop.put("delta", "young.csv", HEADER + "2,bob,60,1\n")
    os.utime(young)
    (result,) = drop.run()
    assert result.rows_loaded == 1


def test_paths_that_escape_are_never_read(drop: Drop, tmp_path: Path) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text(HEADER + "1,secret,60,1\n")
    (drop.files / "delta").mkdir()
    (drop.files / "delta" / "link.csv").symlink_to(secret)
    (drop.files / "stock").symlink_to(tmp_path, target_is_directory=True)
    assert drop.run() == []
    assert sum("leads out of its folder" in said for said in drop.said) >= 2
    assert not any("secret" in path.read_text() for path in drop.home.landing.rglob("*.csv"))


def test_files_put_straight_into_landing_are_taken_in_where_they_are(drop: Drop) -> None:
    folder = drop.home.landing / "made" / "delta"
    folder.mkdir(parents=True)
    named = folder / "20260701T000000000000Z.csv"
    named.write_text(HEADER + "1,ann,60,1\n")
    (folder / "20260701T000000000000Z.manifest.json").write_text('{"rows": 1}')
    (folder / "anything.csv").write_text(HEADER + "2,bob,60,1\n")
    for path in folder.glob("*.csv"):
        os.utime(path, (1, 1))
    results = drop.run()
    assert [result.rows_loaded for result in results] == [1, 1]
    assert results[0].load_id == "made/delta/20260701T000000000000Z"
    assert drop.query("select original_name from meta.load order by batch") == [
        ("20260701T000000000000Z.csv",),
        ("anything.csv",),
    ]
    assert drop.run() == []
    same_after_rebuild(drop)


def test_a_compressed_file_loads_and_a_corrupt_one_is_refused(drop: Drop) -> None:
    whole = gzip.compress((HEADER + "1,ann,60,1\n").encode())
    drop.put("delta", "a.csv.gz", whole)
    drop.put("delta", "b.csv.gz", gzip.compress((HEADER + "2,b,6,1\n" * 500).encode())[:-20])
    drop.put("delta", "c.parquet", b"PAR1 no, it is not PAR1")
    results = drop.run()
    assert sorted(result.status for result in results) == ["loaded", "refused", "refused"]
    assert {one.kind for one in find(drop.home, Selection())[0]} == {"corrupt"}
    same_after_rebuild(drop)


def test_a_place_behind_a_url_is_read_and_never_named_with_its_secrets(
    drop: Drop, monkeypatch: pytest.MonkeyPatch
) -> None:
    import fsspec  # type: ignore[import-untyped]

    memory = fsspec.filesystem("memory")
    memory.pipe("/made_drop/delta/a.csv", (HEADER + "1,ann,60,1\n").encode())
    text = drop.firm.path.read_text().replace("files: drop", "files: memory://${PLACE}")
    drop.firm.path.write_text(text.replace("settle_seconds: 1", "settle_seconds: 0"))
    monkeypatch.setenv("PLACE", "made_drop")
    drop.firm = load_firm(drop.firm.path)
    assert [result.rows_loaded for result in drop.run()] == [1]
    assert drop.run() == []
    monkeypatch.setenv("PLACE", "nowhere")
    with pytest.raises(SourceUnavailableError):
        drop.run()
    memory.rm("/made_drop", recursive=True)


def test_a_missing_kept_contract_is_named(drop: Drop) -> None:
    drop.put("delta", "a.csv", HEADER + "1,ann,60,1\n")
    pull(drop.firm, "made", drop.home, now=drop.now)
    fix_money(drop, "delta", "incremental")
    for path in drop.home.landing.rglob("delta.yaml"):
        path.unlink()
    with pytest.raises(LandingError, match="contract that files of made/delta were read by"):
        drop.load()
