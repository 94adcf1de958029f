"""The fakes of all kinds: for each its dials, how it fails, and the measure that its main dial sets.

One entry a kind; what a page, a command or the server needs to know of a kind's fake stands here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from estimators.base.errors import UserError
from estimators.base.sentence import tr
from mock_ai.kinds.dialled_kind import DialledKind
from mock_ai.kinds.extraction import DialledExtraction
from mock_ai.kinds.number import DialledNumber
from mock_ai.kinds.recommendation import DialledRanking
from mock_ai.kinds.task_steps import DialledTask
from mock_ai.kinds.transcript import DialledTranscript
from mock_ai.kinds.written_answer import STRANGERS, DialledWriting


@dataclass(frozen=True)
class KindDial:
    """One dial. ``place`` is the place in a dial that is a pair, such as ``within=(tolerance, share)``.

    ``unit`` is share, lean (-1 to 1), count, number, choice (``choices``) or items; None switches off what ``can_be_off``.
    """

    name: str
    label: str
    low: float
    high: float
    start: Any
    unit: str = "share"
    place: int | None = None
    choices: tuple[str, ...] = ()
    can_be_off: bool = False


@dataclass(frozen=True)
class FailureMode:
    """One way in which answers of a kind are wrong: its name in a mix, and what people see."""

    name: str
    label: str
    does: str


@dataclass(frozen=True)
class KindFakeEntry:
    """What there is to say of one kind's fake.

    ``main`` is the dial that sets the measure; ``measure`` words it, and ``lower_is_better`` says which way is up. ``headline``
    and ``summary`` say where it stands, with ``{share}``; ``counted`` is what the measure counts. ``instead`` names the dial that
    sets the measure in its place once it is turned.
    ``makes`` is None for classes, whose fake is :class:`mock_ai.FakeClassifier`.
    """

    kind: str
    makes: type[DialledKind] | None
    main: KindDial
    others: tuple[KindDial, ...]
    failures: tuple[FailureMode, ...]
    measure: str
    headline: str
    summary: str
    counted: str
    lower_is_better: bool = False
    instead: str = ""

    @property
    def counts_answers(self) -> bool:
        """Whether its measure counts whole answers, as people do, rather than words or fields."""
        return self.kind not in ("extract", "transcribe")

    @property
    def dials(self) -> tuple[KindDial, ...]:
        """All of them, the main one first."""
        return (self.main, *self.others)

    def answers(
        self, items: Sequence[Any], good: Sequence[Any], dials: Mapping[str, Any], *, seed: int = 0
    ) -> DialledKind:
        """The fitted fake without scikit-learn.

        Raises
        ------
        UserError : as the kind's own class does, and where it has no such dial.
        """
        assert self.makes is not None
        unknown = sorted(set(dials) - self.dial_names)
        if unknown:
            raise UserError(
                tr("“{dial}” is no dial of this kind.", dial=unknown[0][:60]),
                tr("It has {dials}.", dials=", ".join(sorted(self.dial_names))),
                tr("Choose among them."),
            )
        return self.makes(items, good, dials, seed=seed)

    def value_of(self, dials: Mapping[str, Any], dial: KindDial | None = None) -> Any:
        """Where a dial stands, the main one unless another is given."""
        dial = dial or self.main
        given = dials.get(dial.name)
        if given is None:
            return dial.start
        return given if dial.place is None else given[dial.place]

    def turned(
        self, dials: Mapping[str, Any], value: Any, dial: KindDial | None = None
    ) -> dict[str, Any]:
        """The dials with one, the main one unless another is given, at this value."""
        dial = dial or self.main
        if dial is self.main:
            dials = {name: given for name, given in dials.items() if name != self.instead}
        if dial.place is None:
            return {**dials, dial.name: value}
        pair = {
            each.place: self.value_of(dials, each) for each in self.dials if each.name == dial.name
        }
        pair[dial.place] = value
        return {**dials, dial.name: [pair[0], pair[1]]}

    def failure_shares(
        self, dials: Mapping[str, Any], main: float | None = None
    ) -> tuple[tuple[str, float], ...]:
        """What share of all answers (fields, words) goes wrong in which way, as the dials say it; ``main``: where the measure
        stands, where it is not the main dial that sets it."""
        if main is None:
            main = self.value_of(dials)
        wrong = main if self.lower_is_better else 1 - main
        assert self.makes is not None
        if self.makes.has_mix:
            mix = dict(dials.get("mix") or self.makes.default_mix)
            whole = sum(mix.values()) or 1.0
            return tuple(
                (one.name, wrong * mix.get(one.name, 0.0) / whole) for one in self.failures
            )
        blunders = min(dials.get("blunders", 0.0), wrong)
        high = (1 + dials.get("bias", 0.0)) / 2
        shares = {
            "too_high": (wrong - blunders) * high,
            "too_low": (wrong - blunders) * (1 - high),
            "blunder": blunders,
        }
        return tuple((one.name, shares[one.name]) for one in self.failures)

    @property
    def dial_names(self) -> frozenset[str]:
        """The names under which dials are given."""
        mixes = self.makes is not None and self.makes.has_mix
        return frozenset({dial.name for dial in self.dials} | ({"mix"} if mixes else set()))


_SHARE = (0.0, 1.0)
_CALIBRATION = ("calibrated", "overconfident", "underconfident")
_ENTRIES = (
    KindFakeEntry(
        "classify",
        None,
        KindDial("accuracy", tr("Right"), *_SHARE, 0.7),
        (
            KindDial("confusion", tr("Misses against false alarms"), -1.0, 1.0, None, can_be_off=True),
            KindDial("calibration", tr("How sure it sounds"), 0, 0, "calibrated", "choice", choices=_CALIBRATION),
        ),
        (FailureMode("wrong_class", tr("another class"), tr("It is taken for something else.")),),
        tr("right of all"),
        tr("A fake that is right {share} of the time."),
        tr("{share} right"),
        tr("answers"),
    ),
    KindFakeEntry(
        "number",
        DialledNumber,
        KindDial("within", tr("Inside the tolerance"), *_SHARE, 0.8, place=1),
        (
            KindDial("within", tr("Tolerance"), 0.01, 0.5, 0.1, place=0),
            KindDial("mae", tr("Off by, on average"), 0.0, float("inf"), None, "number", can_be_off=True),
            KindDial("bias", tr("Too low against too high"), -1.0, 1.0, 0.0, "lean"),
            KindDial("blunders", tr("Rare blunders"), 0.0, 0.5, 0.0),
            KindDial("coverage", tr("The range holds"), 0.5, 0.99, 0.8),
            KindDial("calibration", tr("How honest the range is"), 0, 0, "calibrated", "choice", choices=_CALIBRATION),
        ),
        (
            FailureMode("too_high", tr("too high"), tr("It says more than there will be.")),
            FailureMode("too_low", tr("too low"), tr("It says less than there will be.")),
            FailureMode("blunder", tr("a blunder"), tr("It is off by two to five times the right number.")),
        ),
        tr("within the tolerance"),
        tr("A fake that is within the tolerance {share} of the time."),
        tr("{share} within the tolerance"),
        tr("predictions"),
        instead="mae",
    ),
    KindFakeEntry(
        "rank",
        DialledRanking,
        KindDial("hit", tr("Found among the first ones"), *_SHARE, 0.6, place=1),
        (
            KindDial("hit", tr("How many count as the first"), 1, 20, 3, "count", place=0),
            KindDial("length", tr("How many it shows"), 1, 50, 6, "count"),
            KindDial("ndcg", tr("How high it stands (nDCG)"), *_SHARE, None, can_be_off=True),
            KindDial("sold_out", tr("What cannot be had"), 0, 0, (), "items"),
        ),
        (
            FailureMode("popular", tr("the bestsellers"), tr("What everybody takes, the same for all.")),
            FailureMode("alike", tr("all alike"), tr("All of one sort, and not the one that fits.")),
            FailureMode("repeats", tr("the same again"), tr("The same items come again and again.")),
            FailureMode("sold_out", tr("sold out"), tr("The first ones cannot be had.")),
        ),
        tr("the item taken is among the first three"),
        tr("A fake whose first ones are taken {share} of the time."),
        tr("{share} found among the first"),
        tr("lists"),
    ),
    KindFakeEntry(
        "extract",
        DialledExtraction,
        KindDial("fields", tr("Fields right"), *_SHARE, 0.9),
        (KindDial("pages", tr("Pages all right"), *_SHARE, None, can_be_off=True),),
        (
            FailureMode("missing", tr("missing"), tr("A field stays empty.")),
            FailureMode("wrong_field", tr("wrong place"), tr("What another field says.")),
            FailureMode("made_up", tr("made up"), tr("A value that stands nowhere on the page.")),
            FailureMode("format", tr("wrong form"), tr("The right value in a form that the next program cannot read.")),
        ),
        tr("fields right"),
        tr("A fake that gets {share} of the fields right."),
        tr("{share} of fields right"),
        tr("fields"),
    ),
    KindFakeEntry(
        "transcribe",
        DialledTranscript,
        KindDial("word_error", tr("Words wrong"), 0.0, 0.6, 0.12),
        (KindDial("numbers_wrong", tr("Numbers heard wrong"), *_SHARE, None, can_be_off=True),),
        (
            FailureMode("sound_alike", tr("sounds alike"), tr("A word that sounds like the right one.")),
            FailureMode("dropped", tr("left out"), tr("A word is missing.")),
            FailureMode("added", tr("added"), tr("A word that nobody said.")),
            FailureMode("lost_half", tr("half is lost"), tr("The end of the recording is missing.")),
            FailureMode("wrong_speaker", tr("wrong speaker"), tr("Somebody else’s name, or somebody else’s words.")),
        ),
        tr("words wrong"),
        tr("A fake that gets {share} of the words wrong."),
        tr("{share} of words wrong"),
        tr("words"),
        lower_is_better=True,
    ),
    KindFakeEntry(
        "generate",
        DialledWriting,
        KindDial("good", tr("Good answers"), *_SHARE, 0.8),
        (
            KindDial("speed", tr("Words a second, as it writes"), 1, 10_000, None, "count", can_be_off=True),
            KindDial("stranger", tr("When it has no answer, it…"), 0, 0, "answers", "choice", choices=STRANGERS),
        ),
        (
            FailureMode("made_up", tr("makes it up"), tr("A number, date or name that is another, or a sentence from elsewhere.")),
            FailureMode("left_out", tr("leaves out"), tr("A sentence that matters is missing.")),
            FailureMode("tone", tr("wrong tone"), tr("Curt where it should be kind, or gushing.")),
            FailureMode("refused", tr("refuses"), tr("It declines something harmless.")),
            FailureMode("contradicts", tr("contradicts"), tr("It says the opposite.")),
            FailureMode("language", tr("wrong language"), tr("It slips into another language.")),
            FailureMode("cut_off", tr("cut off"), tr("It ends in the midst of a sentence.")),
        ),
        tr("good answers"),
        tr("A fake that answers well {share} of the time."),
        tr("{share} good"),
        tr("answers"),
    ),
    KindFakeEntry(
        "act",
        DialledTask,
        KindDial("done", tr("Tasks done"), *_SHARE, 0.8),
        (),
        (
            FailureMode("stops", tr("stops half-way"), tr("The second half of the steps is not taken.")),
            FailureMode("wrong_object", tr("wrong object"), tr("The right step, done to something else.")),
            FailureMode("too_much", tr("does too much"), tr("A step that nobody asked for.")),
            FailureMode("asks", tr("asks too often"), tr("It asks before each step and waits.")),
        ),
        tr("tasks done"),
        tr("A fake that finishes {share} of its tasks."),
        tr("{share} done"),
        tr("tasks"),
    ),
)  # fmt: skip
KIND_FAKES: Mapping[str, KindFakeEntry] = MappingProxyType({one.kind: one for one in _ENTRIES})
"""By the name of the kind, in the order of ``estimators.base.task_kind``."""


def kind_fake_entry(kind: str) -> KindFakeEntry:
    """The entry of a kind.

    Raises
    ------
    UserError : there is no such kind.
    """
    entry = KIND_FAKES.get(kind)
    if entry is None:
        raise UserError(
            tr("“{kind}” is no kind of product.", kind=str(kind)[:60]),
            tr("The kinds are {kinds}.", kinds=", ".join(KIND_FAKES)),
            tr("Choose one of them."),
        )
    return entry
