"""What sends a request to the operator: a stub that says so, or the switch for everything."""

from dataclasses import dataclass

from mock_ai.conversation import Kind

ATTENDED: tuple[Kind, ...] = ("chat", "classification", "transcription", "translation")
"""What a person can answer: classes and words. Nobody draws, speaks or embeds in eight seconds."""
USUAL_SECONDS = 8.0
SHORTEST_SECONDS, LONGEST_SECONDS = 1.0, 600.0  # official clients give up after ten minutes


@dataclass(frozen=True)
class OperatorRouting:
    """Have a person answer.

    ``seconds`` is how long to wait for one (None: as long as the desk says), ``suggestions`` are
    answers to choose from, their blanks filled.
    """

    seconds: float | None = None
    suggestions: tuple[str, ...] = ()


BY_SWITCH = OperatorRouting()
"""The wish of a request that no stub sends here, but the switch for everything."""
