"""Dialled fakes for each kind of product: one module a kind, one registry, and what they share."""
