"""Hypothesis strategies for dossiers whose elements rest on claims, and verdicts about them; nothing here needs a solver."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence
from typing import Any

from hypothesis import strategies as st

from detente.dossier.dossier import Dossier
from detente.dossier.schema import DossierFile
from detente.evidence import Claim, Modality, Position, Review, ReviewStatus, Stance
from detente.evidence.position import Polarity

__all__ = ["arbitrary_verdict", "bases", "claimed_dossiers"]


def bases(claims: Sequence[str]) -> st.SearchStrategy[list[str | list[str]]]:
    """What a file's ``because`` may hold: alternatives of one to three claims, possibly none, possibly one within another."""
    name = st.sampled_from(list(claims))
    return st.lists(name | st.lists(name, min_size=1, max_size=3, unique=True), max_size=3)


@st.composite
def claimed_dossiers(
    draw: st.DrawFn,
    *,
    max_claims: int = 6,
    max_elements: int = 4,
    parties: Sequence[str] = ("north", "south"),
    statuses: Sequence[ReviewStatus] = tuple(ReviewStatus),
    contradictions: bool = True,
) -> Dossier:
    """A dossier with options and ranked demands on random bases, over claims of every voice; no two accepted claims contradict."""
    names = [f"c{k}" for k in range(draw(st.integers(1, max_claims)))]
    claims: dict[str, Claim] = {}
    for name in names:
        claims[name] = draw(_claims(name, parties, statuses, list(claims.values()) if contradictions else []))
    because = [draw(bases(names)) for _ in range(draw(st.integers(1, max_elements)))]
    options = {f"o{k}": {"party": draw(st.sampled_from(list(parties))), "now": "no", "because": one} for k, one in enumerate(because)}
    demand = st.fixed_dictionaries({"demand": st.sampled_from(list(options)), "because": bases(names)})
    ranked = {party: draw(st.lists(demand, max_size=2)) for party in parties}
    asked = draw(st.lists(st.lists(st.sampled_from([*names, *options]), min_size=1, max_size=3, unique=True), max_size=2))
    file: dict[str, Any] = {
        "detente": 1,
        "title": "generated",
        "documents": {"d1": {"file": "d1.txt"}, "d2": {"file": "d2.txt", "cites": draw(st.sampled_from([[], ["d1"]]))}},
        "parties": {party: {"name": party, "exists": draw(st.sampled_from(["yes", "doubtful"]))} for party in parties},
        "options": options,
        "preferences": {party: demands for party, demands in ranked.items() if demands},
        "questions": [{"ask": "which of these?", "about": about} for about in asked],
    }
    holder = st.sampled_from(list(parties))
    positions = {
        f"p{k}": Position(f"p{k}", draw(holder), Stance.demand, Polarity.for_, "act", claims=(draw(st.sampled_from(names)),))
        for k in range(draw(st.integers(0, 2)))
    }
    return Dossier(DossierFile.model_validate(file), claims=claims, positions=positions)


@st.composite
def _claims(draw: st.DrawFn, name: str, parties: Sequence[str], statuses: Sequence[ReviewStatus], earlier: list[Claim]) -> Claim:
    chains = [("author",), ("author", "gazette"), *(("author", *via, party) for party in parties for via in ((), ("gazette",)))]
    some = st.lists(st.sampled_from(list(parties)), max_size=1).map(tuple)
    against = [other for other in earlier if draw(st.integers(0, 3)) == 0]
    status = draw(
        st.sampled_from([*statuses, ReviewStatus.proposed, ReviewStatus.proposed] if ReviewStatus.proposed in statuses else statuses)
    )
    if status is ReviewStatus.accepted and any(other.review.status is ReviewStatus.accepted for other in against):
        status = ReviewStatus.rejected
    return Claim(
        name,
        f"what {name} says",
        speaker=draw(st.sampled_from(chains)),
        document=draw(st.sampled_from(["d1", "d2", None])),
        cue=draw(st.sampled_from(["", "said", "claimed"])),
        modality=draw(st.sampled_from([Modality.asserted, Modality.asserted, Modality.absence])),
        review=Review(status),
        contradicts=tuple(other.id for other in against),
        granted_by=draw(some),
        about=draw(some),
    )


def arbitrary_verdict(dossier: Dossier, seed: int) -> Callable[[frozenset[str]], bool]:
    """A verdict without rhyme or reason, hence not monotone, that depends on claims only through the elements that stand."""

    def verdict(claims: frozenset[str]) -> bool:
        standing = sorted(element.id for element in dossier.elements if element.basis.stands(claims))
        return zlib.crc32(f"{seed} {standing}".encode()) % 2 == 1

    return verdict
