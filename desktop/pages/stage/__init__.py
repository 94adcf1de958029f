"""The Stage: one photo, one sentence, full screen, and what people do with it."""
