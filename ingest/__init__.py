"""Sources to landing zone to raw: extracts, receipts, contracts, the loader and its ledger.

Knows contracts, files and databases. Deliberately not here: any SQL model of the business (that is
``dbt_project/``), what must hold of the data (``expectations/``) and who runs it when
(``orchestration/``). Nothing in this package imports another package of the house.
"""
