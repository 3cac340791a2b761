"""Read Parquet: its typed values as exact text, in place, and as they are where that serves."""

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from ingest.contracts import Contract
from ingest.raw_batch import count
from ingest.raw_tables import quoted
from ingest.readers.header import Header, literal, match
from ingest.readers.json_paths import nested_names, pointer, steps_of
from ingest.readers.limits import FileRefusedError, Limits
from ingest.readers.rejects import Rejects
from ingest.readers.stream import TextStream, native_name
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
    (stream,) = parquet_streams(connection, path, contract, limits)
    stream.check_sound()
    return stream.read


def parquet_streams(
    connection: duckdb.DuckDBPyConnection, path: Path, contract: Contract, limits: Limits
) -> Generator[TextStream, None, None]:
    """Yield the one way to read a Parquet file; reading it, too, reads every page.

    Raises:
        FileRefusedError: The file is no Parquet file, or lacks a required column.
    """
    del limits
    file = f"read_parquet({literal(str(path))}, binary_as_string = true, file_row_number = true)"
    with _damage_refused(path):
        described = connection.execute(f"describe select * from {file}").fetchall()
        rows = count(connection, f"select count(*) from {file}")
    kinds = {name: kind for name, kind, *_ in described if name != "file_row_number"}
    texts = _texts(contract, kinds)
    header = match(contract, list(texts), file=path.name)
    Rejects(connection)
    select = _select(contract, header, list(texts.values()))
    make_text_batch(connection, f"{select}, null::varchar as _raw from {file}")
    natives = _natives(contract, header, kinds)
    values = "".join(
        f", {quoted(list(kinds)[at])} as {native_name(position)}"
        for position, at in natives.items()
    )

    def check_sound() -> None:
        hashed = ", ".join(quoted(name) for name in kinds)
        with _damage_refused(path):
            connection.execute(f"select bit_xor(hash({hashed})) from {file}")

    yield TextStream(
        read=TextRead.of(header, rows=rows, rejected=0),
        select=f"{select}{values} from {file}{_reading_unused(header, kinds)}",
        natives={
            contract.columns[position].name: list(kinds.values())[at]
            for position, at in natives.items()
        },
        check_sound=check_sound,
    )


@contextmanager
def _damage_refused(path: Path) -> Iterator[None]:
    try:
        yield
    except duckdb.Error as error:
        reason = str(error).splitlines()[0].replace(str(path), path.name)
        raise FileRefusedError(
            f"{path.name}: it is no sound Parquet file: {reason}",
            kind="corrupt",
            way_out="have the source deliver the file again.",
        ) from error


def _texts(contract: Contract, kinds: dict[str, str]) -> dict[str, str]:
    """Return the SQL of the text of each column, and of each path into one that is asked for."""
    texts = {name: _text(quoted(name), kind) for name, kind in kinds.items()}
    for name in nested_names(contract, kinds):
        steps = steps_of(name)
        inner = f"to_json({quoted(str(steps[0]))})"
        texts[name] = f"json_extract_string({inner}, {literal(pointer(steps[1:]))})"
    return texts


def _text(name: str, kind: str) -> str:
    """Return the SQL of a value's exact text."""
    if kind.endswith("]") or kind.startswith(_NESTED):
        return f"to_json({name}){_JSON_TEXT}"
    if kind == "TIMESTAMP WITH TIME ZONE":
        return f"make_timestamp(epoch_us({name}))::varchar || '+00:00'"
    return f"cast({name} as varchar)"


def _select(contract: Contract, header: Header, texts: list[str]) -> str:
    columns = ", ".join(
        f"{texts[header.mapping[c.name]] if c.name in header.mapping else 'null::varchar'} "
        f"as {quoted(c.name)}"
        for c in contract.columns
    )
    pairs = ", ".join(
        f"{literal(header.names[at])}, {texts[at].removesuffix(_JSON_TEXT)}" for at in header.extra
    )
    extra = f"json_object({pairs})::varchar" if pairs else "null::varchar"
    return f"select file_row_number + 1 as _line, {columns}, {extra} as _extra"


def _natives(contract: Contract, header: Header, kinds: dict[str, str]) -> dict[int, int]:
    """Return position in the contract and in the file of columns that are columns of the file."""
    return {
        position: header.mapping[column.name]
        for position, column in enumerate(contract.columns)
        if header.mapping.get(column.name, len(kinds)) < len(kinds)
    }


def _reading_unused(header: Header, kinds: dict[str, str]) -> str:
    """Return the SQL of a condition that always holds and reads the columns nobody asked for."""
    used = {*header.mapping.values(), *header.extra}
    unused = ", ".join(quoted(name) for at, name in enumerate(kinds) if at not in used)
    return f" where hash({unused}) is not null" if unused else ""
