"""Read a document into an account: the whole pipeline, one small step after the other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date as Date
from pathlib import Path

from detente.evidence import AUTHOR, Account, Claim, Document, Modality, Party, Position, Span, Stance
from detente.reading.attribution import Report, attributions, reports
from detente.reading.claims import ClaimDraft, draft_claims, span_of
from detente.reading.coreference import Scene, scene
from detente.reading.dates import find_date
from detente.reading.gazetteer import slug
from detente.reading.issues import issue_labels
from detente.reading.load import load
from detente.reading.positions import PositionDraft, carrying, resolve, restated
from detente.reading.preconditions import from_preconditions, from_red_lines
from detente.reading.quotations import quotations
from detente.reading.register import build_register
from detente.reading.sentences import sentences
from detente.reading.stance import Raw, Stage
from detente.reading.stance_modals import from_modals
from detente.reading.stance_nouns import from_nouns
from detente.reading.stance_verbs import from_adjectives, from_verbs
from detente.reading.structure import structure

__all__ = ["read"]

_SPEECH_NOUNS = {
    "demand",
    "demands",
    "insistence",
    "ultimatum",
    "request",
    "calls",
    "proposal",
    "offer",
    "pledge",
    "promise",
    "threat",
    "threats",
    "rejection",
}


def read(path_or_text: str | Path, *, id: str | None = None, date: Date | None = None) -> Account:
    """Read a text, or the file at a path, into an account of proposals, each with its span.

    ``id`` names the document (default: the file's stem, or ``account``); ``date`` overrides the date the document gives itself.

    Raises :class:`~detente.errors.NotFound` and :class:`~detente.errors.AccountError` as :func:`detente.reading.load.load` does. A sentence that cannot
    be read costs its own claims and is counted in ``notes``.

    >>> account = read("Norland demands that Sudland close the mine. Sudland said it would never close the mine.")
    >>> [(p.party, p.stance.value, p.act, p.performer) for p in account.positions]
    [('norland', 'demand', 'close the mine', 'sudland'), ('sudland', 'red_line', 'close the mine', 'sudland')]
    """
    loaded = load(path_or_text)
    name = id or (slug(loaded.file.stem) if loaded.file else "account")
    bare = Document(name, loaded.text, date=date, file=str(loaded.file) if loaded.file else None)
    parts = structure(bare)
    document = replace(bare, date=date or parts.date, stated_source=parts.stated_source, title=parts.title)
    quoted = quotations(document)
    split = sentences(document.text, parts, quoted)
    stage = scene(document.text, split, build_register(split))
    found = reports(stage, quoted)
    notes = list(parts.notes)
    raws = _stances(stage, found, document.date, notes)
    return _account(document, stage, found, raws, notes)


def _stances(stage: Scene, found: Sequence[Report], day: Date | None, notes: list[str]) -> list[Raw]:
    finders: tuple[Callable[[Stage, int], list[Raw]], ...] = (
        from_verbs,
        from_adjectives,
        from_nouns,
        from_modals,
        from_preconditions,
        from_red_lines,
    )
    raws: list[Raw] = []
    broken = 0
    by_sentence: dict[int, list[Report]] = {}
    for report in found:
        by_sentence.setdefault(report.sentence, []).append(report)
    whole = Stage(stage, by_sentence, day.year if day else None)
    verbal = {from_verbs, from_adjectives, from_modals}
    for index in range(len(stage.readings)):
        mine: list[tuple[Raw, bool]] = []
        for finder in finders:
            try:
                mine.extend((raw, finder in verbal) for raw in finder(whole, index))
            except (IndexError, ValueError, KeyError):
                broken += 1
        raws.extend(raw for raw, is_verbal in mine if not (is_verbal and any(_holds(other, raw) for other, _ in mine)))
    if broken:
        notes.append(f"{broken} sentences could not be read for positions")
    return raws


def _holds(outer: Raw, inner: Raw) -> bool:
    """*demanded that they accept*: what is demanded is no stance of the performer."""
    reach = outer.end if outer.stance is Stance.precondition else max(act.end for act in outer.acts)
    return outer is not inner and outer.trigger < inner.trigger < reach and outer.stance is not inner.stance


def _account(document: Document, stage: Scene, found: Sequence[Report], raws: Sequence[Raw], notes: list[str]) -> Account:
    drafts = resolve(raws)
    triggers: dict[int, list[int]] = {}
    for draft in drafts:
        triggers.setdefault(draft.raw.sentence, []).append(draft.raw.trigger)
    claims = list(draft_claims(stage, found, attributions(stage, found), triggers, day=document.date))
    links = [_linked(stage, draft, claims) for draft in drafts]
    names = _names(stage, claims, drafts)
    order = sorted(range(len(claims)), key=lambda i: (span_of(stage, claims[i].sentence, claims[i].where), i))
    ids = {index: f"c{number}" for number, index in enumerate(order, 1)}
    labels = issue_labels([draft.act for draft in drafts])
    positions = tuple(
        _position(document, stage, draft, claims[link], ids[link], label, f"p{number}")
        for number, (draft, link, label) in enumerate(zip(drafts, links, labels, strict=True), 1)
    )
    by_claim: dict[int, list[PositionDraft]] = {}
    for draft, link in zip(drafts, links, strict=True):
        by_claim.setdefault(link, []).append(draft)
    made = [_claim(document, stage, claims[i], ids[i], by_claim.get(i, []), names) for i in order]
    kept = tuple(claim for claim in made if claim.span and document.text[claim.span.start : claim.span.end] == claim.quote)
    if len(kept) < len(made):
        notes.append(f"{len(made) - len(kept)} claims were dropped because their words are not in the text")
    if not kept:
        notes.append("no claim was found; mark statements by hand")
    return Account(document, _parties(stage, names), kept, positions, tuple(notes))


def _linked(stage: Scene, draft: PositionDraft, claims: list[ClaimDraft]) -> int:
    """The claim that carries a position; a speech noun (*X's demand*) makes one in the holder's voice."""
    raw = draft.raw
    tokens = stage.readings[raw.sentence].tokens
    found = carrying(draft, claims)
    base = claims[found[0]] if found else None
    noun = tokens[raw.trigger].low
    if base is not None and raw.start >= 0 and raw.start - 1 <= base.reach[0] <= raw.trigger and len(base.chain) > 1:
        base = None  # rejected X's demand: that X demands it is not what the rejecting party says
    if noun in _SPEECH_NOUNS and not tokens[raw.trigger].is_verb and raw.start >= 0 and (base is None or base.chain[-1] != draft.party):
        start = min(raw.start, raw.trigger)
        chain = (*(base.chain if base else (AUTHOR,)), draft.party)
        made = ClaimDraft(
            raw.sentence, (start, raw.end), (raw.trigger, raw.end), chain, tokens[raw.trigger].text, Modality.reported.value, ""
        )
        if made in claims:
            return claims.index(made)
        claims.append(made)
        return len(claims) - 1
    if found:
        return found[0]
    start = min(act.start for act in raw.acts)
    claims.append(
        ClaimDraft(raw.sentence, (min(start, raw.trigger), raw.end), (start, raw.end), (AUTHOR,), "", Modality.asserted.value, "")
    )
    return len(claims) - 1


def _names(stage: Scene, claims: Sequence[ClaimDraft], drafts: Sequence[PositionDraft]) -> dict[str, str]:
    """Party id to name, for every body that holds, performs, speaks or acts in the text."""
    from detente.reading.coreference import voices_of

    known: dict[str, str] = {}
    for reading in stage.readings:
        for mention in reading.known:
            if mention.kind == "body":
                known.setdefault(slug(mention.name), mention.name)
    for name in stage.register.generic.values():
        known.setdefault(slug(name), name)
    wanted = (
        {link for claim in claims for link in claim.chain[1:]} | {d.party for d in drafts} | {d.performer for d in drafts if d.performer}
    )
    for index, reading in enumerate(stage.readings):
        for group, where in zip(reading.groups, reading.subjects, strict=True):
            if group.kind == "finite" and where:
                wanted.update(slug(name) for name, is_body in voices_of(stage, index, where) if is_body)
    return {key: name for key, name in known.items() if key in wanted}


def _parties(stage: Scene, names: dict[str, str]) -> tuple[Party, ...]:
    aliases: dict[str, set[str]] = {key: set() for key in names}
    for reading in stage.readings:
        for mention in reading.known:
            key = slug(mention.name)
            if mention.kind == "body" and key in aliases:
                words = stage.text[reading.tokens[mention.start].start : reading.tokens[mention.end - 1].end]
                aliases[key].add(" ".join(words.split()))
    for name, others in stage.register.aliases.items():
        aliases.get(slug(name), set()).update(others)
    return tuple(Party(key, names[key], tuple(sorted(aliases[key] - {names[key]}))) for key in sorted(names))


def _claim(document: Document, stage: Scene, draft: ClaimDraft, id: str, carried: Sequence[PositionDraft], names: dict[str, str]) -> Claim:
    span = span_of(stage, draft.sentence, draft.where)
    quote = document.text[span.start : span.end]
    inner = span_of(stage, draft.sentence, draft.reach)
    plain = " ".join(document.text[inner.start : inner.end].split()).strip(' ,.;“”"').removeprefix("that ")
    says = "; ".join(restated(p, names.get(p.party, p.party), names.get(p.performer or "", p.performer)) for p in carried) or plain
    about = tuple(dict.fromkeys(key for p in carried for key in (p.party, p.performer) if key))
    return Claim(
        id=id, says=says, speaker=draft.chain, document=document.id, span=span, quote=quote, cue=draft.cue,
        modality=Modality(draft.modality), hedge=draft.hedge, date=draft.said_on, about=about,
    )  # fmt: skip


def _position(document: Document, stage: Scene, draft: PositionDraft, claim: ClaimDraft, claim_id: str, label: str, id: str) -> Position:
    raw = draft.raw
    tokens = stage.readings[raw.sentence].tokens
    starts = [raw.trigger, *(act.start for act in raw.acts)]
    last = min(max(raw.end, raw.trigger + 1), len(tokens)) - 1
    span = Span(tokens[min(starts)].start, tokens[last].end)
    first_hand = claim.chain == (AUTHOR, draft.party)
    through = () if first_hand else claim.chain[:-1] if claim.chain[-1] == draft.party else claim.chain
    return Position(
        id=id, party=draft.party, stance=raw.stance, polarity=draft.polarity, act=draft.act, performer=draft.performer, issue=label,
        condition=draft.condition, document=document.id, span=span, reported_by=through, claims=(claim_id,), date=claim.said_on or find_date("", near=None),
    )  # fmt: skip
