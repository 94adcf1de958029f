"""The Report page: what the PDF says, before it is sent."""
