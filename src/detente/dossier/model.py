"""From a dossier and a set of accepted claims to the conflict they license: M(w).

An element stands if one of its bases lies within the accepted claims. A fallen option is frozen at ``now``; a fallen or switched-off
party's options freeze and it is no decision maker; a fallen statement is dropped, and a party that loses its last becomes unknown; a fallen
``now`` becomes unknown; a fallen circumstance becomes unknown. What the accounts leave open stays open.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from detente.dossier.dossier import Dossier, statement_paths, statement_tiers
from detente.dossier.names import Names, bits_of
from detente.dossier.schema import DossierFile, NamedFormula, OptionEntry, RankedEntry
from detente.errors import DossierError, UnknownName
from detente.graphmodel.conflict import Conflict, ListedConflict, Rule
from detente.graphmodel.options import Option
from detente.graphmodel.preferences import Kind, Preference, Prioritization, Ranking, Rest, Statement, Unknown
from detente.graphmodel.statements import And, Formula, Name, Not

__all__ = ["Model", "model"]

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Model:
    """What a set of accepted claims licenses.

    ``conflict`` has one option a bit; statement and rule ids are element ids of the dossier (structure rules have the id ``""``).
    ``open_circumstances`` were left unknown and read as *no* here; pass ``circumstances`` to :func:`model` to set them.
    """

    conflict: Conflict | ListedConflict
    goals: Mapping[str, Formula] = field(default_factory=dict)
    references: Mapping[str, Formula] = field(default_factory=dict)
    conclusions: Mapping[str, Formula] = field(default_factory=dict)
    threats: Mapping[str, tuple[str, Formula, Formula]] = field(default_factory=dict)
    agenda: tuple[tuple[Formula, Formula], ...] = ()
    attitudes: Mapping[tuple[str, str], str] = field(default_factory=dict)
    standing: frozenset[str] = frozenset()
    open_circumstances: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def option_form(self) -> Conflict:
        """The conflict, where it is in option form; raises :class:`~detente.errors.DossierError` for listed states."""
        if isinstance(self.conflict, Conflict):
            return self.conflict
        raise DossierError(
            f"{self.conflict.title!r} lists its states, so it has no options to make a package of",
            cure="write the conflict with options, or ask only where it comes to rest",
        )


def model(
    dossier: Dossier,
    *,
    accepted: AbstractSet[str] | None = None,
    standing: AbstractSet[str] | None = None,
    without: AbstractSet[str] = frozenset(),
    circumstances: Mapping[str, bool] | None = None,
    apply_merges: bool | None = None,
    as_of: datetime.date | None = None,
    names: Names | None = None,
) -> Model:
    """The model that ``accepted`` claims license (default: every claim nobody rejected).

    ``standing`` names the elements that stand, whatever was accepted. ``without`` switches parties off. ``circumstances`` sets what nobody
    controls. ``apply_merges`` overrides each merge's own ``apply``. ``as_of`` overrides the file's date for option windows. ``names``: what
    :func:`~detente.dossier.names.names_of` gives, for whoever asks for many models of one file. Raises
    :class:`~detente.errors.DossierError`, :class:`~detente.errors.FormulaError` and :class:`~detente.errors.UnknownName`, each with the
    path of the culprit in the file.
    """
    file = dossier.file
    if file.states:
        held = {(entry.party, entry.to): str(entry.wishes) for entry in file.attitudes}
        return Model(_listed(file), attitudes=held, standing=frozenset(element.id for element in dossier.elements))
    claims = dossier.standing if accepted is None else accepted
    licensed = (element.id for element in dossier.elements if element.basis.stands(claims))
    return _Compiler(
        dossier,
        standing=frozenset(licensed if standing is None else standing),
        without=without,
        circumstances=circumstances or {},
        apply_merges=apply_merges,
        as_of=as_of or file.as_of,
        names=names or dossier.names,
    ).model()


def _listed(file: DossierFile) -> ListedConflict:
    return ListedConflict(
        states=file.states,
        moves=file.moves,
        ranking={maker: _ranking(classes) for maker, classes in file.ranking.items()},
        title=file.title,
        now=file.now,
    )


def _ranking(classes: Sequence[str | tuple[str, ...]]) -> Ranking:
    ties: list[tuple[str, ...]] = []
    gaps: list[int] = []
    for entry in classes:
        if isinstance(entry, str):  # ">>", the only word that the schema lets through
            gaps.append(len(ties) - 1)
        else:
            ties.append(entry)
    return Ranking(tuple(ties), tuple(gaps))


def _written(entry: str | NamedFormula, path: Path) -> tuple[str, Path]:
    return (entry.formula, (*path, "formula")) if isinstance(entry, NamedFormula) else (entry, path)


class _Compiler:
    def __init__(
        self,
        dossier: Dossier,
        *,
        standing: frozenset[str],
        without: AbstractSet[str],
        circumstances: Mapping[str, bool],
        apply_merges: bool | None,
        as_of: datetime.date | None,
        names: Names,
    ) -> None:
        self.dossier = dossier
        self.file = file = dossier.file
        self.standing = standing
        self.as_of = as_of
        self.notes: list[str] = []
        self.names = names
        for name in without:
            self.known_party(name, ("parties",))
        self.off = {name for name in file.parties if name in without or f"parties.{name}" not in standing}
        self.principal = {
            merge.agent: merge.principal
            for index, merge in enumerate(file.merge)
            if (merge.apply if apply_merges is None else apply_merges) and f"merge.{index}" in standing and merge.principal not in self.off
        }
        self.settings, self.open = self.circumstance_settings(circumstances)

    def circumstance_settings(self, given: Mapping[str, bool]) -> tuple[dict[str, bool], tuple[str, ...]]:
        settings, open_ones = {}, []
        for name, entry in self.file.circumstances.items():
            known = {"yes": True, "no": False}.get(entry.now) if f"circumstances.{name}" in self.standing else None
            value = given.get(name, known)
            if value is None:
                open_ones.append(name)
            settings[name] = bool(value)
        for name in given:
            if name not in settings:
                raise UnknownName("circumstance", name, settings, owner=self.file.title)
        return settings, tuple(open_ones)

    def known_party(self, name: str, path: Path) -> str:
        if name not in self.file.parties:
            error = UnknownName("party", name, self.file.parties)
            error.path = path
            raise error
        return name

    def formula(self, text: str, path: Path, party: str | None = None) -> Formula:
        return self.names.settled(text, path, party=party, settings=self.settings)

    def model(self) -> Model:
        file = self.file
        options, now = self.options()
        preferences = {party: self.preference(party) for party in file.preferences if not self.silent(party)}
        makers = [p for p in file.parties if not self.silent(p) and (p in preferences or any(o.decision_maker == p for o in options))]
        conflict = Conflict(
            options=tuple(options),
            decision_makers=tuple(makers),
            preferences=preferences,
            rules=(*self.level_rules(), *self.rules()),
            now=now,
            title=file.title,
        )
        return Model(
            conflict,
            goals=self.named("goals", file.goals or ({"goal": file.goal} if file.goal else {})),
            references=self.named("references", file.references),
            conclusions={
                name: self.formula(entry.formula, ("conclusions", name, "formula"))
                for name, entry in file.conclusions.items()
                if entry.formula and f"conclusions.{name}" in self.standing
            },
            threats=self.threats(),
            attitudes=self.attitudes(frozenset(makers)),
            agenda=tuple(
                (self.formula(step.first, ("agenda", index, "first")), self.formula(step.then, ("agenda", index, "then")))
                for index, step in enumerate(file.agenda)
                if f"agenda.{index}" in self.standing
            ),
            standing=self.standing,
            open_circumstances=self.open,
            notes=tuple(self.notes),
        )

    def silent(self, party: str) -> bool:
        """Switched off, fallen, or spoken for by its principal."""
        return party in self.off or party in self.principal

    def options(self) -> tuple[list[Option], dict[str, bool | None]]:
        options: list[Option] = []
        now: dict[str, bool | None] = {}
        for name, entry in self.file.options.items():
            if entry.party is not None:
                self.known_party(entry.party, ("options", name, "party"))
            for index, controller in enumerate(entry.parties):
                self.known_party(controller, ("options", name, "parties", index))
            now_stands = not entry.now_because or f"now.{name}" in self.standing
            for bit in bits_of(name, entry):
                setting = bit.now if now_stands else None
                frozen = self.frozen(name, entry, bit.party)
                if frozen and setting is None:
                    self.notes.append(f"{bit.name} cannot move and its setting is unknown: read as no")
                now[bit.name] = bool(setting) if frozen else setting
                options.append(
                    Option(
                        bit.name,
                        self.principal.get(bit.party, bit.party),
                        text=entry.text or name,
                        one_way=entry.one_way,
                        no_return=entry.no_return,
                        frozen=bool(setting) if frozen else None,
                    )
                )
        return options, now

    def frozen(self, name: str, entry: OptionEntry, party: str) -> bool:
        if party in self.off or f"options.{name}" not in self.standing:
            return True
        if self.as_of is None:
            return False
        early = entry.from_ is not None and self.as_of < entry.from_
        late = entry.until is not None and self.as_of > entry.until
        return early or late

    def level_rules(self) -> list[Rule]:
        rules = []
        for name, entry in self.file.options.items():
            bits = bits_of(name, entry) if entry.levels else ()
            rules += [Rule(And((Name(a.name), Name(b.name)))) for i, a in enumerate(bits) for b in bits[i + 1 :]]
        return rules

    def rules(self) -> list[Rule]:
        rules = []
        for index, entry in enumerate(self.file.rules):
            identity = entry.id or f"rules.{index}"
            if identity not in self.standing:
                continue
            key = "never" if entry.never else "always"
            formula = self.formula(entry.never or entry.always or "", ("rules", index, key))
            rules.append(Rule(formula if entry.never else Not(formula), identity, entry.text))
        return rules

    def preference(self, party: str) -> Preference:
        self.known_party(party, ("preferences", party))
        entry = self.file.preferences[party]
        index, tiers, places = 0, [], statement_paths(entry)
        for tier in statement_tiers(entry):
            kept = []
            for statement in tier:
                identity = statement.id or f"preferences.{party}.{index}"
                path: Path = ("preferences", party, *places[index], statement.kind)
                index += 1
                formula = self.formula(statement.formula, path, party)
                if identity in self.standing:
                    kept.append(Statement(formula, Kind(statement.kind), identity, statement.text, statement.strong))
            if kept:
                tiers.append(tuple(kept))
        if not tiers:
            return Unknown()
        rest = Rest(entry.rest) if isinstance(entry, RankedEntry) else Rest.unstated
        return Prioritization(tuple(tiers), rest)

    def named(self, section: str, entries: Mapping[str, str | NamedFormula]) -> dict[str, Formula]:
        return {
            name: self.formula(*_written(entry, ("goal",) if name == "goal" and not self.file.goals else (section, name)))
            for name, entry in entries.items()
            if f"{section}.{name}" in self.standing or name == "goal"
        }

    def attitudes(self, makers: frozenset[str]) -> dict[tuple[str, str], str]:
        """What those who decide wish one another; whoever is spoken for by a principal, or decides nothing, is left out."""
        found: dict[tuple[str, str], str] = {}
        for index, entry in enumerate(self.file.attitudes):
            pair = self.known_party(entry.party, ("attitudes", index, "party")), self.known_party(entry.to, ("attitudes", index, "to"))
            if f"attitudes.{index}" in self.standing and makers.issuperset(pair):
                found[pair] = str(entry.wishes)
        return found

    def threats(self) -> dict[str, tuple[str, Formula, Formula]]:
        return {
            name: (
                self.known_party(entry.party, ("threats", name, "party")),
                self.formula(entry.act, ("threats", name, "act"), entry.party),
                self.formula(entry.when, ("threats", name, "if"), entry.party),
            )
            for name, entry in self.file.threats.items()
            if f"threats.{name}" in self.standing
        }
