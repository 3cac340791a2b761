"""A page of the Data Docs loads nothing from another host, and what it loads is ours to give."""

import re

import pytest

from expectations.data_docs import OWN_STYLE, SCRIPTS, STATIC, STYLES, stand_alone

PAGE = """<html>
  <head>
    <title>Theirs</title>
    <link rel="stylesheet" href="https://host.example/a.css" integrity="x">
    <link rel='stylesheet' href='http://host.example/b.css'/>
    <script src="https://host.example/a.js" integrity="x"></script>
    <script>let kept = 1;</script>
    <style>
      a { background: url('https://host.example/logo.png') 0 0 no-repeat; }
      @media (prefers-color-scheme: dark) { body { background: black; } }
    </style>
    <link rel="shortcut icon" href="../static/images/favicon.ico" type="image/x-icon"/>
  </head>
  <body>
    <img
      class="NO-CACHE"
      src="https://host.example/logo.png?d=1"
    />
    <p>kept</p>
    <footer><a href="https://host.example/newsletter">news</a></footer>
  </body>
</html>
"""


def test_a_page_names_no_other_host() -> None:
    assert "host.example" not in stand_alone(PAGE, assets="../assets")


def test_a_page_keeps_its_own_content() -> None:
    page = stand_alone(PAGE, assets="../assets")
    assert "let kept = 1;" in page
    assert "<p>kept</p>" in page


def test_a_page_loads_every_file_from_its_own_folder() -> None:
    page = stand_alone(PAGE, assets="../../assets")
    loaded = re.findall(r'(?:src|href)="\.\./\.\./assets/([^"]+)"', page)
    assert loaded == [*STYLES, *SCRIPTS, OWN_STYLE]


def test_a_page_has_one_title_and_one_look() -> None:
    page = stand_alone(PAGE, assets="assets")
    assert page.count("<title>") == 1
    assert "prefers-color-scheme" not in page


@pytest.mark.parametrize("name", [*STYLES, *SCRIPTS])
def test_every_file_of_others_is_listed_with_its_licence(name: str) -> None:
    licences = (STATIC / "LICENSES.md").read_text(encoding="utf-8")
    assert f"`{name}`" in licences


def test_the_folder_holds_what_the_pages_load_and_nothing_else() -> None:
    found = {path.name for path in STATIC.iterdir()}
    assert found == {*STYLES, *SCRIPTS, OWN_STYLE, "LICENSES.md"}


def test_the_folder_stays_below_a_megabyte() -> None:
    assert sum(path.stat().st_size for path in STATIC.iterdir()) < 1_000_000


@pytest.mark.parametrize("name", [*STYLES, *SCRIPTS, OWN_STYLE])
def test_no_file_asks_for_another(name: str) -> None:
    text = (STATIC / name).read_text(encoding="utf-8")
    assert "sourceMappingURL" not in text
    assert not re.search(r"(?:@import|url\(\s*['\"]?https?:)", text)
