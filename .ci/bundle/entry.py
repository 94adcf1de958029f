"""Where the bundle starts: its own processes first, then the program."""

import multiprocessing
import sys

LIMITED = ["-P", "-c", "from estimators.classifier.limited_session import main; main()"]
"""How `estimators/classifier/limited_session.py` asks Python for its process: a bundle has no Python beside it to ask."""

if __name__ == "__main__":
    multiprocessing.freeze_support()
    if sys.argv[1:] == LIMITED:
        from estimators.classifier.limited_session import main as answer

        sys.exit(answer())
    from desktop.__main__ import main

    sys.exit(main())
