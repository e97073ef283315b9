"""From raw stances to positions: anaphora resolved, claims linked, chains cut at the holder."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from detente.evidence import Polarity, Stance
from detente.reading.claims import ClaimDraft
from detente.reading.gazetteer import slug
from detente.reading.issues import content_words
from detente.reading.stance import Raw

__all__ = ["PositionDraft", "resolve", "restated"]


@dataclass(frozen=True)
class PositionDraft:
    """One party, one act; ``raw`` is where it was read."""

    raw: Raw
    party: str
    performer: str | None
    act: str
    polarity: Polarity
    condition: str | None


_PRO_ACT = re.compile(r"^do (?:this|so|that|it)\b", re.IGNORECASE)
_PRO_THING = re.compile(r"^(?:accept|grant|do|carry out) (?:it|this|that|them|these|those)$", re.IGNORECASE)
_POINTING = re.compile(
    r"^(?:accept|grant|\w+) (?:this|that|these|those|the|such (?:a|an)?|any such|its|their)?\s*(?:\w+ )?(\w+)$", re.IGNORECASE
)
_NAMED_BY = {
    "offer": Stance.offer, "proposal": Stance.offer, "plan": Stance.offer, "bid": Stance.offer,
    "demand": Stance.demand, "claim": Stance.demand, "request": Stance.demand, "condition": Stance.precondition, "demands": Stance.demand,
}  # fmt: skip


def resolve(raws: Sequence[Raw]) -> tuple[PositionDraft, ...]:
    """One draft for each holder and act, in text order, with pointing words replaced by the act they point at."""
    made: list[PositionDraft] = []
    for raw in sorted(raws, key=lambda r: (r.sentence, r.trigger)):
        for act in raw.acts:
            for holder, _ in raw.holders:
                performers: list[str | None] = [slug(name) for name, _ in raw.performers] or [None]
                own = bool(raw.performers) and raw.performers == raw.holders
                if own:
                    performers = [slug(holder)]
                for performer in performers:
                    draft = PositionDraft(raw, slug(holder), performer, act.words, raw.polarity, raw.condition or None)
                    draft = _pointed(draft, made)
                    if not any(_equal(draft, other) for other in made):
                        made.append(draft)
    return tuple(d for d in made if content_words(d.act))


def _equal(one: PositionDraft, other: PositionDraft) -> bool:
    return (one.party, one.performer, one.act, one.polarity, one.raw.stance, one.condition, one.raw.sentence) == (
        other.party, other.performer, other.act, other.polarity, other.raw.stance, other.condition, other.raw.sentence
    )  # fmt: skip


def _pointed(draft: PositionDraft, earlier: Sequence[PositionDraft]) -> PositionDraft:
    near = [
        p
        for p in reversed(earlier)
        if 0 <= draft.raw.sentence - p.raw.sentence <= 4 and (p.raw.sentence, p.raw.trigger) != (draft.raw.sentence, draft.raw.trigger)
    ]
    if _PRO_ACT.match(draft.act):
        mine = [p for p in near if p.performer == draft.party] or near
        return replace(draft, act=mine[0].act, performer=mine[0].performer) if mine else replace(draft, act="")
    if _PRO_THING.match(draft.act):
        return replace(draft, act=near[0].act, performer=near[0].performer) if near else replace(draft, act="")
    pointing = _POINTING.match(draft.act)
    if pointing is None or draft.raw.stance not in {Stance.refusal, Stance.commitment, Stance.support}:
        return draft
    noun = pointing[1].lower()
    wanted = _NAMED_BY.get(noun)
    if wanted is not None:
        theirs = [p for p in near if p.raw.stance is wanted and p.party != draft.party]
        found = theirs[0] if len({p.act for p in theirs}) == 1 else None
    else:
        found = next(
            (
                p
                for p in near
                if re.search(r"\b(?:this|these|those|that|such)\b", draft.act) and noun in content_words(p.act) and p.act != draft.act
            ),
            None,
        )
    if found:
        return replace(draft, act=found.act, performer=found.performer)
    return replace(draft, act=re.sub(r"^(\w+) (?:this|that|these|those|such(?: a| an)?) ", r"\1 ", draft.act))


def carrying(draft: PositionDraft, claims: Sequence[ClaimDraft]) -> list[int]:
    """The claims that carry a position: those that hold its trigger, the deepest chain first, the holder's own word if there is one."""
    raw = draft.raw
    holding = [i for i, c in enumerate(claims) if c.sentence == raw.sentence and c.where[0] <= raw.trigger < c.where[1]]
    if not holding:
        return [i for i, c in enumerate(claims) if c.sentence == raw.sentence][:1]
    best = max(len(claims[i].chain) for i in holding)
    deepest = [i for i in holding if len(claims[i].chain) == best]
    own = [i for i in deepest if claims[i].chain[-1] == draft.party]
    return own[:1] or deepest[:1]


_SAYS = {
    Stance.demand: "demands", Stance.precondition: "requires first", Stance.refusal: "refuses", Stance.red_line: "rules out for good",
    Stance.offer: "offers", Stance.commitment: "commits", Stance.support: "supports", Stance.threat: "threatens",
}  # fmt: skip


def restated(draft: PositionDraft, name: str, performer: str | None) -> str:
    """Holder, stance, act: a position in neutral words."""
    if draft.polarity is Polarity.against and draft.raw.stance not in {Stance.refusal, Stance.red_line}:
        act = f"not to {draft.act}"
    else:
        act = f"to {draft.act}"
    who = f" (by {performer})" if performer and performer != name else ""
    purpose = (
        f", for: {draft.condition}"
        if draft.condition and draft.raw.stance is Stance.precondition
        else f", if: {draft.condition}"
        if draft.condition
        else ""
    )
    return f"{name} {_SAYS[draft.raw.stance]} {act}{who}{purpose}".replace(", if: unless", ", unless")
