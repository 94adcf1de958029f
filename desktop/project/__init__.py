"""The project document: what the user saves. Knows nothing of Qt."""

SUFFIX = ".smart"
