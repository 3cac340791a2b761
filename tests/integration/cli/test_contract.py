import gzip
import json
import sqlite3
from collections.abc import Callable
from pathlib import Path

import duckdb
import openpyxl  # type: ignore[import-untyped]
import pytest

from cli.contract import contract_app
from ingest.contracts import Contract, read_contract
from ingest.errors import ContractError
from tests.unit.ingest.contracts.made_contract import write

Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str]) -> Run:
    def run_it(*arguments: object) -> tuple[int, str]:
        code = contract_app([str(one) for one in arguments], standalone_mode=False)
        return int(code or 0), capfd.readouterr().out

    return run_it


def drafted(run: Run, folder: Path, *arguments: object) -> Contract:
    """Draft a contract into a folder, check it with the command, and read it."""
    out = folder / "drafts" / "thing.yaml"
    out.parent.mkdir()
    code, said = run("infer", *arguments, "--vendor", "acme", "--entity", "thing", "--out", out)
    assert (code, "review what is marked" in said) == (0, True)
    assert run("check", out) == (0, "1 contracts, all of them can be used.\n")
    contract = read_contract(out)
    assert {column.classification for column in contract.columns} == {"confidential"}
    return contract


def types(contract: Contract) -> dict[str, str]:
    return {column.name: column.type for column in contract.columns}


def test_check_without_arguments_checks_what_is_shipped(run: Run) -> None:
    code, said = run("check")
    assert code == 0
    assert "all of them can be used" in said


def test_check_lists_every_problem_with_file_and_line(tmp_path: Path, run: Run) -> None:
    good = write(tmp_path / "good")
    wrong = ("value: incremental", "value: guess"), ("property: path", "property: where")
    bad = write(tmp_path / "bad", *wrong)
    code, said = run("check", good, tmp_path / "bad")
    assert code == 2
    assert f"{bad}:13: extractMode: must be one of snapshot, incremental, events" in said
    assert f"{bad}:72: owner: custom property where: unknown; it may be unit, sourceUnit" in said
    assert "2 problems in 2 contracts" in said


def test_check_of_what_is_no_contract_is_an_error(tmp_path: Path, run: Run) -> None:
    code, said = run("check", tmp_path / "none.yaml")
    assert code == 2
    assert "there is no contract" in said
    with pytest.raises(ContractError, match=r"no \.yaml file"):
        run("check", tmp_path)


def test_infer_from_csv(tmp_path: Path, run: Run) -> None:
    file = tmp_path / "entries.csv"
    file.write_text(
        "Entry ID;Betrag;Datum;Beleg;Notiz\n"
        "7;1.234,50;31.01.2026;000012;\n"
        '8;2,00;01.02.2026;000013;"x\ny"\n',
        encoding="utf-8",
    )
    contract = drafted(run, tmp_path, file)
    assert types(contract) == {
        "entry_id": "BIGINT",
        "betrag": "DECIMAL(18,4)",
        "datum": "DATE",
        "beleg": "VARCHAR",
        "notiz": "VARCHAR",
    }
    assert contract.primary_key == ("entry_id",)
    assert contract.files.delimiter == ";"
    assert contract.files.is_multiline
    assert (contract.files.decimal_separator, contract.files.thousands_separator) == (",", ".")
    assert contract.files.date_formats == ("%d.%m.%Y",)
    assert contract.null_spellings == ("",)
    assert contract.column("betrag").required
    assert not contract.column("notiz").required


def test_infer_from_gzip_and_json_lines(tmp_path: Path, run: Run) -> None:
    file = tmp_path / "events.jsonl.gz"
    records = [
        {"id": "a", "user": {"name": "ann"}, "amount": 0.1, "x.y": 1},
        {"id": "b", "user": {"name": None}, "tags": ["t"], "amount": 2},
    ]
    with gzip.open(file, "wt", encoding="utf-8") as written:
        written.writelines(json.dumps(record) + "\n" for record in records)
    contract = drafted(run, tmp_path, file)
    assert types(contract) == {
        "id": "VARCHAR",
        "user_name": "VARCHAR",
        "amount": "DECIMAL(18,4)",
        "x_y": "BIGINT",
        "tags": "VARCHAR",
    }
    assert contract.column("user_name").path == "user.name"
    assert contract.column("x_y").path == '["x.y"]'


def test_infer_from_a_json_page_finds_the_records(tmp_path: Path, run: Run) -> None:
    file = tmp_path / "page.json"
    page: dict[str, object] = {
        "next": None,
        "data": {"items": [{"id": 1}, {"id": 2}]},
        "errors": [],
    }
    file.write_text(json.dumps(page), encoding="utf-8")
    contract = drafted(run, tmp_path, file)
    assert contract.files.records == "$.data.items"
    assert types(contract) == {"id": "BIGINT"}


def test_infer_from_parquet_takes_its_types(tmp_path: Path, run: Run) -> None:
    file = tmp_path / "things.parquet"
    duckdb.connect().execute(
        "copy (select 7::INTEGER as id, 1.5::DECIMAL(9,2) as amount, DATE '2026-01-31' as day, "
        f"TIMESTAMP '2026-01-31 09:00:00' as at, true as flag, 'a' as name) to '{file}'"
    )
    contract = drafted(run, tmp_path, file)
    assert list(types(contract).values()) == [
        "BIGINT", "DECIMAL(9,2)", "DATE", "TIMESTAMP", "BOOLEAN", "VARCHAR",
    ]  # fmt: skip


def test_infer_from_excel_finds_the_header_below_titles(tmp_path: Path, run: Run) -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = "Export 2026"
    for row in (["Time report"], [], ["Id", "Person", "Hours"], [1, "Ann", 7.5], [2, "Bob", 8]):
        sheet.append(row)
    workbook.save(tmp_path / "report.xlsx")
    contract = drafted(run, tmp_path, tmp_path / "report.xlsx")
    assert (contract.files.sheet, contract.files.header_row) == ("Export 2026", 3)
    assert types(contract) == {"id": "BIGINT", "person": "VARCHAR", "hours": "DECIMAL(18,4)"}


def test_infer_from_a_database_takes_keys_and_nullability(tmp_path: Path, run: Run) -> None:
    file = tmp_path / "source.sqlite"
    with sqlite3.connect(file) as connection:
        connection.execute(
            "create table line (part text not null, no integer not null, price numeric(12,2), "
            "made date, primary key (no, part))"
        )
        connection.execute("insert into line values ('a', 1, 1.5, '2026-01-31')")
    contract = drafted(run, tmp_path, "--url", f"sqlite:///{file}", "--table", "line")
    assert contract.primary_key == ("no", "part")
    assert types(contract) == {
        "part": "VARCHAR", "no": "BIGINT", "price": "DECIMAL(12,2)", "made": "DATE",
    }  # fmt: skip
    assert not contract.column("price").required


def test_infer_prints_what_it_does_not_write(tmp_path: Path, run: Run) -> None:
    file = tmp_path / "things.csv"
    file.write_text("id,name\n1,a\n", encoding="utf-8")
    code, said = run("infer", file)
    assert code == 0
    assert said.startswith("# Drafted from 1 rows; review")
    assert "primaryKey: true  # review: guessed: unique in 1 rows" in said


def test_infer_never_writes_over_a_contract(tmp_path: Path, run: Run) -> None:
    file = tmp_path / "things.csv"
    file.write_text("id\n1\n", encoding="utf-8")
    out = tmp_path / "things.yaml"
    out.write_text("mine", encoding="utf-8")
    with pytest.raises(ContractError, match="cannot be written"):
        run("infer", file, "--out", out)
    assert out.read_text(encoding="utf-8") == "mine"
    with pytest.raises(ContractError, match="named after its table"):
        run("infer", file, "--out", tmp_path / "other.yaml")


@pytest.mark.parametrize("content", [b"", b"PAR1", b"\x00\xff"])
@pytest.mark.parametrize("name", ["x.csv", "x.json", "x.jsonl", "x.parquet", "x.xlsx", "x.pdf"])
def test_infer_from_what_cannot_be_read_says_so(
    tmp_path: Path, run: Run, name: str, content: bytes
) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    if name == "x.csv" and content == b"PAR1":
        return  # a header and no rows
    with pytest.raises(ContractError, match=str(file)) as caught:
        run("infer", file)
    assert caught.value.way_out


def test_infer_makes_no_database_that_is_not_there(tmp_path: Path, run: Run) -> None:
    with pytest.raises(ContractError, match="there is no database"):
        run("infer", "--url", f"sqlite:///{tmp_path / 'none.sqlite'}", "--table", "t")
    assert not (tmp_path / "none.sqlite").exists()


def test_infer_does_not_show_a_password(run: Run) -> None:
    with pytest.raises(ContractError) as caught:
        run("infer", "--url", "postgresql+psycopg://u:hush@127.0.0.1:1/x", "--table", "t")
    assert "hush" not in str(caught.value)


@pytest.mark.parametrize(
    ("changes", "code", "says"),
    [
        ([], 0, "nothing changed"),
        ([("Time worked.", "Time spent."), ("1.2.0", "1.2.1")], 0, "ok        spent: description"),
        ([("value: hours", "value: minutes")], 1, "breaking  spent: sourceUnit: hours -> minutes"),
        ([("value: hours", "value: minutes")], 1, "needs version 2.0.0, not 1.2.0"),
        ([("value: hours", "value: minutes"), ("1.2.0", "2.0.0")], 1, "entry 1.2.0 -> 2.0.0"),
    ],
)
def test_diff_says_what_breaks(
    tmp_path: Path, run: Run, changes: list[tuple[str, str]], code: int, says: str
) -> None:
    old, new = write(tmp_path / "old"), write(tmp_path / "new", *changes)
    found, said = run("diff", old, new)
    assert found == code
    assert says in said


def test_diff_of_two_tables_is_refused(tmp_path: Path, run: Run) -> None:
    other = write(tmp_path / "other", ("- name: entry", "- name: other"))
    renamed = other.rename(other.with_name("other.yaml"))
    with pytest.raises(ContractError, match="different tables"):
        run("diff", write(tmp_path), renamed)


@pytest.mark.parametrize("command", ["check", "infer", "diff"])
def test_help_documents_the_exit_codes(run: Run, command: str) -> None:
    assert "Exit codes" in run(command, "--help")[1]
