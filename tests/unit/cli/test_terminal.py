"""Noise goes to the log, the console stays on the terminal, errors say the way out."""

import os
from pathlib import Path

import pytest

from cli.terminal import console_on, noise_in, show_error
from ingest.errors import ConfigError
from serving.errors import PublishRefusedError


def test_what_others_print_goes_to_the_log_and_the_console_still_speaks(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    log = tmp_path / "logs" / "run.log"
    console = console_on(1)

    with noise_in(log):
        os.write(1, b"a child's chatter\n")
        os.write(2, b"a warning\n")
        console.print("progress")
        console.file.flush()

    said = capfd.readouterr()
    assert said.out == "progress\n"
    assert said.err == ""
    assert log.read_text() == "a child's chatter\na warning\n"
    assert log.stat().st_mode & 0o077 == 0


def test_a_traceback_is_kept_in_the_log(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    log = tmp_path / "run.log"

    with pytest.raises(ZeroDivisionError), noise_in(log):
        _ = 1 // 0

    assert "ZeroDivisionError" in log.read_text()
    assert capfd.readouterr().err == ""


def test_an_error_shows_what_is_wrong_and_the_way_out_as_written(
    capfd: pytest.CaptureFixture[str],
) -> None:
    show_error(ConfigError("tieout.yaml: [bold]colour: unknown key", way_out="mend that key."))

    said = capfd.readouterr().err
    assert "Error tieout.yaml: [bold]colour: unknown key" in said
    assert "Way out mend that key." in said


def test_a_refusal_lists_every_failed_check(capfd: pytest.CaptureFixture[str]) -> None:
    show_error(PublishRefusedError("refused", failures=("raw: a", "marts: b")))

    said = capfd.readouterr().err
    assert "raw: a" in said
    assert "marts: b" in said
