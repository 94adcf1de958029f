"""The journal beside the live session: its table, what a request held, and what is made of it."""
