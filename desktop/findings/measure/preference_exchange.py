"""Comparisons of two answers out of a project as a table, and into it.

The columns are id, candidate_a, candidate_b, rater and human ("A", "B", "both", "neither"; "tie" is read as both), as public sets of
preferences have them; a is the one that stood on the left.
"""

import csv
import io
from collections import Counter
from pathlib import Path

from desktop.findings.candidate_measurement import candidates_of
from desktop.findings.measure.grade_exchange import GradeLoss
from desktop.findings.measure.preference_view import said_of_candidates
from desktop.project.measure_records import Liked, NewPreference
from desktop.project.project import Project
from estimators.base.cell_lines import safe_cell, unguarded_cell
from estimators.base.errors import UserError
from estimators.base.sentence import tr
from estimators.measure.case import RowLoss, RowLosses
from estimators.measure.table_rows import columns_of_table

COLUMNS = ("id", "candidate_a", "candidate_b", "rater", "human")
_WORDS = {Liked.LEFT: "A", Liked.RIGHT: "B", Liked.BOTH: "both", Liked.NEITHER: "neither"}
_READ = {word.casefold(): liked for liked, word in _WORDS.items()} | {"tie": Liked.BOTH}
_MOST = 80  # letters of a rater's name


def preferences_csv(project: Project) -> tuple[bytes, int]:
    """Every comparison, in the order they were made, in UTF-8 with a mark that spreadsheets read it by; and how many.

    Raises `UserError` where nothing was compared.
    """
    names = {one.uid: one.name for one in candidates_of(project)}
    said = said_of_candidates(project)
    if not said:
        raise UserError(
            tr("No two answers are compared yet."), "", tr("Compare some in the window first.")
        )
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\r\n")
    rows.writerow(COLUMNS)
    for one in said:
        cells = (one.case, names[one.left], names[one.right], one.rater, _WORDS[one.liked])
        rows.writerow([safe_cell(cell) for cell in cells])
    return text.getvalue().encode("utf-8-sig"), len(said)


def read_project_preferences(
    project: Project, path: Path
) -> tuple[tuple[NewPreference, ...], tuple[str, ...]]:
    """The comparisons of a table that fit this project, of what is said twice the last; and sentences about the others.

    Raises `UserError` where the table cannot be read, or none of it fits.
    """
    losses, unread = Counter[GradeLoss](), RowLosses()
    candidates = candidates_of(project)
    by_name = {one.uid: one for one in candidates} | {one.name: one for one in candidates}
    found: dict[tuple[str, frozenset[str], str], NewPreference] = {}
    for line, cells in columns_of_table(path, COLUMNS, unread):
        case, first, second, rater, word = (unguarded_cell(cell) for cell in cells)
        liked, rater = _READ.get(word.casefold()), " ".join(rater.split())[:_MOST]
        two = by_name.get(first), by_name.get(second)
        if liked is None:
            if word:
                unread.add(RowLoss.BAD_GRADE, line)
        elif two[0] is None or two[1] is None or two[0].uid == two[1].uid:
            losses[GradeLoss.UNKNOWN_CANDIDATE] += 1
        elif not all(case in one.answers.answers for one in two if one is not None):
            losses[GradeLoss.UNKNOWN_CASE] += 1
        elif not rater:
            losses[GradeLoss.NO_RATER] += 1
        else:
            key = case, frozenset((two[0].uid, two[1].uid)), rater
            losses[GradeLoss.DOUBLED] += key in found
            found[key] = NewPreference(case, two[0].uid, two[1].uid, rater, liked)
    sentences = (
        *(one.sentence for one in unread.found()),
        *(loss.sentence(losses[loss]) for loss in GradeLoss if losses[loss]),
    )
    if not found:
        raise UserError(
            tr("None of the comparisons in “{name}” fits this project.", name=path.name),
            " ".join(sentences),
            tr("Export those of the project to see how it calls its cases and candidates."),
        )
    return tuple(found.values()), sentences
