"""Addresses of sources: secrets filled in from the environment at the last moment, never shown."""

import os
import re
from pathlib import Path

from pydantic import SecretStr
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from ingest.errors import ConfigError

_VARIABLE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")


def resolved(url: SecretStr, *, key: str, folder: Path) -> URL:
    """Return the URL to open a database with: variables filled in, a SQLite path made absolute.

    Args:
        url: SQLAlchemy URL; ``${NAME}`` in it stands for an environment variable.
        key: Where the URL was written, for errors.
        folder: Where a relative SQLite path starts.

    Raises:
        ConfigError: A variable is not set, or the result is not a SQLAlchemy URL.
    """
    try:
        parsed = make_url(filled_in(url, key=key))
    except (ArgumentError, ValueError):
        raise ConfigError(
            f"{key}: this is not a SQLAlchemy URL (not shown, it may hold a password).",
            way_out="write dialect+driver://user:password@host:port/database.",
        ) from None
    if parsed.get_backend_name() == "sqlite" and parsed.database:
        return parsed.set(database=str(folder / parsed.database))
    return parsed


def filled_in(text: SecretStr, *, key: str) -> str:
    """Return a text with its ``${NAME}`` replaced by environment variables.

    Args:
        text: Any text of the configuration that may hold a secret.
        key: Where it was written, for errors.

    Raises:
        ConfigError: A variable is not set.
    """
    written = text.get_secret_value()
    for variable in _VARIABLE.findall(written):
        if variable not in os.environ:
            raise ConfigError(
                f"{key}: the environment variable {variable} is not set.",
                way_out=f"export {variable}, then run again.",
            )
    return _VARIABLE.sub(lambda found: os.environ[found[1]], written)


def redacted_place(address: str) -> str:
    """Return a folder or fsspec URL safe to print: no user, no password, no query."""
    scheme, mark, rest = address.partition("://")
    if not mark:
        return address
    host, slash, path = rest.partition("?")[0].partition("/")
    return f"{scheme}://{host.rpartition('@')[2]}{slash}{path}"


def redacted(url: str) -> str:
    """Return a URL safe to print: no password, no query, variables still by name."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        return " ".join(f"${{{name}}}" for name in _VARIABLE.findall(url)) or "(not a URL)"
    return parsed.set(query={}).render_as_string(hide_password=True)
