"""The scenario of the fake: its dials, of each kind of product, and what goes wrong."""
