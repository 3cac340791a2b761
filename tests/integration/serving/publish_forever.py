"""Publish one version after another until killed: the other half of the atomicity test."""

import sys
from pathlib import Path

from ingest.home import Home
from serving.publish import event_folder
from serving.versions import next_version
from tests.integration.serving.small_version import publish_version

if __name__ == "__main__":
    home = Home(Path(sys.argv[1]))
    while True:
        publish_version(home, version=next_version(home.published("finance"), event_folder(home)))
