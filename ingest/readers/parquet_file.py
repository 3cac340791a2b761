"""Read Parquet: its typed values as exact text, in place."""

from pathlib import Path

import duckdb

from ingest.contracts import Contract
from ingest.raw_tables import quoted
from ingest.readers.header import Header, literal, match
from ingest.readers.json_paths import nested_names, pointer, steps_of
from ingest.readers.limits import FileRefusedError, Limits
from ingest.readers.rejects import Rejects
from ingest.readers.tables import TextRead, make_text_batch

_JSON_TEXT = "::varchar"
_NESTED = ("STRUCT", "MAP", "UNION", "VARIANT")


def read_parquet(
    connection: duckdb.DuckDBPyConnection, path: Path, contract: Contract, limits: Limits
) -> TextRead:
    """Have ``text_batch`` show a Parquet file as text; ``_line`` is the row's 1-based position.

    Every page is read once here, so that a damaged one is found before anything is loaded.

    Raises:
        FileRefusedError: The file is damaged or lacks a required column.
    """
    del limits
    file = f"read_parquet({literal(str(path))}, binary_as_string = true, file_row_number = true)"
    try:
        described = connection.execute(f"describe select * from {file}").fetchall()
        names = ", ".join(quoted(name) for name, *_ in described)
        row = connection.execute(f"select count(*), bit_xor(hash({names})) from {file}").fetchone()
    except duckdb.Error as error:
        raise FileRefusedError(
            f"{path.name}: it is no sound Parquet file: {_reason(error, path)}",
            kind="corrupt",
            way_out="have the source deliver the file again.",
        ) from error
    kinds = {name: kind for name, kind, *_ in described if name != "file_row_number"}
    texts = {name: _text(quoted(name), kind) for name, kind in kinds.items()}
    for name in nested_names(contract, kinds):
        steps = steps_of(name)
        inner = f"to_json({quoted(str(steps[0]))})"
        texts[name] = f"json_extract_string({inner}, {literal(pointer(steps[1:]))})"
    header = match(contract, list(texts), file=path.name)
    Rejects(connection)
    make_text_batch(connection, _select(contract, header, list(texts.values()), file))
    return TextRead.of(header, rows=int(row[0]) if row else 0, rejected=0)


def _reason(error: duckdb.Error, path: Path) -> str:
    return str(error).splitlines()[0].replace(str(path), path.name)


def _text(name: str, kind: str) -> str:
    """Return the SQL of a value's exact text."""
    if kind.endswith("]") or kind.startswith(_NESTED):
        return f"to_json({name}){_JSON_TEXT}"
    if kind == "TIMESTAMP WITH TIME ZONE":
        return f"make_timestamp(epoch_us({name}))::varchar || '+00:00'"
    return f"cast({name} as varchar)"


def _select(contract: Contract, header: Header, texts: list[str], file: str) -> str:
    columns = ", ".join(
        f"{texts[header.mapping[c.name]] if c.name in header.mapping else 'null::varchar'} "
        f"as {quoted(c.name)}"
        for c in contract.columns
    )
    pairs = ", ".join(
        f"{literal(header.names[at])}, {texts[at].removesuffix(_JSON_TEXT)}" for at in header.extra
    )
    extra = f"json_object({pairs})::varchar" if pairs else "null::varchar"
    return (
        f"select file_row_number + 1 as _line, {columns}, {extra} as _extra, "
        f"null::varchar as _raw from {file}"
    )
