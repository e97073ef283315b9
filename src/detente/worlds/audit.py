"""An audit of the accounts: whose voices are heard, in what words, through how many mouths. Counts, never a score.

Only claims that nobody rejected and that ``as_of`` does not cut off are counted. Every party has its row, with the same counts for all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from detente.dossier.dossier import Dossier
from detente.evidence import AUTHOR, Claim, Modality, Provenance, Voice
from detente.worlds.footnotes import Anchor, anchors
from detente.worlds.subjects import Subject, subjects

__all__ = ["Audit", "ChainCount", "CueCount", "DocumentDoubt", "PartyVoice", "Wording", "audit"]

# A claim in the author's own voice that is put forward as fact, and for which a source could be asked.
_FACTUAL = {Modality.asserted, Modality.reported, Modality.alleged, Modality.denied}


@dataclass(frozen=True, slots=True)
class PartyVoice:
    """Claims (ids) by and about one party: its own words, the author's about it, silence held against it, granted or disputed by it."""

    party: str
    speaks: tuple[str, ...]
    by_author: tuple[str, ...]
    by_others: tuple[str, ...]
    silence: tuple[str, ...]
    granted: tuple[str, ...]
    disputed: tuple[str, ...]

    def __repr__(self) -> str:
        return f"PartyVoice({self.party}: speaks {len(self.speaks)}, author about it {len(self.by_author)}, silence {len(self.silence)})"

    def to_dict(self) -> dict[str, Any]:
        """The ids, by kind."""
        kinds = ("speaks", "by_author", "by_others", "silence", "granted", "disputed")
        return {"party": self.party, **{kind: list(getattr(self, kind)) for kind in kinds}}


@dataclass(frozen=True, slots=True)
class CueCount:
    """A cue, the speaker whose claims it introduces, the class the caller gave it (or None), and the claims."""

    cue: str
    speaker: str
    kind: str | None
    claims: tuple[str, ...]

    def __repr__(self) -> str:
        return f"CueCount({self.cue!r} for {self.speaker}: {len(self.claims)})"

    def to_dict(self) -> dict[str, Any]:
        """The cue and the ids."""
        return {"cue": self.cue, "speaker": self.speaker, "class": self.kind, "claims": list(self.claims)}


@dataclass(frozen=True, slots=True)
class ChainCount:
    """A chain of speakers, outermost first, and the claims that come through it; ``length`` counts the voices."""

    chain: tuple[str, ...]
    claims: tuple[str, ...]

    @property
    def length(self) -> int:
        """How many voices the words passed through."""
        return len(self.chain)

    def __repr__(self) -> str:
        return f"ChainCount({' > '.join(self.chain)}: {len(self.claims)})"

    def to_dict(self) -> dict[str, Any]:
        """The chain, its length and the ids."""
        return {"chain": list(self.chain), "length": self.length, "claims": list(self.claims)}


@dataclass(frozen=True, slots=True)
class DocumentDoubt:
    """A document whose origin nobody confirmed, or that has doubts or notes on record, and how many claims rest on it."""

    document: str
    provenance: Provenance
    stated_source: str | None
    doubts: tuple[str, ...]
    notes: tuple[str, ...]
    claims: int

    def __repr__(self) -> str:
        return f"DocumentDoubt({self.document}: {self.provenance}, {len(self.doubts)} doubts, {self.claims} claims)"

    def to_dict(self) -> dict[str, Any]:
        """Everything on record."""
        return {
            "document": self.document,
            "provenance": self.provenance.value,
            "stated_source": self.stated_source,
            "doubts": list(self.doubts),
            "notes": list(self.notes),
            "claims": self.claims,
        }


@dataclass(frozen=True, slots=True)
class Wording:
    """A claim with a hedge or a note on record, where loaded words and misplaced footnote marks are written down."""

    claim: str
    hedge: str
    note: str

    def __repr__(self) -> str:
        return f"Wording({self.claim}: {self.hedge or '-'} / {self.note or '-'})"

    def to_dict(self) -> dict[str, Any]:
        """The claim, the hedge and the note."""
        return {"claim": self.claim, "hedge": self.hedge, "note": self.note}


@dataclass(frozen=True, repr=False)
class Audit:
    """The answer of :func:`audit`.

    ``unsourced``  claims put forward as fact in the author's own voice that cite nothing
    ``footnotes``  claims and documents whose notes speak of a footnote, a part of what ``wording`` and ``documents`` hold
    ``anchors``    claims that end at a note's mark, with the words that note and claim share
    """

    claims: int
    parties: tuple[PartyVoice, ...]
    cues: tuple[CueCount, ...]
    chains: tuple[ChainCount, ...]
    documents: tuple[DocumentDoubt, ...]
    unsourced: tuple[str, ...]
    wording: tuple[Wording, ...]
    footnotes: tuple[str, ...]
    anchors: tuple[Anchor, ...] = ()

    @property
    def longest_chain(self) -> int:
        """The number of voices in the longest chain; 0 without claims."""
        return max((chain.length for chain in self.chains), default=0)

    def __repr__(self) -> str:
        return f"Audit({self.claims} claims, {len(self.unsourced)} unsourced, longest chain {self.longest_chain})"

    def to_dict(self) -> dict[str, Any]:
        """Every count with the ids behind it."""
        return {
            "claims": self.claims,
            "parties": [row.to_dict() for row in self.parties],
            "cues": [row.to_dict() for row in self.cues],
            "chains": [row.to_dict() for row in self.chains],
            "longest_chain": self.longest_chain,
            "documents": [row.to_dict() for row in self.documents],
            "unsourced": list(self.unsourced),
            "wording": [row.to_dict() for row in self.wording],
            "footnotes": list(self.footnotes),
            "anchors": [row.to_dict() for row in self.anchors],
        }


def audit(dossier: Dossier, *, cue_class: Callable[[str], str] | None = None) -> Audit:
    """Count the voices of a dossier's accounts; ``cue_class`` names the class of a cue (factive, neutral, distancing, …)."""
    claims = {name: claim for name, claim in dossier.claims.items() if name in dossier.standing}
    about = subjects(dossier)
    documents = tuple(_documents(dossier, claims))
    wording = tuple(Wording(name, claim.hedge, claim.note) for name, claim in claims.items() if claim.hedge or claim.note)
    noted = [(row.claim, row.note) for row in wording] + [(row.document, note) for row in documents for note in row.notes]
    return Audit(
        claims=len(claims),
        parties=tuple(_party(dossier, claims, about, party) for party in dossier.file.parties),
        cues=_cues(claims, cue_class),
        chains=_chains(claims),
        documents=documents,
        unsourced=tuple(name for name, claim in claims.items() if _unsourced(dossier, claim)),
        wording=wording,
        footnotes=tuple(dict.fromkeys(name for name, note in noted if "footnote" in note.casefold())),
        anchors=anchors(dossier),
    )


def _party(dossier: Dossier, claims: dict[str, Claim], about: Mapping[str, Subject], party: str) -> PartyVoice:
    voices = {name: dossier.voice(name) for name in claims}
    concerned = [name for name in claims if party in about[name].about]
    speaks = tuple(name for name in claims if about[name].speaker == party)
    return PartyVoice(
        party=party,
        speaks=speaks,
        by_author=tuple(name for name in concerned if voices[name] is Voice.author),
        by_others=tuple(name for name in concerned if voices[name] in {Voice.party, Voice.report} and name not in speaks),
        silence=tuple(name for name in concerned if voices[name] is Voice.absence),
        granted=tuple(name for name, claim in claims.items() if party in claim.granted_by),
        disputed=tuple(name for name, claim in claims.items() if party in claim.disputed_by),
    )


def _cues(claims: dict[str, Claim], cue_class: Callable[[str], str] | None) -> tuple[CueCount, ...]:
    found: dict[tuple[str, str], list[str]] = {}
    for name, claim in claims.items():
        cue = " ".join(claim.cue.casefold().split())
        if cue:
            found.setdefault((cue, claim.speaker[-1]), []).append(name)
    rows = [CueCount(cue, speaker, cue_class(cue) if cue_class else None, tuple(ids)) for (cue, speaker), ids in found.items()]
    return tuple(sorted(rows, key=lambda row: (-len(row.claims), row.cue)))


def _chains(claims: dict[str, Claim]) -> tuple[ChainCount, ...]:
    found: dict[tuple[str, ...], list[str]] = {}
    for name, claim in claims.items():
        found.setdefault(claim.speaker, []).append(name)
    return tuple(sorted((ChainCount(chain, tuple(ids)) for chain, ids in found.items()), key=lambda row: (-row.length, -len(row.claims))))


def _documents(dossier: Dossier, claims: dict[str, Claim]) -> Iterator[DocumentDoubt]:
    for name in dict.fromkeys((*dossier.file.documents, *dossier.documents)):
        entry, text = dossier.file.documents.get(name), dossier.documents.get(name)
        provenance = entry.provenance if entry else text.provenance if text else Provenance.unverified
        doubts = entry.doubts if entry else ()
        notes = tuple(dict.fromkeys(note for note in (entry.note if entry else "", text.note if text else "") if note))
        if provenance is not Provenance.confirmed or doubts or notes:
            source = entry.stated_source if entry else text.stated_source if text else None
            yield DocumentDoubt(name, provenance, source, doubts, notes, sum(claim.document == name for claim in claims.values()))


def _unsourced(dossier: Dossier, claim: Claim) -> bool:
    return dossier.voice(claim.id) is Voice.author and claim.modality in _FACTUAL and not claim.cites and set(claim.speaker) == {AUTHOR}
