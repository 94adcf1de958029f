"""``smart-enough report`` and ``pack``: a report of a project, and a copy of it that holds the originals of its examples."""

import argparse

from desktop.cli.output import Output, ProgressBar, one_line
from estimators.base.count import count


def report(options: argparse.Namespace, output: Output) -> None:
    """Write the report and print where it is."""
    from desktop.jobs.write_report import WriteReport, write_report

    with ProgressBar() as progress:
        written = write_report(
            WriteReport(options.file, options.out, options.kind, appendix=options.appendix),
            progress,
            lambda: False,
        )
    for warning in written.warnings:
        output.say(warning)
    pages = count(written.pages, "slide" if written.file.suffix.lower() == ".pptx" else "page")
    output.result(
        {
            "file": written.file,
            "pages": written.pages,
            "sha256": written.sha256,
            "sections": written.sections,
            "warnings": list(written.warnings),
        },
        [f"{written.file}: {pages}"],
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
