"""Dagster's view of Tieout: assets, checks, jobs, schedule, resources.  Thin on purpose.

What a step does stands in ``serving.pipeline`` and below; here stands what it is called, what
it depends on and what it reports.  Loading definitions opens no database, needs no secret and
no network.
"""
