"""The same operations without a window: one module per group of commands."""
