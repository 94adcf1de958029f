"""Work off the GUI thread: one process per heavy job, with progress and cancel."""
