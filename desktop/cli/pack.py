"""``smart-enough pack``: a copy of a project that holds the originals of its examples."""

import argparse
from pathlib import Path

from desktop.cli.output import Output, ProgressBar, one_line


def add_pack_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE.smart")
    parser.add_argument(
        "--out", type=Path, required=True, metavar="PACKED.smart", help="the copy to write"
    )
    parser.add_argument(
        "--with-journal",
        action="store_true",
        help="with what people asked the fake, and what it answered (left out otherwise)",
    )


def pack(options: argparse.Namespace, output: Output) -> None:
    """Write the copy; what is not in it is named."""
    from desktop.jobs.pack import PackProject, megabytes, missing_words, pack_project

    request = PackProject(options.file, options.out, options.with_journal)
    with ProgressBar() as progress:
        packed = pack_project(request, progress, lambda: False)
    if packed.missing:
        output.say(one_line(missing_words(packed)))
    document = {
        "file": str(packed.file),
        "examples": packed.examples,
        "missing": list(packed.missing),
        "bytes": packed.bytes,
    }
    originals = "1 original" if packed.examples == 1 else f"{packed.examples:,} originals"
    output.result(document, [f"{packed.file}: {originals}, {megabytes(packed.bytes)}"])
