"""``smart-enough pack``: a copy of a project that holds the originals of its examples."""

import argparse
from pathlib import Path

from desktop.cli.output import Output, ProgressBar, one_line
from estimators.base.count import count
from estimators.base.sentence import tr


def add_pack_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE.smart")
    parser.add_argument(
        "--out", type=Path, required=True, metavar="PACKED.smart", help=tr("the copy to write")
    )
    parser.add_argument(
        "--with-journal",
        action="store_true",
        help=tr("with what people asked the fake, and what it answered (left out otherwise)"),
    )
    parser.add_argument(
        "--with-metadata",
        action="store_true",
        help=tr(
            "with what the files say of their maker: position, time, author, camera (left out otherwise)"
        ),
    )


def pack(options: argparse.Namespace, output: Output) -> None:
    """Write the copy; what is not in it is named."""
    from desktop.jobs.pack import (
        PackProject,
        cleaned_words,
        holds_words,
        missing_words,
        pack_project,
        size_of_pack,
    )
    from desktop.project.noun import noun
    from desktop.project.project import Project
    from estimators.base.number import megabytes

    with Project.open_beside(options.file) as project:
        size, one = size_of_pack(project), noun(project, 1)
    for sentence in holds_words(size, one, metadata=options.with_metadata):
        output.say(sentence)
    request = PackProject(options.file, options.out, options.with_journal, options.with_metadata)
    with ProgressBar() as progress:
        packed = pack_project(request, progress, lambda: False)
    for words in (cleaned_words(packed), missing_words(packed)):
        if words:
            output.say(one_line(words))
    document = {
        "file": str(packed.file),
        "examples": packed.examples,
        "missing": list(packed.missing),
        "metadata_removed": packed.cleaned,
        "metadata_stuck": list(packed.uncleaned),
        "bytes": packed.bytes,
    }
    originals = count(packed.examples, "original")
    output.result(document, [f"{packed.file}: {originals}, {megabytes(packed.bytes)}"])
