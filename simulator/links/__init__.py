"""Which records of different systems are the same thing, by the ids a reader of the extracts has.

`links.sql` has one statement per kind. Ids are the vendors' own (`simulator.ids`); of D365 they
are the company and the business key (`usmf/HR0000000123`), as its keys hold within a company only.

kind | left | right
--- | --- | ---
client | crm account | erp customer
deal_project | crm opportunity | psa project
contract_line_project | crm order item, first version | psa project
project | psa project | erp project
worker | hr worker (the id, without version) | psa resource
cost_centre | hr organization | erp operating unit
time_entry | psa split and day | erp hour transaction; all three rows of a repriced one
expense | psa expense | erp expense transaction
milestone | psa milestone | erp on-account transaction
billing | psa billing event item | erp invoice, the one that replaces a credited one included
"""

from pathlib import Path

import duckdb


def write_links(connection: duckdb.DuckDBPyConnection, path: Path) -> int:
    """Write the links between the systems as Parquet, ordered by kind and ids.

    Args:
        connection: Holds the books, after whatever was injected into them, and the ids' macros
            (`simulator.emit.macros`).
        path: File to write; its folder exists.

    Returns:
        Number of rows written.
    """
    statement = (Path(__file__).parent / "links.sql").read_text().strip().rstrip(";")
    connection.execute(f"create or replace temp table link as {statement}")
    connection.execute(
        "copy (from link order by kind, left_record_id, right_record_id) "
        f"to '{path}' (format parquet)"
    )
    row = connection.execute("select count(*) from link").fetchone()
    return int(row[0]) if row else 0
