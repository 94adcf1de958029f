r"""Regular expressions that cannot run away: time grows with pattern times text, never more.

Python's ``re`` backtracks: ``(a+)+b`` against forty letters takes hours, and nothing inside the
process can stop it. Here all ways to match are followed side by side, one character at a time
(Thompson, 1968, https://doi.org/10.1145/363347.363387), so no pattern can be hostile. The
syntax is that of ``re`` without look-around, back-references and inline flags, which this
method cannot express. ``re`` still reads the single characters and classes
(docs/decisions/0166-regexes-without-backtracking.md).

Own code, measured against google-re2 1.1.20251105 (wheels for all our systems, 1.6 MB): RE2 needs
0.7 ms for the pattern that is worst here (``.{0,97}x``, 0.88 s) and a third to a half of the time for
usual ones (45 instead of 135 µs a message). But its ``\b``, ``\w``, ``\d`` and ``\s`` know ASCII only, so
that ``\bété\b``, ``^\w+ bestellt`` (for “Jörg bestellt”) and ``\bзаказ\b`` silently never match, and it
refuses ``\Z``. A stub that does not answer is worse here than one that answers a moment later.
"""

import re
from dataclasses import dataclass, field

from estimators.base.sentence import tr

LONGEST_PATTERN = 500
MOST_STATES = 200
SEARCHED_CHARACTERS = 5_000
_MOST_REMEMBERED = 1_000

_PART = re.compile(
    r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\(\?:|\(\?|\{\d*,?\d*\}|[()|*+?^$.]|.", re.DOTALL
)
_ANCHORS = {
    "^": "start",
    "$": "end",
    r"\b": "edge",
    r"\B": "no edge",
    r"\A": "start",
    r"\Z": "end",
}
_REPEATS = {"*": (0, None), "+": (1, None), "?": (0, 1)}


class PatternError(ValueError):
    """A pattern that cannot be used; the message is half a sentence for the author."""


@dataclass
class _State:
    """One place in the machine: take a character, stand at an anchor, or branch."""

    takes: "re.Pattern[str] | None" = None
    anchor: str = ""
    to: list[int] = field(default_factory=list)


class Pattern:
    """A compiled regular expression; capital and small letters are the same.

    Raises `PatternError` if the pattern is not a regular expression, uses what is left out, or is too large.
    """

    def __init__(self, source: str) -> None:
        if len(source) > LONGEST_PATTERN:
            raise PatternError(
                tr(
                    "a pattern has at most {longest_pattern} characters",
                    longest_pattern=LONGEST_PATTERN,
                )
            )
        try:
            re.compile(source, re.IGNORECASE)
        except (re.error, RecursionError, OverflowError) as error:
            raise PatternError(
                tr("it is no regular expression: {error}", error=str(error))
            ) from error
        self.source = source
        self._parts = _PART.findall(source)
        self._place = 0
        self._states: list[_State] = []
        self._steps: dict[tuple[frozenset[int], str, str], tuple[bool, frozenset[int]]] = {}
        self._end = self._add(_State())
        try:
            self._begin = self._alternatives(self._end)
        except RecursionError as error:
            raise PatternError(tr("it nests too deep")) from error
        self._anchored = any(state.anchor for state in self._states)

    def found_in(self, text: str) -> bool:
        """Whether the pattern occurs anywhere in the first 5,000 characters."""
        text = text[:SEARCHED_CHARACTERS]
        current: frozenset[int] = frozenset()
        before = ""
        for place in range(len(text) + 1):
            after = text[place : place + 1]
            found, current = self._step(current, before, after)
            if found:
                return True
            before = after
        return False

    def _step(
        self, current: frozenset[int], before: str, after: str
    ) -> tuple[bool, frozenset[int]]:
        """Whether it is found here, and the states after one character; remembered, as texts repeat."""
        key = (current, before if self._anchored else "", after)
        step = self._steps.get(key)
        if step is None:
            reached = self._closure({*current, self._begin}, before, after)
            step = (self._end in reached, self._after(reached, after))
            if len(self._steps) >= _MOST_REMEMBERED:
                self._steps.clear()
            self._steps[key] = step
        return step

    def _after(self, reached: set[int], character: str) -> frozenset[int]:
        """The states after a character; equal parts of the pattern are asked once."""
        if not character:
            return frozenset()
        takes: dict[re.Pattern[str], bool] = {}
        targets: list[int] = []
        for number in reached:
            state = self._states[number]
            if state.takes is not None:
                if state.takes not in takes:
                    takes[state.takes] = state.takes.fullmatch(character) is not None
                if takes[state.takes]:
                    targets += state.to
        return frozenset(targets)

    def _closure(self, numbers: set[int], before: str, after: str) -> set[int]:
        """Everything that is reached without taking a character."""
        reached: set[int] = set()
        waiting = list(numbers)
        while waiting:
            number = waiting.pop()
            if number in reached:
                continue
            reached.add(number)
            state = self._states[number]
            if state.takes is None and (not state.anchor or _holds(state.anchor, before, after)):
                waiting += state.to
        return reached

    def _add(self, state: _State) -> int:
        if len(self._states) >= MOST_STATES:
            raise PatternError(tr("it is too large; large repeats count as often as they repeat"))
        self._states.append(state)
        return len(self._states) - 1

    # Each reader below returns the state at which its piece begins; the piece leads to ``then``.
    # Pieces are built from the back, so a sequence is first split and then built.

    def _alternatives(self, then: int, *, inner: bool = False) -> int:
        begins = [self._build(self._sequence(), then)]
        while self._peek() == "|":
            self._place += 1
            begins.append(self._build(self._sequence(), then))
        if not inner and self._peek():
            raise PatternError(tr("it has a bracket too many"))
        return begins[0] if len(begins) == 1 else self._add(_State(to=begins))

    def _peek(self) -> str:
        return self._parts[self._place] if self._place < len(self._parts) else ""

    def _sequence(self) -> list[tuple[int, int, int | None]]:
        """The pieces up to the next ``|`` or ``)``: where each begins, and its repeats."""
        pieces: list[tuple[int, int, int | None]] = []
        while (part := self._peek()) and part not in "|)":
            begin = self._place
            self._place += 1
            if part == "(?":
                raise PatternError(tr("look-around, names and flags in brackets are left out"))
            if part in {"(", "(?:"}:
                self._skip_group()
            elif re.fullmatch(r"\\[1-9gk]", part):
                raise PatternError(tr("back-references are left out"))
            elif re.fullmatch(r"\\[xuUN0]", part):
                raise PatternError(tr("write the character itself instead of its number"))
            least, most = self._repeats()
            pieces.append((begin, least, most))
        return pieces

    def _skip_group(self) -> None:
        depth = 1
        while depth and self._peek():
            part = self._peek()
            depth += (part in {"(", "(?:", "(?"}) - (part == ")")
            self._place += 1

    def _repeats(self) -> tuple[int, int | None]:
        least: int = 1
        most: int | None = 1
        part = self._peek()
        counted = re.fullmatch(r"\{(\d*)(,?)(\d*)\}", part)
        if part in _REPEATS:
            least, most = _REPEATS[part]
        elif counted and (counted[1] or counted[3]):
            least = int(counted[1] or 0)
            most = least if not counted[2] else int(counted[3]) if counted[3] else None
        else:
            return least, most
        self._place += 1
        if self._peek() == "?":
            self._place += 1  # lazy or greedy: the same texts match
        elif self._peek() in {"+", "*"}:
            raise PatternError(tr("possessive repeats are left out"))
        return least, most

    def _build(self, pieces: list[tuple[int, int, int | None]], then: int) -> int:
        stopped = self._place
        for begin, least, most in reversed(pieces):
            if max(least, most or 0) > MOST_STATES:
                raise PatternError(
                    tr("it is too large; large repeats count as often as they repeat")
                )
            if most is None:
                loop = self._add(_State(to=[then]))
                self._states[loop].to.append(self._piece(begin, loop))
                then = loop
            else:
                skip = then
                for _ in range(most - least):
                    then = self._add(_State(to=[self._piece(begin, then), skip]))
            for _ in range(least):
                then = self._piece(begin, then)
        self._place = stopped
        return then

    def _piece(self, begin: int, then: int) -> int:
        part = self._parts[begin]
        if part in {"(", "(?:"}:
            self._place = begin + 1
            return self._alternatives(then, inner=True)
        if part in _ANCHORS:
            return self._add(_State(anchor=_ANCHORS[part], to=[then]))
        literal = part if part == "." or _is_class(part) else re.escape(part)
        return self._add(_State(takes=re.compile(literal, re.IGNORECASE), to=[then]))


def _is_class(part: str) -> bool:
    return len(part) > 1 and part[0] in "\\["


def _holds(anchor: str, before: str, after: str) -> bool:
    if anchor == "start":
        return not before
    if anchor == "end":
        return not after
    edge = bool(re.match(r"\w", before)) != bool(re.match(r"\w", after))
    return edge if anchor == "edge" else not edge
