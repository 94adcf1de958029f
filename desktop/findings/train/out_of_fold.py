"""What a run said of training examples that it was shown only afterwards: what a cut-off may be chosen on."""

from desktop.project.noun import noun
from desktop.project.project import Project
from desktop.project.records import Run
from estimators.acceptance.metric import ScoredAnswer


def left_out_answers(run: Run) -> tuple[ScoredAnswer, ...]:
    """The out-of-fold answers of a run, calibrated; empty where it kept none."""
    kept = run.result.left_out
    if not kept:
        return ()
    names = kept.classes
    found = []
    for truth, said, chances in zip(kept.truth, kept.said, kept.chance, strict=True):
        by_class = {names[place]: chance for place, chance in zip(said, chances, strict=True)}
        likeliest = max(by_class, key=lambda name: by_class[name])
        found.append(ScoredAnswer(names[truth], likeliest, by_class[likeliest], by_class))
    return tuple(found)


def left_out_words(project: Project, run: Run) -> str:
    """How many of the left-out examples an untested run had right, as one sentence."""
    kept = run.result.left_out
    if not kept:
        return "Nobody knows how good it is."
    return kept.sentence(noun(project))


def answers_of(run: Run) -> tuple[ScoredAnswer, ...]:
    """The answers on the test; those that could not be read are not there."""
    return tuple(
        ScoredAnswer(row.truth, row.label, row.probability, row.probabilities, row.abstain)
        for row in run.result.answered
        if row.truth
    )
