"""``smart-enough grade``: people's grades out of a project, or into it. Grading itself is in the window."""

import argparse

from desktop.cli.output import Output
from estimators.base.count import count
from estimators.base.errors import UserError
from estimators.base.sentence import tr, tr_plural


def grade(options: argparse.Namespace, output: Output) -> None:
    """Write all grades (or comparisons) to a table, or take those of a table in as one edit."""
    if (options.export is None) == (options.read is None):
        raise UserError(
            tr("Say either --export or --import."),
            tr("Grading itself is in the window: G on the page Measure."),
            tr("Write, for example, smart-enough grade project.smart --export grades.csv."),
        )
    if options.export is not None:
        _export(options, output)
    else:
        _import(options, output)


def _export(options: argparse.Namespace, output: Output) -> None:
    from desktop.findings.measure.grade_exchange import grades_csv
    from desktop.findings.measure.preference_exchange import preferences_csv
    from desktop.project.project import Project
    from estimators.atomic_file import write_bytes_atomically

    with Project.open_beside(options.file) as project:
        table, n = (preferences_csv if options.pairs else grades_csv)(project)
    write_bytes_atomically(options.export, table)
    what = count(n, "comparison" if options.pairs else "grade")
    output.result(
        {"file": str(options.export), _many(options): n},
        [tr("{file}: {grades}", file=str(options.export), grades=what)],
    )


def _import(options: argparse.Namespace, output: Output) -> None:
    from desktop.findings.measure.grade_exchange import read_project_grades
    from desktop.findings.measure.preference_exchange import read_project_preferences
    from desktop.project.commands import PutGrades, PutPreferences
    from desktop.project.project import Project

    with Project.open(options.file) as project:
        if options.pairs:
            compared, said = read_project_preferences(project, options.read)
            project.do(PutPreferences(compared))
            n = len(compared)
        else:
            found = read_project_grades(project, options.read)
            project.do(PutGrades(found.grades))
            n, said = len(found.grades), found.said
    for sentence in said:
        output.say(tr("{name}: {sentence}", name=options.read.name, sentence=sentence))
    name = options.file.name
    words = tr_plural("{n} grade is in “{name}”.", "{n} grades are in “{name}”.", n, name=name)
    if options.pairs:
        words = tr_plural(
            "{n} comparison is in “{name}”.", "{n} comparisons are in “{name}”.", n, name=name
        )
    output.result({"file": str(options.file), _many(options): n, "left_out": list(said)}, [words])


def _many(options: argparse.Namespace) -> str:
    return "comparisons" if options.pairs else "grades"
