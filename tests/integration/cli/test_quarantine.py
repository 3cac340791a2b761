"""`tieout quarantine` and `tieout rebuild`, as a user meets them."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

import ingest.contracts
from cli.main import main
from ingest.home import ENVIRONMENT_VARIABLE
from tests.integration.ingest.made_files import HEADER, Drop, contract_text, make_drop


@pytest.fixture
def drop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Drop]:
    before = ingest.contracts.ROOT
    drop = make_drop(
        tmp_path, {"delta": contract_text("delta", "incremental", classification="restricted")}
    )
    monkeypatch.setenv(ENVIRONMENT_VARIABLE, str(drop.home.root))
    drop.put("delta", "week [1].csv", HEADER + "1,ann,60,1\n2,bob,unknown,2\nx\n4,d,6,1\n5,e,6,1\n")
    drop.put("delta", "week 2.csv", b"")
    drop.run()
    yield drop
    ingest.contracts.ROOT = before


def tieout(drop: Drop, *arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(["--config", str(drop.firm.path), *arguments])
    assert isinstance(ended.value.code, int)
    return ended.value.code


def listed(drop: Drop, capfd: pytest.CaptureFixture[str], *more: str) -> list[dict[str, object]]:
    capfd.readouterr()
    assert tieout(drop, "quarantine", "list", "--format", "json", *more) == 0
    found = json.loads(capfd.readouterr().out)
    assert isinstance(found, list)
    return found


def test_the_list_names_file_line_column_and_reason(
    drop: Drop, capfd: pytest.CaptureFixture[str]
) -> None:
    assert tieout(drop, "quarantine", "list") == 0
    said = capfd.readouterr().out
    for part in ("week [1].csv", "hours", "whole file", "3 of 3 in quarantine"):
        assert part in said
    records = listed(drop, capfd)
    assert {(one["line"], one["column_name"]) for one in records} == {
        (None, None),
        (3, "hours"),
        (4, None),
    }
    (whole,) = [one for one in records if one["line"] is None]
    assert listed(drop, capfd, "--kind", str(whole["kind"])) == [whole]


def test_show_takes_the_beginning_of_an_id_and_withholds(
    drop: Drop, capfd: pytest.CaptureFixture[str]
) -> None:
    torn = next(one for one in listed(drop, capfd) if one["line"] == 4)
    identity = str(torn["quarantine_id"])
    assert tieout(drop, "quarantine", "show", identity[:8]) == 0
    assert "withheld" in capfd.readouterr().out
    assert tieout(drop, "quarantine", "show", identity, "--show-restricted") == 0
    assert "raw text        x\n" in capfd.readouterr().out
    assert tieout(drop, "quarantine", "show", "nothing") == 2
    assert "take the id from" in capfd.readouterr().err


def test_replay_and_dismiss_say_what_they_did(
    drop: Drop, capfd: pytest.CaptureFixture[str]
) -> None:
    text = contract_text(
        "delta", "incremental", version="1.1.0", settings=("nullSpellings, value: [unknown]",)
    )
    drop.change_contract("delta", text)
    assert tieout(drop, "quarantine", "replay") == 2
    assert tieout(drop, "quarantine", "replay", "--all") == 0
    assert "quarantine: replay by" in capfd.readouterr().out
    assert drop.query("select count(*) from raw.made__delta") == [(4,)]
    assert len(listed(drop, capfd)) == 2
    assert tieout(drop, "quarantine", "dismiss", "--all") == 2
    assert tieout(drop, "quarantine", "dismiss", "--all", "--reason", "test rows") == 0
    assert listed(drop, capfd) == []
    assert {one["reason"] for one in listed(drop, capfd, "--status", "dismissed")} == {"test rows"}
    assert tieout(drop, "quarantine", "replay", "--all") == 0
    assert "nothing was done" in capfd.readouterr().out


def test_rebuild_says_what_it_made(drop: Drop, capfd: pytest.CaptureFixture[str]) -> None:
    inode = drop.home.warehouse.stat().st_ino
    assert tieout(drop, "rebuild") == 0
    assert "2 batches, 3 row versions, 2 lines in quarantine, 1 files refused" in (
        capfd.readouterr().out
    )
    assert drop.home.warehouse.stat().st_ino != inode
    assert not (drop.home.root / "rebuild").exists()


def test_a_rebuild_that_cannot_be_made_leaves_the_old_warehouse(
    drop: Drop, capfd: pytest.CaptureFixture[str]
) -> None:
    inode = drop.home.warehouse.stat().st_ino
    (damaged,) = [path for path in drop.home.landing.rglob("*Z.csv") if path.stat().st_size]
    damaged.chmod(0o600)
    damaged.write_text("other bytes")
    assert tieout(drop, "rebuild") == 2
    assert "is not the one its receipt was written for" in capfd.readouterr().err
    assert drop.home.warehouse.stat().st_ino == inode
