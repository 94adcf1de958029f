"""The Stage as a web page: one item, one sentence, and what people do with it."""
