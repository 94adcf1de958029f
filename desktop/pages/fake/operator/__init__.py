"""The operator in the window: a person answers what the AI was asked."""
