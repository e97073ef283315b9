"""What was said: documents, passages, claims with their chains of speakers, positions."""

from detente.evidence.account import Account, Party
from detente.evidence.attribution import Attribution
from detente.evidence.claim import Claim, Handling, Modality, Quantity, Review, ReviewStatus
from detente.evidence.document import Document, Provenance, normalise
from detente.evidence.passage import Found, Passage, Span, locate, passage
from detente.evidence.position import Polarity, Position, Stance
from detente.evidence.source import AUTHOR, Voice, voice_of

__all__ = [
    "AUTHOR",
    "Account",
    "Attribution",
    "Claim",
    "Document",
    "Found",
    "Handling",
    "Modality",
    "Party",
    "Passage",
    "Polarity",
    "Position",
    "Provenance",
    "Quantity",
    "Review",
    "ReviewStatus",
    "Span",
    "Stance",
    "Voice",
    "locate",
    "normalise",
    "passage",
    "voice_of",
]
