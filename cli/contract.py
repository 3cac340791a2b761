"""`tieout contract`: check contracts, draft one from data, and show what a change would break."""

from pathlib import Path
from typing import Annotated

import typer
from pydantic import SecretStr
from rich.markup import escape

from cli.terminal import console_on
from ingest.errors import ContractError

BREAKING = 1
INVALID = 2

contract_app = typer.Typer(
    name="contract",
    no_args_is_help=True,
    help="Check, draft and compare data contracts.",
)


@contract_app.command("check")
def check(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(help="Contracts, or folders of them; all that Tieout ships when left out."),
    ] = None,
) -> None:
    """Say everything that is wrong with contracts, as file:line: problem.

    Exit codes: 0 all of them can be used; 2 some cannot, or there are none.
    """
    from ingest.contracts import ROOT, read_contract
    from ingest.contracts.document import ContractProblemsError

    console = console_on(1)
    files = _files(paths or [ROOT])
    problems = 0
    for path in files:
        try:
            read_contract(path)
        except ContractProblemsError as error:
            problems += len(error.problems)
            for problem in error.problems:
                place = f"{path}:{problem.line}" if problem.line else str(path)
                console.print(f"{escape(place)}: {escape(problem.what)}")
        except ContractError as error:
            problems += 1
            console.print(f"{escape(str(path))}: {escape(error.what)}")
    if problems:
        console.print(
            f"[bold red]{problems} problems[/] in {len(files)} contracts; docs/contracts.md says "
            "what a contract may contain."
        )
    else:
        console.print(f"{len(files)} contracts, all of them can be used.")
    console.file.flush()
    if problems:
        raise typer.Exit(INVALID)


def _files(paths: list[Path]) -> list[Path]:
    """Return the contracts that are meant, at least one."""
    files = [
        file
        for path in paths
        for file in (sorted(path.rglob("*.yaml")) if path.is_dir() else [path])
    ]
    if not files:
        raise ContractError(
            f"{', '.join(str(path) for path in paths)}: there is no .yaml file.",
            way_out="name a contract, or a folder that has some.",
        )
    return files


@contract_app.command("infer")
def infer(
    file: Annotated[
        Path | None,
        typer.Argument(help="A .csv, .json, .jsonl (also .gz), .parquet or .xlsx file."),
    ] = None,
    url: Annotated[
        str | None,
        typer.Option(help="SQLAlchemy URL of a database; ${NAME} is an environment variable."),
    ] = None,
    table: Annotated[str | None, typer.Option(help="Table of that database.")] = None,
    vendor: Annotated[str, typer.Option(help="Vendor of the system, such as acme.")] = "vendor",
    entity: Annotated[
        str | None,
        typer.Option(help="Name of the table in the warehouse; by default the source's."),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(help="Where to write it, <vendor>/<entity>.yaml; by default it is printed."),
    ] = None,
) -> None:
    """Draft a contract from the first 10,000 rows of a file or a table.

    What is guessed is marked "# review"; columns are confidential until somebody decides. The
    draft passes `tieout contract check`. Exit codes: 0 done; 2 it cannot be read or written.
    """
    from ingest.contracts.guesses import column_names
    from ingest.contracts.infer import draft
    from ingest.contracts.samples import sample_file
    from ingest.contracts.samples_sql import sample_table
    from ingest.urls import resolved

    if (file is None) == (url is None) or (url is None) != (table is None):
        raise typer.BadParameter("give a file, or --url and --table")
    if file is not None:
        sample, source = sample_file(file), file.name.partition(".")[0]
    else:
        source = str(table)
        address = resolved(SecretStr(str(url)), key="--url", folder=Path.cwd())
        sample = sample_table(address, source)
    name = entity or column_names([source])[0]
    text = draft(sample, vendor=vendor, entity=name, physical_name=source)
    if out is None:
        typer.echo(text, nl=False)
        return
    if out.name != f"{name}.yaml":
        raise ContractError(
            f"{out}: a contract's file is named after its table.",
            way_out=f"write to {out.with_name(f'{name}.yaml')}, or give --entity.",
        )
    try:
        with out.open("x", encoding="utf-8") as written:
            written.write(text)
    except OSError as error:
        raise ContractError(
            f"{out}: it cannot be written: {error.strerror}.",
            way_out="give the name of a file that does not exist, in a folder that does.",
        ) from error
    typer.echo(f"Drafted {out} from {sample.rows:,} rows; review what is marked so.")


@contract_app.command("diff")
def diff(
    old: Annotated[Path, typer.Argument(help="The version in use.")],
    new: Annotated[Path, typer.Argument(help="The version to be; named alike, in another folder.")],
) -> None:
    """List what changed between two versions of a contract, and what of it breaks.

    A change breaks when rows that loaded may be refused or mean something else, or when readers
    of raw miss something. It needs a new major version. Exit codes: 0 nothing breaks; 1 something
    does; 2 a version cannot be read.
    """
    from ingest.contracts import read_contract
    from ingest.contracts.diff import compare

    before, after = read_contract(old), read_contract(new)
    if before.entity != after.entity:
        raise ContractError(
            f"{old} and {new} are contracts of different tables.",
            way_out="compare two versions of one contract.",
        )
    found = compare(before, after)
    console = console_on(1)
    console.print(f"{before.entity} {before.version} -> {after.version}")
    for change in found.changes:
        mark = "[bold red]breaking[/]" if change.is_breaking else "ok      "
        console.print(f"  {mark}  {escape(change.what)}")
    if not found.changes:
        console.print("  nothing changed")
    if found.version_problem:
        console.print(f"[bold]Version[/]  {escape(found.version_problem)}")
    console.file.flush()
    if found.is_breaking:
        raise typer.Exit(BREAKING)
