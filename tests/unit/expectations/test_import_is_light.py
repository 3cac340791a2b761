"""Importing the audit costs no import of Great Expectations: Dagster loads it with definitions."""

import subprocess
import sys


def test_the_audit_is_imported_without_great_expectations() -> None:
    code = (
        "import sys, expectations.audit;"
        " sys.exit('great_expectations' in sys.modules or 'sqlalchemy' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
