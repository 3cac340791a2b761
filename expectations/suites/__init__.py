"""Expectation suites, one module per layer, each a list of suites over one table.

Importing anything below this package imports Great Expectations, which takes seconds.
"""
