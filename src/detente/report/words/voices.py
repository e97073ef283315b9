"""Who says it, and what somebody does with an act: voices and stances in a few words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from detente.evidence import AUTHOR, Polarity, Position, Stance
from detente.report.words.acts import Vocabulary

__all__ = ["stance_words", "voice_words"]


def voice_words(speaker: Sequence[str], words: Vocabulary, *, absence: bool = False) -> str:
    """A chain of speakers, innermost first, told as on the page; the author who reports is not named, who else reports is.

    >>> voice_words(("author", "paper", "n"), Vocabulary({"n": "North"}, {}))
    'North, per paper'
    >>> voice_words(("author",), Vocabulary({}, {})), voice_words(("author",), Vocabulary({}, {}), absence=True)
    ('author', 'silence')
    """
    if absence:
        return "silence"
    if tuple(speaker) in {(), (AUTHOR,)}:
        return "author"
    *reporters, holder = [name for name in speaker if name != AUTHOR] or [AUTHOR]
    return ", per ".join([words.party(holder), *(words.party(name) for name in reversed(reporters))])


_STANCES: Mapping[tuple[Stance, Polarity], str] = {
    (Stance.demand, Polarity.for_): "demands",
    (Stance.demand, Polarity.against): "demands not",
    (Stance.precondition, Polarity.for_): "requires first",
    (Stance.precondition, Polarity.against): "requires first: not",
    (Stance.refusal, Polarity.for_): "refuses to",
    (Stance.refusal, Polarity.against): "refuses to",
    (Stance.red_line, Polarity.for_): "red line: always to",
    (Stance.red_line, Polarity.against): "red line: never to",
    (Stance.offer, Polarity.for_): "offers to",
    (Stance.offer, Polarity.against): "offers not to",
    (Stance.commitment, Polarity.for_): "undertakes to",
    (Stance.commitment, Polarity.against): "undertakes not to",
    (Stance.support, Polarity.for_): "supports",
    (Stance.support, Polarity.against): "opposes",
    (Stance.threat, Polarity.for_): "threatens to",
    (Stance.threat, Polarity.against): "threatens not to",
}


def stance_words(position: Position, words: Vocabulary) -> str:
    """A position in a few words, without its holder: what fits a cell of the table."""
    verb = _STANCES[position.stance, position.polarity]
    performer = position.performer
    if position.stance in {Stance.demand, Stance.precondition, Stance.support} or (performer and performer != position.party):
        who = f" ({words.party(performer)})" if performer and performer != position.party else ""
        said = f"{verb.removesuffix(' to')}: {position.act}{who}"
    else:
        said = f"{verb} {position.act}"
    return f"{said} (before: {position.condition})" if position.condition else said
