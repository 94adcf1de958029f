"""Colours, type and icons: what a person can read, in both themes and at every text size."""

import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPalette

from desktop.theme import apply
from desktop.theme.apply import SystemTheme, apply_theme
from desktop.theme.current import reduced_motion, tokens
from desktop.theme.glyphs import Glyph, paint_glyph
from desktop.theme.icons import _files, pixmap
from desktop.theme.tokens import DARK, LIGHT
from desktop.theme.type import Role, font, line_height
from tests.desktop.contrast import MARK, TEXT, contrast

ROOT = Path(__file__).resolve().parents[3]
TEXTS = ("ink", "ink2", "ink3", "measured", "sim", "ok", "bad")
MARKS = ("control", "sim_mark")


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("name", TEXTS)
def test_text_reaches_4_5_to_1_on_the_page(palette, name) -> None:
    assert contrast(QColor(getattr(palette, name)), QColor(palette.canvas)) >= 4.5


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("name", MARKS)
def test_marks_and_borders_reach_3_to_1_on_the_page(palette, name) -> None:
    assert contrast(QColor(getattr(palette, name)), QColor(palette.canvas)) >= 3.0


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("soft", ["measured_soft", "sim_soft", "ok_soft", "bad_soft", "sel"])
def test_ink_is_readable_on_every_soft_fill(palette, soft) -> None:
    assert contrast(QColor(palette.ink), QColor(getattr(palette, soft))) >= 4.5


def test_switching_the_theme_changes_the_palette_of_a_running_app(qapp) -> None:
    apply_theme(qapp, "dark")
    assert tokens() is DARK
    assert qapp.palette().color(QPalette.ColorRole.Window).name().upper() == DARK.canvas
    apply_theme(qapp, "light")
    assert tokens() is LIGHT
    assert qapp.palette().color(QPalette.ColorRole.Window).name().upper() == LIGHT.canvas


def test_nothing_moves_where_the_desktop_is_asked_for_less_motion(qapp, monkeypatch) -> None:
    theme = SystemTheme(qapp)
    theme.use("light", 1.0, reduced_motion=False)
    assert not reduced_motion()
    monkeypatch.setattr(apply, "system_is_still", lambda: True)
    theme.hints.accessibility().motionPreferenceChanged.emit(Qt.MotionPreference.ReducedMotion)
    assert reduced_motion()
    theme.deleteLater()


MOVES = re.compile(
    r"Animation\(|QTimeLine|class Appearance|\.animate\(|@keyframes|\btransition\s*:|async function written"
)


def test_whatever_moves_looks_whether_it_may() -> None:
    sources = (one for folder in ("desktop", "mock_ai") for one in (ROOT / folder).rglob("*.*"))
    looks = {
        one.name: "reduced_motion()" in text or "prefers-reduced-motion" in text
        for one in sources
        if one.suffix in {".py", ".js", ".css", ".html"}
        and MOVES.search(text := one.read_text(encoding="utf-8"))
    }
    assert looks == dict.fromkeys(("popover.py", "tabs.py", "appearance.py", "chat.js"), True)


@pytest.mark.parametrize(("asked", "held"), [(0.1, 0.9), (1.25, 1.25), (9.0, 2.0)])
def test_text_size_is_held_between_90_and_200_percent(qapp, asked, held) -> None:
    apply_theme(qapp, "light", asked)
    assert font(Role.HEADLINE).pixelSize() == round(28 * held)
    assert line_height(Role.HEADLINE) == round(36 * held)
    apply_theme(qapp, "light")


def test_heavier_weights_are_wider(look) -> None:
    widths = [
        QFontMetricsF(font(Role.HEADLINE, weight=weight)).horizontalAdvance("A finding.")
        for weight in (400, 500, 600)
    ]
    assert widths == sorted(set(widths))


def test_digits_are_equally_wide_in_tables_only(look) -> None:
    def widths(*, tabular: bool) -> set[float]:
        metrics = QFontMetricsF(font(Role.ROW, tabular=tabular))
        return {metrics.horizontalAdvance(digit) for digit in "0123456789"}

    assert len(widths(tabular=True)) == 1
    assert len(widths(tabular=False)) > 1


@pytest.mark.parametrize("name", _files())
def test_every_icon_is_drawn_in_the_colour_asked_for(look, name) -> None:
    image = pixmap(name, 24, "#B32D1A", 2.0).toImage().convertToFormat(QImage.Format.Format_ARGB32)
    assert image.width() == 48
    seen = [image.pixelColor(x, y) for x in range(48) for y in range(48)]
    inked = [colour for colour in seen if colour.alpha() == 255]
    assert inked
    assert {colour.name().upper() for colour in inked} == {"#B32D1A"}


def test_every_glyph_can_be_told_from_every_other(look) -> None:
    pictures = []
    for glyph in Glyph:
        image = QImage(32, 32, QImage.Format.Format_Grayscale8)
        image.fill(255)
        painter = QPainter(image)
        paint_glyph(painter, glyph, 0, 0, 32)
        painter.end()
        pictures.append(bytes(image.constBits()))
    assert len(set(pictures)) == len(pictures)
    assert all(set(picture) != {255} for picture in pictures)


@pytest.mark.parametrize("begins", [":root {", ':root[data-theme="dark"] {'])
def test_the_stage_in_a_browser_can_be_told_from_what_lies_behind_it(begins: str) -> None:
    sheets = [one.read_text("utf-8") for one in (ROOT / "mock_ai/server/stage").glob("*.css")]
    colours = {
        name: QColor(value)
        for start in (":root {", begins)
        for sheet in sheets
        if start in sheet
        for name, value in re.findall(
            r"--([\w-]+): (#\w{6})", sheet.split(start, 1)[1].split("}")[0]
        )
    }
    grounds = {
        **dict.fromkeys(("ink", "ink2"), ("canvas", "sunken", "mark", "soft")),
        **dict.fromkeys(("ink3", "measured", "sim", "bad"), ("canvas", "sunken")),
        **dict.fromkeys(("control", "sim-mark"), ("canvas", "sunken")),
        "canvas": ("ink", "ink-hover"),
    }
    pale = {
        f"{name} on {ground}: {found:.2f}"
        for name, behind in grounds.items()
        for ground in behind
        if (found := contrast(colours[name], colours[ground]))
        < (MARK if name in ("control", "sim-mark") else TEXT)
    }
    assert not pale
    faded = re.findall(r"([^{}]+)\{[^{}]*\bopacity: (?!1\b)", "".join(sheets))
    assert all("aria-disabled" in selector for selector in faded)
