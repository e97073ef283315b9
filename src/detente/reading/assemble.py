"""From claim drafts and stances to the account: ids, parties, links, restatements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from detente.evidence import AUTHOR, Account, Claim, Document, Modality, Party, Position, Span
from detente.reading.attribution import Report, attributions
from detente.reading.claims import ClaimDraft, draft_claims, span_of, writer
from detente.reading.coreference import Scene, voices_of
from detente.reading.dates import find_deadline
from detente.reading.gazetteer import slug
from detente.reading.issues import issue_labels
from detente.reading.positions import PositionDraft, carrying, resolve, restated
from detente.reading.quantities import find_quantity
from detente.reading.stance import Raw

__all__ = ["assemble"]

_SPEECH_NOUNS = frozenset(
    "demand demands insistence ultimatum request calls proposal offer pledge promise threat threats rejection".split()
)


@dataclass(frozen=True)
class _Desk:
    """What every step of the assembly needs."""

    document: Document
    scene: Scene
    names: dict[str, str]


def assemble(document: Document, scene: Scene, reports: Sequence[Report], raws: Sequence[Raw], notes: Sequence[str]) -> Account:
    """The account of a document that was read; claims are numbered in text order, and every quotation is checked against the text."""
    drafts = resolve(raws)
    triggers: dict[int, list[int]] = {}
    for draft in drafts:
        triggers.setdefault(draft.raw.sentence, []).append(draft.raw.trigger)
    claims = _Claims(scene, list(draft_claims(scene, reports, attributions(scene, reports), triggers, day=document.date)))
    links = [claims.carrying(draft) for draft in drafts]
    desk = _Desk(document, scene, _names(scene, claims.drafts, drafts))
    order = sorted(range(len(claims.drafts)), key=lambda i: (span_of(scene, claims.drafts[i].sentence, claims.drafts[i].where), i))
    ids = {index: f"c{number}" for number, index in enumerate(order, 1)}
    carried: dict[int, list[PositionDraft]] = {}
    for draft, link in zip(drafts, links, strict=True):
        carried.setdefault(link, []).append(draft)
    made = [_claim(desk, claims.drafts[index], ids[index], carried.get(index, [])) for index in order]
    kept = tuple(claim for claim in made if claim.span and document.text[claim.span.start : claim.span.end] == claim.quote)
    known = {claim.id: claim for claim in kept}
    labels = issue_labels([draft.act for draft in drafts])
    positions = tuple(
        _position(desk, draft, known[ids[link]], label, f"p{number}")
        for number, (draft, link, label) in enumerate(zip(drafts, links, labels, strict=True), 1)
        if ids[link] in known
    )
    dropped = [f"{len(made) - len(kept)} claims were dropped because their words are not in the text"] if len(kept) < len(made) else []
    empty = [] if kept else ["no claim was found; mark statements by hand"]
    return Account(document, _parties(desk), kept, positions, (*notes, *dropped, *empty))


class _Claims:
    """The claim drafts, growing where a position needs a claim of its own."""

    def __init__(self, scene: Scene, drafts: list[ClaimDraft]) -> None:
        self.scene = scene
        self.drafts = drafts
        self.by_sentence: dict[int, list[int]] = {}
        for index, draft in enumerate(drafts):
            self.by_sentence.setdefault(draft.sentence, []).append(index)

    def carrying(self, position: PositionDraft) -> int:
        """The claim that carries a position; a speech noun (*X's demand*) makes one in the holder's voice."""
        raw = position.raw
        trigger = self.scene.readings[raw.sentence].tokens[raw.trigger]
        mine = self.by_sentence.get(raw.sentence, [])
        found = carrying(position, [(index, self.drafts[index]) for index in mine])
        base = self.drafts[found] if found is not None else None
        if base is not None and raw.start >= 0 and raw.start - 1 <= base.reach[0] <= raw.trigger and len(base.chain) > 1:
            base = None  # rejected X's demand: that X demands it is not what the rejecting party says
        speaks = trigger.low in _SPEECH_NOUNS and not trigger.is_verb and raw.start >= 0
        if speaks and (base is None or base.chain[-1] != position.party):
            chain = (*(base.chain if base else (writer(self.scene),)), position.party)
            where = (min(raw.start, raw.trigger), raw.end)
            return self._added(ClaimDraft(raw.sentence, where, (raw.trigger, raw.end), chain, trigger.text, Modality.reported.value, ""))
        if found is not None:
            return found
        start = min(act.start for act in raw.acts)
        where = (min(start, raw.trigger), raw.end)
        return self._added(ClaimDraft(raw.sentence, where, (start, raw.end), (writer(self.scene),), "", Modality.asserted.value, ""))

    def _added(self, draft: ClaimDraft) -> int:
        mine = self.by_sentence.setdefault(draft.sentence, [])
        same = next((index for index in mine if self.drafts[index] == draft), None)
        if same is not None:
            return same
        self.drafts.append(draft)
        mine.append(len(self.drafts) - 1)
        return mine[-1]


def _names(scene: Scene, claims: Sequence[ClaimDraft], drafts: Sequence[PositionDraft]) -> dict[str, str]:
    """Party id to name, for every body that holds, performs, speaks or acts in the text."""
    known: dict[str, str] = {}
    for reading in scene.readings:
        for mention in reading.known:
            if mention.kind == "body":
                known.setdefault(slug(mention.name), mention.name)
    for name in scene.register.generic.values():
        known.setdefault(slug(name), name)
    wanted = {link for claim in claims for link in claim.chain} | {d.party for d in drafts}
    wanted |= {d.performer for d in drafts if d.performer}
    for index, reading in enumerate(scene.readings):
        for group, where in zip(reading.groups, reading.subjects, strict=True):
            if group.kind == "finite" and where:
                wanted.update(
                    slug(name) for name, is_body in voices_of(scene, index, where) if is_body and scene.register.is_organised(name)
                )
    return {key: name for key, name in known.items() if key in wanted}


def _parties(desk: _Desk) -> tuple[Party, ...]:
    aliases: dict[str, set[str]] = {key: set() for key in desk.names}
    for reading in desk.scene.readings:
        for mention in reading.known:
            key = slug(mention.name)
            if mention.kind == "body" and key in aliases:
                words = desk.scene.text[reading.tokens[mention.start].start : reading.tokens[mention.end - 1].end]
                aliases[key].add(" ".join(words.split()))
    for name, others in desk.scene.register.aliases.items():
        aliases.get(slug(name), set()).update(others)
    return tuple(Party(key, desk.names[key], tuple(sorted(aliases[key] - {desk.names[key]}))) for key in sorted(desk.names))


def _claim(desk: _Desk, draft: ClaimDraft, claim_id: str, carried: Sequence[PositionDraft]) -> Claim:
    span = span_of(desk.scene, draft.sentence, draft.where)
    inner = span_of(desk.scene, draft.sentence, draft.reach)
    plain = " ".join(desk.document.text[inner.start : inner.end].split()).strip(' ,.;“”"').removeprefix("that ")
    names = desk.names
    restatements = [restated(p, names.get(p.party, p.party), names.get(p.performer or "", p.performer)) for p in carried]
    return Claim(
        id=claim_id,
        says="; ".join(restatements) or plain,
        speaker=draft.chain,
        document=desk.document.id,
        span=span,
        quote=desk.document.text[span.start : span.end],
        cue=draft.cue,
        modality=Modality(draft.modality),
        hedge=draft.hedge,
        date=draft.said_on,
        about=tuple(dict.fromkeys(key for p in carried for key in (p.party, p.performer) if key)),
        quantity=find_quantity(desk.document.text[inner.start : inner.end]),
        doubt=max(draft.doubt, *(round(p.raw.doubt or 0.0, 2) for p in carried), 0.0),
    )


def _position(desk: _Desk, draft: PositionDraft, claim: Claim, label: str, position_id: str) -> Position:
    raw = draft.raw
    tokens = desk.scene.readings[raw.sentence].tokens
    first = min(raw.trigger, *(act.start for act in raw.acts))
    last = min(max(raw.end, raw.trigger + 1), len(tokens)) - 1
    chain = claim.speaker
    first_hand = chain in {(AUTHOR, draft.party), (writer(desk.scene), draft.party)}
    return Position(
        id=position_id,
        party=draft.party,
        stance=raw.stance,
        polarity=draft.polarity,
        act=draft.act,
        performer=draft.performer,
        issue=label,
        condition=draft.condition,
        document=desk.document.id,
        span=Span(tokens[first].start, tokens[last].end),
        reported_by=() if first_hand else chain[:-1] if chain[-1] == draft.party else chain,
        claims=(claim.id,),
        date=claim.date,
        deadline=find_deadline(_reach(desk, draft), near=claim.date or desk.document.date),
    )


def _reach(desk: _Desk, draft: PositionDraft) -> str:
    """From the act to the end of its clause: where a deadline stands."""
    tokens = desk.scene.readings[draft.raw.sentence].tokens
    start = min(act.start for act in draft.raw.acts)
    stop = next((i for i in range(max(start, draft.raw.end), len(tokens)) if tokens[i].text in {".", ";", ","}), len(tokens))
    return desk.document.text[tokens[start].start : tokens[max(start, stop - 1)].end]
