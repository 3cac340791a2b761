"""The `tieout` command: arguments in, readable answers and documented exit codes out.

Nothing is computed here; commands call ``serving`` and ``orchestration`` and import them late,
so that a command that only reads answers at once.
"""
