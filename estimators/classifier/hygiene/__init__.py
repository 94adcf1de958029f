"""The traps in labelled data that make a model's numbers lie, each named in a sentence."""
