"""What to label next, what to collect next, and what made examples would do: the words of three kept results."""

from dataclasses import dataclass

from desktop.project.made import learns_from_made
from desktop.project.noun import noun
from desktop.project.product import example_noun_of
from desktop.project.project import Project
from desktop.project.record_kinds import COLLECTION_PLAN, LABEL_NEXT, MADE_EXAMPLES, Suggestion
from estimators.base.count import count
from estimators.base.noun import held_out_noun
from estimators.base.percent import percent
from estimators.base.sentence import tr

_VERBS = {"photo": tr("photograph"), "sound": tr("record"), "video": tr("film")}


@dataclass(frozen=True)
class MoreData:
    """The section "What to photograph next": its title, its wishes, and a note on each of the two results."""

    title: str
    wishes: tuple[str, ...]
    plan_note: str
    made: str
    made_note: str


def more_data(project: Project) -> MoreData:
    """What is known now; the notes say what is missing where nothing is."""
    thing = noun(project, 1)
    first = project.first_example()
    verb = _VERBS.get(first.modality if first is not None else "", tr("collect"))
    title = tr("What to {what} next", what=verb)
    wishes: tuple[str, ...] = ()
    note = tr("Once it is trained, this says which conditions its mistakes come from.")
    plan = project.record(COLLECTION_PLAN)
    if plan is not None:
        found = plan.value
        wishes = found.sentences or tuple(request.text for request in found.requests)
        tested = count(found.tested, held_out_noun(example_noun_of(project)))
        note = tr(
            "From {wrong} wrong answers of {tested}, run {run}.",
            wrong=found.wrong,
            tested=tested,
            run=found.run,
        )
        if not wishes:
            note = tr(
                "The {wrong} wrong answers of {tested} follow no condition; more of every class helps.",
                wrong=found.wrong,
                tested=tested,
            )
    made = project.record(MADE_EXAMPLES)
    if made is None:
        words = tr(
            "Variants of your {noun} (never in the test, never kept) may help where a class is thin.",
            noun=noun(project),
        )
        return MoreData(title, wishes, note, words, "")
    effect, variants = made.value.effect, count(made.value.made, "variant")
    more = tr(
        "{variants} of {count}: {with_them} right "
        "with them, {without} without, on real {noun} only. None of them is kept.",
        variants=variants,
        count=count(made.value.made_from, thing),
        with_them=percent(effect.with_them),
        without=percent(effect.without),
        noun=noun(project),
    )
    said = tr("{finding}. Training learns from them too.", finding=effect.finding)
    if not learns_from_made(project):
        said = tr("{finding}. Training goes without them.", finding=effect.finding)
    return MoreData(title, wishes, note, said, more)


@dataclass(frozen=True)
class ToLabel:
    """The suggestions: a sentence by path, most useful first; of how many looked at, and how many labels there were."""

    why: dict[str, str]
    looked_at: int = 0
    of: int = 0

    @property
    def note(self) -> str:
        """How they were chosen, where not all could be looked at."""
        if self.of <= self.looked_at:
            return ""
        return tr("Chosen among {looked_at} of the {of}.", looked_at=self.looked_at, of=self.of)


def _why(suggested: Suggestion) -> str:
    """Why its label would teach much, in a sentence."""
    first, second = (*suggested.classes, "", "")[:2]
    words = {
        "new": tr("Typical of many that have no label yet."),
        "doubt": tr(
            "The model wavers between “{first}” and “{second}”.", first=first, second=second
        ),
        "thin": tr("It may be “{first}”, which has few labels.", first=first),
        "alone": tr("Nothing like it has a label yet."),
        "typical": tr(
            "Typical of many that it takes for “{first}”; a label confirms it.", first=first
        ),
    }
    return words.get(suggested.reason, suggested.older_words)


def to_label(project: Project) -> ToLabel:
    """The suggestions that are kept; empty where none were worked out."""
    record = project.record(LABEL_NEXT)
    if record is None:
        return ToLabel({})
    found = record.value
    rows = {row.path: _why(row) for row in found.rows}
    return ToLabel(rows, found.looked_at, found.of)
