"""The window's frame: top bar, rail, page area, status bar, palette and popovers."""
