"""Dialects: the same two rows as each vendor's tool writes them, byte by byte."""

from pathlib import Path

import duckdb
import pytest

from simulator.emit.dialects import (
    FIVETRAN,
    FIVETRAN_CSV,
    LOADER,
    RAAS,
    REST,
    SYNAPSE,
    WEEKLY,
    Dialect,
    write_file,
)

_ROWS = """
    (
        values
            (
                '001A', cast(null as varchar), true, timestamp '2024-01-22 16:14:25',
                date '2024-11-10', 1.50, 'Zoë "Z", Łódź'
            ),
            ('001B', '001A', false, null, null, null, null)
    ) as account ("Id", "ParentId", "IsDeleted", "SystemModstamp", "CloseDate", "Amount", "Name")
"""
_LOADER = (
    "\ufeffId,ParentId,IsDeleted,SystemModstamp,CloseDate,Amount,Name\n"
    '001A,,true,2024-01-22T16:14:25.000+0000,2024-11-10,1.50,"Zoë ""Z"", Łódź"\n'
    "001B,001A,false,,,,\n"
).encode()
_WEEKLY = (
    '"Id","ParentId","IsDeleted","SystemModstamp","CloseDate","Amount","Name"\n'
    '"001A","000000000000000AAA","1","2024-01-22 16:14:25","2024-11-10 00:00:00","1.50",'
    '"Zoë ""Z"", ?ód?"\n'
    '"001B","001A","0","","","",""\n'
).encode("latin-1")
_REST = (
    '{"attributes":{"type":"Account","url":"/services/data/v61.0/sobjects/Account/001A"},'
    '"Id":"001A","ParentId":null,"IsDeleted":true,"SystemModstamp":"2024-01-22T16:14:25.000+0000",'
    '"CloseDate":"2024-11-10","Amount":1.5,"Name":"Zoë \\"Z\\", Łódź"}\n'
    '{"attributes":{"type":"Account","url":"/services/data/v61.0/sobjects/Account/001B"},'
    '"Id":"001B","ParentId":"001A","IsDeleted":false,"SystemModstamp":null,'
    '"CloseDate":null,"Amount":null,"Name":null}\n'
).encode()
_SYNAPSE = (
    "Id,ParentId,IsDeleted,SystemModstamp,CloseDate,Amount,Name\n"
    '001A,,1,2024-01-22T16:14:25.000000Z,2024-11-10,1.50,"Zoë ""Z"", Łódź"\n'
    "001B,001A,0,,,,\n"
).encode()
_FIVETRAN_CSV = _LOADER.removeprefix("\ufeff".encode()).replace(
    b"2024-01-22T16:14:25.000+0000", b"2024-01-22 16:14:25"
)
_RAAS = (
    '{"Report_Entry":[{"Id":"001A","IsDeleted":"1","SystemModstamp":"2024-01-22T16:14:25.000Z",'
    '"CloseDate":"2024-11-10","Amount":"1.50","Name":"Zoë \\"Z\\", Łódź"},'
    '{"Id":"001B","ParentId":"001A","IsDeleted":"0"}]}\n'
).encode()


@pytest.mark.parametrize(
    ("dialect", "expected"),
    [
        pytest.param(LOADER, _LOADER, id="loader"),
        pytest.param(WEEKLY, _WEEKLY, id="weekly"),
        pytest.param(REST, _REST, id="rest"),
        pytest.param(SYNAPSE, _SYNAPSE, id="synapse"),
        pytest.param(FIVETRAN_CSV, _FIVETRAN_CSV, id="fivetran_csv"),
        pytest.param(RAAS, _RAAS, id="raas"),
    ],
)
def test_a_dialect_spells_as_its_tool_does(
    tmp_path: Path, dialect: Dialect, expected: bytes
) -> None:
    assert _written(tmp_path, dialect).read_bytes() == expected


def test_parquet_keeps_types(tmp_path: Path) -> None:
    path = _written(tmp_path, FIVETRAN)
    read = duckdb.sql(f"select * from '{path}'")
    assert [str(kind) for kind in read.types] == [
        "VARCHAR",
        "VARCHAR",
        "BOOLEAN",
        "TIMESTAMP",
        "DATE",
        "DECIMAL(3,2)",
        "VARCHAR",
    ]
    assert read.fetchall()[1] == ("001B", "001A", False, None, None, None, None)


def _written(folder: Path, dialect: Dialect) -> Path:
    connection = duckdb.connect()
    described = connection.execute(f"describe select * from {_ROWS}").fetchall()
    path = folder / f"rows.{dialect.ending}"
    columns = [(name, kind) for name, kind, *_ in described]
    write_file(connection, _ROWS, columns, path, dialect=dialect, source="Account")
    return path
