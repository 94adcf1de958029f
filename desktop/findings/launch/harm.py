"""How many answers may do harm: the cap of the project, which mistakes of a classifier are meant, and the check that holds it.

How to use, line by line:

    classes_at_stake(project)               the classes whose mistakes can be named
    harm_cap(project)                       the share of all answers that may do harm
    harmful_mistakes(project, labels)       the mistakes that a person named, of those classes
    read_mistakes("metal > plastic", labels)   the same out of what is typed; written(mistakes) is the way back
    set_harm(project, cap, mistakes)        the edit that names both
    harm_of_run(project, run, looks)        the check of what was trained here; None where no mistake is named
    harm_check(project, k, n, ...)          the check of any counted harm
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from desktop.findings.launch.acceptance import bar_test
from desktop.findings.measure.table_model import is_number
from desktop.project.commands import SetFact, Several
from desktop.project.file import Command
from desktop.project.project import Project
from desktop.project.records import Run
from desktop.project.run_list import run_in_use
from estimators.acceptance.bounds import confidence_of_each, lower_bound, upper_bound
from estimators.base.errors import UserError
from estimators.base.interval import of_all
from estimators.base.percent import percent_beside, set_percent
from estimators.base.phrase import listed
from estimators.base.sentence import tr
from reports.evidence import ACCURACY_ID
from reports.launch_evidence import CheckState, LaunchCheck

HARM_CAP_KEY = "launch.harm_cap"
"""The fact: how many answers of all may do harm."""
HARMFUL_KEY = "launch.harmful_mistakes"
"""The fact: which mistakes of a classifier do harm, each as [in truth, what it says]; "" for any other class."""
USUAL_CAP = 0.05
_SURE = 0.95
_TAKEN_FOR, _NEXT = ">", ";"


@dataclass(frozen=True)
class HarmfulMistake:
    """A class that is taken for another; an empty ``said`` is any other (it is missed), an empty ``truth`` too."""

    truth: str
    said: str

    def is_made(self, truth: str, said: str) -> bool:
        """Whether an answer is this mistake."""
        return truth != said and self.truth in ("", truth) and self.said in ("", said)


def classes_at_stake(project: Project) -> tuple[str, ...]:
    """The classes of what is launched where it was trained here and tested; none of anything else."""
    test, run = bar_test(project), run_in_use(project)
    if run is None or not run.result.n_test or is_number(run):
        return ()
    return () if test is not None and test.candidate is not None else run.result.confusion.labels


def harm_cap(project: Project) -> float:
    """The share of all answers that may do harm."""
    said = project.answer(HARM_CAP_KEY)
    return float(said) if isinstance(said, int | float) and 0 < said < 1 else USUAL_CAP


def harmful_mistakes(project: Project, labels: Sequence[str]) -> tuple[HarmfulMistake, ...]:
    """The mistakes that a person named, as far as there are such classes."""
    said = project.answer(HARMFUL_KEY)
    pairs, known = said if isinstance(said, list) else [], ("", *labels)
    return tuple(
        HarmfulMistake(*pair)
        for pair in pairs
        if isinstance(pair, list)
        and len(pair) == 2
        and any(pair)
        and all(one in known for one in pair)
    )


def read_mistakes(text: str, labels: Sequence[str]) -> tuple[HarmfulMistake, ...]:
    """Mistakes as they are typed: "metal > plastic; glass" for metal called plastic and glass missed. Raises `UserError`."""
    found = []
    for part in filter(None, (each.strip() for each in text.split(_NEXT))):
        truth, _, said = (each.strip() for each in part.partition(_TAKEN_FOR))
        mistake = HarmfulMistake(_class_named(truth, labels), _class_named(said, labels))
        if mistake.truth == mistake.said:
            raise UserError(
                tr("“{part}” is no mistake.", part=part),
                "",
                tr("Type what is true, “>”, and what it must not be called."),
            )
        found.append(mistake)
    return tuple(dict.fromkeys(found))


def mistake_words(mistakes: Iterable[HarmfulMistake]) -> str:
    """Each class once: "“metal” taken for “plastic” or “glass”, and “crack” missed"."""
    by_truth: dict[str, list[str]] = {}
    for one in mistakes:
        by_truth.setdefault(one.truth, []).append(one.said)
    return listed([_taken_for(truth, said) for truth, said in by_truth.items()])


def _taken_for(truth: str, said: Sequence[str]) -> str:
    if "" in said:
        return tr("“{truth}” missed", truth=truth)
    others = tr(" or ").join(f"“{name}”" for name in said)
    if not truth:
        return tr("another taken for {others}", others=others)
    return tr("“{truth}” taken for {others}", truth=truth, others=others)


def written(mistakes: Iterable[HarmfulMistake]) -> str:
    """Mistakes as they are typed."""
    each = (f"{one.truth} {_TAKEN_FOR} {one.said}".strip() for one in mistakes)
    return f"{_NEXT} ".join(one.removesuffix(f" {_TAKEN_FOR}") for one in each)


def _class_named(name: str, labels: Sequence[str]) -> str:
    """The class as it is written in the project; "" for none."""
    if not name:
        return ""
    found = next((label for label in labels if label.casefold() == name.casefold()), None)
    if found is None:
        raise UserError(
            tr("There is no class “{name}”.", name=name),
            "",
            tr("The classes are {classes}.", classes=listed([f"“{each}”" for each in labels])),
        )
    return found


def set_harm_cap(share: float) -> SetFact:
    """The edit that lets another share do harm. Raises `UserError` for none and for all, which no test could show or fail."""
    if not 0 < share < 1:
        raise UserError(tr("The share lies between 0% and 100%."), "", tr("Type for example 2%."))
    return SetFact(HARM_CAP_KEY, share, tr("how many answers may do harm"))


def set_harm(share: float, mistakes: Sequence[HarmfulMistake]) -> Command:
    """The same with the mistakes of a classifier that are meant."""
    cap = set_harm_cap(share)
    pairs = [[one.truth, one.said] for one in mistakes]
    return Several([cap, SetFact(HARMFUL_KEY, pairs, cap.words)], cap.text)


def harm_of_run(project: Project, run: Run, looks: int = 1) -> LaunchCheck | None:
    """The named mistakes of what was trained here, counted in its test; None where none is named.

    A look at the test is paid for here as it is where the bar is tested.
    """
    mistakes = harmful_mistakes(project, run.result.confusion.labels)
    if not mistakes:
        return None
    rows = run.result.answered
    made = sum(any(one.is_made(row.truth, row.label) for one in mistakes) for row in rows)
    what = mistake_words(mistakes)
    return harm_check(project, made, len(rows), what, looks)


def harm_check(project: Project, k: int, n: int, what: str = "", looks: int = 1) -> LaunchCheck:
    """Whether at most the cap of all answers does harm, by the exact bound; ``what``: the harm, where people did not mark it."""
    cap, each = harm_cap(project), confidence_of_each(_SURE, looks)
    most = upper_bound(k, n, each)
    limit, at_most = set_percent(cap), percent_beside(most, cap)
    state = CheckState.PASS if most <= cap else CheckState.NOT_SHOWN
    if lower_bound(k, n, each) > cap:
        state = CheckState.FAIL
    allowed = tr("Allowed: at most {limit}.", limit=limit)
    value = tr("{counts}, so at most {most}", counts=of_all(k, n), most=at_most)
    if what:
        return LaunchCheck(
            tr("At most {cap} does harm: {what}", cap=limit, what=what),
            value,
            state,
            allowed,
            ACCURACY_ID,
            denial=tr("It does harm too often, {what}", what=what),
            doubt=tr("It is not shown that it seldom does harm, {what}", what=what),
            proof=tr("Harm, {what}", what=what),
        )
    return LaunchCheck(
        tr("At most {cap} marked harmful", cap=limit),
        value,
        state,
        allowed,
        ACCURACY_ID,
        denial=tr("It does harm too often, as people marked it"),
        doubt=tr("It is not shown that it seldom does harm, as people marked it"),
        proof=tr("Harm"),
    )
