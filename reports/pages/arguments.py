"""Why this decision: what speaks for it, what speaks against it, and the biggest risk. Nothing on a page is said twice.

Each argument knows what it is about: the name of a check, "bar", "law", and the classes that it names. What is said once is
not said again, whatever the words.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from estimators.acceptance.readiness.verdict import Ground, GroundState, Weight, Word
from estimators.base.count import count
from estimators.base.sentence import tr
from reports.candidates import CandidateTable
from reports.evidence import ACCURACY_ID, BY_CLASS_ID, FAKE_ID, RISK_ID, VALUE_ID, Evidence
from reports.figure import Statement
from reports.launch_evidence import AcceptanceTest, CheckState, Launch, LaunchCheck
from reports.sections.accuracy import thin_words
from reports.sections.parts import Cited, plain, statement
from reports.sentences import cited, joined, say, stressed, strong, text_of
from reports.text_runs import Runs

_OFTEN = 0.1  # a share of futures that lose money that is worth a word
_LUCK = 0.1  # a difference that chance shows less often than this is one
_NAMED = 40  # letters of a rival with what it is; a longer one goes by its name, so that no sentence is cut
_WIDE = 0.3  # of a class's 90% interval: found somewhere between half and four fifths
HARM = "harm"  # the check whose number stands beside the bar where it holds
_MISSED = frozenset(
    {"bar", "every_class"}
)  # where the whole misses the bar, no part of it is the news
_LAUNCHES = frozenset({Word.GO.key, Word.CONDITIONS.key})


@dataclass(frozen=True)
class Argument:
    """A sentence with what it is about."""

    runs: Runs
    about: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Argued:
    """The reasons for what was decided, else for what the evidence supports; what speaks against it; the biggest risk."""

    why: tuple[Runs, ...]
    against: tuple[Runs, ...]
    risk: Runs
    launches: bool  # whether the reasons are for a launch


def argued(evidence: Evidence, links: Cited, most: int, already: Iterable[Runs] = ()) -> Argued:
    """Pick ``most`` reasons for each side and the biggest risk; ``already`` stands on the page and is not said again."""
    launch = evidence.launch
    launches = (launch.decision or launch.readiness.verdict.word.key) in _LAUNCHES
    texts = {text_of(runs) for runs in already}
    classes = {name for text in texts for name in _classes_in(text, evidence)}
    picked = _Picked(evidence, texts, classes)
    speaks_for, speaks_against = _for(evidence, links), _against(evidence, links)
    own = (Argument(said_reason(launch)),) if launch.reason else ()
    if launches:
        why = picked.take((*own, *speaks_for), most)
        risk = picked.take(_risks(evidence, links), 1)
        against = picked.take(speaks_against, most)
    else:
        why = picked.take(own, 1) or picked.take(speaks_against, 1)
        risk = picked.take(_risks(evidence, links), 1)
        why += picked.take(speaks_against, most - len(why))
        against = picked.take(speaks_for, most)
    unthought = say("No check fails and none is open; what nobody thought of is not in here.")
    if why and not launches:
        unthought = say("It is the first reason above.")
    return Argued(why, against, risk[0] if risk else unthought, launches)


def said_reason(launch: Launch) -> Runs:
    """The reason that a person gave for the decision."""
    return plain(launch.reason, strong=True)


@dataclass
class _Picked:
    """What was picked so far: its sentences, and what they are about."""

    evidence: Evidence
    texts: set[str]
    about: set[str] = field(default_factory=set)

    def take(self, arguments: Iterable[Argument], most: int) -> tuple[Runs, ...]:
        taken: list[Runs] = []
        for each in arguments if most else ():
            text = text_of(each.runs)
            about = each.about | _classes_in(text, self.evidence)
            if about & self.about or any(text.startswith(said) for said in self.texts):
                continue
            self.texts.add(text)
            self.about |= about
            taken.append(each.runs)
            if len(taken) == most:
                break  # what comes next is not lost to whoever goes on
        return tuple(taken)


def _classes_in(text: str, evidence: Evidence) -> frozenset[str]:
    """The classes that a sentence names, quoted as sentences quote them or at their head."""
    names = {row.label for row in evidence.data.classes} if evidence.data is not None else set()
    if evidence.accuracy is not None:
        names |= {row.name for row in evidence.accuracy.per_class}
    return frozenset(
        f"class {n}"
        for n in names
        if f"“{n}”" in text or f"‘{n}’" in text or text.startswith(f"{n}:")
    )


def _for(evidence: Evidence, links: Cited) -> Iterator[Argument]:
    """What speaks for a launch."""
    launch, options, decision = evidence.launch, evidence.options, evidence.decision
    test, graded, fake = launch.acceptance, evidence.candidates, evidence.fake
    if _differs(evidence) and _speaks_for_it(evidence):
        yield Argument(plain(launch.readiness.sentence), frozenset({"supported"}))
    if test is not None and test.measured.passes and not launch.reason:
        yield Argument(joined(test.sentence, cited(links.link(ACCURACY_ID))), frozenset({"bar"}))
    if test is not None:
        yield from _better(test, graded, links)
    if graded is not None and graded.is_measured:
        yield from _measured(graded)
    if (price := measured_price(evidence)) is not None:
        yield Argument(price, frozenset({"price"}))
    if fake is not None and fake.proposed_bar is not None:
        runs = joined(fake.headline, cited(links.link(FAKE_ID)))
        yield Argument(runs, frozenset({"fake"}))
    if options is not None and options.price and not options.apart:
        yield Argument(joined(options.price, cited(links.link(VALUE_ID))), frozenset({"price"}))
    for check in launch.checks:
        if check.state is CheckState.PASS and check.value:
            yield _of_check(check, links)
    for reason in decision.reasons if decision is not None else ():
        if reason.effect == "for":
            yield Argument(plain(reason.text), frozenset({reason.text}))


def _differs(evidence: Evidence) -> bool:
    """Whether something else was decided than the evidence supports."""
    launch = evidence.launch
    return bool(launch.decision) and launch.decision != launch.readiness.verdict.word.key


def _speaks_for_it(evidence: Evidence) -> bool:
    """Whether the evidence supports a launch that was not decided."""
    launch = evidence.launch
    return launch.readiness.verdict.word.key in _LAUNCHES and launch.decision not in _LAUNCHES


def _better(
    test: AcceptanceTest, graded: CandidateTable | None, links: Cited
) -> Iterator[Argument]:
    """What the tested model is better than: no AI on the same examples, people today."""
    cite = cited(links.link(ACCURACY_ID))
    for other in test.comparisons:
        if other.p_value > _LUCK or other.only_model <= other.only_other:
            continue
        name = graded.called(other.other, _NAMED) if graded is not None else other.other
        better = say(
            "It is right {right} where {other} is wrong, and never the other way round.",
            right=count(other.only_model, "time"),
            other=name,
        )
        if other.only_other:
            better = say(
                "It is right {right} where {other} is wrong; {wrong} the other way round.",
                right=count(other.only_model, "time"),
                other=name,
                wrong=count(other.only_other, "time"),
            )
        yield Argument(joined(better, cite), frozenset({"better"}))
    for share in test.beside:
        if share.verdict == "better":
            yield Argument(joined(share.sentence, cite), frozenset({share.other}))


def _measured(graded: CandidateTable) -> Iterator[Argument]:
    """What the chosen candidate is better than on the same cases."""
    for pair in graded.pairs:
        if pair.apart and pair.better > pair.worse:
            yield Argument(plain(pair.sentence), frozenset({"better"}))


def measured_price(evidence: Evidence) -> Runs | None:
    """What the chosen one costs beside another, as measured; None where nobody knows."""
    table, cases = evidence.candidates, evidence.product.cases
    found = [each for each in table.candidates if each.cost] if table is not None else []
    chosen = next((each for each in found if each.is_chosen), None)
    if chosen is None or (table is not None and not table.is_measured):
        return None
    cost = strong(chosen.cost)
    other = next((each for each in found if not each.is_chosen and not each.is_no_ai), None)
    if other is None or table is None:
        return say("1,000 {cases} cost {cost}.", cases=cases, cost=cost)
    return say(
        "1,000 {cases} cost {cost}; with {other} {other_cost}.",
        cases=cases,
        cost=cost,
        other=table.called(other.name, _NAMED),
        other_cost=other.cost,
    )


def _against(evidence: Evidence, links: Cited) -> Iterator[Argument]:
    """What speaks against a launch: a verdict of the evidence that goes another way, then what holds it back."""
    launch, decision = evidence.launch, evidence.decision
    ready = launch.readiness
    if _differs(evidence) and launch.decision in _LAUNCHES:
        yield Argument(plain(ready.sentence), frozenset({"supported"}))
    graded = evidence.candidates
    reasons = ready.verdict.reasons
    yield from _held_back(evidence, links)
    for state in (CheckState.FAIL, CheckState.NOT_SHOWN):
        yield from (_of_check(check, links) for check in launch.checks if check.state is state)
    for pair in graded.pairs if graded is not None else ():
        if pair.apart and pair.worse > pair.better:
            yield Argument(plain(pair.sentence), frozenset({"better"}))
    for reason in decision.reasons if decision is not None else ():
        if reason.effect == "against":
            yield Argument(plain(reason.text), frozenset({reason.text}))
    for ground in reasons:
        if ground.weight is Weight.ADVICE:
            yield from _of_ground(ground, evidence, links)
    yield from (
        _of_check(check, links) for check in launch.checks if check.state is CheckState.NEEDS_YOU
    )


def _held_back(evidence: Evidence, links: Cited) -> Iterator[Argument]:
    """A bar that is not passed, then what is done today where it is not shown to be better, then money that speaks for
    another way than the verdict, then the other grounds.

    What published lists advise is not among them: it speaks last.
    """
    launch, graded = evidence.launch, evidence.candidates
    reasons = launch.readiness.verdict.reasons
    first = [each for each in reasons if each.weight is not Weight.ADVICE]
    for ground in first:
        if ground.name == "bar":
            yield from _of_ground(ground, evidence, links)
    for check in launch.checks if graded is not None and graded.pairs else ():
        if check.name == "better" and check.state is not CheckState.PASS:
            # Another rival may be beaten, and said so: that is no word on this one.
            yield Argument(_of_check(check, links).runs, frozenset({"even"}))
    options = evidence.options
    if options is not None and options.apart:
        runs = joined(options.headline, cited(links.link(VALUE_ID)))
        yield Argument(runs, frozenset({"money"}))
    for ground in first:
        if ground.name != "bar":
            yield from _of_ground(ground, evidence, links)


def _of_ground(ground: Ground, evidence: Evidence, links: Cited) -> Iterator[Argument]:
    """What a ground of the verdict says, by its check where it has one; nothing where it holds."""
    launch, graded = evidence.launch, evidence.candidates
    untested = ground.name == "bar" and launch.acceptance is None
    if ground.state is GroundState.PASS or (untested and graded and graded.level):
        return  # what was graded against the bar stands above
    checks = {check.name: check for check in launch.checks}
    if ground.name in checks:
        yield _of_check(checks[ground.name], links)
        return
    runs = statement(Statement(ground.text, evidence_id=ground.address), links)
    about = _MISSED if ground.name == "bar" and launch.acceptance is not None else {ground.name}
    yield Argument(runs, frozenset(about))


def _of_check(check: LaunchCheck, links: Cited) -> Argument:
    cite = links.link(check.evidence_id or ACCURACY_ID)
    said = stressed(check.short, check.claim)
    return Argument(joined(said, cited(cite)), frozenset({check.name or check.text}))


def _risks(evidence: Evidence, links: Cited) -> Iterator[Argument]:
    """What could go wrong most: a bar or check that fails comes before the law, then what was never tried or is not shown, then money."""
    launch, options = evidence.launch, evidence.options
    test = launch.acceptance
    if test is not None and not test.measured.passes:
        said = joined(strong(test.sentence), " ", test.detail, cited(links.link(ACCURACY_ID)))
        yield Argument(said, _MISSED)
    yield from _in_full(launch.checks, CheckState.FAIL, links)
    if launch.risk.tier in (tr("High"), tr("Prohibited")):
        law = joined(
            strong(tr("Risk tier: {tier}.", tier=launch.risk.tier.lower())),
            " ",
            tr("A lawyer has to look at it before anything is launched."),
            cited(links.link(RISK_ID)),
        )
        yield Argument(law, frozenset({"law", "duties"}))
    graded = evidence.candidates
    if evidence.accuracy is None and (graded is None or graded.level is None):
        nothing = stressed(
            tr("Nothing was tried on what it never saw, so nobody knows how often it is wrong."),
            tr("Nothing was tried"),
        )
        yield Argument(nothing, frozenset({"untested"}))
    if test is not None and not test.measured.passes:
        return  # what is only not shown is less than a bar that is missed
    yield from _in_full(launch.checks, CheckState.NOT_SHOWN, links)
    if options is not None and (options.p_loss.value or 0.0) >= _OFTEN:
        loses = strong(tr("may never earn its cost back"))
        money = say("“{option}” {loses}.", option=options.of or options.best, loses=loses)
        yield Argument(joined(money, cited(links.link(VALUE_ID))), frozenset({"money"}))
    per_class = evidence.accuracy.per_class if evidence.accuracy is not None else ()
    thin = max(per_class, key=lambda each: each.recall.width, default=None)
    if thin is not None and thin.recall.width > _WIDE:
        yield Argument(joined(thin_words(thin), cited(links.link(BY_CLASS_ID))))
    yield from _in_full(launch.checks, CheckState.NEEDS_YOU, links)


def _in_full(
    checks: tuple[LaunchCheck, ...], state: CheckState, links: Cited
) -> Iterator[Argument]:
    """Checks with what they rest on."""
    for check in sorted(checks, key=lambda check: check.name != HARM):  # harm comes first
        if check.state is state:
            short = _of_check(check, links)
            if check.detail:
                cite = cited(links.link(check.evidence_id or ACCURACY_ID))
                said = joined(stressed(check.sentence, check.claim), cite)
                short = Argument(said, short.about)
            yield short
