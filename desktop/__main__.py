"""``smart-enough`` and ``python -m desktop``. Imports nothing heavy: spawned workers import it again."""

import os
import sys


def main() -> int:
    """Entry point of the command; returns the exit status."""
    from desktop.cli.main import INTERRUPTED
    from desktop.cli.main import main as run

    status = run(sys.argv[1:])
    if status == INTERRUPTED:
        # Threads of native libraries may still be at work, and taking the interpreter down around them aborts the
        # process. Everything of ours is cleaned up by now.
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)
    return status


if __name__ == "__main__":
    sys.exit(main())
