"""Who held what when, as small multiples in SVG: days in their order along, acts down, a mark by stance with its word."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup, escape

from detente.report.contexts import TimelineLane, TimelineMark, TimelineView
from detente.report.inert import inert
from detente.report.marks import TONES

__all__ = ["draw_timeline"]

INK, SOFT, HAIR, WASH, PAPER = "#1c2127", "#555e68", "#e4e7ea", "#f1f2ef", "#ffffff"
_WIDTH, _LEFT, _ROW, _HEAD = 340.0, 4.0, 50.0, 22.0
_LETTERS = 54
_MOST_LABELS = 6
_SHAPES = {
    "for": '<circle r="6.5"/>',
    "against": '<rect x="-6" y="-6" width="12" height="12"/>',
    "if": '<path d="M0-7.6 7.6 0 0 7.6-7.6 0Z"/>',
    "offer": '<path d="M0-7.4 7 5.8H-7Z"/>',
    "silence": '<path d="M-6-1.2H6V1.2H-6Z"/>',
}


def draw_timeline(view: TimelineView) -> tuple[Markup, ...]:
    """One drawing for each lane, all on the same days, narrow enough for a telephone."""
    return tuple(_lane(view, lane) for lane in view.lanes)


def _lane(view: TimelineView, lane: TimelineLane) -> Markup:
    step = (_WIDTH - 2 * _LEFT) / len(view.days)
    bottom = _HEAD + _ROW * len(lane.rows)
    parts = []
    if view.cut < len(view.days):
        left = _LEFT + step * view.cut
        parts.append(f'<rect x="{left:.1f}" y="0" width="{_WIDTH - _LEFT - left:.1f}" height="{bottom:.1f}" fill="{WASH}"/>')
    every = -(-len(view.days) // _MOST_LABELS)
    for index, day in enumerate(view.days):
        if index % every == 0:
            parts.append(_text(_LEFT + step * (index + 0.5), 13, day[5:] if len(day) == 10 else day, anchor="middle", fill=SOFT, size=10))
    for number, (act, marks) in enumerate(lane.rows):
        top = _HEAD + _ROW * number
        name = act if len(act) <= _LETTERS else f"{act[: _LETTERS - 1]}…"
        parts.append(f'<line x1="0" y1="{top:.1f}" x2="{_WIDTH:.0f}" y2="{top:.1f}" stroke="{HAIR}"/>')
        parts.append(_text(_LEFT, top + 13, name, anchor="start", fill=INK, size=11))
        parts += _marks(marks, step, top + 29)
    return Markup(  # noqa: S704 - every part is built from numbers, constants and escaped text
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH:.0f} {bottom:.0f}" width="{_WIDTH:.0f}" height="{bottom:.0f}" '
        f'role="img" aria-label="{escape(inert(_spoken(view, lane)))}">{"".join(parts)}</svg>'
    )


def _marks(marks: Sequence[TimelineMark], step: float, y: float) -> list[str]:
    """Marks of one day stand side by side."""
    parts = []
    by_day: dict[int, list[TimelineMark]] = {}
    for mark in marks:
        by_day.setdefault(mark.day, []).append(mark)
    for day, some in by_day.items():
        gap = min(20.0, step / len(some))
        for place, mark in enumerate(some):
            x = _LEFT + step * (day + 0.5) + gap * (place - (len(some) - 1) / 2)
            tone = TONES[mark.voice]
            fill = tone if mark.known else PAPER
            dashes = "" if mark.known else ' stroke-dasharray="2 2"'
            parts.append(f'<g transform="translate({x:.1f} {y - 3:.1f})" fill="{fill}" stroke="{tone}"{dashes}>{_SHAPES[mark.stand]}</g>')
            if mark.change:
                parts.append(f'<circle cx="{x:.1f}" cy="{y - 3:.1f}" r="10" fill="none" stroke="{INK}" stroke-width="1.4"/>')
        word = some[0].stand if len(some) == 1 else "/".join(mark.stand for mark in some)
        parts.append(
            _text(
                _LEFT + step * (day + 0.5),
                y + 17,
                word if len(word) * 5 <= step + 6 else word[: int(step / 5)],
                anchor="middle",
                fill=SOFT,
                size=9,
            )
        )
    return parts


def _spoken(view: TimelineView, lane: TimelineLane) -> str:
    """The drawing in words."""
    who = lane.party.name if lane.party else "Silences about nobody in particular"
    rows = []
    for act, marks in lane.rows:
        told = [f"{view.days[mark.day]} {mark.stand}{f' ({mark.change})' if mark.change else ''}" for mark in marks]
        rows.append(f"{act}: {', '.join(told)}")
    return f"{who}. {'; '.join(rows)}."


def _text(x: float, y: float, text: str, *, anchor: str, fill: str, size: float) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size}" fill="{fill}">{escape(inert(text))}</text>'
