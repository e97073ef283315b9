"""The first dossier from what was read: everything proposed, nothing decided.

One option an act that somebody demands, refuses, offers or promises, controlled by whoever would perform it; limits, conditions, demands
and wants with the claims they rest on; orders that nobody stated left open; and the questions the accounts leave. What it never does:
turn an offer into a requirement, silence into a refusal, a limit on an own act into a demand on somebody else, or the author's advice into
a party's demand.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from detente.dossier.acts import Act, act_words, gather, is_agreement, slug, words_in_order
from detente.dossier.dossier import Dossier
from detente.dossier.schema import (
    AnyOrder,
    DocumentEntry,
    DossierFile,
    NamedFormula,
    OptionEntry,
    PartyEntry,
    PreferenceEntry,
    QuestionEntry,
    RankedEntry,
    StatementEntry,
    ThreatEntry,
)
from detente.evidence import Account, Claim, Modality, Party, Polarity, Position, Stance

__all__ = ["Parts", "draft", "parts_of"]

_NOT_DONE = "the account speaks of it as not done yet"
_BEING_DONE = "the account speaks of it as being done"
_CONNECTIVE = re.compile(
    r"^\s*(?:only |but |and )*(?:unless|if|once|until|when|provided(?: that)?|as long as|in exchange for|in return for)\s+", re.IGNORECASE
)
_UNLESS = re.compile(r"\s*(?:unless|until)\b", re.IGNORECASE)
_ENTERING = re.compile(r"^(?:accept|agree to|sign|begin|start|enter|conclude|join|ratify)\s+(?:(?:an?|the)\s+)?", re.IGNORECASE)
_ASKED = "the question is about this act, whoever speaks of it"
_CHOSEN = "named by the text, and chosen by the program until a person chooses"
_ORDER = "a firm word is not a firm ranking: limits, then conditions, then the rest in any order"


def draft(accounts: Sequence[Account], *, title: str | None = None) -> Dossier:
    """Draft a dossier from one or more accounts.

    Every claim and position keeps ``review: proposed``. Ids are prefixed with the document's where several accounts would clash.
    """
    accounts = _distinct(accounts)
    parties = _parties(accounts)
    positions = [position for account in accounts for position in account.positions]
    builder = _Builder(parties)
    for act in gather(positions):
        builder.add_option(act)
    for position in positions:
        builder.add_position(position)
    claims = {claim.id: claim for account in accounts for claim in account.claims}
    goals, order = builder.goals()
    dated = [account.document.date for account in accounts if account.document.date]
    file = DossierFile(
        detente=1,
        title=title or _title(accounts),
        as_of=max(dated) if dated else None,
        documents={account.document.id: _document(account) for account in accounts},
        parties={party.id: PartyEntry(name=party.name, aliases=party.aliases) for party in parties.values()},
        options={name: _asked(option) if name in goals else option for name, option in builder.options.items()},
        preferences={party: entry for party in parties if (entry := builder.preference(party)) is not None},
        goals={name: goals[name] for name in order},
        goals_chosen_by="program",
        threats=builder.threats,
        questions=tuple(sorted((*builder.questions, *_questions(accounts, claims, builder)), key=lambda one: builder.matters(one, goals))),
    )
    return Dossier(
        file=file,
        documents={account.document.id: replace(account.document, file=_place(account)) for account in accounts},
        claims={name: builder.about(claim) for name, claim in claims.items()},
        positions={position.id: position for position in positions},
    )


@dataclass(frozen=True)
class Parts:
    """What one account alone would put into a model, before any question is chosen; ``wordings`` are its acts as the account words them.

    ``in_condition`` names the options that are met only as what something else depends on.
    """

    options: Mapping[str, OptionEntry]
    wordings: Mapping[str, str]
    in_condition: frozenset[str]
    statements: Mapping[str, tuple[StatementEntry, ...]]
    threats: Mapping[str, ThreatEntry]
    questions: tuple[QuestionEntry, ...]
    claims: Mapping[str, Claim]


def parts_of(account: Account, parties: Mapping[str, Party]) -> Parts:
    """Draft the account for a dossier that has these parties: its claims with what they are about, and the parts that rest on them."""
    builder = _Builder(parties)
    for act in gather(account.positions):
        builder.add_option(act)
    named = frozenset(builder.options)
    for position in account.positions:
        builder.add_position(position)
    return Parts(
        builder.options,
        {name: act.wording for name, act in builder.acts.items()},
        frozenset(builder.options) - named,
        {party: tuple(said) for party, said in builder.statements.items()},
        builder.threats,
        tuple(builder.questions),
        {claim.id: builder.about(claim) for claim in account.claims},
    )


def _distinct(accounts: Sequence[Account]) -> list[Account]:
    """Give documents, claims and positions ids that do not clash."""
    if len(accounts) == 1:
        return list(accounts)
    result, taken = [], set[str]()
    for account in accounts:
        name = slug([account.document.id], taken)
        taken.add(name)
        claim_ids = {claim.id: f"{name}-{claim.id}" for claim in account.claims}
        claims = tuple(
            replace(
                claim,
                id=claim_ids[claim.id],
                document=name,
                contradicts=tuple(claim_ids.get(other, other) for other in claim.contradicts),
                cites=tuple(claim_ids.get(other, other) for other in claim.cites),
            )
            for claim in account.claims
        )
        positions = tuple(
            replace(p, id=f"{name}-{p.id}", document=name, claims=tuple(claim_ids.get(c, c) for c in p.claims)) for p in account.positions
        )
        result.append(replace(account, document=replace(account.document, id=name), claims=claims, positions=positions))
    return result


def _parties(accounts: Sequence[Account]) -> dict[str, Party]:
    found: dict[str, Party] = {}
    for account in accounts:
        for party in account.parties:
            known = found.get(party.id)
            aliases = dict.fromkeys((*known.aliases, party.name, *party.aliases) if known else party.aliases)
            aliases.pop(known.name if known else party.name, None)
            found[party.id] = Party(party.id, known.name if known else party.name, tuple(aliases))
    return found


def _title(accounts: Sequence[Account]) -> str:
    first = accounts[0].document
    stem = Path(first.file).stem if first.file else first.id
    return (first.title or stem.replace("-", " ").replace("_", " ")) + (f" and {len(accounts) - 1} more" if len(accounts) > 1 else "")


def _place(account: Account) -> str:
    return f"accounts/{account.document.id}.txt"


def _document(account: Account) -> DocumentEntry:
    document = account.document
    return DocumentEntry(
        file=_place(account),
        sha256=document.sha256,
        date=document.date,
        title=document.title,
        stated_source=document.stated_source,
        provenance=document.provenance,
        note="; ".join(dict.fromkeys(filter(None, (document.note, *account.notes))))[:4000],
    )


def _asked(option: OptionEntry) -> OptionEntry:
    """An act that a goal asks about stands whichever statements are set aside: without it there would be no question."""
    return option.model_copy(update={"because": (), "assumed": _ASKED})


@dataclass
class _Builder:
    parties: Mapping[str, Party]
    acts: dict[str, Act] = field(default_factory=dict)
    options: dict[str, OptionEntry] = field(default_factory=dict)
    statements: dict[str, list[StatementEntry]] = field(default_factory=dict)
    threats: dict[str, ThreatEntry] = field(default_factory=dict)
    questions: list[QuestionEntry] = field(default_factory=list)
    option_of: dict[str, str] = field(default_factory=dict)
    turned: frozenset[str] = frozenset()

    def add_option(self, act: Act) -> str | None:
        """An option for the act, unless nobody is named who would perform it."""
        performers = [party for party in act.performers if party in self.parties]
        holders = [position.party for position in act.positions if position.party in self.parties]
        claims = tuple(dict.fromkeys(claim for position in act.positions for claim in position.claims))
        if not performers:
            ask = f"Who would have to {act.wording}? The account does not say."
            self.questions.append(QuestionEntry(ask=ask, to=tuple(dict.fromkeys(holders)), about=claims))
            return None
        name = slug(words_in_order(act.wording), {*self.options, *self.parties})
        said = [p for p in act.positions if p.stance in (Stance.offer, Stance.commitment) and p.id not in act.turned]
        offered = [position.party for position in said if position.party in self.parties]
        self.options[name] = OptionEntry(
            party=performers[0] if len(performers) == 1 else None,
            parties=tuple(performers) if len(performers) > 1 else (),
            text=act.wording,
            now="yes" if _under_way(act) else "no",
            now_assumed=_BEING_DONE if _under_way(act) else _NOT_DONE,
            issue=act.issue,
            offered_by=tuple(dict.fromkeys(offered)),
            because=claims,
            assumed=None if claims else "named in a condition",
        )
        self.acts[name] = act
        self.turned |= act.turned
        for position in act.positions:
            self.option_of[position.id] = name
        return name

    def add_position(self, position: Position) -> None:
        """What the position says about its option, in its party's ranking."""
        name = self.option_of.get(position.id)
        if name is None or position.party not in self.parties:
            return
        for_it = (position.polarity is Polarity.for_) != (position.id in self.turned)
        wanted = name if for_it else f"not {name}"
        if position.stance is Stance.threat:
            self._threat(position, name)
        elif position.stance is Stance.red_line and self._own(position, name):
            self._say(position, "limit", wanted)
        elif position.condition:
            self._conditional(position, name, wanted)
        elif position.stance in (Stance.offer, Stance.commitment, Stance.support):
            self._say(position, "want", wanted)
        else:
            self._say(position, "demand", wanted)

    def _own(self, position: Position, name: str) -> bool:
        option = self.options[name]
        return position.party == option.party or position.party in option.parties

    def _conditional(self, position: Position, name: str, wanted: str) -> None:
        """A precondition asks for the act first; any other stance with a condition makes its own act wait for the condition."""
        other = self._option_for(position.condition or "", position)
        if other is None or other == name:
            ask = f"{self.parties[position.party].name}: what exactly is tied to {position.condition!r}, and for which stage?"
            self.questions.append(QuestionEntry(ask=ask, to=(position.party,), about=position.claims))
            if position.stance is not Stance.precondition:
                self._say(position, "want" if position.stance in (Stance.offer, Stance.support, Stance.commitment) else "demand", wanted)
        elif position.stance in (Stance.precondition, Stance.demand):
            self._join(other, position.party)
            self._say(position, "condition", f"{other} only if {wanted}")
        else:
            self._say(position, "condition", f"{'not ' if position.id in self.turned else ''}{name} only if {other}")

    def _join(self, name: str, party: str) -> None:
        """Whoever ties an agreement to a condition is one of those who would have to agree."""
        act = self.acts[name]
        if is_agreement(act.wording) and party not in act.performers:
            self.acts[name] = replace(act, performers=(*act.performers, party))
            self.options[name] = self.options[name].model_copy(update={"party": None, "parties": (*act.performers, party)})

    def _threat(self, position: Position, name: str) -> None:
        trigger = self._option_for(position.condition, position) if position.condition else None
        if trigger is None:
            self.questions.append(
                QuestionEntry(
                    ask=f"What would make {self.parties[position.party].name} {position.act}?", to=(position.party,), about=position.claims
                )
            )
            return
        when = f"not {trigger}" if _UNLESS.match(position.condition or "") else trigger
        self.threats[slug(["threat", name], self.threats)] = ThreatEntry.model_validate(
            {"party": position.party, "act": name, "if": when, "because": position.claims}
        )

    def _option_for(self, wording: str, position: Position) -> str | None:
        """The option that a condition speaks of: the one whose words it shares most; else a new one if it names who would act."""
        wording = _CONNECTIVE.sub("", wording)
        words = act_words(wording)
        scored = [(len(words & act.words) / len(act.words), -index, name) for index, (name, act) in enumerate(self.acts.items())]
        best = max((score for score in scored if score[2] != self.option_of.get(position.id)), default=None)
        if best is not None and best[0] >= 0.6:
            return best[2]
        named = [party.id for party in self.parties.values() if _mentions(wording, party)]
        if is_agreement(wording) and position.party not in named:
            named.append(position.party)
        if not named and position.stance is Stance.precondition:
            named.append(position.party)  # whoever sets a condition sets it on an act of its own
        if not named:
            return None
        performers = tuple(named) if is_agreement(wording) else (named[0],)
        return self.add_option(Act(wording, words, performers, (replace(position, id=f"{position.id}.condition"),)))

    def _say(self, position: Position, kind: str, formula: str) -> None:
        said = self.statements.setdefault(position.party, [])
        for index, statement in enumerate(said):
            if statement.kind == kind and statement.formula == formula:
                said[index] = statement.model_copy(update={"because": tuple(dict.fromkeys((*statement.because, *position.claims)))})
                return
        assumed = None if position.claims else "read without a claim"
        said.append(StatementEntry.model_validate({kind: formula, "because": position.claims, "assumed": assumed}))

    def about(self, claim: Claim) -> Claim:
        """The claim with the parties that its words name and the acts that they spell out, where the reader did not say."""
        if claim.about or not claim.quote:
            return claim
        words = act_words(claim.quote)
        named = [party.id for party in self.parties.values() if _mentions(claim.quote, _without_adjectives(party))]
        spelled = [name for name, act in self.acts.items() if act.words <= words]
        return replace(claim, about=(*named, *spelled))

    def preference(self, party: str) -> PreferenceEntry | None:
        """Limits, then conditions, then everything else in any order; ``unknown`` for a party that acts but was given no position."""
        said = self.statements.get(party, [])
        if not said:
            acts = any(party == option.party or party in option.parties for option in self.options.values())
            return "unknown" if acts else None
        ranked: list[StatementEntry | AnyOrder] = []
        for kinds in (("limit",), ("condition",), ("demand", "want")):
            tier = [statement for statement in said if statement.kind in kinds]
            ranked += tier if len(tier) < 2 else [AnyOrder(any_order=tuple(tier))]
        return RankedEntry(statements=tuple(ranked), order_assumed=_ORDER) if len(said) > 1 else tuple(ranked)

    def matters(self, question: QuestionEntry, goals: Collection[str]) -> int:
        """What to ask first: what bears on a goal's act or on what it is tied to, then whoever would have to do it, then the rest."""
        said = [statement for statements in self.statements.values() for statement in statements]
        tied = {claim for one in said if any(re.search(rf"\b{re.escape(goal)}\b", one.formula) for goal in goals) for claim in one.because}
        tied |= {claim for goal in goals for position in self.acts[goal].positions for claim in position.claims}
        movers = {party for goal in goals for party in self.acts[goal].performers}
        if tied & set(question.about):
            return 0
        return 1 if movers & set(question.to) else 2

    def goals(self) -> tuple[dict[str, NamedFormula], list[str]]:
        """The agreements that the text names, the most contested last; without any, what somebody holds back, or what is disputed.

        What its own performer rules out for good is nobody's goal.
        """
        said = [statement for statements in self.statements.values() for statement in statements]
        ruled_out = {statement.formula for statement in said if statement.kind == "limit"}
        wanted = {name for name, act in self.acts.items() if any(position.polarity is Polarity.for_ for position in act.positions)}
        open_ones = [name for name in self.acts if f"not {name}" not in ruled_out]
        named = [name for name in open_ones if is_agreement(self.acts[name].wording)]
        named = named or [name for name in open_ones if any(f"{name} only if" in statement.formula for statement in said)]
        named = named or [name for name in open_ones if {name, f"not {name}"} <= {statement.formula for statement in said}]
        named = named or [name for name in open_ones if name in wanted][:1]
        tied = {name: sum(f"{name} only if" in statement.formula for statement in said) for name in named}
        order = sorted(named, key=lambda name: (tied[name], len(self.acts[name].positions), -named.index(name)))
        texts = {name: _ENTERING.sub("", self.acts[name].wording) for name in named}
        return {name: NamedFormula(formula=name, text=texts[name], assumed=_CHOSEN) for name in named}, order


def _under_way(act: Act) -> bool:
    """Whether every word on the act is its own performer backing it: a step it is reported to be taking."""
    backed = all(position.stance is Stance.support and position.party == position.performer for position in act.positions)
    return backed and not act.turned


def _without_adjectives(party: Party) -> Party:
    """*Ukrainian* in a sentence says whose army it is, not that the sentence is about Ukraine."""
    stem = party.name[: max(4, len(party.name) - 3)]
    return replace(party, aliases=tuple(alias for alias in party.aliases if " " in alias or not alias.startswith(stem)))


def _mentions(text: str, party: Party) -> bool:
    names = "|".join(re.escape(name) for name in (party.name, *party.aliases))
    return re.search(rf"(?<!\w)(?:{names})(?!\w)", text, re.IGNORECASE) is not None


def _questions(accounts: Sequence[Account], claims: Mapping[str, Claim], builder: _Builder) -> list[QuestionEntry]:
    asked = []
    for account in accounts:
        document = account.document
        source = f"its source line says {document.stated_source!r}" if document.stated_source else "it names no source"
        asked.append(QuestionEntry(ask=f"Where does {document.id} come from? {source[0].upper()}{source[1:]}, unverified."))
    asked += [
        QuestionEntry(ask=f"What does {party.name} want? The account gives it acts but no position.", to=(party.id,))
        for party in builder.parties.values()
        if builder.preference(party.id) == "unknown"
    ]
    asked += [
        QuestionEntry(ask=f"Not reported, so unknown: {claim.says}", to=claim.about, about=(claim.id,))
        for claim in claims.values()
        if claim.modality is Modality.absence
    ]
    return asked
