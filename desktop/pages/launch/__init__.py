"""The Launch page: the bar, the checks, the decision and who signs it."""
