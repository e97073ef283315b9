"""Which statements carry the answer, at a glance: statements grouped by voice, linked to the reasons that rest on them."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from detente.report.contexts import CarrierRow, CarriersView, ClaimRow, Reason
from detente.report.drawing import INK, escaped, svg
from detente.report.evidence import Book
from detente.report.marks import TONES
from detente.report.words import all_of

__all__ = ["carriers_view", "draw_carriers"]

_VOICES = {"party": "In a party’s own words", "report": "Reported by others", "author": "The author’s own", "absence": "Read from silence"}
_WIDTH, _LEFT, _RIGHT, _STEP = 900.0, 540.0, 640.0, 17.0
_LETTERS = 84
_WRAPPED = 40


def carriers_view(book: Book, reasons: Sequence[Reason], claims: Sequence[ClaimRow]) -> CarriersView | None:
    """The statements behind ``reasons``, by voice and then in text order; None where there is no reason, or none rests on a statement.

    A statement is *needed* for a reason if some part of it stands on nothing else, given the statements that nobody set aside.
    """
    needed: dict[str, list[int]] = {}
    helps: dict[str, list[int]] = {}
    for reason in reasons:
        sure, some = _bases(book, reason)
        for claim in sorted(some | sure, key=book.order):
            (needed if claim in sure else helps).setdefault(claim, []).append(reason.number)
    deciding = {row.id for row in claims if row.role == "deciding"}
    rows = []
    for claim in sorted({*needed, *helps}, key=book.order):
        cite, says = book.cite(claim), book.dossier.claim(claim).says
        numbers = tuple(needed.get(claim, ())), tuple(helps.get(claim, ()))
        place = f"{cite.who}, {cite.place}" if cite.place else cite.who
        rows.append(CarrierRow(claim, says, cite.kind, place, claim in deciding, *numbers))
    order = list(_VOICES)
    rows.sort(key=lambda row: order.index(row.voice) if row.voice in order else len(order))
    if not rows:
        return None
    told = tuple((reason.number, "; and ".join(line.text for line in reason.lines if line.kind != "rule")) for reason in reasons)
    return CarriersView(tuple(rows), told, tuple(map(_told, rows)))


def _bases(book: Book, reason: Reason) -> tuple[set[str], set[str]]:
    """The claims that some part of the reason stands on alone, and those that others could stand in for."""
    sure, some = set[str](), set[str]()
    for line in reason.lines:
        element = book.dossier.element_by_id.get(line.element)
        if element is None:
            some |= {cite.claim for cite in line.cites if cite.claim}
            continue
        standing = [one for one in element.basis.alternatives if one <= book.dossier.standing]
        if standing:
            sure |= frozenset.intersection(*standing)
            some |= frozenset().union(*standing)
    return sure, some - sure


def _told(row: CarrierRow) -> str:
    parts = []
    if row.needed:
        parts.append(f"needed for {_numbers(row.needed)}")
    if row.helps:
        parts.append(f"one of several statements behind {_numbers(row.helps)}")
    return f"{row.says.rstrip('.')} ({row.who}): {', and '.join(parts)}{'; decides the answer' if row.deciding else ''}"


def _numbers(numbers: Sequence[int]) -> str:
    return f"reason{'s' if len(numbers) > 1 else ''} {all_of([str(number) for number in numbers])}"


def draw_carriers(view: CarriersView) -> Markup:
    """Statements on the left, reasons on the right. A full line: the reason falls with the statement. A dashed one: others could do.

    A filled mark decides the answer in some reading; an open one does not.
    """
    parts: list[str] = []
    y, place, last = 14.0, {}, ""
    for row in view.rows:
        if row.voice != last:
            y += 6.0
            parts.append(_text(0.0, y, _VOICES.get(row.voice, "Others"), size=10.5, tone="#5d656e", weight="600"))
            y, last = y + _STEP, row.voice
        place[row.claim] = y
        parts.append(_text(8.0, y, _cut(f"{row.says} ({row.who})"), size=11.0, tone=INK))
        y += _STEP
    height = max(y, 30.0 + 46.0 * len(view.reasons))
    gap = height / max(1, len(view.reasons))
    at = {number: gap * (k + 0.5) for k, (number, _) in enumerate(view.reasons)}
    for row in view.rows:
        start, tone = place[row.claim] - 4.0, TONES.get(row.voice, INK)
        parts += [_link(start, at[number], tone, dashed=False) for number in row.needed]
        parts += [_link(start, at[number], tone, dashed=True) for number in row.helps]
        fill = tone if row.deciding else "#ffffff"
        parts.append(f'<circle cx="{_LEFT:.1f}" cy="{start:.1f}" r="4" fill="{fill}" stroke="{tone}" stroke-width="1.4"/>')
    for number, words in view.reasons:
        parts += _reason(at[number], number, words)
    return svg(_WIDTH, height + 6.0, parts, f"Statements linked to the reasons they carry. {' '.join(f'{told}.' for told in view.told)}")


def _link(start: float, end: float, tone: str, *, dashed: bool) -> str:
    middle = (_LEFT + _RIGHT) / 2
    look = ' stroke-dasharray="4 3"' if dashed else ""
    return (
        f'<path d="M{_LEFT + 4:.1f} {start:.1f}C{middle:.1f} {start:.1f} {middle:.1f} {end:.1f} {_RIGHT:.1f} {end:.1f}" '
        f'fill="none" stroke="{tone}" stroke-width="1.2" stroke-opacity="0.8"{look}/>'
    )


def _reason(y: float, number: int, words: str) -> list[str]:
    lines = _wrapped(words)
    parts = [
        f'<circle cx="{_RIGHT + 11:.1f}" cy="{y:.1f}" r="11" fill="{INK}"/>',
        _text(_RIGHT + 11, y + 4, str(number), size=11.5, tone="#ffffff", anchor="middle"),
    ]
    top = y + 4 - 6.5 * (len(lines) - 1)
    return parts + [_text(_RIGHT + 29, top + 13 * k, line, size=10.5, tone=INK) for k, line in enumerate(lines)]


def _wrapped(words: str) -> list[str]:
    from textwrap import wrap

    lines = wrap(words, _WRAPPED)
    return lines if len(lines) <= 3 else [*lines[:2], f"{lines[2][: _WRAPPED - 2]} …"]


def _cut(text: str) -> str:
    return text if len(text) <= _LETTERS else f"{text[: _LETTERS - 2]} …"


def _text(x: float, y: float, words: str, *, size: float, tone: str, weight: str = "", anchor: str = "") -> str:
    look = f"{f' font-weight={chr(34)}{weight}{chr(34)}' if weight else ''}{f' text-anchor={chr(34)}{anchor}{chr(34)}' if anchor else ''}"
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" fill="{tone}"{look}>{escaped(words)}</text>'
