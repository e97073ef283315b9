"""An account: one document with the parties, claims and positions found in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from detente.evidence.claim import Claim
from detente.evidence.document import Document
from detente.evidence.position import Position

__all__ = ["Account", "Party"]


@dataclass(frozen=True)
class Party:
    """A body in the evidence: a state, a union, a company, an office. ``aliases`` are the other names the text uses for it."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Account:
    """What a reader returns. Everything in it is a proposal with a span; ``notes`` say what the reader could not do."""

    document: Document
    parties: tuple[Party, ...] = ()
    claims: tuple[Claim, ...] = ()
    positions: tuple[Position, ...] = ()
    notes: tuple[str, ...] = field(default=())

    def to_dict(self, *, text: bool = False, file: bool = False) -> dict[str, Any]:
        """The machine-readable account, one documented object.

        ``text`` puts in the text in which the places are counted, ``file`` the name of the file that was read. In a text with pages, each
        claim has its page; a mark that a language model made or found again has a ``note`` that says so.
        """
        document = self.document
        return {
            "document": {
                "id": document.id,
                "date": document.date.isoformat() if document.date else None,
                "stated_source": document.stated_source,
                "provenance": document.provenance.value,
                "sha256": document.sha256,
                **({"file": document.file} if file else {}),
                **({"text": document.text} if text else {}),
            },
            "parties": [{"id": p.id, "name": p.name, "aliases": list(p.aliases)} for p in self.parties],
            "claims": [
                {
                    "id": c.id,
                    "span": list(c.span) if c.span else None,
                    "quote": c.quote,
                    "says": c.says,
                    "speaker": list(c.speaker),
                    "cue": c.cue,
                    "modality": c.modality.value,
                    "hedge": c.hedge,
                    "date": c.date.isoformat() if c.date else None,
                    **({"note": c.review.note} if c.review.note else {}),
                    **({"page": page} if c.span and (page := document.page_at(c.span.start)) else {}),
                }
                for c in self.claims
            ],
            "positions": [
                {
                    "id": p.id,
                    "party": p.party,
                    "stance": p.stance.value,
                    "polarity": p.polarity.value,
                    "act": p.act,
                    "performer": p.performer,
                    "issue": p.issue,
                    "condition": p.condition,
                    "span": list(p.span) if p.span else None,
                    "reported_by": list(p.reported_by),
                    "claims": list(p.claims),
                    **({"note": p.review.note} if p.review.note else {}),
                }
                for p in self.positions
            ],
            "notes": list(self.notes),
        }
