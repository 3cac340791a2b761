"""Hand-made extracts of each vendor, and the rows they must become."""
