"""The colours of the product, by what they mean.

Ink acts, colour testifies: buttons, selection and navigation are ink and grey; colour only says where a
number comes from or whether it holds. Each colour reaches 4.5:1 against the canvas where it is text, and
3:1 where it is a mark or the border of a field (``tests/desktop/theme`` measures them).
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Tokens:
    """One palette. Values are ``#RRGGBB``; ``scrim`` and ``shadow`` carry an alpha (``#AARRGGBB``)."""

    dark: bool
    canvas: str  # page, fields, popovers
    rail: str  # top bar, rail, status bar
    sunken: str  # wells, hover
    sel: str  # selected row, active stage
    line: str  # hairlines, gridlines, tracks: decoration only
    control: str  # borders of fields, buttons and popovers; axes
    ink: str  # text, primary button, launch bar
    ink2: str  # secondary text, inactive icons
    ink3: str  # notes, axis labels, hints
    ink_hover: str  # primary button under the pointer
    measured: str
    measured_soft: str
    sim: str  # simulated as text; "not shown yet", "look at this"
    sim_mark: str  # simulated as a mark
    sim_soft: str
    ok: str
    ok_soft: str
    bad: str
    bad_soft: str
    scrim: str
    shadow: str


LIGHT = Tokens(
    dark=False,
    canvas="#FFFFFF",
    rail="#F7F6F3",
    sunken="#F1EFEB",
    sel="#E9E6E0",
    line="#E2DFD8",
    control="#8A867D",
    ink="#1A1B1E",
    ink2="#54555A",
    ink3="#646468",
    ink_hover="#34363B",
    measured="#1F5FBF",
    measured_soft="#DBE7F7",
    sim="#A34F00",
    sim_mark="#C8700F",
    sim_soft="#FAE7D0",
    ok="#00776B",
    ok_soft="#D3EEE9",
    bad="#B32D1A",
    bad_soft="#FBE1DB",
    scrim="#611A1B1E",
    shadow="#29000000",
)

DARK = Tokens(
    dark=True,
    canvas="#1A1B1E",
    rail="#141518",
    sunken="#232428",
    sel="#2A2B30",
    line="#303237",
    control="#7C7F87",
    ink="#EDECE8",
    ink2="#B7B6B2",
    ink3="#989794",
    ink_hover="#FFFFFF",
    measured="#7DB0FF",
    measured_soft="#22375A",
    sim="#F2A550",
    sim_mark="#F2A550",
    sim_soft="#45301A",
    ok="#63D9B4",
    ok_soft="#1A4033",
    bad="#F4745C",
    bad_soft="#4D261E",
    scrim="#9E000000",
    shadow="#66000000",
)


class Space:
    """Distances in pixels: a grid of 8 with a few inner steps."""

    M = 8
    XXL = 24
    SIDE_NARROW = 32  # page margin below 1280
    SIDE = 40  # page margin
    COLUMNS = 64  # between main and side column


class Radius:
    """Corner radii in pixels."""

    THUMBNAIL = 4
    CONTROL = 6
    BOX = 8


class Height:
    """Heights in pixels at a text size of 100%."""

    TOP_BAR = 40
    STATUS_BAR = 28
    CONTROL = 32
    SMALL = 28
    STAGE_BUTTON = 56


TEXT_MEASURE = 720  # the widest line of prose
ONE_COLUMN_BELOW = 1280  # window width
SMALL_RAIL_BELOW = 1120  # window width
MINIMUM_WINDOW = (1024, 680)
MOTION_MS = 120
