from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from ingest.config import Firm, load_firm
from ingest.errors import ConfigError
from ingest.urls import redacted, resolved

GOOD = """\
version: 1
firm: acme
time_zone: Asia/Tokyo
group_currency: EUR
instances:
  psa:
    vendor: tryton
    system: psa
    url: sqlite:///data/psa.sqlite
    entities: [timesheet_line]
  calendar:
    vendor: holidays
    system: hr
    realm: people
    locations: {berlin: DE-BE}
    years: [2026]
    entities: [public_holiday]
policies:
  - {code: holiday_work_is_waived, value: "true", legal_entity: de}
"""


def load(folder: Path, text: str) -> Firm:
    path = folder / "firm.yaml"
    path.write_text(text, encoding="utf-8")
    return load_firm(path)


def test_a_configuration_is_read_as_it_is_written(tmp_path: Path) -> None:
    firm = load(tmp_path, GOOD)
    assert (firm.firm, firm.group_currency) == ("acme", "EUR")
    assert firm.path == tmp_path / "firm.yaml"
    assert firm.instances["psa"].realm == "psa"
    assert firm.instances["calendar"].realm == "people"
    assert firm.policies[0].legal_entity == "de"


def test_the_demo_firm_can_be_loaded() -> None:
    firm = load_firm(Path(__file__).parents[3] / "examples/tryton/tieout.yaml")
    assert list(firm.instances) == ["crm", "psa", "hr", "erp", "calendar"]
    assert firm.valued_on_date(datetime.now(UTC)) == date(2026, 7, 15)


def test_today_is_the_firm_s_today(tmp_path: Path) -> None:
    late_in_utc = datetime(2026, 3, 31, 20, tzinfo=UTC)
    assert load(tmp_path, GOOD).valued_on_date(late_in_utc) == date(2026, 4, 1)


def test_an_instance_may_be_of_files(tmp_path: Path) -> None:
    address = "sftp://me:hunter2@host/drop?key=hunter2"
    firm = load(tmp_path, GOOD.replace("url: sqlite:///data/psa.sqlite", f"files: {address}"))
    psa = firm.instances["psa"]
    assert psa.settle_seconds == 2
    assert psa.source == "sftp://host/drop"
    assert "hunter2" not in repr(firm)


@pytest.mark.parametrize(
    ("old", "new", "names"),
    [
        ("group_currency", "group_curency", "group_curency: unknown key"),
        (
            "    system: psa\n",
            "    system: psa\n    colour: red\n",
            "instances.psa.colour: unknown",
        ),
        ("system: psa", "system: wms", "instances.psa.system"),
        ("  psa:", "  Psa-1:", "Psa-1"),
        ("Asia/Tokyo", "Mars/Olympus", "time_zone"),
        ("currency: EUR", "currency: euro", "group_currency"),
        ("version: 1", "version: 2", "version"),
        (
            "    url: sqlite:///data/psa.sqlite\n",
            "",
            "instances.psa: Value error, a database takes",
        ),
        (
            "    url: sqlite:///data/psa.sqlite\n",
            "    url: sqlite:///data/psa.sqlite\n    files: drop\n",
            "instances.psa: Value error, a place of files takes",
        ),
        (
            "    url: sqlite:///data/psa.sqlite\n",
            "    url: sqlite:///data/psa.sqlite\n    dialect: {encoding: latin-1}\n",
            "instances.psa: Value error, only a place of files takes a `dialect`",
        ),
        (
            "url: sqlite:///data/psa.sqlite",
            "files: drop\n    dialect: {encoding: klingon}",
            "dialect: encoding: must be an encoding",
        ),
        (
            "url: sqlite:///data/psa.sqlite",
            "files: drop\n    dialect: {pattern: '*.csv'}",
            "dialect: pattern: may be delimiter, quote",
        ),
        ("    years: [2026]\n", "", "instances.calendar: Value error, a calendar takes"),
        ("DE-BE", "Germany", "instances.calendar.locations.berlin"),
        ("[timesheet_line]", "[]", "instances.psa.entities"),
        ("[timesheet_line]", "[timesheet_line, timesheet_line]", "listed twice"),
        ("[timesheet_line]", "[timesheet]", "tryton/timesheet has no contract"),
        ("vendor: tryton", "vendor: sapphire", "sapphire/timesheet_line has no contract"),
        ('value: "true"', "value: [1]", "policies.0.value"),
        ("firm: acme", "firm: acme\nfirm: other", "line 3"),
        ("firm: acme", "firm: {acme", "line"),
    ],
)
def test_a_mistake_is_named_by_file_and_key(tmp_path: Path, old: str, new: str, names: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load(tmp_path, GOOD.replace(old, new))
    assert "firm.yaml" in str(caught.value)
    assert names in str(caught.value)


def test_a_configuration_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"nowhere\.yaml: the file does not exist"):
        load_firm(tmp_path / "nowhere.yaml")


def test_a_password_is_never_shown(tmp_path: Path) -> None:
    url = "postgresql+psycopg://reader:hunter2@db/psa?sslpassword=hunter2"
    firm = load(tmp_path, GOOD.replace("sqlite:///data/psa.sqlite", url))
    psa = firm.instances["psa"]
    for text in (repr(firm), str(firm), psa.source, repr(psa)):
        assert "hunter2" not in text
    assert psa.source == "postgresql+psycopg://reader:***@db/psa"


def test_a_password_is_not_shown_by_an_error_either(tmp_path: Path) -> None:
    broken = GOOD.replace("sqlite:///data/psa.sqlite", "hunter2").replace(
        "system: psa", "system: x"
    )
    with pytest.raises(ConfigError) as caught:
        load(tmp_path, broken)
    assert "hunter2" not in str(caught.value)


def test_variables_are_filled_in_only_when_the_source_is_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    firm = load(
        tmp_path,
        GOOD.replace("sqlite:///data/psa.sqlite", "postgresql://u:${PSA_PASSWORD}@db/psa"),
    )
    url = firm.instances["psa"].url
    assert url is not None
    with pytest.raises(ConfigError, match="variable PSA_PASSWORD is not set"):
        resolved(url, key="instances.psa.url", folder=tmp_path)
    monkeypatch.setenv("PSA_PASSWORD", "s3cret")
    assert resolved(url, key="instances.psa.url", folder=tmp_path).password == "s3cret"
    assert "s3cret" not in firm.instances["psa"].source


def test_a_relative_sqlite_path_starts_at_the_configuration(tmp_path: Path) -> None:
    url = load(tmp_path, GOOD).instances["psa"].url
    assert url is not None
    database = resolved(url, key="k", folder=tmp_path).database
    assert database == str(tmp_path / "data" / "psa.sqlite")


def test_what_is_no_url_is_not_shown_at_all() -> None:
    assert redacted("my password is hunter2") == "(not a URL)"
    assert redacted("${DATABASE_URL}") == "${DATABASE_URL}"


def test_a_rule_is_tuned_for_all_or_for_one_legal_entity(tmp_path: Path) -> None:
    rules = "rules:\n  - {code: TM-04, tolerance_seconds: 120}\n"
    rules += '  - {code: TM-04, legal_entity: de, tolerance_amount: "0.05", is_enabled: false}\n'
    general, own = load(tmp_path, GOOD + rules).rules
    assert (general.legal_entity, general.tolerance_seconds, general.is_enabled) == (
        None,
        120,
        None,
    )
    assert (own.legal_entity, own.tolerance_amount, own.is_enabled) == (
        "de",
        Decimal("0.05"),
        False,
    )


@pytest.mark.parametrize(
    ("rule", "names"),
    [
        ("{code: TM-04, tolerance_minutes: 2}", "tolerance_minutes: unknown key"),
        ("{code: TM4}", "rules.0.code"),
        ("{code: TM-04, tolerance_seconds: -1}", "rules.0.tolerance_seconds"),
        ("{code: TM-04}, {code: TM-04}", "TM-04 is set twice for all legal entities"),
    ],
)
def test_a_rule_that_cannot_be_tuned_so_is_refused(tmp_path: Path, rule: str, names: str) -> None:
    with pytest.raises(ConfigError, match=names):
        load(tmp_path, f"{GOOD}rules: [{rule}]\n")
