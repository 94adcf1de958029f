"""The Data page: what it learns from, whether that is clean, and whether it is enough."""
