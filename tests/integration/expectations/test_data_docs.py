"""The pages of an audit open on a closed network and tell what was found."""

import re
import stat

import pytest

from tests.integration.expectations.conftest import Audited

RESOURCE = re.compile(
    r"<(?:script|img|link)\b[^>]*?\b(?:src|href)\s*=\s*[\"']?([^\"'\s>]+)|url\(\s*[\"']?([^\"')]+)"
)


def pages(audited: Audited) -> dict[str, str]:
    return {
        str(path.relative_to(audited.data_docs)): path.read_text(encoding="utf-8")
        for path in audited.data_docs.rglob("*.html")
    }


def resources(page: str) -> list[str]:
    return [first or second for first, second in RESOURCE.findall(page)]


def test_there_is_an_index_and_a_page_per_suite(sound: Audited) -> None:
    found = pages(sound)
    assert "index.html" in found
    validated = [name for name in found if name.startswith("validations/")]
    assert len(validated) == len({result.suite for result in sound.report.results})


@pytest.mark.parametrize("kind", ["broken", "incomplete"])
def test_no_page_loads_anything_from_another_host(
    kind: str, request: pytest.FixtureRequest
) -> None:
    audited: Audited = request.getfixturevalue(kind)
    for name, page in pages(audited).items():
        remote = [resource for resource in resources(page) if re.match(r"(?:https?:)?//", resource)]
        assert remote == [], name


def test_every_file_a_page_loads_is_there(broken: Audited) -> None:
    for name, page in pages(broken).items():
        for resource in resources(page):
            target = (broken.data_docs / name).parent / resource
            assert target.exists(), (name, resource)


def test_the_index_shows_failures_first_and_all_tables_on_one_page(sound: Audited) -> None:
    index = pages(sound)["index.html"]
    assert "'sortName': 'validation_success', 'sortOrder': 'desc'" in index
    assert "'pageSize': 100" in index


def test_a_page_says_how_a_rule_stands(second_version: Audited) -> None:
    [page] = [
        page
        for name, page in pages(second_version).items()
        if name.startswith("validations/reconciliation/break_current/")
    ]
    assert "CO-01 Won, no project: no open break." in page
    assert "1 new, 1 worse, 0 healed since v000001" in page


def test_a_suite_page_says_why_each_expectation_exists(sound: Audited) -> None:
    page = pages(sound)["expectations/reconciliation/break_current.html"]
    assert "Nobody delivers it. Severity S2, owner SO." in page


def test_only_the_owner_can_read_the_pages(sound: Audited) -> None:
    modes = {
        stat.S_IMODE(path.stat().st_mode)
        for path in (sound.data_docs, *sound.data_docs.rglob("*"))
        if path.is_file()
    }
    assert modes == {0o600}
    assert stat.S_IMODE(sound.data_docs.stat().st_mode) == 0o700
