"""Reports: typed evidence to sentences to a tagged PDF, a model card, a one-page brief."""
