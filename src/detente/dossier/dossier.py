"""A dossier in memory: the model file, the texts, the claims and the positions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from detente.dossier.basis import Basis, Element, ElementKind, Ground, basis_of
from detente.dossier.names import Names, names_of
from detente.dossier.origin import Origin
from detente.dossier.schema import AnyOrder, DossierFile, Grounded, NamedFormula, PreferenceEntry, StatementEntry
from detente.errors import UnknownName
from detente.evidence import Account, Claim, Document, Position, Review, ReviewStatus, Voice

__all__ = ["Dossier", "statement_paths", "statement_tiers"]


def statement_tiers(preference: PreferenceEntry | None) -> tuple[tuple[StatementEntry, ...], ...]:
    """The tiers of a ranking as written; none for ``unknown`` or no entry."""
    if preference is None or preference == "unknown":
        return ()
    entries = preference if isinstance(preference, tuple) else preference.statements
    return tuple(entry.any_order if isinstance(entry, AnyOrder) else (entry,) for entry in entries)


def statement_paths(preference: PreferenceEntry | None) -> tuple[tuple[str | int, ...], ...]:
    """Where each statement of a ranking stands in the file, below ``preferences.<party>``, in the order of :func:`statement_tiers`.

    >>> from detente.dossier.schema import StatementEntry
    >>> statement_paths((StatementEntry(want="a"), AnyOrder(any_order=(StatementEntry(want="b"),))))
    ((0,), (1, 'any_order', 0))
    """
    if preference is None or preference == "unknown":
        return ()
    entries, head = (preference, ()) if isinstance(preference, tuple) else (preference.statements, ("statements",))
    found: list[tuple[str | int, ...]] = []
    for index, entry in enumerate(entries):
        if isinstance(entry, AnyOrder):
            found += [(*head, index, "any_order", place) for place in range(len(entry.any_order))]
        else:
            found.append((*head, index))
    return tuple(found)


@dataclass(frozen=True, repr=False)
class Dossier:
    """The evidence-linked file: ``file`` is the model as written, the rest is what it points to.

    Immutable: a decision returns a new dossier. ``folder`` is where it was loaded from, if it was, and ``origin`` how it stood there; two
    dossiers that say the same are equal wherever they come from.
    """

    file: DossierFile
    documents: Mapping[str, Document] = field(default_factory=dict)
    claims: Mapping[str, Claim] = field(default_factory=dict)
    positions: Mapping[str, Position] = field(default_factory=dict)
    folder: Path | None = field(default=None, compare=False)
    origin: Origin | None = field(default=None, compare=False, repr=False)

    def __repr__(self) -> str:
        counted = ((self.documents, "documents"), (self.claims, "claims"), (self.file.parties, "parties"), (self.file.options, "options"))
        counted_words = ", ".join(f"{len(things)} {word}" for things, word in counted)
        return f"<Dossier {self.title!r}: {counted_words}>"

    @property
    def title(self) -> str:
        """The dossier's title."""
        return self.file.title

    def claim(self, claim: str) -> Claim:
        """One claim by id; raises :class:`~detente.errors.UnknownName`."""
        if claim not in self.claims:
            raise UnknownName("claim", claim, self.claims, owner=self.title)
        return self.claims[claim]

    def claims_with(self, *statuses: ReviewStatus) -> frozenset[str]:
        """Ids of the claims whose review is one of ``statuses``."""
        return frozenset(claim.id for claim in self.claims.values() if claim.review.status in statuses)

    @cached_property
    def standing(self) -> frozenset[str]:
        """Claims that nobody rejected and that ``as_of`` does not cut off: accepted and proposed alike."""
        cut = self.file.as_of
        return frozenset(
            claim.id
            for claim in self.claims.values()
            if claim.review.status is not ReviewStatus.rejected and not (cut and claim.date and claim.date > cut)
        )

    def voice(self, claim: str) -> Voice:
        """Whose word the claim rests on."""
        return self.claim(claim).voice(self.file.parties)

    def reviewed(self, claim: str, review: Review) -> Dossier:
        """The dossier after a decision on one claim."""
        return replace(self, claims={**self.claims, claim: replace(self.claim(claim), review=review)})

    @cached_property
    def elements(self) -> tuple[Element, ...]:
        """Every part of the model that needs a ground, in the order of the file."""
        return tuple(_elements(self.file))

    @cached_property
    def names(self) -> Names:
        """What the names in the file's formulas stand for; raises what :func:`~detente.dossier.names.names_of` raises."""
        return names_of(self.file)

    @cached_property
    def element_by_id(self) -> Mapping[str, Element]:
        """The elements by id."""
        return {element.id: element for element in self.elements}

    def ground(self, element: Element) -> Ground:
        """Where an element comes from, given the claims not rejected."""
        alternatives = [alternative for alternative in element.basis.alternatives if alternative <= self.standing]
        if not alternatives:
            return Ground.assumed if element.assumed else Ground.unknown
        voices = [{self.voice(claim) for claim in alternative} for alternative in alternatives]
        if any(not found & {Voice.author, Voice.absence} for found in voices):
            return Ground.attributed
        return Ground.author if any(Voice.absence not in found for found in voices) else Ground.silence

    @property
    def accounts(self) -> tuple[Account, ...]:
        """The evidence again as one account a document."""
        return tuple(
            Account(
                document,
                claims=tuple(claim for claim in self.claims.values() if claim.document == name),
                positions=tuple(position for position in self.positions.values() if position.document == name),
            )
            for name, document in self.documents.items()
        )


def _grounded(identity: str, kind: ElementKind, text: str, entry: Grounded, party: str | None = None) -> Element:
    return Element(identity, kind, text, basis_of(entry.because), entry.assumed, party)


def _elements(file: DossierFile) -> Iterator[Element]:
    for name, party in file.parties.items():
        yield _grounded(f"parties.{name}", ElementKind.party, party.name, party, name)
    for name, option in file.options.items():
        controller = option.party or " and ".join(option.parties)
        yield _grounded(f"options.{name}", ElementKind.option, option.text or name, option, controller)
        now = basis_of(option.now_because) or basis_of(option.because)
        yield Element(
            f"now.{name}", ElementKind.now, f"{option.text or name}: {option.now}", now, option.now_assumed or option.assumed, controller
        )
    for name, circumstance in file.circumstances.items():
        yield _grounded(f"circumstances.{name}", ElementKind.circumstance, circumstance.text or name, circumstance)
    for index, rule in enumerate(file.rules):
        said = rule.text or (f"never: {rule.never}" if rule.never else f"always: {rule.always}")
        yield _grounded(rule.id or f"rules.{index}", ElementKind.rule, said, rule)
    for party_name, preference in file.preferences.items():
        index = 0
        for tier in statement_tiers(preference):
            for statement in tier:
                identity = statement.id or f"preferences.{party_name}.{index}"
                yield _grounded(identity, ElementKind(statement.kind), statement.text or statement.formula, statement, party_name)
                index += 1
    for kind, formulas in ((ElementKind.goal, file.goals), (ElementKind.outcome, file.outcomes), (ElementKind.reference, file.references)):
        for name, formula in formulas.items():
            if isinstance(formula, NamedFormula):
                yield _grounded(f"{kind}s.{name}", kind, formula.text or formula.formula, formula)
            else:
                yield Element(f"{kind}s.{name}", kind, formula, Basis(), "named by the analyst" if kind is not ElementKind.goal else None)
    yield from _links(file)


def _links(file: DossierFile) -> Iterator[Element]:
    for name, threat in file.threats.items():
        yield _grounded(f"threats.{name}", ElementKind.threat, threat.text or f"{threat.act} if {threat.when}", threat, threat.party)
    for index, merge in enumerate(file.merge):
        yield _grounded(f"merge.{index}", ElementKind.merge, f"{merge.principal} with {merge.agent}", merge)
    for index, held in enumerate(file.attitudes):
        yield _grounded(f"attitudes.{index}", ElementKind.attitude, f"{held.party} wishes {held.to} {held.wishes}", held, held.party)
    for index, step in enumerate(file.agenda):
        yield _grounded(f"agenda.{index}", ElementKind.agenda, f"{step.first} before {step.then}", step)
    for index, meeting in enumerate(file.meetings):
        yield _grounded(f"meetings.{index}", ElementKind.meeting, ", ".join(meeting.parties), meeting)
    for index, cost in enumerate(file.costs):
        yield _grounded(f"costs.{index}", ElementKind.cost, cost.text, cost)
    for name, conclusion in file.conclusions.items():
        yield _grounded(f"conclusions.{name}", ElementKind.conclusion, conclusion.text or name, conclusion, conclusion.no_win)
