"""What holds for every model: layers, names, contracts, words, and SQL that other engines read."""

import re
from pathlib import Path
from typing import Any

import pytest
import sqlglot
from sqlglot.errors import ParseError

Models = list[dict[str, Any]]

PROJECT = Path(__file__).parents[3] / "dbt_project"
MAY_READ = {
    "staging": {"source"},
    "canonical": {"staging", "canonical", "seed"},
    "accounting": {"canonical", "accounting", "seed"},
    "reconciliation": {"staging", "canonical", "accounting", "reconciliation", "seed"},
    "marts": {"staging", "canonical", "accounting", "reconciliation", "marts", "seed"},
}
PREFIXES = {
    "staging": ("stg_",),
    "accounting": ("acc_",),
    "reconciliation": ("rec_", "brk_", "con_", "break_"),
    "marts": ("fct_", "dim_", "kpi_"),
}
STABLE_MARTS = {
    "run",
    "source_freshness",
    "break_current",
    "break_history",
    "conservation",
    "trace_path",
    "close_certificate",
}
# Functions that mean something else, or nothing, outside DuckDB: they live in dispatched macros.
ONLY_IN_MACROS = (
    r"\b(strftime|date_format|regexp_matches|regexp_like|regexp_extract|string_agg|list_agg"
    r"|unnest|struct_pack|date_diff|datediff|isodow|json_extract\w*|epoch\w*|try_cast"
    r"|round|avg|mean|qualify|exclude|pivot)\b"
)
DIVISION = r"(?<![/*])/(?![/*])"


# Which instances a firm has, and what they share, is configuration; every layer may ask for it.
REGISTER = "model.tieout.stg_meta__instance"
# What these unite is tested once, on the union.
UNIONS = ("break_found", "rec_record", "rec_link")


def is_shape(model: dict[str, Any]) -> bool:
    """Tell whether a model is one vendor's part of a canonical entity."""
    return model["fqn"][1] == "canonical" and len(model["fqn"]) > 3


def layer_of(node: dict[str, Any]) -> str:
    return str(node["resource_type"] if node["resource_type"] != "model" else node["fqn"][1])


def sql_of(path: Path) -> str:
    """Return the SQL of a file without comments, Jinja and text literals."""
    text = re.sub(r"\{#.*?#\}", "", path.read_text(), flags=re.DOTALL)
    text = re.sub(r"\{\{.*?\}\}|\{%.*?%\}", " jinja ", text, flags=re.DOTALL)
    text = re.sub(r"--.*", "", text)
    return re.sub(r"'[^']*'", "''", text)


def test_no_model_reads_a_layer_it_may_not(manifest: dict[str, Any], models: Models) -> None:
    nodes = manifest["nodes"] | manifest["sources"]
    wrong = [
        (model["name"], parent)
        for model in models
        for parent in model["depends_on"]["nodes"]
        if parent != REGISTER and layer_of(nodes[parent]) not in MAY_READ[model["fqn"][1]]
    ]
    assert wrong == []


def test_only_conservation_and_freshness_read_past_the_layer_below(
    manifest: dict[str, Any], models: Models
) -> None:
    readers = {
        model["name"]
        for model in models
        if model["fqn"][1] in {"reconciliation", "marts"}
        for parent in model["depends_on"]["nodes"]
        if parent.startswith("model.")
        and parent != REGISTER
        and manifest["nodes"][parent]["fqn"][1] == "staging"
    }
    assert readers == {
        "con_file_to_raw",
        "con_raw_to_canonical",
        "break_certified_period",
        "break_decided",
        "break_event_new",
        "break_history",
        "break_post_close_change",
        "brk_pd_02",
        "brk_pd_03",
        "close_certificate",
        "fct_post_close_drift",
        "source_freshness",
    }


def test_a_source_is_read_by_exactly_one_staging_model(
    manifest: dict[str, Any], models: Models
) -> None:
    readers: dict[str, list[str]] = {source: [] for source in manifest["sources"]}
    for model in models:
        for parent in model["depends_on"]["nodes"]:
            if parent in readers:
                readers[parent].append(model["name"])
    assert {source: names for source, names in readers.items() if len(names) != 1} == {}


def test_prefix_folder_and_schema_are_the_layer(models: Models) -> None:
    wrong = [
        model["name"]
        for model in models
        if model["schema"] != model["fqn"][1]
        or (
            model["fqn"][1] in PREFIXES
            and not model["name"].startswith(PREFIXES[model["fqn"][1]])
            and model["name"] not in STABLE_MARTS
        )
    ]
    assert wrong == []


def test_every_model_has_words_a_grain_a_contract_and_a_tested_key(
    manifest: dict[str, Any], models: Models
) -> None:
    tested = {
        parent
        for node in manifest["nodes"].values()
        if node["resource_type"] == "test"
        for parent in node["depends_on"]["nodes"]
    }
    for union in (model for model in models if model["name"] in UNIONS):
        assert union["unique_id"] in tested
        tested |= {*union["depends_on"]["nodes"]}
    wrong = [
        model["name"]
        for model in models
        if not model["description"]
        or "One row" not in model["description"]
        or not model["config"]["meta"].get("grain")
        or model["config"]["contract"]["enforced"] == is_shape(model)
        or (model["unique_id"] not in tested and not model["name"].startswith("con"))
    ]
    assert wrong == []


def test_every_column_has_a_meaning_and_a_type(models: Models) -> None:
    wrong = [
        (model["name"], name)
        for model in models
        for name, column in model["columns"].items()
        if len(column["description"]) < 4 or not column["data_type"]
    ]
    assert wrong == []


def test_every_amount_and_duration_says_its_unit(models: Models) -> None:
    units = ("currency", "seconds", "hour")
    wrong = [
        (model["name"], name)
        for model in models
        for name, column in model["columns"].items()
        if name.endswith(("_amount", "_seconds"))
        and not any(unit in column["description"] for unit in units)
    ]
    assert wrong == []


def test_ratios_are_the_only_doubles(models: Models) -> None:
    wrong = [
        (model["name"], name)
        for model in models
        for name, column in model["columns"].items()
        if column["data_type"] in {"double", "float", "real"}
        and not name.endswith(("_ratio", "_mean_days", "value_if_resolved"))
    ]
    assert wrong == []


def test_every_compiled_model_parses_as_spark_sql(models: Models) -> None:
    wrong = {}
    for model in models:
        sql = model["compiled_code"].replace('"', "`")
        try:
            sqlglot.parse_one(sql, read="spark")
        except ParseError as error:
            wrong[model["name"]] = str(error).splitlines()[0]
    assert wrong == {}


@pytest.mark.parametrize("path", sorted((PROJECT / "models").rglob("*.sql")), ids=lambda p: p.stem)
def test_division_rounding_and_engine_functions_live_in_macros(path: Path) -> None:
    sql = sql_of(path)
    assert re.findall(ONLY_IN_MACROS, sql, flags=re.IGNORECASE) == []
    assert re.findall(DIVISION, sql) == []
    assert re.findall(r"\b(double|float|real)\b", sql, flags=re.IGNORECASE) == []


@pytest.mark.parametrize("path", sorted((PROJECT / "models").rglob("*.sql")), ids=lambda p: p.stem)
def test_a_model_ends_with_the_step_named_final(path: Path) -> None:
    text = path.read_text().strip()
    assert re.search(r"final as \(", text)
    assert text.endswith("select * from final")


def test_no_model_holds_a_business_code_that_no_seed_knows() -> None:
    rules = {
        line.split(",")[0]
        for line in (PROJECT / "seeds/break_rules.csv").read_text().splitlines()[1:]
    }
    used = {
        code
        for path in (PROJECT / "models").rglob("*.sql")
        for code in re.findall(r"'([A-Z]{2}-\d\d)'", path.read_text())
    }
    assert used == rules
