"""Audit result to readers: publish, trace, list breaks, report status.

What is here reads the warehouse read-only and writes only published versions, the break
events of a published version and the audit's own result rows.  It knows no Dagster and no
terminal; business rules live in ``dbt_project``, checks in ``expectations``.
"""
