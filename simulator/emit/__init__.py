"""The systems' books as the files that the vendors' exports are.

Files only: what the books hold is not decided here, and nothing here knows how they are read.
"""

from simulator.emit.instances import DIALECTS, Emission, emit

__all__ = ["DIALECTS", "Emission", "emit"]
