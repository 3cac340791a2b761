"""A seeded professional-services firm: reality, the books of its systems, their extracts.

Knows nothing of the warehouse that reads them: it imports no other package of the house.
"""
