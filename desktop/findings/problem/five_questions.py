"""The five questions that decide, over the inputs of the engines that they feed: what is answered, and what an answer changes.

A question may feed several inputs, and several answers may mean one value: nothing is kept but the inputs themselves.
"""

from collections.abc import Mapping

from desktop.findings.problem.brief import answer_text
from desktop.findings.problem.kind_words import words_of
from desktop.findings.problem.law import open_sentence, risk_view
from desktop.project.project import Project
from desktop.project.questions import question
from desktop.project.records import Fact, Json
from desktop.project.table_data import table_of
from estimators.base.phrase import within_a_sentence
from estimators.base.sentence import tr

Choices = tuple[tuple[str, str], ...]
Answers = dict[str, Json]  # by the key of the question behind; None: taken away

RULE, LAW, TIER = "explicit_rules_possible", "purpose_flags", "regulatory_tier"
DEMAND, PAIN = "demand_validated", "pain_evidence"
LEVEL, REVERSIBLE, CHECKED = "error_cost_level", "error_reversible", "human_in_loop"
EXAMPLES, DOCUMENTS, SERVICE = "labelled_examples", "needs_own_knowledge", "commodity_api_available"
FIVE: tuple[tuple[str, ...], ...] = (
    (RULE,),
    (DEMAND,),
    (LEVEL, REVERSIBLE, CHECKED),
    (LAW,),
    (EXAMPLES, DOCUMENTS, SERVICE),
)
THERE = FIVE[-1]

RULES: Choices = (("yes", tr("All of it")), ("partly", tr("Some of it")), ("no", tr("No")))
DEMANDS: Choices = (
    ("used", tr("They use something like it")),
    ("asked", tr("They asked")),
    ("nobody", tr("Nobody was shown one")),
)
LEVELS: Choices = (
    ("low", tr("Small")),
    ("medium", tr("Costs money or trust")),
    ("high", tr("Harms someone")),
)
_READ_AS = {"negligible": "low", "critical": "high"}  # said exactly further down
_SAID = ("anecdotal", "interviews")  # how a pain is known that people spoke of


def questions_of(project: Project) -> tuple[str, ...]:
    """The five, in the words of the kind."""
    return (
        words_of(project).rule,
        tr("Have people shown that they want it?"),
        tr("How bad is a mistake, and can it be undone?"),
        tr("What does the law say? Tick what is true."),
        tr("What is there already?"),
    )


def undos_of(project: Project) -> Choices:
    """When a mistake can still be undone."""
    before = words_of(project).before
    return (("before", before), ("later", tr("Later")), ("never", tr("Never")))


def answered_questions(project: Project) -> tuple[int, int]:
    """How many of the five have an answer, and how many there are."""
    facts = project.facts()
    known = {key for key, fact in facts.items() if fact.known and fact.value is not None}
    if project.count_examples() or table_of(project) is not None:
        known.add(EXAMPLES)
    answered = (
        RULE in known,
        DEMAND in known,
        LEVEL in known and bool({REVERSIBLE, CHECKED} & known),
        bool({LAW, TIER} & known),
        bool(known.intersection(THERE)),
    )
    return sum(answered), len(answered)


def law_known_otherwise(project: Project) -> str:
    """What a lawyer has said of the law, where nobody ticked what it looks at, else which of its questions are open; empty: neither."""
    facts = project.facts()
    tier = _known(facts, TIER)
    if _known(facts, LAW) is not None:
        return open_sentence(risk_view(project))
    if tier is None:
        return ""
    words = within_a_sentence(answer_text(project, question(TIER), tier))
    return tr("A lawyer calls it {tier}; that settles this question.", tier=words)


def demand_said(facts: Mapping[str, Fact]) -> str | None:
    """Which answer to the second question the facts come to; None: none."""
    shown = _known(facts, DEMAND)
    if shown != "no":
        return "used" if shown == "yes" else None
    return "asked" if _known(facts, PAIN) in _SAID else "nobody"


def demand_answers(facts: Mapping[str, Fact], said: str) -> Answers:
    """What an answer to the second question says: asking is no proof, but somebody spoke of it."""
    spoke = _known(facts, PAIN) in _SAID
    if said == "used":
        return {DEMAND: "yes"}
    if said == "asked":
        return {DEMAND: "no"} | ({} if spoke else {PAIN: "anecdotal"})
    return {DEMAND: "no"} | ({PAIN: "none"} if spoke else {})


def level_said(facts: Mapping[str, Fact]) -> str | None:
    """How bad a mistake is, of the three that are asked."""
    level = _known(facts, LEVEL)
    return None if level is None else _READ_AS.get(str(level), str(level))


def undo_said(facts: Mapping[str, Fact]) -> str | None:
    """When a mistake can be undone: before it counts, where somebody checks; later; never; None: not said."""
    undone, checked = _known(facts, REVERSIBLE), _known(facts, CHECKED)
    if undone == "no":
        return "never"
    if checked == "yes":
        return "before"
    return "later" if undone == "yes" else None


def undo_answers(said: str) -> Answers:
    """What an answer says of undoing and of who acts; after "never", that is a question of its own."""
    if said == "never":
        return {REVERSIBLE: "no"}
    return {REVERSIBLE: "yes", CHECKED: "yes" if said == "before" else "no"}


def asks_who_acts(facts: Mapping[str, Fact]) -> bool:
    """Whether who acts on an answer still has to be asked: undoing alone does not say it."""
    undone, checked = _known(facts, REVERSIBLE), _known(facts, CHECKED)
    return undone == "no" or ((undone, checked).count(None) == 1 and checked != "yes")


def is_there(facts: Mapping[str, Fact], key: str) -> bool | None:
    """Whether something is there already; None: nobody said."""
    value = _known(facts, key)
    if key == EXAMPLES:
        return None if value is None else bool(value)
    return {"yes": True, "no": False}.get(str(value))


def nothing_else(facts: Mapping[str, Fact]) -> bool:
    """Whether all that was not ticked is said not to be there."""
    said = [is_there(facts, key) for key in THERE]
    return None not in said and False in said


def nothing_answers(facts: Mapping[str, Fact], ticked: bool) -> Answers:
    """What "nothing", or "nothing else", says of what nobody ticked."""
    open_ = [key for key in THERE if is_there(facts, key) is not True]
    return {key: (0 if key == EXAMPLES else "no") if ticked else None for key in open_}


def _known(facts: Mapping[str, Fact], key: str) -> Json:
    fact = facts.get(key)
    return fact.value if fact is not None and fact.known else None
