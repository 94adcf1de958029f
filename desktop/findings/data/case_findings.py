"""What to look at before cases are measured: one line each, gravest first, with the edit that mends it where one does."""

from dataclasses import dataclass

from desktop.findings.data.case_set import (
    PLANNED_KEY,
    CaseSet,
    case_set,
    held_out_part,
    usual_held_out,
)
from desktop.project import commands as edit
from desktop.project.file import Command
from desktop.project.measure_records import KeptCase
from desktop.project.product import case_noun_of
from desktop.project.project import Project
from estimators.base.count import count
from estimators.base.noun import Noun
from estimators.base.number import digits
from estimators.base.sentence import tr, tr_plural


@dataclass(frozen=True)
class CaseFinding:
    """One line: how grave, what, why; what its link says, the cases that it names, and the edit that mends it.

    Without an edit the link shows the cases.
    """

    kind: str  # unheld | groups | copies | unwritten | personal | seen | aside | fair
    state: str  # "fail" | "look" | "pass"
    text: str
    detail: str
    link: str = ""
    names: tuple[str, ...] = ()
    mend: Command | None = None


def case_findings(project: Project) -> tuple[CaseFinding, ...]:
    """What there is to say of the cases of a project; empty without any."""
    found = case_set(project)
    if not found.cases:
        return ()
    noun = case_noun_of(project)
    lines = [
        _unheld(found, noun),
        _groups(found, noun),
        _copies(found, noun),
        _unwritten(found, noun),
        _personal(found, noun),
        _seen(found, noun),
        _aside(found, noun),
        _fair(found, noun),
    ]
    order = ("fail", "look", "pass")
    return tuple(sorted(filter(None, lines), key=lambda line: order.index(line.state)))


def hold_out(found: CaseSet, noun: Noun, n: int) -> Command | None:
    """The edit that holds about so many cases out; None where that changes nothing."""
    ids = held_out_part(found, n)
    return edit.HoldOutCases(ids, True, noun.many) if ids else None


def plan_test(found: CaseSet, noun: Noun, n: int, graded: int | None = None) -> Command | None:
    """The edit that holds about so many out and says how many of them people will grade; None where that changes nothing."""
    edits: list[Command] = []
    held = hold_out(found, noun, n)
    if held is not None:
        edits.append(held)
    if graded is not None and graded != found.planned:
        edits.append(edit.SetFact(PLANNED_KEY, graded, tr("how many are graded")))
    if len(edits) < 2:
        return edits[0] if edits else None
    return edit.Several(tuple(edits), tr("hold out {count}", count=count(n, noun)))


def _unheld(found: CaseSet, noun: Noun) -> CaseFinding | None:
    n = usual_held_out(found)
    if found.held or not n:
        return None
    return CaseFinding(
        "unheld",
        "fail",
        tr("No {thing} is held out yet", thing=noun.one),
        tr("What somebody wrote a prompt with in sight tests nothing."),
        tr("Hold out {n}", n=digits(n)),
        mend=hold_out(found, noun, n),
    )


def _groups(found: CaseSet, noun: Noun) -> CaseFinding | None:
    groups = found.leaks.groups
    if not groups:
        return None
    held = tuple(one for _, _, members in groups for one in members)
    return CaseFinding(
        "groups",
        "fail",
        tr_plural("{n} group is on both sides", "{n} groups are on both sides", len(groups)),
        tr("Their held-out {things} would look too easy.", things=noun.many),
        tr("Keep on one"),
        _names(found, held),
        edit.Several(
            (edit.HoldOutCases(held, False, noun.many),),
            tr_plural("keep {n} group on one side", "keep {n} groups on one side", len(groups)),
        ),
    )


def _copies(found: CaseSet, noun: Noun) -> CaseFinding | None:
    copies = found.leaks.copies
    if not copies:
        return None
    return CaseFinding(
        "copies",
        "fail",
        tr_plural(
            "{n} {thing} is on both sides word for word",
            "{n} {thing} are on both sides word for word",
            len(copies),
            thing=noun(len(copies)),
        ),
        tr("Whoever worked with them has seen the test."),
        tr("To work with"),
        _names(found, copies),
        edit.HoldOutCases(copies, False, noun.many),
    )


def _unwritten(found: CaseSet, noun: Noun) -> CaseFinding | None:
    missing = found.without_answer
    if not missing:
        return None
    names = tuple(one.case.id for one in missing)
    if found.graded_by_people:
        return CaseFinding(
            "unwritten",
            "look",
            tr_plural(
                "{n} of the {of} has no points yet",
                "{n} of the {of} have no points yet",
                len(missing),
                of=digits(len(found.tested)),
            ),
            tr("Without points two graders will disagree."),
            tr("Write"),
            names,
        )
    return CaseFinding(
        "unwritten",
        "look",
        tr_plural(
            "{n} held-out {thing} has no right answer yet",
            "{n} held-out {thing} have no right answer yet",
            len(missing),
            thing=noun(len(missing)),
        ),
        tr("Without one nothing can be counted on them."),
        tr("Write"),
        names,
    )


def _personal(found: CaseSet, noun: Noun) -> CaseFinding | None:
    personal = found.personal
    if not personal:
        return None
    return CaseFinding(
        "personal",
        "look",
        tr_plural(
            "{n} {thing} holds a card or phone number, or an address",
            "{n} {thing} hold card or phone numbers, or addresses",
            len(personal),
            thing=noun(len(personal)),
        ),
        tr("At an address they can be masked before anything is sent."),
        tr("Look"),
        tuple(one.case.id for one in personal),
    )


def _seen(found: CaseSet, noun: Noun) -> CaseFinding | None:
    seen = [one for one in found.held if one.seen]
    if not seen:
        return None
    return CaseFinding(
        "seen",
        "look",
        tr_plural(
            "{n} held-out {thing} was opened after a mistake",
            "{n} held-out {thing} were opened after a mistake",
            len(seen),
            thing=noun(len(seen)),
        ),
        tr("Whoever is improved afterwards is tested on others."),
        tr("Show"),
        tuple(one.case.id for one in seen),
    )


def _aside(found: CaseSet, noun: Noun) -> CaseFinding | None:
    if not found.aside:
        return None
    return CaseFinding(
        "aside",
        "pass",
        tr_plural(
            "{n} near-duplicate is set aside",
            "{n} near-duplicates are set aside",
            len(found.aside),
        ),
        tr(
            "{came} came in; {left} are left.",
            came=count(len(found.cases), noun),
            left=digits(len(found.there)),
        ),
        tr("Show"),
        tuple(one.case.id for one in found.aside),
    )


def _fair(found: CaseSet, noun: Noun) -> CaseFinding | None:
    if not found.held or found.leaks.n:
        return None
    return CaseFinding(
        "fair",
        "pass",
        tr("No {thing} is on both sides", thing=noun.one),
        tr("What belongs together and what is nearly the same is on one side."),
    )


def _names(found: CaseSet, ids: tuple[int, ...]) -> tuple[str, ...]:
    wanted = frozenset(ids)
    return tuple(one.case.id for one in found.cases if one.id in wanted)


def answer_words(found: CaseSet, one: KeptCase) -> str:
    """What stands at the end of a case's row: "3 must, 1 must not", its right answer, or that it repeats another."""
    if one.aside:
        return tr("set aside: like {name}", name=one.aside)
    if one.case.expected is not None and not one.points.written:
        return one.case.expected if not found.graded_by_people else tr("a good answer is there")
    if not one.points.written:
        return tr("not written yet")
    must, never = len(one.points.must), len(one.points.must_not)
    if not never:
        return tr("{must} must", must=digits(must))
    if not must:
        return tr("{never} must not", never=digits(never))
    return tr("{must} must, {never} must not", must=digits(must), never=digits(never))
