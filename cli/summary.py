"""Print a version in one screen; `tieout run` and `tieout status` share it."""

from typing import TYPE_CHECKING

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from cli.context import Settings

if TYPE_CHECKING:
    from serving.summary import Summary


def show_summary(
    console: Console, settings: Settings, *, is_new: bool | None, seconds: float | None = None
) -> None:
    """Print what the published version says and where to look next.

    Args:
        console: Where to print.
        settings: Whose published version.
        is_new: Whether the run just ended published it; None outside a run.
        seconds: How long the run took.
    """
    from serving.summary import summarise
    from serving.versions import current_file, version_name

    published = current_file(settings.published)
    summary = summarise(published)
    name = version_name(summary.version)
    took = "" if seconds is None else f" in {seconds:.1f} s"
    if is_new:
        console.print(f"\n[bold green]Published {name}[/]{took}")
    elif is_new is False:
        console.print(f"\n[bold]Nothing changed; {name} stays current[/]{took}")
    else:
        console.print(f"[bold]{name}[/] is what readers read")
    console.print(
        f"Firm {escape(summary.firm)}, valued on {summary.valued_on}, known at "
        f"{summary.known_at:%Y-%m-%d %H:%M:%S} UTC\n"
    )
    console.print(_sources(summary))
    console.print(_headlines(summary))
    console.print(_rules(summary))
    if summary.unspoken:
        console.print(f"[yellow]{_unspoken(summary.unspoken)}[/]\n")
    console.print(_proof(summary))
    docs = settings.home.data_docs / "index.html"
    console.print(f"Published file  {published}")
    console.print(f"Data Docs       {docs}")
    if is_new is not None:
        trace = f"  |  tieout trace kpi_wip {summary.example}" if summary.example else ""
        console.print(f"Next            tieout breaks --sort money{trace}  |  tieout ui")
    console.file.flush()


def _sources(summary: "Summary") -> Table:
    table = _table(
        "Sources",
        "source",
        "system",
        "tables",
        "rows last pulled",
        "rows loaded",
        "last pulled (UTC)",
    )
    for source in summary.sources:
        table.add_row(
            source.instance,
            source.system,
            str(source.tables),
            f"{source.rows_pulled:,}",
            f"{source.rows_loaded:,}",
            f"{source.extracted_at:%Y-%m-%d %H:%M:%S}",
        )
    return table


def _headlines(summary: "Summary") -> Table:
    table = _table("Headlines", "figure", "value", "mart")
    for headline in summary.headlines:
        table.add_row(escape(headline.figure), escape(headline.text), headline.table)
    return table


def _rules(summary: "Summary") -> Table:
    from serving.headlines import money

    table = _table(
        "Open breaks, money in group currency",
        "rule",
        "severity",
        "owner",
        "what it finds",
        "breaks",
        "over",
        "under",
        "no direction",
    )
    for rule in summary.rules:
        table.add_row(
            rule.rule_code,
            rule.severity,
            rule.owner,
            escape(rule.rule_name),
            str(rule.count),
            *(
                "" if value is None else money(value)
                for value in (rule.over, rule.under, rule.undirected)
            ),
        )
    if not summary.rules:
        table.add_row("", "", "", "none", "0", "", "", "")
    return table


def _unspoken(count: int) -> str:
    said = "disagreement" if count == 1 else "disagreements"
    return f"{count:,} {said} no rule speaks of yet (reasons: Data Docs, reconciliation suites)"


def _proof(summary: "Summary") -> str:
    equations = sum(hop.equations for hop in summary.hops)
    unequal = sum(hop.unequal for hop in summary.hops)
    hops = ", ".join(f"{hop.hop} {hop.equations:,}" for hop in summary.hops)
    exact = "all exact" if not unequal else f"[red]{unequal:,} do not hold[/]"
    evaluated, passed, rules, others = summary.expectations
    return (
        f"Conservation    {equations:,} equations, {exact} ({hops})\n"
        f"Audit           {evaluated:,} expectations: {passed:,} hold, {rules:,} break rules "
        f"speak, {others:,} other warnings"
    )


def _table(title: str, *columns: str) -> Table:
    right = {"tables", "rows last pulled", "rows loaded", "breaks", "over", "under", "no direction"}
    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    for column in columns:
        table.add_column(column, justify="right" if column in right else "left")
    return table
