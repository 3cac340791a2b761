"""Where things stand: the published version as a document, and who is writing."""

import fcntl
import os
from dataclasses import asdict
from typing import Any

from ingest.home import Home
from ingest.lock import holder_of
from serving.publish import AUDIENCE
from serving.summary import summarise
from serving.versions import current_file, read_pointer


def status_document(home: Home) -> dict[str, Any]:
    """Return the pointer, the summary of the published version and the writer, if any.

    Args:
        home: Whose published version.

    Raises:
        NothingPublishedError: No version was published yet.
        PublishedFormatError: The pointer or its file cannot be read.
    """
    folder = home.published(AUDIENCE)
    published = current_file(folder)
    pointer = read_pointer(folder)
    return {
        "published": str(published),
        "pointer": asdict(pointer) if pointer else None,
        "summary": asdict(summarise(published)),
        "writer": writer(home),
    }


def writer(home: Home) -> str | None:
    """Say who is writing the warehouse just now; None when nobody is."""
    if not home.lock_file.exists():
        return None
    descriptor = os.open(home.lock_file, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return holder_of(home)
    else:
        return None
    finally:
        os.close(descriptor)
