"""What is watched once it runs, and what happens when it trips: metric, threshold, window, action, owner."""

from dataclasses import dataclass

from estimators.base.codec import MismatchError, convert, plain
from estimators.base.errors import UserError
from estimators.base.sentence import tr

_LONGEST = 200
DIRECTIONS = (("below", tr("falls below")), ("above", tr("rises above")))


@dataclass(frozen=True)
class Tripwire:
    """One tripwire, as a person says it: numbers and spans stay in their words ("0.9", "a week")."""

    metric: str
    direction: str  # "below" | "above"
    threshold: str
    window: str
    action: str
    owner: str = ""

    @classmethod
    def read(cls, given: object) -> "Tripwire | None":
        """Return the tripwire in a stored value, None where it is none."""
        try:
            return cls.of(**plain(convert(given, cls)))
        except (MismatchError, UserError):
            return None

    @classmethod
    def of(
        cls,
        *,
        metric: str,
        direction: str,
        threshold: str,
        window: str,
        action: str,
        owner: str = "",
    ) -> "Tripwire":
        """Return a tripwire; raises UserError naming the part that is missing."""
        parts = {
            "metric": metric,
            "threshold": threshold,
            "window": window,
            "action": action,
            "owner": owner,
        }
        said = {name: " ".join(text.split())[:_LONGEST] for name, text in parts.items()}
        questions = {
            "metric": tr("what is watched"),
            "threshold": tr("the number at which it trips"),
            "window": tr("for how long"),
            "action": tr("what you do then"),
        }
        missing = next((words for name, words in questions.items() if not said[name]), None)
        if missing:
            raise UserError(
                tr("Say {missing}.", missing=missing),
                tr("A tripwire that leaves it open stops nothing."),
                tr("A few words do."),
            )
        if direction not in dict(DIRECTIONS):
            raise UserError(
                tr("Say which way it trips."), "", tr("Choose falls below or rises above.")
            )
        return cls(direction=direction, **said)

    @property
    def sentence(self) -> str:
        """ "If precision falls below 0.9 for a week, we switch it off." """
        way = dict(DIRECTIONS)[self.direction]
        action = self.action.rstrip(".")
        window = (
            self.window
            if self.window.startswith(("for ", "over ", "in ", "within "))
            else tr("for {window}", window=self.window)
        )
        return tr(
            "If {metric} {way} {threshold} {window}, we {action}.",
            metric=self.metric,
            way=way,
            threshold=self.threshold,
            window=window,
            action=action,
        )
