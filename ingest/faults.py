"""Named points at which a test may kill the process, to prove that nothing is left half done.

A barrier stands on either side of every write that matters. It does nothing unless the environment
variable ``TIEOUT_FAULT`` names it: ``committed``, ``committed:3`` for the third time it is passed,
or ``*:17`` for the seventeenth barrier of any name. Then the process kills itself with SIGKILL,
which runs no clean-up, just as a power cut would not.
"""

import os
import signal
from collections import Counter

ENVIRONMENT_VARIABLE = "TIEOUT_FAULT"
ANY = "*"
_passed: Counter[str] = Counter()


def barrier(name: str) -> None:
    """Die here if a test asked for it; otherwise do nothing."""
    wanted = os.environ.get(ENVIRONMENT_VARIABLE)
    if not wanted:
        return
    place, _, times = wanted.partition(":")
    if place not in (name, ANY):
        return
    _passed[place] += 1
    if _passed[place] == int(times or 1):
        os.kill(os.getpid(), signal.SIGKILL)
