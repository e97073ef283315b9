"""Tables: parties by issues, what the model rests on, the audit of the accounts, the terms."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from detente.dossier.basis import Ground
from detente.evidence import Modality, Position
from detente.graphmodel.statements import Formula, If, OnlyIf
from detente.report.contexts import AuditRow, AuditTable, BudgetRow, Cell, Cite, IssueRow, PartyView, TermRow
from detente.report.evidence import Book
from detente.report.words import CONCEPTS, MEANINGS, PLAIN, Vocabulary, count, stance_words, voice_words
from detente.worlds.audit import Audit
from detente.worlds.budget import Budget

__all__ = ["audit_notes", "audit_tables", "budget_note", "budget_rows", "issue_rows", "terms"]

_GROUNDS = {
    Ground.attributed: "said by a party or a source",
    Ground.author: "the author’s own",
    Ground.silence: "read from silence",
    Ground.assumed: "assumed",
    Ground.unknown: "neither said nor assumed",
}
_PREFIX = {"limit": "red line: ", "condition": "condition: ", "demand": "", "want": "wishes: "}
_CUES = 12

_Entry = tuple[str, str, Cell]  # issue, party, cell


def issue_rows(book: Book) -> tuple[tuple[PartyView, ...], tuple[IssueRow, ...]]:
    """The parties that hold something, and for each issue what each of them holds, issues in text order."""
    found = [*_positions(book), *_statements(book), *_offers(book), *_silences(book)]
    rows: dict[str, dict[str, list[Cell]]] = {}
    for issue, party, cell in found:
        cells = rows.setdefault(issue, {}).setdefault(party, [])
        if all(other.text != cell.text for other in cells):
            cells.append(cell)
    heard = {party for _, party, _ in found}
    parties = tuple(view for name, view in book.parties.items() if name in heard)

    def first(issue: str) -> tuple[int, int, str]:
        claims = [cite.claim for cells in rows[issue].values() for cell in cells for cite in cell.cites if cite.claim]
        return min((book.order(claim) for claim in claims), default=(10**6, 0, issue))

    ordered = sorted(rows, key=first)
    return parties, tuple(IssueRow(issue, tuple(tuple(rows[issue].get(view.id, ())) for view in parties)) for issue in ordered)


def _positions(book: Book) -> Iterator[_Entry]:
    for position in book.dossier.positions.values():
        if position.party in book.parties:
            cites = book.cites(position.claims, party=position.party) or (_reported(book, position),)
            yield position.issue or position.act, position.party, Cell(stance_words(position, book.words), cites)


def _reported(book: Book, position: Position) -> Cite:
    who = voice_words((*position.reported_by, position.party), book.words) if position.reported_by else "author"
    return Cite(
        "report" if position.reported_by else "author", who, book.place(position.document, position.span.start if position.span else None)
    )


def _statements(book: Book) -> Iterator[_Entry]:
    """Ranked statements, unless a position of the same party already says what they rest on."""
    covered = {(position.party, claim) for position in book.dossier.positions.values() for claim in position.claims}
    for identity, (party, entry) in book.statements.items():
        element = book.dossier.element_by_id[identity]
        if any((party, claim) in covered for claim in element.basis.claims) or party not in book.parties:
            continue
        if element.basis and not book.cites(element.basis.claims):
            continue  # every statement it rests on was set aside
        formula = book.formula(entry.formula)
        said = entry.text or book.said(identity).removeprefix(f"{book.words.party(party)} ").removeprefix(f"{book.words.party(party)}: ")
        prefix = _PREFIX[entry.kind] if entry.text else ""
        yield _issue(book, formula) or said, party, Cell(f"{prefix}{said}", book.grounds(element))


def _issue(book: Book, formula: Formula | None) -> str:
    """The issue of what is asked for: of a condition, what must come first."""
    if formula is None:
        return ""
    asked, formula = (
        part.substitute(book.names.table) for part in (formula.parts[1] if isinstance(formula, OnlyIf | If) else formula, formula)
    )
    options = book.dossier.file.options
    for name in (*asked.names(), *formula.names()):
        option = options.get(name.partition(".")[0])
        if option:
            return option.issue or option.text
    return ""


def _offers(book: Book) -> Iterator[_Entry]:
    if book.dossier.positions:
        return
    for name, option in book.dossier.file.options.items():
        for party in option.offered_by:
            if party in book.parties:
                element = book.dossier.element_by_id[f"options.{name}"]
                yield option.issue or option.text, party, Cell(f"offers: {option.text}", book.grounds(element))


def _silences(book: Book) -> Iterator[_Entry]:
    options = book.dossier.file.options
    for claim in book.dossier.claims.values():
        if claim.modality is not Modality.absence or claim.id not in book.dossier.standing:
            continue
        issue = next((options[name].issue or options[name].text for name in claim.about if name in options), "not mentioned")
        for party in claim.about:
            if party in book.parties:
                said = claim.says if claim.says.lower().startswith("no ") else f"no sign: {claim.says}"
                yield issue, party, Cell(said, (book.cite(claim.id),))


def budget_rows(budget: Budget) -> tuple[BudgetRow, ...]:
    """Parts of the model by what they rest on, each ground present."""
    total = budget.total
    most = sum(total.values()) or 1
    return tuple(BudgetRow(ground.value, _GROUNDS[ground], total[ground], total[ground] / most) for ground in Ground)


def budget_note(budget: Budget) -> str:
    """The comparisons, in a sentence."""
    left = sum(row.left_open for row in budget.comparisons)
    assumed, unknown = sum(row.assumed for row in budget.comparisons), sum(row.unknown for row in budget.comparisons)
    if not left + assumed + unknown:
        return "Counted are the parts of the model."
    said = [f"{left} left open"] if left else []
    said += [f"{assumed} ordered for a stated reason"] if assumed else []
    said += [f"{unknown} ordered without a stated reason"] if unknown else []
    return f"Counted are the parts of the model. Of the comparisons between a party’s own aims: {', '.join(said)}."


def audit_tables(book: Book, audit: Audit) -> tuple[AuditTable, ...]:
    """Voices by party, cue words by speaker, chains of speakers, and what the author puts forward as fact without a source."""
    words = book.words
    voices = tuple(
        AuditRow(words.party(row.party), tuple(map(str, map(len, (row.speaks, row.by_author, row.by_others, row.silence, row.disputed)))))
        for row in audit.parties
    )
    head = ("Party", "its own words", "author about it", "others about it", "from silence", "disputed by it")
    tables = [AuditTable("Statements by voice", head, voices)] if voices else []
    cues = tuple(AuditRow(f"“{row.cue}”", (words.party(row.speaker), row.kind or "", str(len(row.claims)))) for row in audit.cues[:_CUES])
    if cues:
        tables.append(
            AuditTable(_part("Words that introduce statements", len(audit.cues)), ("Cue", "whose statements", "kind of cue", "times"), cues)
        )
    chains = tuple(AuditRow(_chain(row.chain, words), (str(row.length), str(len(row.claims)))) for row in audit.chains if row.length > 1)
    if chains:
        caption = _part("Through how many mouths", len(chains))
        tables.append(AuditTable(caption, ("Chain, outermost first", "voices", "statements"), chains[:_CUES]))
    if audit.unsourced:
        unsourced = tuple(AuditRow(book.dossier.claim(name).says, (book.cite(name).place,)) for name in audit.unsourced)
        tables.append(AuditTable("Put forward as fact in the author’s own voice, without a source", ("Statement", "where"), unsourced))
    return tuple(tables)


def _part(caption: str, total: int) -> str:
    return f"{caption} (the first {_CUES} of {total})" if total > _CUES else caption


def _chain(chain: Sequence[str], words: Vocabulary) -> str:
    return " → ".join(words.party(name) for name in chain)


def audit_notes(book: Book, audit: Audit) -> tuple[str, ...]:
    """What the tables do not show."""
    notes = (
        [f"{count(len(audit.unsourced), 'statement')} put forward as fact in the author’s own voice, without a source."]
        if audit.unsourced
        else []
    )
    for row in audit.anchors:
        if not row.fits:
            why = "which shares hardly a word with it" if row.note else "which is not there"
            notes.append(f"“{book.dossier.claim(row.claim).says}” stands at the mark of note {row.number}, {why}: it may have no source.")
    for doubt in audit.documents:
        said = "; ".join((*doubt.doubts, *doubt.notes))
        notes.append(
            f"{doubt.document}: origin {doubt.provenance.value}, {count(doubt.claims, 'statement')}{f'. {said}' if said else ''}.".replace(
                "..", "."
            )
        )
    return tuple(notes)


def terms() -> tuple[TermRow, ...]:
    """The field's terms beside the plain words of the page."""
    concepts = (
        TermRow(f"{name} stability", name, f"Stays put by this concept: a party that {foresight}.") for name, foresight in CONCEPTS.values()
    )
    return (*(TermRow(term, plain, MEANINGS[term]) for term, plain in PLAIN.items()), *concepts)
