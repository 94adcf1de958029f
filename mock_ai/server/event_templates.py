"""Events of a stream that differ in one text only: written once, filled many times."""

import json
import secrets
from collections.abc import Callable
from json.encoder import encode_basestring

# No client can know it, so none can put it where it would be taken for the gap.
GAP = f"gap {secrets.token_hex(12)}"
_WRITTEN_GAP = json.dumps(GAP).encode()


class EventTemplate:
    """An event with a gap: ``write`` makes it from the text :data:`GAP`, once."""

    def __init__(self, write: Callable[[str], bytes]) -> None:
        self._before, self._after = write(GAP).split(_WRITTEN_GAP)

    def filled(self, text: str) -> bytes:
        """The event with the text in the gap."""
        return self._before + encode_basestring(text).encode("utf-8", "replace") + self._after
