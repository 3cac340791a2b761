"""The pointer: what is written is read back, what is damaged is refused."""

import json
from pathlib import Path

import pytest

from serving.errors import NothingPublishedError, PublishedFormatError
from serving.versions import (
    Pointer,
    current_file,
    next_version,
    read_pointer,
    readers_of,
    version_name,
    write_pointer,
)

POINTER = Pointer(
    version=7,
    file="v000007.duckdb",
    published_at="2026-07-16T02:30:00+00:00",
    known_at="2026-07-16T02:30:00+00:00",
    valued_on="2026-07-15",
    fingerprint="f" * 64,
    versions=(5, 7),
)


def test_a_pointer_is_read_back_as_written(tmp_path: Path) -> None:
    write_pointer(tmp_path, POINTER)

    assert read_pointer(tmp_path) == POINTER


def test_there_is_no_pointer_before_the_first_publish(tmp_path: Path) -> None:
    assert read_pointer(tmp_path) is None
    with pytest.raises(NothingPublishedError, match="nothing is published"):
        current_file(tmp_path)


@pytest.mark.parametrize(
    "text", ["", "[]", '{"format_version": 2}', '{"format_version": 1, "version": 7}']
)
def test_a_pointer_of_another_format_is_refused_with_the_way_out(tmp_path: Path, text: str) -> None:
    (tmp_path / "current.json").write_text(text)

    with pytest.raises(PublishedFormatError) as refused:
        read_pointer(tmp_path)

    assert "tieout run" in refused.value.way_out


def test_where_readers_stay_is_told_of_any_folder(tmp_path: Path) -> None:
    assert readers_of(tmp_path) == "nothing is published yet"
    write_pointer(tmp_path, POINTER)
    assert readers_of(tmp_path) == "readers stay on v000007"
    (tmp_path / "current.json").write_text("[]")
    assert readers_of(tmp_path).startswith("which version readers are on cannot be told")


def test_a_pointer_to_a_file_that_has_gone_is_refused(tmp_path: Path) -> None:
    write_pointer(tmp_path, POINTER)

    with pytest.raises(PublishedFormatError, match=r"v000007\.duckdb, which is not there"):
        current_file(tmp_path)


def test_the_next_version_is_above_every_number_ever_used(tmp_path: Path) -> None:
    published, events = tmp_path / "published", tmp_path / "events"
    assert next_version(published, events) == 1

    published.mkdir()
    events.mkdir()
    write_pointer(published, POINTER)
    assert next_version(published, events) == 8

    (events / "v000011.parquet").touch()
    (published / "v000009.duckdb").touch()
    (published / "notes.duckdb").touch()
    assert next_version(published, events) == 12


def test_versions_are_written_with_six_digits() -> None:
    assert version_name(12) == "v000012"
    assert version_name(1234567) == "v1234567"


def test_the_pointer_file_is_plain_json(tmp_path: Path) -> None:
    write_pointer(tmp_path, POINTER)

    assert json.loads((tmp_path / "current.json").read_text())["versions"] == [5, 7]
