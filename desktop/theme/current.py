"""Which theme is in force: read at paint time, so that a switch needs no new widgets."""

from dataclasses import dataclass

from desktop.theme.tokens import LIGHT, Tokens


@dataclass
class _InForce:
    tokens: Tokens = LIGHT
    text_scale: float = 1.0
    reduced_motion: bool = False
    generation: int = 0  # counts switches: caches of pictures are keyed by it


_in_force = _InForce()


def tokens() -> Tokens:
    return _in_force.tokens


def text_scale() -> float:
    """The size of text against the design, 0.9 to 2."""
    return _in_force.text_scale


def reduced_motion() -> bool:
    """Whether every transition is left out."""
    return _in_force.reduced_motion


def generation() -> int:
    """Changes with every switch of theme or text size."""
    return _in_force.generation


def scaled(pixels: float) -> int:
    """A height that holds text, at the text size in force (never smaller than drawn)."""
    return round(pixels * max(1.0, _in_force.text_scale))


def put_in_force(palette: Tokens, scale: float, still: bool) -> None:
    """Called by ``apply_theme`` only."""
    _in_force.tokens = palette
    _in_force.text_scale = scale
    _in_force.reduced_motion = still
    _in_force.generation += 1
