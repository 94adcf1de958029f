"""The heart of every fake: answers that are right as often as the dial says.

An item is a ``str`` (text), ``bytes`` or a ``Path`` (photo, sound, clip). The same content gives the same draws, whatever way
it came: a path stands for the bytes of its file, so that a photo on disk and the same photo in a request get the same answer.

It takes a truth to err against and needs nothing but numpy. scikit-learn's interface
to it is ``mock_ai.classifier.FakeClassifier``; scenarios and the server use it directly.

How an answer comes about
-------------------------
Each item has two numbers, ``u`` and ``v``, that depend on its content and the seed only.
``u`` picks how sure the answer is: a confidence c from a distribution whose mean is the
accuracy. The answer is right when ``v < c``. So among the answers given with confidence c a
share c is right, which is what calibrated means. The same ``u`` and ``v`` serve every
position of the dial: turning accuracy up mends answers and never breaks one.

Independent draws would put the realised accuracy of 10,000 items more than a point off in
one seed of thirty, and that of a demo with 20 photos often three photos off. The labelled
items of a class therefore share a golden-ratio lattice (a two-dimensional low-discrepancy
set: Niederreiter, 1992, https://doi.org/10.1137/1.9781611970081), visited in the order of
their content hash. See docs/decisions/0040-lattice-instead-of-independent-draws.md.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b, sha256
from pathlib import Path
from typing import Any, Literal, TypeVar, get_args

import numpy as np
import numpy.typing as npt

from estimators.base.errors import UserError
from estimators.base.sentence import tr
from mock_ai.confusion import ErrorRates, error_rates

Item = str | bytes | Path
N_DRAWS = 6


def content_bytes(item: Item) -> bytes:
    if isinstance(item, str):
        return item.encode("utf-8", "surrogatepass")
    if isinstance(item, Path):
        try:
            return item.read_bytes()
        except OSError as error:
            raise UserError(
                tr("“{name}” cannot be read.", name=item.name),
                f"{error.strerror or error}.",
                tr("Check that the file is there and that you may open it."),
            ) from error
    return bytes(item)


def content_digest(item: Item) -> bytes:
    """SHA-256 of the content: what the fake draws from and the journal remembers.

    The project keeps the same hash of every original, so a fake can be told the truth
    without reading a single file.
    """
    return sha256(content_bytes(item)).digest()


@dataclass(frozen=True)
class Draws:
    """Uniform numbers in [0, 1) that depend on nothing but content and seed.

    ``uniform`` has one column per use, so that two
    uses never share a number; ``mixing`` seeds as many further numbers as there are classes.
    """

    keys: tuple[bytes, ...]
    uniform: npt.NDArray[np.float64]
    mixing: npt.NDArray[np.uint64]


def draws(digests: Iterable[bytes], seed: int) -> Draws:
    """Draw for each content, given its digest; ``uniform`` has shape ``(n, 6)``."""
    keys = tuple(digests)
    salt = blake2b(str(seed).encode(), digest_size=16).digest()
    size = 8 * (N_DRAWS + 1)
    hashes = b"".join(blake2b(key, digest_size=size, salt=salt).digest() for key in keys)
    words = np.frombuffer(hashes, dtype="<u8").reshape(-1, N_DRAWS + 1)
    uniform = (words[:, :N_DRAWS] >> np.uint64(11)).astype(np.float64) * 2.0**-53
    return Draws(keys, uniform, words[:, N_DRAWS].copy())


Floats = npt.NDArray[np.float64]
Sure = TypeVar("Sure", float, Floats)
Calibration = Literal["calibrated", "overconfident", "underconfident"]

_GOLDEN = (5**0.5 - 1) / 2
MARGIN = 0.02  # how far the answered class stays ahead of an even spread
_OVERCONFIDENT = 0.7  # closes this share of the way to certainty
_UNDERCONFIDENT = 0.5  # closes this share of the way to "no idea"
_LATER_GUESSES = 0.5  # each further guess gets half of the one before
STRANGE = 0.2  # an "I don't know" is never surer than this share of the way up


def lowest_confidence(n_classes: int) -> float:
    """The least that the answered class can have and still stand out from the others."""
    return 1 / n_classes + MARGIN * (1 - 1 / n_classes)


def shown_confidence(confidence: Sure, calibration: str, n_classes: int) -> Sure:
    """How sure it sounds when it is right with probability ``confidence``."""
    if calibration == "overconfident":
        return confidence + _OVERCONFIDENT * (1 - confidence)
    if calibration == "underconfident":
        return confidence - _UNDERCONFIDENT * (confidence - lowest_confidence(n_classes))
    return confidence


class DialledAnswers:
    """Dialled answers for items whose truth is known, and steady ones for all others.

    Parameters
    ----------
    classes : at least two class names, in the order of the columns.
    digests : content digests of the items whose truth is known.
    truth : for each of them, the index of its class.
    accuracy, calibration, confusion : the dials (see :class:`mock_ai.FakeClassifier`).
    unknown_rate : share of items answered with "I don't know".
    seed : the same seed gives the same answers.

    Raises
    ------
    UserError : a dial is out of range, or there are fewer than two classes.
    """

    def __init__(
        self,
        classes: Sequence[Any],
        digests: Iterable[bytes] = (),
        truth: Iterable[int] = (),
        *,
        accuracy: object = 0.7,
        calibration: str = "calibrated",
        confusion: object = None,
        unknown_rate: float = 0.0,
        seed: int = 0,
    ) -> None:
        if calibration not in get_args(Calibration):
            raise UserError(
                tr("“{calibration}” is no way to sound.", calibration=calibration),
                tr("A fake is calibrated, overconfident or underconfident."),
                tr("Choose one of the three."),
            )
        if len(classes) < 2:
            raise UserError(
                tr("There is only one class."),
                tr("With one there is nothing to be right or wrong about."),
                tr("Give items of at least two classes."),
            )
        if not 0.0 <= unknown_rate <= 1.0:
            raise UserError(
                tr(
                    "“I don't know” for {unknown_rate} of the items is not a share.",
                    unknown_rate=f"{unknown_rate:g}",
                ),
                tr("It must lie between 0 and 1."),
                tr("Give for example 0.04."),
            )
        self.classes = tuple(classes)
        self.calibration = calibration
        self.confusion = confusion
        self.unknown_rate = unknown_rate
        self.seed = seed
        self.known = _settle_truth(draws(digests, seed), truth)
        counts = Counter(index for index, *_ in self.known.values())
        self.prior = np.full(len(classes), 1 / len(classes))
        if counts:
            self.prior = np.array([counts[i] for i in range(len(classes))]) / len(self.known)
        self.cumulative_prior = np.cumsum(self.prior)
        self.rates = self.rates_at(accuracy)

    def rates_at(self, accuracy: object) -> ErrorRates:
        """The rates with the accuracy dial elsewhere; every item keeps its own luck."""
        return error_rates(self.classes, self.prior, accuracy, self.confusion)

    def answers(
        self, digests: Iterable[bytes], rates: ErrorRates | None = None
    ) -> tuple[Floats, npt.NDArray[np.bool_]]:
        """Probabilities of shape ``(n, k)``, and which items get "I don't know".

        ``rates`` come from :meth:`rates_at`; without them the dials stand as they were set.
        """
        rates = self.rates if rates is None else rates
        drawn = draws(digests, self.seed)
        n, k = len(drawn.keys), len(self.classes)
        if n == 0:
            return np.empty((0, k)), np.zeros(0, dtype=bool)
        truth, u, v, e = self._luck(drawn)
        unknown = e < self.unknown_rate
        lowest = lowest_confidence(k)
        accuracy = rates.accuracy[truth]
        confidence = _confidence(u, accuracy, lowest)
        right = v < np.where(accuracy > lowest, confidence, accuracy)
        shares = _later_shares(confidence, k)
        rank = (drawn.uniform[:, 3, None] >= np.cumsum(shares, axis=1)[:, :-1]).sum(axis=1)
        answered = np.where(right, truth, _pick(rates, truth, drawn.uniform[:, 4]))
        order = self._later_guesses(
            drawn=drawn, rates=rates, answered=answered, truth=truth, right=right, rank=rank
        )
        shown = shown_confidence(confidence, self.calibration, k)
        shown = np.where(unknown, lowest + STRANGE * (1 - lowest) * u, shown)
        probabilities = np.empty((n, k))
        rows = np.arange(n)
        probabilities[rows, answered] = shown
        later = (1 - shown)[:, None] * _later_shares(shown, k)
        probabilities[rows[:, None], order] = later
        return probabilities, unknown

    def knows(self, digest: bytes) -> bool:
        """Whether the truth of an item was given."""
        return digest in self.known

    def truth(self, digests: Iterable[bytes]) -> npt.NDArray[np.intp]:
        """The class that each item is erred against: its own, or one drawn for a stranger."""
        return self._luck(draws(digests, self.seed))[0]

    def _luck(self, drawn: Draws) -> tuple[npt.NDArray[np.intp], Floats, Floats, Floats]:
        """The truth of each item and its numbers u, v and e (for "I don't know")."""
        u, v, e, _, _, other = drawn.uniform.T.copy()
        truth = np.searchsorted(self.cumulative_prior, other, side="right")
        truth = np.minimum(truth, len(self.classes) - 1)
        for row, key in enumerate(drawn.keys):
            known = self.known.get(key)
            if known is not None:
                truth[row], u[row], v[row], e[row] = known
        return truth.astype(np.intp), u, v, e

    def _later_guesses(
        self,
        *,
        drawn: Draws,
        rates: ErrorRates,
        answered: npt.NDArray[np.intp],
        truth: npt.NDArray[np.intp],
        right: npt.NDArray[np.bool_],
        rank: npt.NDArray[np.intp],
    ) -> npt.NDArray[np.intp]:
        """The other classes, best guess first, shape ``(n, k - 1)``.

        Likely mix-ups come early. Where the answer is wrong the truth stands at the rank
        that was drawn with the ranks' own shares, so later guesses are calibrated too.
        """
        k = len(self.classes)
        steps = drawn.mixing[:, None] + _strides(k)
        noise = (_mix(steps) >> np.uint64(11)).astype(np.float64) * 2.0**-53
        score = rates.behind[answered] - np.log(-np.log(noise + 1e-300) + 1e-300)
        rows = np.arange(len(answered))
        score[rows[~right], truth[~right]] = -1e300
        score[rows, answered] = -np.inf
        order = np.argsort(-score, axis=1, kind="stable")[:, : k - 1]
        columns = np.arange(k - 1)
        at = np.where(right, k - 2, rank)[:, None]
        source = np.where(columns < at, columns, np.where(columns == at, k - 2, columns - 1))
        return order[rows[:, None], source]


def _settle_truth(
    drawn: Draws, truth: Iterable[int]
) -> dict[bytes, tuple[int, float, float, float]]:
    """Give each labelled content its class and its place on the lattice.

    The same content with different labels counts as what most of its labels say.
    """
    votes: dict[bytes, Counter[int]] = {}
    first: dict[bytes, int] = {}
    for row, (key, index) in enumerate(zip(drawn.keys, truth, strict=True)):
        votes.setdefault(key, Counter())[int(index)] += 1
        first.setdefault(key, row)
    if not votes:
        return {}
    keys = list(votes)
    rows = np.array([first[key] for key in keys])
    label = np.array([votes[key].most_common(1)[0][0] for key in keys])
    u, v, e, *_ = drawn.uniform[rows].T.copy()
    e[np.argsort(e, kind="stable")] = (np.arange(len(keys)) + 0.5) / len(keys)
    for index in np.unique(label):
        members = np.flatnonzero(label == index)
        members = members[np.argsort(u[members], kind="stable")]
        place = np.arange(len(members))
        start = v[members[0]]  # the seed moves the lattice, so that no class starts alike
        u[members] = (place + 0.5) / len(members)
        v[members] = (start + place * _GOLDEN) % 1.0
    return dict(
        zip(
            keys,
            zip(label.tolist(), u.tolist(), v.tolist(), e.tolist(), strict=True),
            strict=True,
        )
    )


def _confidence(u: Floats, accuracy: Floats, lowest: float) -> Floats:
    """Confidences in [lowest, 1] with mean ``accuracy``: a power of a uniform number."""
    mean = np.clip((accuracy - lowest) / (1 - lowest), 1e-9, 1.0)
    scaled = np.power(u, (1 - mean) / mean)
    confidence: Floats = lowest + (1 - lowest) * scaled
    return confidence


def _later_shares(confidence: Floats, k: int) -> Floats:
    """How what is left over is shared among the later guesses, none ahead of the answer."""
    even, halving = 1 / (k - 1), halving_shares(k)
    room = (1 - MARGIN) * confidence / np.maximum(1 - confidence, 1e-12) - even
    steepness = np.clip(room / max(halving[0] - even, 1e-12), 0.0, 1.0)[:, None]
    shares: Floats = steepness * halving + (1 - steepness) * even
    return shares


@lru_cache(maxsize=64)
def halving_shares(k: int) -> Floats:
    halving = _LATER_GUESSES ** np.arange(k - 1)
    return np.asarray(halving / halving.sum())


@lru_cache(maxsize=64)
def _strides(k: int) -> npt.NDArray[np.uint64]:
    return np.arange(k, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)


def _pick(rates: ErrorRates, truth: npt.NDArray[np.intp], uniform: Floats) -> npt.NDArray[np.intp]:
    """A wrong answer for each true class, as often as errors go there (never where none goes)."""
    cumulative = rates.cumulative[truth]
    picked = (uniform[:, None] * cumulative[:, -1:] >= cumulative).sum(axis=1)
    chosen: npt.NDArray[np.intp] = np.minimum(picked, rates.last[truth]).astype(np.intp)
    return chosen


def _mix(words: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """The finaliser of SplitMix64 (Steele, Lea and Flood, 2014): spreads every bit."""
    words = (words ^ (words >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    words = (words ^ (words >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return words ^ (words >> np.uint64(31))
