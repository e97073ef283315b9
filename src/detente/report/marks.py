"""How parties and voices are told apart: colour, and beside it always a shape, a dash or an underline.

The colours are dark enough for text on white (contrast of at least 4.5) and stay apart under the common kinds of colour blindness.
"""

from __future__ import annotations

__all__ = ["COLOURS", "DASHES", "SHAPES", "TONES", "VOICES", "colour", "dash", "shape"]

COLOURS = ("#1d5a96", "#b3471a", "#0a7357", "#86407a", "#806000", "#4a5562", "#15788f", "#6f4128")
DASHES = ("", "7 3", "2 3", "9 3 2 3", "12 4", "4 2", "1 2", "9 3 2 3 2 3")

# Drawn in a box from -5 to 5, y downwards.
SHAPES = (
    '<circle r="4.6"/>',
    '<rect x="-4.2" y="-4.2" width="8.4" height="8.4"/>',
    '<path d="M0-5.2 5 4.2H-5Z"/>',
    '<path d="M0-5.6 5 0 0 5.6-5 0Z"/>',
    '<path d="M0 5.2 5-4.2H-5Z"/>',
    '<path d="M-1.8-5h3.6v3.2H5v3.6H1.8V5h-3.6V1.8H-5v-3.6h3.2Z"/>',
    '<path d="M0-5.4 5.1-1.7 3.2 4.4H-3.2L-5.1-1.7Z"/>',
    '<path d="M-5-2.2H5v4.4H-5Z"/>',
)

# Voices keep to ink, slate and crimson, so that no voice is taken for a party; each has an underline of its own besides.
TONES = {
    "party": "#1c2127",
    "report": "#5f7080",
    "author": "#a3263a",
    "absence": "#8b9299",
    "assumed": "#8c6a2f",
    "unknown": "#c9ced3",
}

# A voice's name on the page; its underline is in the style sheet.
VOICES = {
    "party": "a party's own words",
    "report": "somebody else's report",
    "author": "the author",
    "absence": "silence",
    "assumed": "assumed by the analyst",
    "unknown": "nobody",
}


def colour(mark: int) -> str:
    """The colour of the party with this mark; marks beyond the last begin again, so shapes and dashes matter."""
    return COLOURS[mark % len(COLOURS)]


def dash(mark: int) -> str:
    """The dash pattern of the party's arcs, '' for a plain line."""
    return DASHES[mark % len(DASHES)]


def shape(mark: int) -> str:
    """The party's sign, as a piece of SVG."""
    return SHAPES[mark % len(SHAPES)]
