"""Joining an arrival to a dossier, part by part."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain

from detente.dossier.addition import AGAINST, Addition, Match, MatchKind, Undecided
from detente.dossier.arriving import Arrival
from detente.dossier.comparing import Standing, equivalent, expanded, opposite, own_part, renamed, standing_statements
from detente.dossier.decisions import decisions, later_than, near_acts, new_bases
from detente.dossier.dossier import Dossier
from detente.dossier.draft import Parts, parts_of
from detente.dossier.likeness import Likeness, likeness
from detente.dossier.names import Names, names_of
from detente.dossier.placing import with_bases, with_statement
from detente.dossier.recognising import Acts, compared_acts, performed
from detente.dossier.schema import DocumentEntry, DossierFile, OptionEntry, PartyEntry, QuestionEntry, StatementEntry, ThreatEntry
from detente.evidence import AUTHOR, Claim, Voice

__all__ = ["joined"]

_PLACED = "its place among the other statements is assumed: by its kind, ranked against none of them"
_FIRMNESS = {"limit": 3, "demand": 2, "want": 1, "condition": 0}


def joined(dossier: Dossier, arrival: Arrival, *, same: Mapping[str, str], apart: Collection[str] = ()) -> Addition:
    """The addition of an arrival that holds something new."""
    account = arrival.account
    parts = parts_of(replace(account, positions=tuple(performed(dossier, position) for position in account.positions)), arrival.parties)
    joining = _Joining(dossier, arrival, parts, compared_acts(dossier, parts, same=same, apart=apart))
    joining.statements()
    joining.sentences()
    return joining.addition()


@dataclass
class _Joining:
    dossier: Dossier
    arrival: Arrival
    parts: Parts
    acts: Acts
    bases: dict[str, list[str | tuple[str, ...]]] = field(default_factory=dict)
    new_statements: list[tuple[str, StatementEntry]] = field(default_factory=list)
    matches: dict[tuple[str, str, str], Match] = field(default_factory=dict)
    undecided: list[Undecided] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.claims = {name: replace(claim, about=self.about(claim)) for name, claim in self.parts.claims.items()}
        self.taken = {element.id for element in self.dossier.elements}
        file = self.dossier.file
        self.new_options = {self.acts.names[name]: self.option(name) for name in self.acts.new}
        self.wider = file.model_copy(update={"options": {**file.options, **self.new_options}})
        self.names = names_of(self.wider)

    def about(self, claim: Claim) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.acts.names.get(name, name).partition(".")[0] for name in claim.about))

    def option(self, name: str) -> OptionEntry:
        entry = self.parts.options[name]
        return entry.model_copy(update={"assumed": None if entry.because else entry.assumed})

    # statements

    def statements(self) -> None:
        """Each statement of the account: one more basis of what is there, or a new one, perhaps against what is there."""
        for party, said in self.parts.statements.items():
            there = standing_statements(self.dossier, party, self.names)
            for statement in said:
                self.statement(party, statement, there)

    def statement(self, party: str, statement: StatementEntry, there: Iterable[Standing]) -> None:
        text = renamed(statement.formula, self.acts.formulas)
        again = self.offered_before(party, statement, text)
        own = own_part(text, party, self.wider.options)
        formulas = [found for wording in dict.fromkeys((own, text)) if (found := expanded(wording, party, self.names)) is not None]
        claims = tuple(claim for claim in statement.because if isinstance(claim, str))
        alike = [other for other in there if any(equivalent(other.formula, formula) for formula in formulas)]
        same = [other for other in alike if other.entry.kind == statement.kind]
        against = [
            other
            for other in there
            if "condition" not in {other.entry.kind, statement.kind} and any(opposite(other.formula, formula) for formula in formulas)
        ]
        for other in against:
            self.meet(party, claims, other, same=False)
        if again:
            for other in same:
                if other.entry.because:
                    self.rest(other.id, claims)
            return
        for other in alike:
            self.meet(party, claims, other, same=True)
        for other in same:
            if other.entry.because:
                self.rest(other.id, claims)
            elif claims:
                text_ = f"assumed so far, and now said: {other.entry.text or other.entry.formula}"
                self.undecided.append(Undecided("assumption", text_, claims, (other.id,)))
        if not same:
            wording = own if party in self.parties_of(text) and statement.kind == "condition" else text
            self.new_statement(party, statement, wording, replacing=self.replacing(claims))

    def offered_before(self, party: str, statement: StatementEntry, text: str) -> bool:
        """An offer that is on record is said again; it makes no wish of what the dossier has as an offer."""
        option = self.dossier.file.options.get(text)
        if statement.kind != "want" or option is None or party not in option.offered_by:
            return False
        cited = self.dossier.element_by_id[f"options.{text}"].basis.claims & self.dossier.standing
        theirs = [claim for claim in sorted(cited) if self.own(self.dossier.claims[claim], party)]
        for claim in statement.because:
            if isinstance(claim, str) and theirs:
                kind = self.kind(self.claims[claim], self.dossier.claims[theirs[0]], party, same=True)
                self.match(kind, claim, theirs, element=f"options.{text}", party=party)
        return True

    def parties_of(self, text: str) -> set[str]:
        return set(chain.from_iterable(option.parties for name, option in self.wider.options.items() if name in text))

    def replacing(self, claims: Iterable[str]) -> str:
        """That the statement is proposed in the place of an earlier one, with both days."""
        changes = [match for match in self.matches.values() if match.kind is MatchKind.changed and match.claim in claims]
        return "; ".join(f"said on {match.said}, proposed in place of {match.element} of {match.was_said}" for match in changes)

    def new_statement(self, party: str, statement: StatementEntry, text: str, *, replacing: str = "") -> None:
        note = "; ".join(filter(None, (replacing, _PLACED)))
        data = {statement.kind: text, "because": statement.because, "assumed": statement.assumed, "note": note}
        identity = _free(f"{party}-{self.arrival.document.id}-{1 + sum(other == party for other, _ in self.new_statements)}", self.taken)
        self.taken.add(identity)
        self.new_statements.append((party, StatementEntry.model_validate({**data, "id": identity})))

    def rest(self, element: str, claims: Iterable[str | tuple[str, ...]]) -> None:
        held = self.bases.setdefault(element, [])
        held += [claim for claim in claims if claim not in held]

    def meet(self, party: str, claims: Iterable[str], other: Standing, *, same: bool) -> None:
        """A new claim and those that carry a statement it agrees with or opposes."""
        carriers = sorted(self.dossier.element_by_id[other.id].basis.claims & self.dossier.standing)
        for claim in claims:
            by_kind: dict[MatchKind, list[str]] = {}
            for carrier in carriers:
                by_kind.setdefault(self.kind(self.claims[claim], self.dossier.claims[carrier], party, same=same), []).append(carrier)
            if len(by_kind) > 1 and MatchKind.upgraded in by_kind:  # the party had said it itself before
                by_kind.setdefault(MatchKind.joined, []).extend(by_kind.pop(MatchKind.upgraded))
            for kind, others in by_kind.items():
                self.match(kind, claim, others, element=other.id, party=party)

    def kind(self, new: Claim, old: Claim, party: str, *, same: bool) -> MatchKind:
        own, was_own = self.own(new, party), self.own(old, party)
        if same:
            if own and not was_own:
                return MatchKind.upgraded
            return MatchKind.repeated if self.speaker(new) == self.speaker(old) else MatchKind.joined
        if own and was_own:
            said, was = self.day(new), self.day(old)
            if said and was and said != was:
                return MatchKind.changed if said > was else MatchKind.earlier
            return MatchKind.contradicted
        return MatchKind.disputed if own else MatchKind.contradicted

    def own(self, claim: Claim, party: str) -> bool:
        return claim.speaker[-1] == party and claim.voice(self.arrival.parties) is Voice.party

    def speaker(self, claim: Claim) -> tuple[str, ...]:
        """Who says it in the end; every text has an author of its own."""
        last = claim.speaker[-1]
        return (claim.document or "", last) if last == AUTHOR else (last,)

    def day(self, claim: Claim) -> datetime.date | None:
        if claim.date:
            return claim.date
        document = self.arrival.document if claim.document == self.arrival.document.id else self.dossier.documents.get(claim.document or "")
        return document.date if document else None

    def match(self, kind: MatchKind, claim: str, others: Iterable[str], *, element: str = "", party: str = "") -> None:
        others = tuple(dict.fromkeys(others))
        days = [day for other in others if (day := self.day(self.dossier.claims[other]))]
        found = Match(kind, claim, others, element, party, self.day(self.claims[claim]), max(days, default=None))
        self.matches.setdefault((kind.value, claim, element or ",".join(others)), found)

    # sentences, whatever they are about

    def sentences(self) -> None:
        """What the claims say in words, beside the positions in them: for claims without a position, on either side."""
        names = [name for entry in self.dossier.file.parties.values() for name in (entry.name, *entry.aliases)]
        told = {(match.claim, other) for match in self.matches.values() for other in match.others}
        for new in self.claims.values():
            for old in self.dossier.claims.values():
                if old.id not in self.dossier.standing or old.document == new.document or (new.id, old.id) in told:
                    continue
                found = likeness(new, old, parties=names)
                if found is not None:
                    self.sentence(new, old, found)

    def sentence(self, new: Claim, old: Claim, found: Likeness) -> None:
        party = self.whose(old) or (new.speaker[-1] if new.speaker[-1] in self.arrival.parties else "")
        if found is Likeness.rival and self.speaker(new) == self.speaker(old):
            text = f"{new.speaker[-1]} is given with two accounts of one thing: {new.says}; {old.says}"
            self.undecided.append(Undecided("account", text, (new.id, old.id)))
            return
        kind = self.kind(new, old, party, same=found is Likeness.same)
        if found is Likeness.rival:
            kind = MatchKind.contradicted
        self.match(kind, new.id, (old.id,), party=party)
        if found is Likeness.same:
            for element in self.dossier.elements:
                swapped = [
                    _citation({new.id, *(alternative - {old.id})}) for alternative in element.basis.alternatives if old.id in alternative
                ]
                if swapped:
                    self.rest(element.id, swapped)

    def whose(self, claim: Claim) -> str:
        """The party whose position a claim gives, by the statements that rest on it; '' for none or several."""
        found = {element.party for element in self.dossier.elements if claim.id in element.basis.claims and element.kind in _FIRMNESS}
        found |= {position.party for position in self.dossier.positions.values() if claim.id in position.claims}
        return str(found.pop()) if len(found) == 1 else ""

    # the result

    def addition(self) -> Addition:
        for name, mapped in self.acts.names.items():
            if name not in self.acts.new:
                self.rest(f"options.{mapped.partition('.')[0]}", self.parts.options[name].because)
        claims, old_claims = self.with_links()
        file = self.file()
        threats = self.threats(file)
        file = file.model_copy(update={"threats": {**file.threats, **threats}})
        questions = self.questions(file)
        file = file.model_copy(update={"questions": (*file.questions, *questions)})
        arrival, dossier = self.arrival, self.dossier
        documents = dict(dossier.documents) if arrival.known else {**dossier.documents, arrival.document.id: arrival.document}
        after = replace(
            dossier,
            file=file,
            documents=documents,
            claims={**old_claims, **claims},
            positions={**dossier.positions, **{position.id: position for position in arrival.positions}},
        )
        return Addition(
            dossier,
            after,
            arrival.document.id,
            arrival.known,
            claims=tuple(claims),
            positions=tuple(position.id for position in arrival.positions),
            parties=tuple(name for name in arrival.new_parties if name in file.parties),
            aliases=arrival.aliases,
            options=tuple(self.new_options),
            statements=tuple(statement.id or "" for _, statement in self.new_statements),
            threats=tuple(threats),
            bases=new_bases(dossier, after, fresh={statement.id or "" for _, statement in self.new_statements}),
            matches=tuple(self.matches.values()),
            taken=self.acts.taken,
            undecided=(
                *decisions(dossier, self.matches.values()),
                *later_than(dossier, arrival.document, claims.values()),
                *self.undecided,
                *near_acts(self.acts),
            ),
            questions=tuple(question.ask for question in questions),
            already=arrival.already,
        )

    def with_links(self) -> tuple[dict[str, Claim], dict[str, Claim]]:
        """The new claims with what they contradict, the old ones with the parties that now grant or dispute them."""
        new, old = dict(self.claims), dict(self.dossier.claims)
        for match in self.matches.values():
            if match.kind in AGAINST:
                claim = new[match.claim]
                new[match.claim] = replace(claim, contradicts=tuple(dict.fromkeys((*claim.contradicts, *match.others))))
            if match.kind not in {MatchKind.upgraded, MatchKind.disputed} or not match.party:
                continue
            for other in match.others:
                claim = old[other]
                if match.party in (*claim.granted_by, *claim.disputed_by):
                    continue  # what stands there was somebody's decision
                if match.kind is MatchKind.upgraded:
                    old[other] = replace(claim, granted_by=(*claim.granted_by, match.party))
                else:
                    old[other] = replace(claim, disputed_by=(*claim.disputed_by, match.party))
        return new, old

    def file(self) -> DossierFile:
        dossier, arrival = self.dossier, self.arrival
        file = with_bases(dossier.file, self.bases)
        parties = dict(file.parties)
        for party, alias in arrival.aliases:
            parties[party] = parties[party].model_copy(update={"aliases": (*parties[party].aliases, alias)})
        for name in arrival.new_parties:
            entry = self.party(name)
            if entry is not None:
                parties[name] = entry
        preferences = dict(file.preferences)
        for party, statement in self.new_statements:
            preferences[party] = with_statement(preferences.get(party), statement)
        documents = dict(file.documents)
        if not arrival.known:
            documents[arrival.document.id] = self.document()
        return file.model_copy(
            update={
                "documents": documents,
                "parties": parties,
                "options": {**file.options, **self.new_options},
                "preferences": preferences,
            }
        )

    def document(self) -> DocumentEntry:
        text = self.arrival.document
        return DocumentEntry(
            file=text.file or f"accounts/{text.id}.txt",
            sha256=text.sha256,
            date=text.date,
            title=text.title,
            stated_source=text.stated_source,
            provenance=text.provenance,
            note=text.note,
        )

    def party(self, name: str) -> PartyEntry | None:
        """A new party rests on what is said by it and of it; without any of that it is not taken in."""
        held = [claim for position in self.arrival.positions if name in {position.party, position.performer} for claim in position.claims]
        said = [claim.id for claim in self.claims.values() if name in claim.speaker or name in claim.about]
        named = any(name in {position.party, position.performer} for position in self.arrival.positions)
        because = tuple(dict.fromkeys((*held, *said)))
        if not because and not named:
            return None
        party = self.arrival.parties[name]
        return PartyEntry(
            name=party.name, aliases=party.aliases, because=because, assumed=None if because else "named by a position without a claim"
        )

    def threats(self, file: DossierFile) -> dict[str, ThreatEntry]:
        names = names_of(file)
        found: dict[str, ThreatEntry] = {}
        for name, threat in self.parts.threats.items():
            act, when = renamed(threat.act, self.acts.formulas), renamed(threat.when, self.acts.formulas)
            there = [
                key
                for key, other in file.threats.items()
                if other.party == threat.party and _alike(names, threat.party, (act, other.act), (when, other.when))
            ]
            if there:
                continue
            data = {"party": threat.party, "act": act, "if": when, "because": threat.because, "text": threat.text}
            found[_free(name, {*file.threats, *found})] = ThreatEntry.model_validate(data)
        return found

    def questions(self, file: DossierFile) -> list[QuestionEntry]:
        known = {question.ask for question in file.questions}
        return [question for question in self.parts.questions if question.ask not in known]


def _alike(names: Names, party: str, *pairs: tuple[str, str]) -> bool:
    for one, other in pairs:
        first, second = expanded(one, party, names), expanded(other, party, names)
        if first is None or second is None or not equivalent(first, second):
            return False
    return True


def _citation(claims: set[str]) -> str | tuple[str, ...]:
    return next(iter(claims)) if len(claims) == 1 else tuple(sorted(claims))


def _free(name: str, taken: Iterable[str]) -> str:
    used, candidate, number = set(taken), name, 2
    while candidate in used:
        candidate, number = f"{name}-{number}", number + 1
    return candidate
