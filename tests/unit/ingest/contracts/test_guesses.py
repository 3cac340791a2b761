import pytest

from ingest.contracts.guesses import column_names, guess, guess_keys
from ingest.contracts.samples import Sample, SampledColumn


def values(*texts: str | None) -> SampledColumn:
    return SampledColumn("x", texts)


@pytest.mark.parametrize(
    ("texts", "kind", "formats"),
    [
        (["1", "-20", "0"], "BIGINT", ()),
        (["007", "010"], "VARCHAR", ()),
        (["00.50", "01.50"], "VARCHAR", ()),
        (["99999999999999999999"], "DECIMAL(38,4)", ()),
        (["1.5", "2"], "DECIMAL(18,4)", ()),
        (["1.50000", "2"], "DECIMAL(18,4)", ()),
        (["0.12345"], "DECIMAL(28,12)", ()),
        (["1e-7"], "DECIMAL(28,12)", ()),
        (["1.234,50", "2,00"], "DECIMAL(18,4)", ()),
        (["1,234.50", "2.00"], "DECIMAL(18,4)", ()),
        (["1,234"], "VARCHAR", ()),
        (["true", "FALSE"], "BOOLEAN", ()),
        (["Y", "N"], "BOOLEAN", ()),
        (["0", "1"], "BIGINT", ()),
        (["2026-01-31"], "DATE", ()),
        (["2026-01-31 09:00:00", "2026-01-31T09:00:00Z"], "TIMESTAMP", ()),
        (["31.01.2026", "1.2.2026"], "DATE", ("%d.%m.%Y",)),
        (["31/01/2026", "01/02/2026"], "DATE", ("%d/%m/%Y",)),
        (["01/31/2026", "01/02/2026"], "DATE", ("%m/%d/%Y",)),
        (["01/02/2026"], "VARCHAR", ()),
        (["31.01.2026 09:30"], "TIMESTAMP", ("%d.%m.%Y %H:%M",)),
        (["20260131"], "BIGINT", ()),
        (["work", "5"], "VARCHAR", ()),
        ([None, ""], "VARCHAR", ()),
        ([], "VARCHAR", ()),
    ],
)
def test_a_type_is_guessed_from_all_values(
    texts: list[str | None], kind: str, formats: tuple[str, ...]
) -> None:
    found = guess(values(*texts))
    assert (found.type, found.formats) == (kind, formats)


@pytest.mark.parametrize(
    ("texts", "remark"),
    [
        (["01/02/2026"], "DATE written as %d/%m/%Y or %m/%d/%Y: declare which"),
        (["20260131"], "could also be dates written as %Y%m%d"),
        (["1,234"], "declare decimalSeparator or thousandsSeparator"),
        (["0", "1"], "could also be true and false"),
        ([""], "no value in the sample"),
    ],
)
def test_what_could_be_two_things_is_left_to_a_person(texts: list[str], remark: str) -> None:
    assert remark in str(guess(values(*texts)).remark)


def test_spellings_of_nothing_do_not_spoil_the_type() -> None:
    found = guess(values("2026-01-31", "0000-00-00", "1900-01-01", "", None))
    assert found.type == "DATE"
    assert found.null_spellings == ("0000-00-00", "1900-01-01")
    assert found.has_empty
    assert guess(values("a", "1900-01-01")).null_spellings == ()


@pytest.mark.parametrize(
    ("columns", "key"),
    [
        ({"name": "ab", "Id": "12"}, "Id"),
        ({"name": "ab", "user_id": "11"}, "name"),
        ({"a": "11", "b": "12"}, "b"),
    ],
)
def test_a_key_is_a_column_without_repetitions(columns: dict[str, str], key: str) -> None:
    made = tuple(SampledColumn(name, tuple(texts)) for name, texts in columns.items())
    names, sureness = guess_keys(Sample(made, 2))
    assert names == (key,)
    assert sureness == "guessed: unique in 2 rows"


def test_a_key_nobody_can_see_is_left_to_a_person() -> None:
    made = (SampledColumn("a", ("1", "1")), SampledColumn("b", ("2", None)))
    assert guess_keys(Sample(made, 2))[1].endswith("choose the key")


def test_names_are_made_for_raw_and_differ() -> None:
    assert column_names(["Entry ID", "entryId", "2nd", "#", "Größe", "x1", "X1", "_sys"]) == [
        "entry_id",
        "entry_id_2",
        "c_2nd",
        "column_4",
        "gr_e",
        "x1",
        "x1_2",
        "sys",
    ]
