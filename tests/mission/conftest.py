"""A row's test runs on the bundled dossier, and again with each of the row's parts taken out: then it must fail.

``@pytest.mark.row("options.aid_halt", "o-aid-frozen")`` names the parts: an element's id, a claim's id, or ``questions@claim`` for the
open question that mentions the claim. What mentions a part that is gone goes with it, as it would for a person who deletes it.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Generator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pytest
from pydantic import BaseModel

from detente.analysis.board import Boards, held_acts
from detente.analysis.conclusions import Conclusion, conclusions
from detente.analysis.delta import Delta, between
from detente.analysis.dilemmas import Dilemmas, dilemmas
from detente.analysis.mirror import MirrorRow, mirror
from detente.analysis.scenarios import Scenarios, scenarios
from detente.analysis.standstill import Standstill, standstill
from detente.cases.accounts import example_path
from detente.dossier.basis import Element
from detente.dossier.dossier import Dossier
from detente.dossier.files import load
from detente.dossier.model import Model, model
from detente.dossier.references import formula_names, formulas, mentions
from detente.dossier.schema import AgendaEntry, DossierFile
from detente.errors import DetenteError
from detente.evidence import Modality, Voice
from detente.graphmodel.preferences import Prioritization, Statement
from detente.graphmodel.statements import And, Name, parse
from detente.impasse.ambiguity import Ambiguity, ambiguities
from detente.impasse.conjuncts import Weighing, necessary_conditions, weigh
from detente.impasse.journey import Journey, find_path
from detente.impasse.limits import reasons
from detente.impasse.side_payments import SidePayment, side_payments
from detente.impasse.variants import always_changed
from detente.impasse.verdict import deal_possible
from detente.impasse.ways import Need, needs
from detente.reading.cues import cue_class
from detente.worlds.audit import Audit, audit
from detente.worlds.delta import together
from detente.worlds.hinges import hinges
from detente.worlds.policies import PolicyKind, policy_table
from detente.worlds.reach import rivals

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Ask:
    """Questions to one dossier, in the words of the rows."""

    dossier: Dossier

    def voice(self, claim: str) -> Voice:
        return self.dossier.voice(claim)

    def chain(self, claim: str) -> tuple[str, ...]:
        return self.dossier.claim(claim).speaker

    def element(self, identity: str) -> Element:
        return self.dossier.element_by_id[identity]

    def carried_by(self, claim: str) -> set[str]:
        """The elements that mention the claim."""
        self.dossier.claim(claim)
        return {element.id for element in self.dossier.elements if claim in element.basis.claims}

    def model(self, *, without: Collection[str] = (), **how: Any) -> Model:
        """The model that all claims but ``without`` license."""
        return model(self.dossier, accepted=self.dossier.standing - set(without), **how)

    def stands(self, element: str, *, without: Collection[str] = ()) -> bool:
        return element in self.model(without=without).standing

    def statement(self, identity: str, **how: Any) -> Statement:
        """A statement as the model has it; LookupError if it does not stand."""
        for preference in self.model(**how).option_form.preferences.values():
            for statement in preference.statements if isinstance(preference, Prioritization) else ():
                if statement.id == identity:
                    return statement
        raise LookupError(identity)

    def holds(self, identity: str, *yes: str, **how: Any) -> bool:
        """Whether a statement is true where exactly the options ``yes`` are."""
        formula = self.statement(identity, **how).formula
        return bool(formula.evaluate({name: name in yes for name in formula.names()}))

    def naming(self, *bits: str) -> set[str]:
        """The statements that speak of an option's bits, whoever makes them."""
        return {
            statement.id
            for preference in self.model().option_form.preferences.values()
            for statement in (preference.statements if isinstance(preference, Prioritization) else ())
            if set(bits) & set(statement.formula.names())
        }

    def blocks(self, goal: str, *, stated: bool = True, without: Collection[str] = (), **how: Any) -> set[frozenset[str]]:
        """The minimal reasons why there is no deal."""
        found = self.model(without=without, **how)
        return {reason.elements for reason in reasons(found, found.goals[goal], stated=stated).reasons}

    def way(self, goal: str, *, without: Collection[str] = (), agenda: Sequence[tuple[str, str]] | None = None) -> Journey:
        """How one would get to ``goal``, a name or a formula; in another order than the one proposed, where one is given."""
        dossier = self.dossier
        if agenda is not None:
            entries = tuple(AgendaEntry(first=first, then=then, assumed="asked") for first, then in agenda)
            dossier = replace(dossier, file=dossier.file.model_copy(update={"agenda": entries}))
        return find_path(dossier, goal=goal, accepted=dossier.standing - set(without))

    def blocks_of(self, formula: str, *, without: Collection[str] = ()) -> set[frozenset[str]]:
        """As :meth:`blocks`, of a formula that is no goal, as stated. LookupError where it names what is not there."""
        found, wanted = self.model(without=without), parse(formula)
        bits = {
            name: And(tuple(Name(bit) for bit in found.option_form.option_names if bit.startswith(f"{name}."))) for name in wanted.names()
        }
        wanted = wanted.substitute({name: joint for name, joint in bits.items() if joint.parts})
        if not set(wanted.names()) <= set(found.option_form.option_names):
            raise LookupError(formula)
        return {reason.elements for reason in reasons(found, wanted, stated=True).reasons}

    @property
    def boards(self) -> Boards:
        """The situations that dilemmas are asked on."""
        return Boards(frozenset(held_acts(self.model())))

    def dilemmas(self) -> Dilemmas:
        """No good choice for every party alike, and the threats."""
        return dilemmas(self.dossier, self.model(), self.boards)

    def concluded(self, name: str, *, readings: int = 4) -> Conclusion:
        """A conclusion of the texts, tested. LookupError where it does not stand."""
        told = conclusions(self.dossier, self.model(), self.dilemmas(), self.boards, names=[name], readings=readings)
        return {found.name: found for found in told}[name]

    def supposing(self) -> Scenarios:
        """The answers with circumstances, doubtful parties and readings of two as one supposed otherwise."""
        return scenarios(self.dossier, self.model(), held=self.boards.held)

    def no_deal(self) -> Standstill:
        """What now is to each party."""
        return standstill(self.dossier, self.model(), self.boards)

    def mirrored(self) -> tuple[MirrorRow, ...]:
        """What is inferred of each party alone set aside, by one rule for all."""
        found = self.model()
        return mirror(self.dossier, found, {name: reasons(found, goal, stated=True) for name, goal in found.goals.items()})

    def possible(self, goal: str, *, stated: bool = True, without: Collection[str] = ()) -> bool:
        return deal_possible(self.dossier, goal, stated=stated)(self.dossier.standing - set(without))

    def need(self, goal: str, element: str, *, without: Collection[str] = ()) -> Need:
        """What a statement takes, and every way to meet it. Raises LookupError where it takes nothing that anybody refuses."""
        found = self.model(without=without)
        told = {need.element: need for need in needs(self.dossier, found, found.goals[goal])}
        return told[element]

    def ambiguous(self, goal: str) -> tuple[Ambiguity, ...]:
        """The words that parties read in several ways."""
        return ambiguities(self.dossier, goal)

    def side_payment(self, goal: str, option: str, *, stated: bool = False) -> SidePayment:
        """What an act from another arena could buy. Raises LookupError where it is none."""
        found = self.model()
        return {one.option: one for one in side_payments(self.dossier, found, found.goals[goal], stated=stated)}[option]

    def weigh(self, conclusion: str) -> Weighing:
        """A necessary condition on record, part by part. Raises LookupError where it is none."""
        found = self.model()
        conditions = {name: (outcome, parts) for name, outcome, parts in necessary_conditions(found)}
        return weigh(found, conclusion, *conditions[conclusion])

    def audit(self) -> Audit:
        """The voices of the accounts, counted."""
        return audit(self.dossier, cue_class=lambda words: getattr(cue_class(words), "value", ""))

    def by_policy(self, element: str) -> dict[PolicyKind, bool | None]:
        """Whether an element stands, by whose statements count; of several rows of a kind, whether it does under any."""
        rows = policy_table(self.dossier, lambda claims: element in model(self.dossier, accepted=claims).standing)
        return {kind: any(row.holds for row in rows if row.policy.kind is kind) for kind in PolicyKind}

    def idle(self, claims: Collection[str], *, stated: bool = True) -> set[str]:
        """Those of ``claims`` that, varied together, change the answer of no goal."""
        found = [hinges(self.dossier, deal_possible(self.dossier, goal, stated=stated), vary=claims) for goal in self.model().goals]
        assert all(one.complete for one in found)
        return set(claims).intersection(*(one.idle for one in found))

    def contested(self) -> set[str]:
        """The claims that contradict another, or that the text itself only alleges."""
        here = {name: claim for name, claim in self.dossier.claims.items() if name in self.dossier.standing}
        pairs = {(name, other) for name, claim in here.items() for other in claim.contradicts if other in here}
        return {name for pair in pairs for name in pair} | {name for name, claim in here.items() if claim.modality is Modality.alleged}

    def always_changed(self, goal: str) -> tuple[str, ...]:
        """What every deal at the limits sets otherwise than now."""
        found = self.model()
        return always_changed(found.option_form, found.goals[goal])

    def possible_with(self, goal: str, formula: str, *, stated: bool = False) -> bool:
        """Whether a deal exists in which the formula holds; LookupError where it names what is not there."""
        found, wanted = self.model(), parse(formula)
        if not set(wanted.names()) <= set(found.option_form.option_names):
            raise LookupError(formula)
        return not reasons(found, And((found.goals[goal], wanted)), stated=stated, at_most=1).blocked

    def as_of(self, date: datetime.date) -> Ask:
        """The same dossier, read on another day."""
        return Ask(replace(self.dossier, file=self.dossier.file.model_copy(update={"as_of": date})))

    def changed(self, later: datetime.date) -> Delta:
        """What the days since this dossier's own changed."""
        assert self.dossier.file.as_of is not None
        return between(self.dossier, self.dossier.file.as_of, later, bound=16, most=64)

    def told_otherwise(self, claim: str) -> dict[str, tuple[str, ...]]:
        """The claims that contradict one, each with who says it."""
        against = rivals(self.dossier)
        return {other: self.chain(other) for other in sorted(against[claim])}

    def changes_an_answer(self, claim: str) -> set[str]:
        """The goals whose answer differs with the claim taken in place of what contradicts it, and with that in its place."""
        others = self.told_otherwise(claim)
        mine = together(self.dossier, preferred=[claim])
        theirs = together(self.dossier, preferred=others)
        return {
            goal
            for goal in self.model().goals
            for stated in (False, True)
            if deal_possible(self.dossier, goal, stated=stated)(mine) != deal_possible(self.dossier, goal, stated=stated)(theirs)
        }

    def open_questions(self, claim: str) -> list[Any]:
        """What is asked because of, or about, a claim."""
        self.dossier.claim(claim)
        return [entry for entry in self.dossier.file.questions if claim in (*entry.because, *entry.about)]


@pytest.fixture(scope="session")
def whole() -> Dossier:
    return load(example_path("ceasefire-2025"))


@pytest.fixture
def dossier(whole: Dossier, request: pytest.FixtureRequest) -> Dossier:
    part = getattr(request, "param", None)
    return without_part(whole, part) if part else whole


@pytest.fixture
def ask(dossier: Dossier) -> Ask:
    return Ask(dossier)


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "row(*parts): a row of the yardstick; the test must fail when any of its parts is taken out")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    mark = metafunc.definition.get_closest_marker("row")
    if mark:
        ids = ["as written", *(f"without {part}" for part in mark.args)]
        metafunc.parametrize("dossier", [None, *mark.args], indirect=True, ids=ids)


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> Generator[None, object, object]:
    part = pyfuncitem.callspec.params.get("dossier") if hasattr(pyfuncitem, "callspec") else None
    if not part:
        return (yield)
    try:
        yield
    except (AssertionError, DetenteError, LookupError):
        return True
    pytest.fail(f"the row does not notice that {part!r} is gone", pytrace=False)


def without_part(dossier: Dossier, part: str) -> Dossier:
    """The dossier with one part taken out, and what mentions it. Raises LookupError for a part that is not there."""
    if part in dossier.claims:
        return replace(dossier, claims={name: claim for name, claim in dossier.claims.items() if name != part})
    data = _plain(dossier.file.model_dump(by_alias=True, exclude_defaults=True))
    _remove(data, _place(dossier.file, part))
    while True:
        file = DossierFile.model_validate(data)
        orphan = _orphan(file, dossier)
        if orphan is None:
            return replace(dossier, file=file)
        _remove(data, orphan)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    return [_plain(inner) for inner in value] if isinstance(value, list | tuple) else value


def _place(file: DossierFile, part: str) -> Path:
    """Where an element stands in the file."""
    if part.startswith("questions@"):
        claim = part.partition("@")[2]
        return ("questions", next(i for i, entry in enumerate(file.questions) if claim in (*entry.because, *entry.about)))
    for written in formulas(file):
        at = written.path[:-1]
        entry: Any = file
        for key in at:
            entry = getattr(entry, str(key), None) if isinstance(entry, BaseModel) else entry[key]
        if getattr(entry, "id", None) == part:
            return at
    section, _, name = part.partition(".")
    entries = getattr(file, section)
    if isinstance(entries, dict):
        if name not in entries:
            raise LookupError(part)
        return (section, name)
    return (section, range(len(entries))[int(name)])


def _orphan(file: DossierFile, dossier: Dossier) -> Path | None:
    """Something that mentions what is no longer there: the entry for a formula, the bare mention for a list item."""
    known = formula_names(file)
    for written in formulas(file):
        if not set(parse(written.text).names()) <= known:
            named = written.path[0] in {"outcomes", "goals", "references"} and len(written.path) == 2
            return written.path if named or "readings" in written.path else written.path[:-1]
    for mention in mentions(file, dossier.claims, {}):
        if mention.kind != "claim" and mention.path[0] != "claims" and mention.name not in mention.known:
            bare = isinstance(mention.path[-1], int) or mention.path[-1] == "variant_of" or mention.path[0] == "preferences"
            return mention.path if bare else mention.path[:-1]
    return None


def _remove(data: Any, path: Path) -> None:
    holder = data
    for key in path[:-1]:
        holder = holder[key]
    del holder[path[-1]]
    if path[-2:-1] == ("any_order",) and not holder:  # a tier cannot be empty
        _remove(data, path[:-2])
