"""Pictures as SVG, made from numbers and escaped text: the option grid, and the statements along the text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import hypot

from markupsafe import Markup, escape

from detente.report.graph import Act, Arc, Grid
from detente.report.inert import inert
from detente.report.marks import TONES, colour, dash

__all__ = ["FAINT", "INK", "Look", "Stem", "draw_grid", "draw_strip", "escaped", "svg"]

_CROWDED = 120  # with so many nodes only those that matter are numbered
INK, FAINT, PALE, REST = "#1c2127", "#9aa1a9", "#e7e9ec", "#1c2127"


@dataclass(frozen=True, slots=True)
class Look:
    """How one node is drawn: filled for a resting point, a second ring for now, a square frame for a situation that reaches the goal."""

    name: str
    resting: bool = False
    now: bool = False
    goal: bool = False


def draw_grid(board: Grid, arcs: Sequence[Arc], looks: Mapping[int, Look]) -> Markup:
    """The option grid; ``looks`` says for each state how its node is drawn."""
    columns, rows = max(1, len(board.columns)), max(1, len(board.rows))
    step_x = max(38.0, min(96.0, 780.0 / columns))
    step_y = max(34.0, min(70.0, 620.0 / rows))
    radius = 12.0 if min(step_x, step_y) >= 44 else 10.0
    left, top = 34.0 + 13 * len(board.down), 26.0 + 13 * len(board.across)
    place = {node.state: (left + step_x * (node.column + 0.5), top + step_y * (node.row + 0.5)) for node in board.nodes}
    parts = [*_settings(board, left, top, step_x, step_y)]
    drawn = (arc for arc in arcs if arc.start in place and arc.end in place)
    parts += [_arc(place[arc.start], place[arc.end], radius, arc.party) for arc in drawn]
    crowded = len(board.nodes) > _CROWDED
    parts += [_node(place[node.state], radius, looks.get(node.state, Look("")), crowded=crowded) for node in board.nodes]
    return svg(
        left + step_x * columns + 12, top + step_y * rows + 12, parts, "Situations as a grid; arrows are moves that the mover prefers"
    )


def escaped(text: str) -> Markup:
    """A text as it may stand in a drawing: escaped, and without characters that steer a device or turn its writing direction."""
    return escape(inert(text))


def svg(width: float, height: float, parts: Sequence[str], title: str) -> Markup:
    """A whole drawing from its parts; ``title`` is what is read out where it cannot be seen."""
    return Markup(  # noqa: S704 - every part is built from numbers, constants and escaped text
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" height="{height:.0f}" '
        f'role="img" aria-label="{escaped(title)}">{"".join(parts)}</svg>'
    )


def _settings(board: Grid, left: float, top: float, step_x: float, step_y: float) -> Iterator[str]:
    """The squares that say which acts are done in each column and row, with the acts' letters."""
    for k, act in enumerate(board.across):
        y = 14.0 + 13 * k
        yield _letter(left - 10, y + 4, act)
        for c, setting in enumerate(board.columns):
            yield _square(left + step_x * (c + 0.5) - 4.5, y - 4.5, setting[k], act.party)
    for k, act in enumerate(board.down):
        x = 18.0 + 13 * k
        yield _letter(x, top - 6, act)
        for r, setting in enumerate(board.rows):
            yield _square(x - 4.5, top + step_y * (r + 0.5) - 4.5, setting[k], act.party)


def _letter(x: float, y: float, act: Act) -> str:
    look = f'text-anchor="middle" font-size="10.5" font-style="italic" fill="{colour(act.party)}"'
    return f'<text x="{x:.1f}" y="{y:.1f}" {look}>{escaped(act.letter)}</text>'


def _square(x: float, y: float, setting: str, party: int) -> str:
    fill = colour(party) if setting == "Y" else "#ffffff"
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="9" height="9" fill="{fill}" stroke="{colour(party)}" stroke-width="0.8"/>'


def _arc(start: tuple[float, float], end: tuple[float, float], radius: float, party: int) -> str:
    """A slightly bowed arc from rim to rim with its head; the bow is on the left of its direction, so that two-way arcs part."""
    (x0, y0), (x1, y1) = start, end
    length = hypot(x1 - x0, y1 - y0) or 1.0
    ux, uy = (x1 - x0) / length, (y1 - y0) / length
    bow = min(26.0, 5.0 + length * 0.07)
    cx, cy = (x0 + x1) / 2 + uy * bow * 2, (y0 + y1) / 2 - ux * bow * 2
    sx, sy = _rim(x0, y0, cx, cy, radius + 1)
    tx, ty = _rim(x1, y1, cx, cy, radius + 3)
    pattern = f' stroke-dasharray="{dash(party)}"' if dash(party) else ""
    tone = colour(party)
    head = _head(tx, ty, cx, cy)
    return (
        f'<path d="M{sx:.1f} {sy:.1f}Q{cx:.1f} {cy:.1f} {tx:.1f} {ty:.1f}" '
        f'fill="none" stroke="{tone}" stroke-width="1.1" stroke-opacity="0.75"{pattern}/>'
        f'<path d="{head}" fill="{tone}"/>'
    )


def _rim(x: float, y: float, towards_x: float, towards_y: float, distance: float) -> tuple[float, float]:
    length = hypot(towards_x - x, towards_y - y) or 1.0
    return x + (towards_x - x) / length * distance, y + (towards_y - y) / length * distance


def _head(x: float, y: float, from_x: float, from_y: float) -> str:
    length = hypot(x - from_x, y - from_y) or 1.0
    ux, uy = (x - from_x) / length, (y - from_y) / length
    back_x, back_y = x - ux * 6, y - uy * 6
    return f"M{x:.1f} {y:.1f}L{back_x - uy * 2.6:.1f} {back_y + ux * 2.6:.1f} {back_x + uy * 2.6:.1f} {back_y - ux * 2.6:.1f}Z"


def _node(at: tuple[float, float], radius: float, look: Look, *, crowded: bool) -> str:
    x, y = at
    if crowded and not (look.resting or look.now):
        radius, look = 4.5, replace(look, name="")
    frame = radius + 4.5
    parts = []
    if look.goal:
        side = f'width="{2 * frame:.1f}" height="{2 * frame:.1f}"'
        parts.append(f'<rect x="{x - frame:.1f}" y="{y - frame:.1f}" {side} fill="none" stroke="{INK}" stroke-width="0.9"/>')
    if look.now:
        parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius + 3:.1f}" fill="#ffffff" stroke="{INK}" stroke-width="1.3"/>')
    fill, ink = (REST, "#ffffff") if look.resting else (PALE, INK)
    parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="{fill}" stroke="#ffffff" stroke-width="1"/>')
    parts.append(f'<text x="{x:.1f}" y="{y + 3.5:.1f}" text-anchor="middle" font-size="10" fill="{ink}">{escaped(look.name)}</text>')
    return "".join(parts)


@dataclass(frozen=True, slots=True)
class Stem:
    """A statement along the text: ``at`` runs from 0 (first character) to 1.

    ``role`` is that of the claim; ``weight`` (0 to 1) makes a deciding one tall; an empty ``label`` is not written.
    """

    at: float
    claim: str
    kind: str
    role: str
    label: str = ""
    weight: float = 0.0


_TALL, _SHORT, _STUB = 66.0, 24.0, 10.0
_LINE = {"party": "", "report": "5 3", "author": "1.5 2.5", "absence": "8 2 2 2"}


def draw_strip(stems: Sequence[Stem], paragraphs: Sequence[tuple[float, str]], *, width: float = 900.0) -> Markup:
    """Every statement at its place along the text; tall stems decide, stubs make no difference. Labels of tall ones never overlap."""
    tall = [stem for stem in stems if stem.label]
    lanes = _lanes(tall, width)
    depth = (max(lanes.values(), default=0) + 1) * 13.0 if tall else 0.0
    base = 16.0 + depth + _TALL
    parts = [f'<line x1="8" y1="{base:.1f}" x2="{width - 8:.1f}" y2="{base:.1f}" stroke="{INK}" stroke-width="1"/>']
    last = -100.0
    for at, label in paragraphs:
        x = 12 + at * (width - 24)
        parts.append(f'<line x1="{x:.1f}" y1="{base:.1f}" x2="{x:.1f}" y2="{base + 4:.1f}" stroke="{FAINT}" stroke-width="0.8"/>')
        if label and x - last >= 7 + 6 * len(label):
            look = f'text-anchor="{"start" if x < 30 else "middle"}" font-size="10" fill="#5d656e"'
            parts.append(f'<text x="{x:.1f}" y="{base + 15:.1f}" {look}>{escaped(label)}</text>')
            last = x
    for stem in stems:
        parts += _stem(stem, 12 + stem.at * (width - 24), base, lanes.get(stem.claim), width)
    return svg(width, base + 24, parts, "Statements along the text; the tall ones decide the answer")


def _lanes(tall: Sequence[Stem], width: float) -> dict[str, int]:
    """A row above the stems for each label, so that neighbours do not run into one another."""
    ends: list[float] = []
    lanes: dict[str, int] = {}
    for stem in tall:
        x = 12 + stem.at * (width - 24)
        half = 3.1 * len(stem.label) + 5
        lane = next((k for k, end in enumerate(ends) if end <= x - half), len(ends))
        if lane == len(ends):
            ends.append(0.0)
        ends[lane] = x + half
        lanes[stem.claim] = lane
    return lanes


def _stem(stem: Stem, x: float, base: float, lane: int | None, width: float) -> Iterator[str]:
    tone = TONES.get(stem.kind, INK)
    deciding = stem.role == "deciding"
    top = base - (_SHORT + (_TALL - _SHORT) * stem.weight if deciding else _STUB)
    pattern = f' stroke-dasharray="{_LINE[stem.kind]}"' if _LINE.get(stem.kind) else ""
    stroke = f'stroke="{tone}" stroke-width="{2.0 if deciding else 1.1}"{pattern}'
    yield f'<line x1="{x:.1f}" y1="{base:.1f}" x2="{x:.1f}" y2="{top:.1f}" {stroke}/>'
    if not deciding:
        yield f'<circle cx="{x:.1f}" cy="{top:.1f}" r="2.4" fill="#ffffff" stroke="{tone}" stroke-width="1"/>'
        return
    yield f'<circle cx="{x:.1f}" cy="{top:.1f}" r="4.2" fill="{tone}"/>'
    if lane is not None:
        y = base - _TALL - 9 - 13 * lane
        yield f'<line x1="{x:.1f}" y1="{top - 5:.1f}" x2="{x:.1f}" y2="{y + 3:.1f}" stroke="{FAINT}" stroke-width="0.6"/>'
        half = 3.1 * len(stem.label)
        anchor, label_x = ("start", x - 4) if x < half else ("end", x + 4) if x > width - half else ("middle", x)
        yield f'<text x="{label_x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="10.5" fill="{INK}">{escaped(stem.label)}</text>'
