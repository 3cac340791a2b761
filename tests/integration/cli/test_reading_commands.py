"""status, breaks and trace: what they print, and the documented exit codes."""

import csv
import io
import json
import socket
from pathlib import Path

import pytest

from cli.main import main
from tests.integration.serving.small_version import home_at, publish_version


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = home_at(tmp_path)
    monkeypatch.setenv("TIEOUT_HOME", str(home.root))
    publish_version(home)


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    return int(ended.value.code or 0)


def test_breaks_as_csv_hold_every_column_and_no_formula(capfd: pytest.CaptureFixture[str]) -> None:
    assert run("breaks", "--format", "csv", "--rule", "BL-01") == 0

    rows = list(csv.DictReader(io.StringIO(capfd.readouterr().out)))
    assert [row["break_id"] for row in rows] == ["b1", "b4"]
    assert rows[0]["explanation"] == '\'=HYPERLINK("x")'
    assert rows[0]["money_at_stake"] == "150.0000"


def test_breaks_as_json_keep_decimals_as_text(capfd: pytest.CaptureFixture[str]) -> None:
    assert run("breaks", "--format", "json", "--min-amount", "900", "--sort", "age") == 0

    [found] = json.loads(capfd.readouterr().out)
    assert found["money_at_stake_group"] == "-990.0000"


def test_breaks_as_a_table_say_what_is_at_stake_by_direction(
    capfd: pytest.CaptureFixture[str],
) -> None:
    assert run("breaks", "--limit", "1") == 0

    said = capfd.readouterr().out
    assert "1 of 4 breaks" in said
    assert "over 990.00, under 150.00" in said


def test_an_empty_list_is_no_error(capfd: pytest.CaptureFixture[str]) -> None:
    assert run("breaks", "--owner", "nobody") == 0
    assert "0 of 0 breaks" in capfd.readouterr().out


@pytest.mark.parametrize(
    "arguments",
    [
        ("breaks", "--min-amount", "much"),
        ("breaks", "--sort", "colour"),
        ("breaks", "--limit", "0"),
    ],
)
def test_an_option_that_makes_no_sense_could_not_run(arguments: tuple[str, ...]) -> None:
    assert run(*arguments) == 2


def test_trace_of_an_unknown_table_could_not_run_and_lists_the_tables(
    capfd: pytest.CaptureFixture[str],
) -> None:
    assert run("trace", "kpi_wap", "x") == 2

    said = capfd.readouterr().err
    assert "kpi_wap" in said
    assert "kpi_wip" in said
    assert "Traceback" not in said


def test_before_the_first_publish_a_reader_is_told_to_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TIEOUT_HOME", str(tmp_path / "empty"))

    for command in (("status",), ("breaks",), ("trace", "kpi_wip", "x")):
        assert run(*command) == 2
        assert "tieout run" in capfd.readouterr().err


@pytest.mark.parametrize("command", ["run", "status", "breaks", "trace", "ui"])
def test_every_command_documents_its_exit_codes(
    command: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(command, "--help") == 0
    assert "Exit codes" in " ".join(capfd.readouterr().out.replace("│", " ").split())


def test_the_ui_on_a_taken_port_could_not_run(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    config = Path(__file__).resolve().parents[3] / "examples/tryton/tieout.yaml"
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        assert run("--config", str(config), "ui", "--port", str(port)) == 2

    assert f"port {port}" in capfd.readouterr().err


def test_the_version_is_printed(capfd: pytest.CaptureFixture[str]) -> None:
    assert run("--version") == 0
    assert capfd.readouterr().out.startswith("tieout 0.")
