"""What the page says about the evidence: parties, whose word and where, the marked accounts, the statements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from detente.dossier.basis import Element, ElementKind
from detente.dossier.dossier import Dossier, statement_tiers
from detente.dossier.names import Names
from detente.dossier.schema import StatementEntry
from detente.errors import FormulaError
from detente.evidence import AUTHOR, Claim, Document, Voice
from detente.graphmodel.statements import Formula, parse
from detente.report.contexts import AccountView, Cite, DocumentView, Line, PartyView, Segment, StatementRow
from detente.report.marked import Marked, segments
from detente.report.words import Vocabulary, all_of, spaced, statement_words, vocabulary, voice_words, would

__all__ = ["Book", "accounts", "documents", "named", "statement_rows"]

_KINDS = {"limit": "a red line", "condition": "a condition", "demand": "a demand", "want": "a wish"}


@dataclass(frozen=True)
class Book:
    """A dossier with the words for it: everything that a section of the page asks again and again."""

    dossier: Dossier

    @cached_property
    def words(self) -> Vocabulary:
        """What its names are called."""
        return vocabulary(self.dossier)

    @cached_property
    def names(self) -> Names:
        """What its names stand for."""
        return self.dossier.names

    @cached_property
    def parties(self) -> Mapping[str, PartyView]:
        """Every party with its mark and the statements by and about it, in the order of the dossier."""
        file, found = self.dossier.file, {}
        makers = tuple(file.parties) or tuple(dict.fromkeys((*file.moves, *file.ranking)))
        by: dict[str, int] = {}
        about: dict[str, int] = {}
        for claim in self.dossier.claims.values():
            if claim.id not in self.dossier.standing:
                continue
            if self.dossier.voice(claim.id) is Voice.party:
                by[claim.speaker[-1]] = by.get(claim.speaker[-1], 0) + 1
            for name in self.concerned[claim.id] - {claim.speaker[-1]}:
                about[name] = about.get(name, 0) + 1
        for mark, name in enumerate(makers):
            entry = file.parties.get(name)
            roles = tuple(entry.roles) if entry else ()
            doubtful = bool(entry and entry.exists == "doubtful")
            found[name] = PartyView(name, self.words.party(name), mark, roles, doubtful, by.get(name, 0), about.get(name, 0))
        return found

    @cached_property
    def concerned(self) -> Mapping[str, frozenset[str]]:
        """For each claim the parties that it says something about: those it names, and those whose positions or elements rest on it."""
        found: dict[str, set[str]] = {
            name: set(claim.about) & set(self.dossier.file.parties) for name, claim in self.dossier.claims.items()
        }
        for position in self.dossier.positions.values():
            for claim in position.claims:
                found.get(claim, set()).add(position.party)
        for element in self.dossier.elements:
            for claim in element.basis.claims if element.party in self.dossier.file.parties else ():
                found.get(claim, set()).add(str(element.party))
        return {name: frozenset(parties) for name, parties in found.items()}

    def claim(self, identity: str) -> Claim | None:
        """The claim, or None where a basis names one that is not there."""
        return self.dossier.claims.get(identity)

    def place(self, document: str | None, start: int | None) -> str:
        """``P6``, with the document's name where there are several."""
        text = self.dossier.documents.get(document or "")
        if text is None or start is None:
            return document or ""
        paragraph = f"P{text.paragraph_at(start)}"
        return paragraph if len(self.dossier.documents) == 1 else f"{document} {paragraph}"

    def cite(self, identity: str) -> Cite:
        """Whose word a claim is, and where it stands."""
        claim = self.claim(identity)
        if claim is None:
            return Cite("unknown", "a statement that is not there", identity)
        voice = self.dossier.voice(identity)
        who = voice_words(claim.speaker, self.words, absence=voice is Voice.absence)
        place = self.place(claim.document, claim.span.start if claim.span else None)
        return Cite(voice.value, who, place, identity, claim.review.status.value)

    def order(self, identity: str) -> tuple[int, int, str]:
        """The place of a claim among all texts, to sort by."""
        claim = self.claim(identity)
        names = list(self.dossier.documents)
        if claim is None or claim.document not in names:
            return len(names), 0, identity
        return names.index(claim.document), claim.span.start if claim.span else 0, identity

    def speaker(self, claim: Claim) -> int:
        """The mark of the party whose own words a claim is, -1 for any other voice."""
        own = self.dossier.voice(claim.id) is Voice.party and claim.speaker[-1] in self.parties
        return self.parties[claim.speaker[-1]].mark if own else -1

    def cites(self, identities: Iterable[str], *, party: str | None = None) -> tuple[Cite, ...]:
        """Cites of claims that nobody rejected, in text order; what ``party`` says itself is called its own words."""
        standing = [identity for identity in set(identities) if identity in self.dossier.standing]
        cites = [self.cite(identity) for identity in sorted(standing, key=self.order)]
        own = self.words.party(party) if party else None
        return tuple(replace(cite, who="own words") if cite.kind == "party" and cite.who == own else cite for cite in cites)

    def grounds(self, element: Element) -> tuple[Cite, ...]:
        """What an element rests on: its claims, else that it is assumed, else that nobody says so."""
        cites = self.cites(element.basis.claims, party=element.party)
        if cites:
            return cites
        said = "assumed" if element.kind is ElementKind.rule else f"assumed: {element.assumed}"
        return (Cite("assumed", said),) if element.assumed else (Cite("unknown", "no statement given"),)

    @cached_property
    def statements(self) -> Mapping[str, tuple[str, StatementEntry]]:
        """Every ranked statement by element id, with its party."""
        found = {}
        for party, preference in self.dossier.file.preferences.items():
            entries = (entry for tier in statement_tiers(preference) for entry in tier)
            for index, entry in enumerate(entries):
                found[entry.id or f"preferences.{party}.{index}"] = (party, entry)
        return found

    def formula(self, text: str) -> Formula | None:
        """A formula of the file, its outcomes left as names; None where it does not parse."""
        try:
            return parse(text, self.names.table)
        except FormulaError:
            return None

    def said(self, identity: str) -> str:
        """One element in words."""
        if identity in self.statements:
            party, entry = self.statements[identity]
            formula = self.formula(entry.formula)
            if entry.text:
                return f"{self.words.party(party)}: {entry.text} ({_KINDS[entry.kind]})"
            return statement_words(entry.kind, formula, party, self.words) if formula else entry.formula
        element = self.dossier.element_by_id.get(identity)
        if element is None:
            return spaced(identity)
        if element.kind is ElementKind.rule:
            return self._rule(identity, element)
        if element.kind is ElementKind.option:
            name = identity.removeprefix("options.")
            if self.dossier.file.options[name].levels:
                return f"{self.words.act(name).subject}: {element.text}"
            return f"the act: {self.words.act(name).subject} would {self.words.act(name).base}"
        if element.kind is ElementKind.now:
            return f"the situation now: {element.text}"
        return element.text

    def _rule(self, identity: str, element: Element) -> str:
        for index, rule in enumerate(self.dossier.file.rules):
            if (rule.id or f"rules.{index}") != identity:
                continue
            formula = self.formula(rule.never or rule.always or "")
            if rule.text or rule.assumed or formula is None:
                return f"given that: {rule.text or rule.assumed or element.text}"
            return f"{'cannot be: ' if rule.never else 'must be: '}{would(formula, self.words)}"
        return element.text

    def line(self, identity: str) -> Line:
        """One element with its grounds."""
        element = self.dossier.element_by_id.get(identity)
        cites = self.grounds(element) if element else ()
        party = (element.party or "") if element else ""
        return Line(self.said(identity), cites, party, identity, element.kind.value if element else "")


def documents(book: Book) -> tuple[DocumentView, ...]:
    """Where the texts come from."""
    return tuple(_document(book, name, document) for name, document in book.dossier.documents.items())


def _document(book: Book, name: str, document: Document) -> DocumentView:
    entry = book.dossier.file.documents.get(name)
    doubts = list(entry.doubts) if entry else []
    note = "; ".join([*doubts, *([document.note] if document.note else [])])
    return DocumentView(
        id=name,
        title=document.title or (entry.title if entry else None) or name,
        date=document.date.isoformat() if document.date else "",
        stated_source=document.stated_source or "",
        provenance=document.provenance.value,
        sha256=document.sha256,
        words=len(document.text.split()),
        note=note,
    )


def accounts(book: Book) -> tuple[AccountView, ...]:
    """The texts with every claim marked on its words; rejected ones too, told apart."""
    return tuple(
        AccountView(name, _document(book, name, text).title, tuple(_paragraphs(book, name, text)))
        for name, text in book.dossier.documents.items()
    )


def _paragraphs(book: Book, name: str, document: Document) -> Iterator[tuple[int, tuple[Segment, ...]]]:
    marked = []
    for claim in book.dossier.claims.values():
        if claim.document == name and claim.span:
            cite = book.cite(claim.id)
            marked.append(Marked(claim.id, claim.span, cite.kind, cite.who, cite.review, book.speaker(claim)))
    for number, span in enumerate(document.paragraphs):
        yield number, segments(document.text, span, marked)


def statement_rows(book: Book) -> tuple[StatementRow, ...]:
    """Every claim in text order."""
    rows = []
    for identity in sorted(book.dossier.claims, key=book.order):
        claim = book.dossier.claims[identity]
        marked = claim.document in book.dossier.documents and claim.span is not None
        rows.append(StatementRow(identity, claim.says, claim.quote, book.cite(identity), _reviewed(claim), marked))
    return tuple(rows)


def _reviewed(claim: Claim) -> str:
    review = claim.review
    status = {"proposed": "not yet", "accepted": "accepted", "rejected": "set aside"}[review.status.value]
    return status if review.by == "machine" and status == "not yet" else f"{status} (by {review.by})"


def named(book: Book, parties: Sequence[str]) -> str:
    """Parties in alphabetical order, in prose."""
    return all_of(sorted(book.words.party(party) for party in parties if party != AUTHOR))
