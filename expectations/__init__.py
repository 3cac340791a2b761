"""What must hold in each layer of the warehouse, as Great Expectations suites written in code.

Start at :mod:`expectations.audit`.  Suites live in :mod:`expectations.suites`, one module per
layer.  Great Expectations takes seconds to import, so only the suites import it and only an audit
imports the suites.  Keys and references inside the warehouse are guarded by dbt tests, not here.
"""

import os

# Read once, while Great Expectations is imported: it has to stand before any module below runs.
os.environ["GX_ANALYTICS_ENABLED"] = "false"
