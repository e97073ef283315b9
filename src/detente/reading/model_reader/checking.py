"""Each claim of an answer against the text: its words, its voices, its positions. What the text does not carry falls, and is counted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from detente.evidence import AUTHOR, Document, Modality, Polarity, Span, Stance
from detente.reading.issues import content_words
from detente.reading.model_reader.answer import SaidClaim, SaidPosition
from detente.reading.model_reader.bodies import Bodies
from detente.reading.model_reader.places import Miss, find_in, place, stands_in
from detente.reading.model_reader.prompt import Piece

__all__ = ["FoundClaim", "FoundPosition", "Ground", "carried", "checked", "ground_of"]

_MARKS = '"“”„«»‘‹›'
_WORDS = 24  # of an act or a condition, at most
_IF = re.compile(r"^(?:only )?if ", re.IGNORECASE)


@dataclass(frozen=True)
class Ground:
    """The text that answers are held against, and the stems of its words."""

    text: str
    stems: frozenset[str]


def ground_of(document: Document) -> Ground:
    """The ground that a document gives."""
    bare = content_words.__wrapped__  # what it remembers are short acts; whole paragraphs would push them out
    paragraphs = (document.text[span.start : span.end] for span in document.paragraphs)
    return Ground(document.text, frozenset(stem for paragraph in paragraphs for stem in bare(paragraph)))


@dataclass(frozen=True)
class FoundPosition:
    """A position whose words stand in the text."""

    party: str
    stance: Stance
    polarity: Polarity
    act: str
    performer: str | None
    condition: str | None
    span: Span


@dataclass(frozen=True)
class FoundClaim:
    """A claim whose words stand in the text at ``span``."""

    span: Span
    chain: tuple[str, ...]
    cue: str
    modality: Modality
    positions: tuple[FoundPosition, ...]


def checked(ground: Ground, pieces: Sequence[Piece], said: SaidClaim, bodies: Bodies, fallen: Counter[str]) -> FoundClaim | None:
    """The claim as the text carries it, or None; what falls is counted by its reason."""
    text = ground.text
    spans = [span for _, span in pieces]
    first = next((index for index, (number, _) in enumerate(pieces) if number == said.paragraph), -1)
    span = place(text, said.quote, spans, before=said.before, first=first)
    if isinstance(span, Miss):
        fallen[span.value] += 1
        _lose(said, fallen)
        return None
    links = [bodies.voice_of(name) for name in said.speakers]
    chain = tuple(link for link in links if link is not None)
    if len(chain) < len(links):
        fallen["a statement by somebody whom the text does not name"] += 1
        _lose(said, fallen)
        return None
    chain = (AUTHOR, *(link for index, link in enumerate(chain) if link != AUTHOR and (not index or chain[index - 1] != link)))
    here = next(whole for whole in spans if whole.contains(span))
    cue = _cue(text, said.cue, here)
    if len(chain) > 1 and not cue and not _quoted(text, span):
        fallen["put into the writer's voice, for want of words that report it"] += 1
        chain = (AUTHOR,)
    positions = [_position(ground, here, span, one, bodies, fallen=fallen) for one in said.positions]
    return FoundClaim(span, chain, cue if len(chain) > 1 else "", _modality(said.modality, chain), tuple(filter(None, positions)))


def _lose(said: SaidClaim, fallen: Counter[str]) -> None:
    if said.positions:
        fallen["a position of a statement that was dropped"] += len(said.positions)


def _modality(modality: Modality, chain: Sequence[str]) -> Modality:
    """The writer asserts, others are reported: one rule, whatever the model calls it."""
    if len(chain) > 1:
        return Modality.reported if modality is Modality.asserted else modality
    return Modality.asserted if modality in {Modality.reported, Modality.alleged} else modality


def _cue(text: str, cue: str, here: Span) -> str:
    """The words of reporting as the paragraph has them; empty where it does not."""
    found = find_in(text, cue, here) if len(cue) <= 80 else []
    return " ".join(text[found[0].start : found[0].end].split()) if found else ""


def _quoted(text: str, span: Span) -> bool:
    around = text[max(0, span.start - 2) : span.start] + text[span.end : span.end + 2]
    return any(c in _MARKS for c in around) or any(c in _MARKS for c in text[span.start : span.end])


def _position(ground: Ground, here: Span, span: Span, said: SaidPosition, bodies: Bodies, *, fallen: Counter[str]) -> FoundPosition | None:
    party, performer = bodies.id_of(said.party), bodies.id_of(said.performer)
    act = " ".join(said.act.split()).rstrip(" .,;")
    condition = _condition(ground, said.condition, here)
    words = place(ground.text, said.words, [span])
    reason = (
        "a position of an unknown party"
        if party is None
        else "a position with an unknown performer"
        if said.performer and performer is None
        else "a position whose words are not in its statement"
        if isinstance(words, Miss)
        else "a position whose condition is not in the text"
        if said.condition and condition is None
        else "a refusal that is for its act"
        if said.stance is Stance.refusal and said.polarity is Polarity.for_
        else "an act whose words are not in the text"
        if not carried(ground, act)
        else ""
    )
    if reason or party is None or isinstance(words, Miss):
        fallen[reason] += 1
        return None
    return FoundPosition(party, said.stance, said.polarity, act, performer, condition, words)


def _condition(ground: Ground, condition: str | None, here: Span) -> str | None:
    """A condition in the paragraph's own words, or in the base form, as an act is; without the *if* in front."""
    plain = _IF.sub("", " ".join((condition or "").split())).rstrip(" .,;")
    found = find_in(ground.text, plain, here)
    if found:
        return " ".join(ground.text[found[0].start : found[0].end].split())
    return plain if carried(ground, plain) else None


def carried(ground: Ground, act: str) -> bool:
    """Whether more than half of what the act says is said in the text, in whatever form of the words.

    An act has been put into its base form, and may stand sentences before the words that refuse it, so it is no quotation. On accounts
    annotated by hand this keeps 98 acts of 100, and lets 8 of 100 through that were taken from another account
    (`benchmarks/held_to_the_text.py`).
    """
    if not act or not act.isprintable() or len(act.split()) > _WORDS:
        return False
    stems = content_words(act)
    met = sum(1 for stem in stems if stem in ground.stems or any(_akin(stem, other) for other in ground.stems))
    return 2 * met > len(stems) if stems else stands_in(ground.text, act)


def _akin(one: str, other: str) -> bool:
    """*withdraw* and *withdrawal*."""
    return min(len(one), len(other)) >= 5 and (one.startswith(other[:5]) or other.startswith(one[:5]))
