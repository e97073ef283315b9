"""Reviewing: a queue of claims, one decision at a time, each of which can be taken back.

Pure: a step takes a session and returns the next one. Terminals and web pages show the session and save its dossier after each step.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from detente.dossier.basis import Element
from detente.dossier.dossier import Dossier
from detente.dossier.merging import merge_parties
from detente.errors import DossierError, UnknownName
from detente.evidence import AUTHOR, Claim, Modality, Position, Review, ReviewStatus

__all__ = [
    "Order",
    "Reviewing",
    "accept",
    "back",
    "document_order",
    "edit",
    "merge",
    "positions_resting_on",
    "reject",
    "resting_on",
    "skip",
    "start",
    "undo",
]

_STEPS = 4  # coarse, so that claims of like doubt are read in the order of the text

# Which claims come first: their ids, or a function that gives them. Claims that are not named follow, those first of which the reader
# itself is most in doubt, else in the order of the documents.
Order = Sequence[str] | Callable[[Dossier], Iterable[str]]


@dataclass(frozen=True)
class Reviewing:
    """Where a review stands: the dossier with every decision so far, the queue, the place in it, and the session before the last change."""

    dossier: Dossier
    queue: tuple[str, ...]
    by: str
    at: int = 0
    before: Reviewing | None = field(default=None, repr=False, compare=False)

    @property
    def current(self) -> Claim | None:
        """The claim to decide on; None at the end of the queue."""
        return self.dossier.claims[self.queue[self.at]] if self.at < len(self.queue) else None

    @property
    def checked(self) -> tuple[int, int]:
        """How many claims of the dossier are decided, and how many there are."""
        total = len(self.dossier.claims)
        return total - len(self.dossier.claims_with(ReviewStatus.proposed)), total


def document_order(dossier: Dossier) -> tuple[str, ...]:
    """Every claim by document and place in it; claims without a place come last, as entered."""
    place = {name: index for index, name in enumerate(dossier.documents)}

    def key(item: tuple[int, Claim]) -> tuple[int, int, int]:
        index, claim = item
        document = place.get(claim.document or "", len(place))
        return document, claim.span.start if claim.span else 2**62, index

    return tuple(claim.id for _, claim in sorted(enumerate(dossier.claims.values()), key=key))


def start(dossier: Dossier, *, by: str, order: Order | None = None, again: bool = False) -> Reviewing:
    """A review of the claims nobody decided on yet; with ``again``, of all of them.

    Raises :class:`~detente.errors.UnknownName` where ``order`` names a claim that is not there, and
    :class:`~detente.errors.DossierError` where ``by`` is empty or ``machine``: a decision is a person's.
    """
    if not by.strip() or by.strip() == "machine":
        raise DossierError(f"{by!r} cannot sign a decision", cure="give your name: --by NAME")
    first = list(order(dossier) if callable(order) else order or ())
    for name in first:
        if name not in dossier.claims:
            raise UnknownName("claim", name, dossier.claims, owner=dossier.title)
    others = sorted(document_order(dossier), key=lambda name: -int(dossier.claims[name].doubt * _STEPS))
    queue = [name for name in dict.fromkeys((*first, *others)) if again or _is_open(dossier.claims[name])]
    return Reviewing(dossier, tuple(queue), by.strip())


def _is_open(claim: Claim) -> bool:
    return claim.review.status is ReviewStatus.proposed


def _step(session: Reviewing, dossier: Dossier, *, move: int) -> Reviewing:
    at = min(max(session.at + move, 0), len(session.queue))
    return replace(session, dossier=dossier, at=at, before=session)


def _decide(session: Reviewing, status: ReviewStatus, note: str) -> Reviewing:
    claim = session.current
    if claim is None:
        return session
    review = Review(status, session.by, note or claim.review.note)
    return _step(session, session.dossier.reviewed(claim.id, review), move=1)


def accept(session: Reviewing, *, note: str = "") -> Reviewing:
    """Accept the current claim and go on. Raises :class:`~detente.errors.DossierError` where it contradicts an accepted one."""
    claim = session.current
    if claim is not None:
        for other in session.dossier.claims.values():
            rivals = other.id in claim.contradicts or claim.id in other.contradicts
            if rivals and other.id != claim.id and other.review.status is ReviewStatus.accepted:
                message = f"{claim.id!r} contradicts {other.id!r}, which {other.review.by} accepted"
                raise DossierError(message, cure=f"set {claim.id!r} aside, or go back and set {other.id!r} aside")
    return _decide(session, ReviewStatus.accepted, note)


def reject(session: Reviewing, *, note: str = "") -> Reviewing:
    """Set the current claim aside and go on."""
    return _decide(session, ReviewStatus.rejected, note)


def skip(session: Reviewing) -> Reviewing:
    """Go on without a decision."""
    return replace(session, at=min(session.at + 1, len(session.queue)))


def back(session: Reviewing) -> Reviewing:
    """Go back one claim without changing a decision."""
    return replace(session, at=max(session.at - 1, 0))


def undo(session: Reviewing) -> Reviewing:
    """Take the last change back, and stand where it was made. Nothing to take back: the session as it is."""
    return session.before or session


def edit(
    session: Reviewing, *, says: str | None = None, speaker: Sequence[str] | None = None, modality: Modality | str | None = None
) -> Reviewing:
    """Restate the current claim; its words stay verbatim. It is then the reviewer's proposal and still to be decided.

    Raises :class:`~detente.errors.DossierError` for an empty restatement, a chain without a speaker or an unknown modality.
    """
    claim = session.current
    if claim is None:
        return session
    changed = replace(
        claim,
        says=claim.says if says is None else says.strip(),
        speaker=claim.speaker if speaker is None else tuple(name.strip() for name in speaker),
        modality=claim.modality if modality is None else _modality(modality),
    )
    if not changed.says:
        raise DossierError(f"claim {claim.id!r} must say something", cure="restate it in neutral words")
    if not changed.speaker or not all(changed.speaker):
        cure = f"name each speaker, outermost first: {AUTHOR}, …"
        raise DossierError(f"claim {claim.id!r} has a gap in its chain of speakers", cure=cure)
    if changed == claim:
        return session
    changed = replace(changed, review=replace(claim.review, by=session.by))
    dossier = replace(session.dossier, claims={**session.dossier.claims, claim.id: changed})
    return _step(session, dossier, move=0)


def _modality(value: Modality | str) -> Modality:
    try:
        return Modality(value)
    except ValueError:
        raise UnknownName("modality", str(value), [modality.value for modality in Modality]) from None


def merge(session: Reviewing, *, keep: str, drop: str) -> Reviewing:
    """Read two parties as one from here on; see :func:`detente.dossier.merging.merge_parties`."""
    return _step(session, merge_parties(session.dossier, keep=keep, drop=drop), move=0)


def resting_on(dossier: Dossier, claim: str) -> tuple[Element, ...]:
    """The parts of the model that cite the claim, in the order of the file."""
    return tuple(element for element in dossier.elements if claim in element.basis.claims)


def positions_resting_on(dossier: Dossier, claim: str) -> tuple[Position, ...]:
    """The positions that cite the claim."""
    return tuple(position for position in dossier.positions.values() if claim in position.claims)
