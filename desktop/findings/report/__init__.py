"""What a project says on Report: everything gathered for the report, and what to look at before it is sent."""
