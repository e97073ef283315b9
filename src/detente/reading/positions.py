"""From raw stances to positions: anaphora resolved, claims linked, chains cut at the holder."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from detente.evidence import Polarity, Stance
from detente.reading.claims import ClaimDraft
from detente.reading.gazetteer import slug
from detente.reading.issues import content_words
from detente.reading.normal import clause_act, figure_of, is_no_act, shortened
from detente.reading.stance import Raw

__all__ = ["PositionDraft", "carrying", "in_neutral_words", "resolve", "restated"]


@dataclass(frozen=True)
class PositionDraft:
    """One party, one act; ``raw`` is where it was read."""

    raw: Raw
    party: str
    performer: str | None
    act: str
    polarity: Polarity
    condition: str | None


_REACH = 4  # sentences back to what *this* or *the offer* may mean
_PRO_ACT = re.compile(r"^(?:do(?: (?:this|so|that|it|the same))?|hear of (?:it|this|that|such a thing))$", re.IGNORECASE)
_PRO_THING = re.compile(r"^(?:accept|grant|do|carry out) (?:it|this|that|them|these|those)$", re.IGNORECASE)
_POINTING = re.compile(
    r"^(?:accept|grant|\w+) (?:this|that|these|those|the|such (?:a|an)?|any such|its|their)?\s*(?:\w+ )?(\w+)$", re.IGNORECASE
)
_SAME_VERB = re.compile(r"^(\w+) (it|them|this|that|one)$", re.IGNORECASE)
_OBJECT = re.compile(r"^\w+ (.+?)(?: (?:for|in|to|on|by|at|with|from|until|during|at)\b.*)?$", re.IGNORECASE)
_NAMED_BY = {
    "offer": Stance.offer,
    "proposal": Stance.offer,
    "plan": Stance.offer,
    "bid": Stance.offer,
    "idea": Stance.offer,
    "suggestion": Stance.offer,
    "demand": Stance.demand,
    "claim": Stance.demand,
    "request": Stance.demand,
    "condition": Stance.precondition,
    "demands": Stance.demand,
}


def resolve(raws: Sequence[Raw]) -> tuple[PositionDraft, ...]:
    """One draft for each holder and act, in text order, with pointing words replaced by the act they point at."""
    made: list[PositionDraft] = []
    first_named: dict[tuple[str, frozenset[str]], str] = {}
    for raw in sorted(raws, key=lambda r: (r.sentence, r.trigger)):
        here = next((i for i in range(len(made), 0, -1) if made[i - 1].raw.sentence != raw.sentence), 0)
        for found in (settled for fresh in _fresh(raw) for settled in _pointed(fresh, made) or _as_written(fresh)):
            draft = _named_in_full(_short(_figured(found, made)), made)
            words = content_words(draft.act)
            if (not words or is_no_act(draft.act)) and raw.doubt is None:
                continue
            same = replace(draft, act=first_named.setdefault((draft.act.split()[0], words), draft.act))
            if not any(_equal(same, other) for other in made[here:]):
                made.append(same)
    return tuple(made)


def _as_written(draft: PositionDraft) -> list[PositionDraft]:
    """What the network found stands also where it stays open what *it* or *this* means."""
    return [] if draft.raw.doubt is None else [draft]


def _short(draft: PositionDraft) -> PositionDraft:
    before = draft.raw.stance is Stance.precondition and draft.condition
    return replace(draft, act=shortened(draft.act), condition=shortened(before) if before else draft.condition)


def _figured(draft: PositionDraft, made: Sequence[PositionDraft]) -> PositionDraft:
    """*Offered four percent* after *raise wages*: the figure takes its noun, and its performer, from the act before it."""
    taken = figure_of(draft.act, [other.act for other in made])
    if taken is None:
        return draft
    act, index = taken
    own = draft.performer or (None if act.startswith("accept") else made[index].performer)
    return replace(draft, act=act, performer=own)


def _named_in_full(draft: PositionDraft, made: Sequence[PositionDraft]) -> PositionDraft:
    """*Sign the contract* after *sign the purchase contract*, by the same performer: the same act, in its fuller words."""
    act = _fuller(draft.act, draft.performer, made)
    before = draft.raw.stance is Stance.precondition and draft.condition
    return replace(draft, act=act, condition=_fuller(before, draft.party, made) if before else draft.condition)


def _fuller(act: str, performer: str | None, made: Sequence[PositionDraft]) -> str:
    words = act.split()
    if len(words) != 3 or words[1] != "the" or performer is None:
        return act
    longer = (
        other.act
        for other in reversed(made)
        if other.performer == performer and other.act.split()[:2] == words[:2] and other.act.split()[-1] == words[2]
    )
    return next(longer, act)


def _fresh(raw: Raw) -> Iterator[PositionDraft]:
    for act in raw.acts:
        for holder, _ in raw.holders:
            own = bool(raw.performers) and raw.performers == raw.holders
            performers: list[str | None] = [slug(holder)] if own else [slug(name) for name, _ in raw.performers] or [None]
            for performer in performers:
                yield PositionDraft(raw, slug(holder), performer, act.words, raw.polarity, raw.condition or None)


def _equal(one: PositionDraft, other: PositionDraft) -> bool:
    return (one.party, one.performer, one.act, one.polarity, one.raw.stance, one.condition, one.raw.sentence) == (
        other.party,
        other.performer,
        other.act,
        other.polarity,
        other.raw.stance,
        other.condition,
        other.raw.sentence,
    )


def _pointed(draft: PositionDraft, earlier: Sequence[PositionDraft]) -> list[PositionDraft]:  # noqa: PLR0911 - one return a pronoun
    """The draft with *this*, *it* or *the offer* replaced by the act they mean; one for each performer of that act."""
    near = [
        p
        for p in takewhile(lambda p: draft.raw.sentence - p.raw.sentence <= _REACH, reversed(earlier))
        if (p.raw.sentence, p.raw.trigger) != (draft.raw.sentence, draft.raw.trigger)
    ]
    if _PRO_ACT.match(draft.act):
        close = [p for p in near if draft.raw.sentence - p.raw.sentence <= 1]
        mine = [p for p in close if p.performer == draft.party] or close
        return _taking(draft, mine[0] if mine else None, near)
    if _PRO_THING.match(draft.act):
        wanted = clause_act(near[0].condition or "") if near and near[0].raw.stance is Stance.offer else ""
        if wanted.split()[:1] == draft.act.split()[:1] and near[0].party != draft.party:
            return [replace(draft, act=wanted, performer=draft.party)]  # would spare it if they granted two; is not willing to grant them
        return _taking(draft, near[0] if near else None, near)
    if same := _SAME_VERB.match(draft.act):
        verb = same[1].lower()
        found = next((p for p in near if p.act.split()[0] == verb and len(p.act.split()) > 2), None)
        if found is None and near and (what := _OBJECT.match(near[0].act)) and same[1].lower() not in {"accept", "grant", "do"}:
            fits = same[2].lower() != "them" or what[1].split()[-1].endswith("s")
            return [replace(draft, act=f"{verb} {what[1]}")] if fits else [draft]
        return [replace(draft, act=found.act)] if found else [draft]
    pointing = _POINTING.match(draft.act)
    if pointing is None or draft.raw.stance not in {Stance.refusal, Stance.commitment, Stance.support}:
        return [draft]
    noun = pointing[1].lower()
    found = _named(noun, draft, near)
    if found is None and noun in {"condition", "conditions"}:
        asked = next((p for p in near if p.condition and p.party != draft.party and p.raw.stance is Stance.offer), None)
        act = clause_act(asked.condition or "") if asked else ""
        return [replace(draft, act=act, performer=draft.party)] if act else [draft]
    if found is None and re.search(r"\b(?:this|these|those|that|such|the)\b", draft.act):
        verb = draft.act.split()[0]
        if re.search(r"\bsuch an? \w+$", draft.act) or draft.act.split()[-2:-1] == ["the"]:
            found = next((p for p in near if p.act.split()[0] == noun and p.act.split()[0] in _VERBAL), None)
        found = found or next(
            (p for p in near if content_words(noun) <= content_words(p.act) and p.act != draft.act and _akin(verb, p.act)), None
        )
    if found:
        return _taking(draft, found, near)
    return [replace(draft, act=re.sub(r"^(\w+) (?:this|that|these|those|such(?: a| an)?) ", r"\1 ", draft.act))]


_VERBAL = frozenset("order pause halt cut freeze strike visit reform raise increase release ban pledge loan transfer exchange vote".split())
_ENDING = {"stop", "halt", "cease", "end"}  # a pause is none of these


def _akin(verb: str, act: str) -> bool:
    """*Accept the force* takes up any act on the force; *stop the filling* only one that ends it too."""
    return verb in {"accept", "grant"} or (verb in _ENDING and act.split(maxsplit=1)[0] in _ENDING)


def _named(noun: str, draft: PositionDraft, near: Sequence[PositionDraft]) -> PositionDraft | None:
    """*The offer* is the nearest one of another party, if it is the only one that near."""
    wanted = _NAMED_BY.get(noun)
    theirs = [p for p in near if p.raw.stance is wanted and p.party != draft.party]
    closest = [p for p in theirs if p.raw.sentence == theirs[0].raw.sentence]
    if len({p.act for p in theirs}) == 1 or (len({p.act for p in closest}) == 1 and draft.raw.sentence - closest[0].raw.sentence <= 1):
        return closest[0]
    return None


def _taking(draft: PositionDraft, found: PositionDraft | None, near: Sequence[PositionDraft]) -> list[PositionDraft]:
    if found is None:
        return []
    performers = list(dict.fromkeys(p.performer for p in near if p.act == found.act and p.raw.sentence == found.raw.sentence))
    return [replace(draft, act=found.act, performer=performer) for performer in sorted(performers, key=lambda name: name or "")]


def carrying(draft: PositionDraft, claims: Sequence[tuple[int, ClaimDraft]]) -> int | None:
    """Which of its sentence's claims carries a position: one that holds its trigger, of these the deepest chain, then the holder's own."""
    holding = [(index, claim) for index, claim in claims if claim.holds(draft.raw.trigger)]
    if not holding:
        return claims[0][0] if claims else None
    return max(holding, key=lambda item: (len(item[1].chain), item[1].chain[-1] == draft.party, -item[0]))[0]


_TEMPLATES = {
    Stance.demand: "demand {that}",
    Stance.precondition: "precondition {that}",
    Stance.refusal: "refusal {to}",
    Stance.red_line: "red line: not {to}",
    Stance.offer: "offer {to}",
    Stance.commitment: "commitment {to}",
    Stance.support: "support {to}",
    Stance.threat: "threat {to}",
}


def restated(draft: PositionDraft, name: str, performer: str | None) -> str:
    """Holder, stance, act: a position in neutral words."""
    return in_neutral_words(draft.raw.stance, draft.polarity, draft.act, draft.condition, name=name, performer=performer)


def in_neutral_words(stance: Stance, polarity: Polarity, act: str, condition: str | None, *, name: str, performer: str | None) -> str:
    """A position told with the names of its holder and of whoever would act.

    >>> in_neutral_words(Stance.demand, Polarity.for_, "close the mine", None, name="Norland", performer="Sudland")
    'Norland: demand that Sudland close the mine'
    """
    no = "not " if polarity is Polarity.against and stance not in {Stance.refusal, Stance.red_line} else ""
    foreign = bool(performer) and performer != name
    own = f"{no}to {act}"
    that = f"that {performer} {no}{act}" if foreign else own
    body = _TEMPLATES[stance].format(that=that, to=f"({performer}) {own}" if foreign else own)
    tail = ""
    if condition:
        opener = "" if condition.startswith("unless ") else "if "
        tail = f", for: {condition}" if stance is Stance.precondition else f", {opener}{condition}"
    return f"{name}: {body}{tail}"
