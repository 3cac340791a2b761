"""What the global options settle for every command."""

from dataclasses import dataclass
from pathlib import Path

import typer

from ingest.home import Home
from serving.publish import AUDIENCE


@dataclass(frozen=True, slots=True)
class Settings:
    """Global options.

    Attributes:
        config: The firm's configuration file.
    """

    config: Path

    @property
    def home(self) -> Home:
        """Where state lives: ``TIEOUT_HOME``, by default ``var`` in the working folder."""
        return Home.from_environment()

    @property
    def published(self) -> Path:
        """Folder of the versions that the finance audience reads."""
        return self.home.published(AUDIENCE)


def settings_of(context: typer.Context) -> Settings:
    """Return the global options of the command being run."""
    found = context.obj
    if not isinstance(found, Settings):
        raise TypeError("the command was called without the global options")
    return found
