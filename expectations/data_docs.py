"""Data Docs that open on a closed network.

Great Expectations writes pages that load their styles and scripts from public hosts.  The same
files are kept in ``static/`` (licences in ``static/LICENSES.md``) and copied beside the pages,
which are rewritten to them.  Icons that came with larger files are a short style sheet of ours.
"""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from great_expectations.data_context.data_context.ephemeral_data_context import (
        EphemeralDataContext,
    )

SITE = "audit"
STATIC = Path(__file__).parent / "static"
ASSETS = "assets"
STYLES = (
    "bootstrap-table.min.css",
    "bootstrap.min.css",
    "bootstrap-table-filter-control.min.css",
    "bootstrap-datepicker.min.css",
)
OWN_STYLE = "tieout.css"
SCRIPTS = (
    "jquery.min.js",
    "popper.min.js",
    "bootstrap.min.js",
    "bootstrap-table.min.js",
    "bootstrap-table-filter-control.min.js",
    "bootstrap-datepicker.min.js",
)

# What the index table is told otherwise: failures first, all tables on one page, no column that
# says the same in every row.
_INDEX_TABLE = {
    "'sortName': 'run_time', 'sortOrder': 'desc', 'pagination': 'true'": (
        "'sortName': 'validation_success', 'sortOrder': 'desc',"
        " 'pagination': 'true', 'pageSize': 100"
    ),
    "{'field': 'run_name', ": "{'field': 'run_name', 'visible': false, ",
    "{'field': 'batch_identifier', ": "{'field': 'batch_identifier', 'visible': false, ",
    "{'field': 'asset_name', ": "{'field': 'asset_name', 'visible': false, ",
}

_REMOTE = r"https?://[^\"'>]*"
_REMOTE_SCRIPT = re.compile(rf"[ \t]*<script[^>]*\ssrc=[\"']{_REMOTE}[^>]*>\s*</script>\n?")
_REMOTE_LINK = re.compile(rf"[ \t]*<link[^>]*\shref=[\"']{_REMOTE}[^>]*>\n?")
_REMOTE_IMAGE = re.compile(rf"<img[^>]*\ssrc=[\"']{_REMOTE}[^>]*>")
_REMOTE_BACKGROUND = re.compile(r"url\(\s*[\"']?https?://[^)]*\)")
_DARK_MODE = "@media (prefers-color-scheme: dark)"
_FOOTER = re.compile(r"<footer>.*?</footer>", re.DOTALL)
_FAVICON = re.compile(r"[ \t]*<link rel=\"shortcut icon\"[^>]*>\n?")
_TITLE = re.compile(r"<title>[^<]*</title>\s*")


def sites(folder: Path) -> dict[str, Any]:
    """Return the library's configuration of one site in a folder: suites and results."""
    return {
        SITE: {
            "class_name": "SiteBuilder",
            "show_how_to_buttons": False,
            "store_backend": {
                "class_name": "TupleFilesystemStoreBackend",
                "base_directory": str(folder),
            },
            "site_index_builder": {"class_name": "DefaultSiteIndexBuilder"},
            "site_section_builders": {"profiling": "None"},
        }
    }


@contextmanager
def replaced(folder: Path) -> Iterator[Path]:
    """Yield an empty folder that takes the place of ``folder`` when the block succeeds.

    Args:
        folder: Where the pages shall stand.  What stands there stays until then, and for good when
            the block raises.
    """
    fresh = folder.with_name(f"{folder.name}.fresh")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True, mode=0o700)
    try:
        yield fresh
        shutil.rmtree(folder, ignore_errors=True)
        fresh.rename(folder)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def build(context: "EphemeralDataContext", folder: Path) -> None:
    """Write the pages of everything the context validated, and make them stand alone.

    Args:
        context: Context configured with :func:`sites` of the same folder.
        folder: Existing folder; afterwards it holds ``index.html`` and whatever that needs.
    """
    context.build_data_docs(site_names=[SITE])
    shutil.rmtree(folder / "static", ignore_errors=True)
    assets = folder / ASSETS
    assets.mkdir(exist_ok=True)
    for name in (*STYLES, OWN_STYLE, *SCRIPTS):
        shutil.copyfile(STATIC / name, assets / name)
    for page in folder.rglob("*.html"):
        depth = len(page.relative_to(folder).parents) - 1
        text = page.read_text(encoding="utf-8")
        page.write_text(stand_alone(text, assets="../" * depth + ASSETS), encoding="utf-8")
    _keep_private(folder)


def stand_alone(page: str, *, assets: str) -> str:
    """Rewrite a page so that it loads nothing from another host.

    Args:
        page: HTML as the library wrote it.
        assets: Relative path from the page to the folder of styles and scripts.

    Returns:
        The page with local styles and scripts, one title, and no logo, footer or dark mode.
    """
    for pattern in (_REMOTE_SCRIPT, _REMOTE_LINK, _REMOTE_IMAGE, _FOOTER, _FAVICON, _TITLE):
        page = pattern.sub("", page)
    page = _REMOTE_BACKGROUND.sub("none", page).replace(_DARK_MODE, "@media not all")
    for theirs, ours in _INDEX_TABLE.items():
        page = page.replace(theirs, ours)
    styles = [_style(assets, name) for name in STYLES]
    scripts = [f'<script src="{assets}/{name}"></script>' for name in SCRIPTS]
    head = ["<title>Tieout audit</title>", *styles, *scripts]
    page = page.replace("<head>", "\n    ".join(["<head>", *head]), 1)
    return page.replace("</head>", f"{_style(assets, OWN_STYLE)}\n  </head>", 1)


def _style(assets: str, name: str) -> str:
    return f'<link rel="stylesheet" href="{assets}/{name}">'


def _keep_private(folder: Path) -> None:
    folder.chmod(0o700)
    for path in folder.rglob("*"):
        path.chmod(0o700 if path.is_dir() else 0o600)
