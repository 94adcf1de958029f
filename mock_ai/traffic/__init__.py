"""What clients and servers said to one another, as bytes: kept, exported, recorded and replayed."""
