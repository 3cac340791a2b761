"""Where the state of one firm lives on disk, and who may read it (the owner alone).

Only paths and their creation are here; what the files contain is told by the modules that write
them.
"""

import os
from dataclasses import dataclass
from pathlib import Path

ENVIRONMENT_VARIABLE = "TIEOUT_HOME"
DEFAULT_ROOT = "var"


def make_folder(path: Path) -> Path:
    """Create a folder and its missing parents for the owner alone (0700), and return it."""
    for folder in [*reversed(path.parents), path]:
        if not folder.exists():
            folder.mkdir(mode=0o700, exist_ok=True)
            folder.chmod(0o700)
    return path


@dataclass(frozen=True, slots=True)
class Home:
    """The folder that holds landing zone, warehouse and published versions.

    Attributes:
        root: Absolute path; it need not exist, folders are made when first asked for.
        warehouse_folder: Where below it the warehouse file is; elsewhere only while it is rebuilt.
    """

    root: Path
    warehouse_folder: str = "."

    @classmethod
    def from_environment(cls) -> "Home":
        """Return the home named by ``TIEOUT_HOME``, by default ``var`` in the working folder."""
        return cls(
            Path(os.environ.get(ENVIRONMENT_VARIABLE) or DEFAULT_ROOT).expanduser().resolve()
        )

    @property
    def landing(self) -> Path:
        """Folder of everything that ever came in; the memory from which the rest is rebuilt."""
        return make_folder(self.root / "landing")

    @property
    def warehouse(self) -> Path:
        """Path of the working DuckDB file; it may not exist yet."""
        return make_folder(self.root / self.warehouse_folder) / "warehouse.duckdb"

    @property
    def lock_file(self) -> Path:
        """Path of the file whose OS lock makes one process the writer."""
        return make_folder(self.root) / "warehouse.lock"

    @property
    def audit(self) -> Path:
        """Folder of the audit's reports."""
        return make_folder(self.root / "audit")

    @property
    def data_docs(self) -> Path:
        """Folder of the audit's browsable report."""
        return make_folder(self.root / "audit" / "data_docs")

    @property
    def dagster(self) -> Path:
        """Folder of the orchestrator's own state (``DAGSTER_HOME``)."""
        return make_folder(self.root / "dagster")

    @property
    def dbt(self) -> Path:
        """Folder of dbt's artifacts and logs."""
        return make_folder(self.root / "dbt")

    @property
    def tmp(self) -> Path:
        """Folder for what may be deleted whenever no run is under way."""
        return make_folder(self.root / "tmp")

    def published(self, audience: str) -> Path:
        """Folder of the published versions of one audience."""
        return make_folder(self.root / "published" / audience)
