"""A training on a table: a row to play with, its mistakes, its groups, how far off a number may be."""
