"""Where a number comes from: the mark that every figure wears."""

from enum import StrEnum

from estimators.base.sentence import tr

MADE_UP = tr("made up for the sample")
"""The source of a guess that came with a sample: no guess of whoever reads it."""


class Provenance(StrEnum):
    """The source of a number, in order of how much weight it bears."""

    MEASURED = "measured"  # on held-out examples or in a log
    SIMULATED = "simulated"  # came out of the fake; never mixed with real
    PUBLISHED = "published"  # a cited source
    GUESS = "guess"  # a range somebody typed
    DEFAULT = (
        "default"  # a range of ours, until somebody types over it; never called a guess of anybody
    )
    UNKNOWN = "unknown"  # a value, never a zero

    @property
    def glyph(self) -> str:
        """The one-character mark used in text (screens draw it as an icon)."""
        return _GLYPHS[self]

    @property
    def is_assumed(self) -> bool:
        """Whether it was neither measured, simulated nor published: drawn hollow, grey and dotted."""
        return self in {Provenance.GUESS, Provenance.DEFAULT}

    @property
    def words(self) -> str:
        return _WORDS[self]


_GLYPHS = {
    Provenance.MEASURED: "●",
    Provenance.SIMULATED: "◇",
    Provenance.PUBLISHED: "▤",
    Provenance.GUESS: "◌",
    Provenance.DEFAULT: "⊕",
    Provenance.UNKNOWN: "?",
}
_WORDS = {
    Provenance.MEASURED: tr("measured"),
    Provenance.SIMULATED: tr("simulated"),
    Provenance.PUBLISHED: tr("published"),
    Provenance.GUESS: tr("your guess"),
    Provenance.DEFAULT: tr("our default"),
    Provenance.UNKNOWN: tr("unknown"),
}
