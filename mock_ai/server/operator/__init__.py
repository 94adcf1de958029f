"""The operator's page: a person answers from a browser on the same machine, and sees the journal."""
