"""The Fake it page: what the fake pretends, a live session, what people did with it."""
