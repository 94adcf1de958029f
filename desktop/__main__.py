"""``smart-enough`` and ``python -m desktop``. Imports nothing heavy: spawned workers import it again."""

import sys


def main() -> int:
    """Entry point of the command; returns the exit status."""
    from desktop.cli.main import main as run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
