"""Where an instance's files are dropped, and which names there say what.

Files that are not finished are told apart by their names and by whether they still change.
"""

from pathlib import PurePosixPath

from ingest.config import Firm
from ingest.contracts import Contract
from ingest.errors import ConfigError, ContractError, SourceUnavailableError
from ingest.manifests import MANIFEST_SUFFIX
from ingest.places import Folder, Place, Remote
from ingest.urls import filled_in, redacted_place

IN_LANDING = "landing://"
UNFINISHED = (".part", ".partial", ".filepart", ".tmp", ".crdownload", ".download")
_LOCAL = "file://"


def open_place(firm: Firm, instance_name: str) -> Place | None:
    """Open the place of an instance of files.

    Returns:
        The place; None when its files are put straight into the landing zone.

    Raises:
        ConfigError: The address cannot be used.
        SourceUnavailableError: The place is not there.
    """
    key = f"{firm.path}: instances.{instance_name}.files"
    written = firm.instances[instance_name].files
    if written is None:
        raise ConfigError(f"{key}: there is none.", way_out="name the folder or URL of the files.")
    address = filled_in(written, key=key)
    if address == IN_LANDING:
        return None
    label = f"source {instance_name} ({redacted_place(written.get_secret_value())})"
    if "://" not in address or address.startswith(_LOCAL):
        folder = firm.path.parent / address.removeprefix(_LOCAL)
        if not folder.is_dir():
            raise SourceUnavailableError(
                f"{label}: there is no folder {folder}.",
                way_out="make it, or mend `files` in the firm's configuration.",
            )
        return Folder(folder)
    return _remote(address, key=key, label=label)


def _remote(address: str, *, key: str, label: str) -> Place:
    import fsspec  # type: ignore[import-untyped]

    try:
        system, root = fsspec.core.url_to_fs(address, use_listings_cache=False)
        is_there = system.exists(root)
    except (ImportError, ValueError) as error:
        raise ConfigError(
            f"{key}: no such place can be opened: {type(error).__name__}.",
            way_out="use a folder or a URL of a protocol that fsspec has installed.",
        ) from error
    except Exception as error:
        raise SourceUnavailableError(
            f"{label}: it cannot be listed: {type(error).__name__}.",
            way_out="check that it is up, reachable and named rightly in the configuration.",
        ) from error
    if not is_there:
        raise SourceUnavailableError(
            f"{label}: there is nothing there.",
            way_out="make it, or mend `files` in the firm's configuration.",
        )
    return Remote(system, root)


def pattern_of(contract: Contract) -> str:
    """Return the glob that finds an entity's files below the place.

    Raises:
        ContractError: The contract's pattern leads out of the place.
    """
    pattern = contract.files.pattern or f"{contract.entity}/*"
    if ".." in PurePosixPath(pattern).parts or PurePosixPath(pattern).is_absolute():
        raise ContractError(
            f"{contract.file}: files.pattern {pattern} leads out of the place.",
            way_out="write a pattern relative to the place, without `..`.",
        )
    return pattern


def is_unfinished(name: str) -> bool:
    """Tell whether a name says that somebody is still writing the file."""
    path = PurePosixPath(name)
    return path.name.endswith(UNFINISHED) or any(part.startswith(".") for part in path.parts)


def is_manifest(name: str) -> bool:
    """Tell whether a name is that of a manifest."""
    return name.endswith(MANIFEST_SUFFIX)
