"""The zone and the fall as SVG: places in an order, never amounts."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup, escape

from detente.report.contexts import FallView, Lane, PartyView, ZoneView
from detente.report.inert import inert
from detente.report.marks import colour, shape

__all__ = ["draw_fall", "draw_zone"]

INK, SOFT, FAINT, HAIR, WASH = "#1c2127", "#555e68", "#9aa1a9", "#e4e7ea", "#f1f2ef"
_BANDS = ("refuses", "open", "takes")
_DOT, _GAP, _ROW, _HEAD, _LEFT = 23.0, 12.0, 56.0, 36.0, 4.0
_LETTERS = 44
_NAMED = 112.0  # room for the head of a band


def draw_zone(view: ZoneView) -> Markup:
    """A row for each party: what it would refuse on the left, what is open across the line of *now*, what it would take on the right."""
    widths = {band: max([_NAMED, *(_width(lane, band) for lane in view.lanes)]) for band in _BANDS}
    left = {"refuses": _LEFT}
    left["open"] = left["refuses"] + widths["refuses"]
    left["takes"] = left["open"] + widths["open"]
    right = left["takes"] + widths["takes"]
    bottom = _HEAD + _ROW * len(view.lanes)
    middle = left["open"] + widths["open"] / 2
    parts = [
        f'<rect x="{left["open"]:.1f}" y="{_HEAD - 8:.1f}" width="{widths["open"]:.1f}" height="{bottom - _HEAD + 8:.1f}" fill="{WASH}"/>'
    ]
    parts.append(
        f'<line x1="{middle:.1f}" y1="{_HEAD - 14:.1f}" x2="{middle:.1f}" y2="{bottom:.1f}" stroke="{INK}" stroke-width="1.2" '
        f'stroke-dasharray="5 3"/>'
    )
    heads = {"refuses": "worse than now", "open": "now, or open", "takes": "no worse than now"}
    parts += [_text(left[band] + widths[band] / 2, 16, heads[band], anchor="middle", fill=SOFT) for band in _BANDS]
    for row, lane in enumerate(view.lanes):
        top = _HEAD + _ROW * row
        y = top + 37.0
        parts.append(f'<line x1="0" y1="{top + _ROW:.1f}" x2="{right:.1f}" y2="{top + _ROW:.1f}" stroke="{HAIR}"/>')
        parts += _name(lane.party, top + 12.0)
        for band in _BANDS:
            parts += _band(view, lane, band, left[band], widths[band], y=y)
    return _svg(right + 4, bottom + 4, parts, _spoken(view))


def _classes(lane: Lane, band: str) -> list[list[int]]:
    """Numbers of the packages in a band, worst class first."""
    places: dict[int, list[int]] = {}
    for number, standing in enumerate(lane.standings, 1):
        if standing.band == band:
            places.setdefault(standing.place, []).append(number)
    return [places[place] for place in sorted(places, reverse=True)]


def _width(lane: Lane, band: str) -> float:
    return sum(_DOT * len(tie) + _GAP for tie in _classes(lane, band)) + _GAP


def _band(view: ZoneView, lane: Lane, band: str, left: float, width: float, *, y: float) -> list[str]:
    classes = _classes(lane, band)
    used = sum(_DOT * len(tie) + _GAP for tie in classes) - _GAP
    x = {"refuses": left + width - used - _GAP, "open": left + (width - used) / 2, "takes": left + _GAP}[band]
    parts = []
    for tie in classes:
        if len(tie) > 1:
            size = f'width="{_DOT * len(tie) + 4:.1f}" height="24" rx="12"'
            parts.append(f'<rect x="{x - 2:.1f}" y="{y - 12:.1f}" {size} fill="#ffffff" stroke="{FAINT}"/>')
        for k, number in enumerate(tie):
            parts += _dot(view, number, x + _DOT * (k + 0.5), y)
        x += _DOT * len(tie) + _GAP
    return parts


def _dot(view: ZoneView, number: int, x: float, y: float) -> list[str]:
    package = view.packages[number - 1]
    fill, ink = (INK, "#ffffff") if package.pareto else ("#ffffff", INK)
    parts = [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="8" fill="{fill}" stroke="{INK}" stroke-width="1"/>']
    if package.fallback:
        parts.insert(0, f'<rect x="{x - 10:.1f}" y="{y - 10:.1f}" width="20" height="20" fill="none" stroke="#7a1f2b" stroke-width="1.6"/>')
    parts.append(_text(x, y + 3.6, str(number), anchor="middle", size=10, fill=ink))
    return parts


def draw_fall(falls: Sequence[FallView]) -> Markup:
    """For each party how far down its own list the package lies where they meet."""
    total = max(fall.of for fall in falls)
    width, left, top, row = 300.0, 8.0, 24.0, 44.0
    bottom = top + row * len(falls)
    parts = [_text(left, 14, "its own best", anchor="start", fill=SOFT), _text(left + width, 14, "its own worst", anchor="end", fill=SOFT)]
    step = width / max(1, total)
    for number, fall in enumerate(falls):
        y = top + row * number + 30.0
        parts += _name(fall.party, y - 19.0)
        parts.append(f'<line x1="{left:.1f}" y1="{y:.1f}" x2="{left + width:.1f}" y2="{y:.1f}" stroke="{FAINT}" stroke-width="1"/>')
        if total <= 40:
            parts += [
                f'<line x1="{left + step * k:.1f}" y1="{y - 3:.1f}" x2="{left + step * k:.1f}" y2="{y + 3:.1f}" stroke="{FAINT}"/>'
                for k in range(total + 1)
            ]
        end = left + step * (fall.depth - 1)
        tone = colour(fall.party.mark)
        parts.append(f'<line x1="{left:.1f}" y1="{y:.1f}" x2="{end:.1f}" y2="{y:.1f}" stroke="{tone}" stroke-width="5"/>')
        parts.append(f'<circle cx="{end + step / 2 if total <= 40 else end:.1f}" cy="{y:.1f}" r="5" fill="{tone}" stroke="#ffffff"/>')
        parts.append(_text(left + width + 12, y + 3.8, f"{fall.depth} of {fall.of}", anchor="start", fill=INK))
    told = "; ".join(f"{fall.party.name}: {fall.depth} of {fall.of}" for fall in falls)
    return _svg(left + width + 70, bottom + 4, parts, f"How far each party gives way, in places of its own list: {told}")


def _name(party: PartyView, y: float) -> list[str]:
    name = party.name if len(party.name) <= _LETTERS else f"{party.name[: _LETTERS - 1]}…"
    sign = f'<g transform="translate(8 {y:.1f})" fill="{colour(party.mark)}">{shape(party.mark)}</g>'
    return [sign, _text(20, y + 4, name, anchor="start", fill=INK, size=11.5)]


def _text(x: float, y: float, text: str, *, anchor: str, fill: str, size: float = 11) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size}" fill="{fill}">{escape(inert(text))}</text>'


def _spoken(view: ZoneView) -> str:
    """The drawing in words, for who cannot see it."""
    told = []
    for lane in view.lanes:
        bands = [
            f"{band} {', '.join(str(n) for tie in reversed(_classes(lane, band)) for n in tie)}" for band in _BANDS if _classes(lane, band)
        ]
        told.append(f"{lane.party.name}: {'; '.join(bands)}")
    return f"Packages by number, as each party places them against now, best first. {'. '.join(told)}."


def _svg(width: float, height: float, parts: Sequence[str], title: str) -> Markup:
    return Markup(  # noqa: S704 - every part is built from numbers, constants and escaped text
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" height="{height:.0f}" '
        f'role="img" aria-label="{escape(inert(title))}">{"".join(parts)}</svg>'
    )
