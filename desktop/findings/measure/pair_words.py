"""What the room of pairs says; nothing here names a candidate."""

from collections.abc import Mapping

from desktop.findings.measure.grading_words import case_place, duration
from desktop.findings.measure.pair_room import PairRoom
from desktop.project.measure_records import Liked
from estimators.base.number import fixed
from estimators.base.sentence import tr, tr_plural
from estimators.measure.comparison import LEVEL
from reports.stage_view import Explanation

LIKED_WORDS: Mapping[Liked, str] = {
    Liked.LEFT: tr("Left is better"),
    Liked.BOTH: tr("Both are good"),
    Liked.NEITHER: tr("Neither is good"),
    Liked.RIGHT: tr("Right is better"),
}


PAIRS_EXPLAINED = Explanation(
    tr("How comparisons count"),
    tr(
        "A case counts once for two candidates: as most people who compared there said. One is liked better where luck alone would part "
        "them so far in at most {level} of 100 tries, after a correction for all pairs; else it is even. Both and neither are even as "
        "well, and count for neither. Two answers that read the same are not shown. Chance decides on which side each stands, so that a "
        "liking for one side favours nobody.",
        level=round(100 * LEVEL),
    ),
    source=tr(
        "sign test: Dixon and Mood, Journal of the American Statistical Association 41, 1946; Holm, Scandinavian Journal of Statistics 6, 1979"
    ),
)


def pair_progress(room: PairRoom) -> tuple[str, str]:
    """Which case is shown, and which pair of answers to it."""
    _, _, pair, pairs = room.place
    part = tr("pair {pair} of {pairs}", pair=pair, pairs=pairs) if pairs > 1 else ""
    return case_place(room), part


def pairs_left(room: PairRoom) -> str:
    """How many are left, and how long that takes at this person's pace; "" after the last."""
    if not room.left:
        return ""
    each = room.seconds_each()
    if each is None:
        return tr_plural("{n} pair left. Stop whenever you like; every choice is kept.", "{n} pairs left. Stop whenever you like; every choice is kept.", room.left)  # fmt: skip
    return tr_plural(
        "About {time} left: {n} pair at {each} seconds. Stop whenever you like.",
        "About {time} left: {n} pairs at {each} seconds. Stop whenever you like.",
        room.left,
        time=duration(room.left * each),
        each=fixed(each) if each >= 1 else fixed(each, 1),
    )
