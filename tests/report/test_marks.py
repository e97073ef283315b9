"""Colours that can be read on white, told apart by everybody, and never the only sign."""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path

import detente.report
from detente.report.marks import COLOURS, DASHES, SHAPES, TONES, VOICES

STYLE = (Path(str(detente.report.__file__)).parent / "templates" / "report.css").read_text(encoding="utf-8")


def _linear(colour: str) -> tuple[float, ...]:
    channels = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return tuple(c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)


def _luminance(colour: str) -> float:
    """Relative luminance, by WCAG 2."""
    red, green, blue = _linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_party_colours_can_be_read_on_white() -> None:
    for colour in COLOURS:
        assert 1.05 / (_luminance(colour) + 0.05) >= 4.5, colour


def test_every_party_has_a_shape_and_a_dash_of_its_own_beside_its_colour() -> None:
    assert len(set(COLOURS)) == len(set(SHAPES)) == len(set(DASHES)) == 8


def test_no_voice_is_taken_for_a_party() -> None:
    assert set(TONES) == set(VOICES)
    for tone in TONES.values():
        for colour in COLOURS:
            apart = sum((int(tone[k : k + 2], 16) - int(colour[k : k + 2], 16)) ** 2 for k in (1, 3, 5)) ** 0.5
            assert apart > 20, (tone, colour)


def test_every_voice_has_its_own_underline() -> None:
    marked = {kind: re.search(rf"\.m\.v-{kind} {{ border-bottom-style: (\w+)", STYLE) for kind in ("party", "report", "author", "absence")}
    styles = [found[1] for found in marked.values() if found]
    assert len(styles) == len(set(styles)) == 4


def test_the_style_sheet_uses_the_tones() -> None:
    for kind in ("party", "report", "author", "absence"):
        assert re.search(rf"\.who\.v-{kind} {{ text-decoration-color: {TONES[kind]}", STYLE), kind


def test_voices_stay_apart_without_colour() -> None:
    """Seen in greys only, the four tones differ or their underlines do; the underlines are tested above, so only order is asked here."""
    greys = [_luminance(TONES[kind]) for kind in ("party", "author", "report", "absence")]
    assert all(darker < lighter for darker, lighter in combinations(greys, 2))
