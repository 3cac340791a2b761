from pathlib import Path

import pytest

from ingest.home import Home


def test_the_home_is_named_by_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TIEOUT_HOME", str(tmp_path / "state"))
    assert Home.from_environment().root == tmp_path / "state"


def test_without_one_it_is_var_in_the_working_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TIEOUT_HOME", raising=False)
    monkeypatch.chdir(tmp_path)
    assert Home.from_environment().root == tmp_path / "var"


def test_only_the_owner_can_enter_its_folders(tmp_path: Path) -> None:
    home = Home(tmp_path / "state")
    for folder in (home.landing, home.tmp, home.dbt, home.data_docs, home.published("finance")):
        assert folder.is_dir()
        while folder != tmp_path:
            assert folder.stat().st_mode & 0o777 == 0o700
            folder = folder.parent
