"""The warehouse as a whole: the tables that the other suites read are there at all."""

from collections.abc import Sequence

from expectations.suites.building import Card, TableSuite, no_rows, quoted, table_suite


def suites(expected: Sequence[str]) -> list[TableSuite]:
    """Return one suite over the catalog.

    Args:
        expected: Schema-qualified names of the tables that must exist, one or more.
    """
    return [
        table_suite(
            "warehouse",
            "information_schema.tables",
            [
                no_rows(
                    Card(
                        name="tables_are_there",
                        holds=f"All {len(expected)} tables that the audit reads exist.",
                        because="What is not there cannot be wrong: a missing table has no page of"
                        " its own here, and each of its expectations is an error.",
                    ),
                    f"""
                    select expected.name
                    from (select unnest([{quoted(expected)}]) as name) as expected
                    where expected.name not in (
                        select table_schema || '.' || table_name from {{batch}}
                    )
                    """,
                )
            ],
            about="Tables and views of the warehouse file.",
        )
    ]
