"""The arrows of the house: which package may import which."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MAY_IMPORT = {
    "ingest": set(),
    "simulator": set(),
    "expectations": {"ingest.contracts"},
    "serving": {"expectations", "ingest"},
    "orchestration": {"serving", "expectations", "ingest"},
    "cli": {"orchestration", "serving", "expectations", "ingest", "simulator"},
}


def imports_of(package: str) -> set[tuple[str, str]]:
    """Return (file, module of ours) of every import in a package, late imports included."""
    found = set()
    for path in (ROOT / package).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.module:
                names = [node.module]
            ours = (name for name in names if name.split(".")[0] in MAY_IMPORT)
            found |= {(str(path.relative_to(ROOT)), name) for name in ours}
    return found


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_no_package_imports_one_it_may_not(package: str) -> None:
    allowed = MAY_IMPORT[package] | {package}
    wrong = sorted(
        (path, module)
        for path, module in imports_of(package)
        if not any(module == name or module.startswith(f"{name}.") for name in allowed)
    )
    assert wrong == []


def test_every_package_of_the_house_is_looked_at() -> None:
    packages = {
        path.parent.name
        for path in ROOT.glob("*/__init__.py")
        if path.parent.name not in {"tests", "bench"}
    }
    assert packages == set(MAY_IMPORT)


def test_every_break_rule_has_a_runbook() -> None:
    rules = (ROOT / "dbt_project/seeds/break_rules.csv").read_text().splitlines()[1:]
    missing = [
        rule.split(",")[0]
        for rule in rules
        if not (ROOT / f"docs/breaks/{rule.split(',')[0]}.md").is_file()
    ]
    assert rules
    assert missing == []


def test_no_lock_file_names_a_host() -> None:
    for name in ("requirements.lock", "bootstrap.lock"):
        text = (ROOT / name).read_text()
        assert "--hash=sha256:" in text
        assert "://" not in text
