"""docs/kpis.md says of every published column what the models say."""

from serving.kpi_page import PAGE, Table, page, published_tables


def test_the_page_is_what_the_descriptions_make_of_it() -> None:
    assert PAGE.read_text() == page(), "run `make pages`"


def test_every_table_has_an_example_that_asks_it() -> None:
    def is_asked(table: Table) -> bool:
        return f"marts.{table.name}" in table.example.split()

    assert [table.name for table in published_tables() if not is_asked(table)] == []
