"""What the names in a dossier's formulas stand for.

Four kinds share one name space: options (with their bits ``name.party`` for joint acts and ``name.level`` for graded ones), outcomes,
circumstances. Everything is expanded to option bits before it reaches the graph model.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from detente.dossier.schema import DossierFile, NamedFormula, OptionEntry
from detente.errors import DetenteError, DossierError, FormulaError
from detente.graphmodel.statements import And, Const, Formula, Name, Not, Or, conjunction, parse

__all__ = ["Bit", "Names", "bits_of", "constants", "names_of"]

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Bit:
    """One yes/no choice of one party: an option, one controller's part of a joint act, or one level of a graded one."""

    name: str
    option: str
    party: str
    now: bool | None
    level: str | None = None


def bits_of(name: str, option: OptionEntry) -> tuple[Bit, ...]:
    """The bits that an option of the file becomes.

    >>> bits_of("truce", OptionEntry(parties=("a", "b"), now="no"))[1]
    Bit(name='truce.b', option='truce', party='b', now=False, level=None)
    """
    if option.levels:
        party = option.party or ""
        unknown = option.now == "unknown"
        return tuple(Bit(f"{name}.{level}", name, party, None if unknown else option.now == level, level) for level in option.levels[1:])
    now = {"yes": True, "no": False}.get(option.now)
    if option.parties:
        return tuple(Bit(f"{name}.{party}", name, party, now) for party in option.parties)
    return (Bit(name, name, option.party or "", now),)


@dataclass(frozen=True)
class Names:
    """A table from every name to its formula over bits, circumstances included as names."""

    table: Mapping[str, Formula]
    readings: Mapping[str, Mapping[str, Formula]] = field(default_factory=dict)
    _expanded: dict[tuple[str, str | None], Formula] = field(default_factory=dict, repr=False, compare=False)
    _settled: dict[tuple[str, str | None, tuple[tuple[str, bool], ...]], Formula] = field(default_factory=dict, repr=False, compare=False)

    def expand(self, text: str, path: Path, *, party: str | None = None) -> Formula:
        """Parse ``text`` and expand it to bits and circumstances, in the reading of ``party`` where an option has several.

        Raises :class:`~detente.errors.FormulaError` that carries ``path``.
        """
        if (text, party) in self._expanded:  # models of many worlds read the same formulas
            return self._expanded[text, party]
        try:
            formula = parse(text, self.table)
        except DetenteError as error:
            error.path = path
            raise
        mapping = {**self.table, **self.readings.get(party, {})} if party else self.table
        found = self._expanded[text, party] = formula.substitute(mapping)
        return found

    def settled(self, text: str, path: Path, *, party: str | None = None, settings: Mapping[str, bool]) -> Formula:
        """:meth:`expand`, with every circumstance set as ``settings`` says; raises what that raises."""
        key = text, party, tuple(settings.items())
        if key not in self._settled:
            formula = self.expand(text, path, party=party)
            self._settled[key] = formula.substitute(constants(settings)) if settings else formula
        return self._settled[key]


def _option_formulas(name: str, option: OptionEntry) -> dict[str, Formula]:
    bits = bits_of(name, option)
    formulas: dict[str, Formula] = {bit.name: Name(bit.name) for bit in bits}
    if option.levels:
        grades: tuple[Formula, ...] = tuple(Name(bit.name) for bit in bits)
        formulas[name] = grades[0] if len(grades) == 1 else Or(grades)
        formulas[f"{name}.{option.levels[0]}"] = conjunction([Not(grade) for grade in grades])
    elif option.parties:
        formulas[name] = And(tuple(Name(bit.name) for bit in bits)) if len(bits) > 1 else Name(bits[0].name)
    return formulas


def names_of(file: DossierFile) -> Names:
    """Every name that the file's formulas may use. Raises :class:`~detente.errors.DossierError` for clashes and circular outcomes."""
    table: dict[str, Formula] = {}
    for name, option in file.options.items():
        table.update(_option_formulas(name, option))
    for name in file.circumstances:
        _no_clash(name, table, ("circumstances", name))
        table[name] = Name(name)
    pending: dict[str, tuple[str, Path]] = {
        name: (entry.formula, ("outcomes", name, "formula")) if isinstance(entry, NamedFormula) else (entry, ("outcomes", name))
        for name, entry in file.outcomes.items()
    }
    for name in pending:
        _no_clash(name, table, ("outcomes", name))
    for name in pending:
        _expand_outcome(name, pending, table, ())
    base = Names(dict(table))
    readings: dict[str, dict[str, Formula]] = {}
    for name, option in file.options.items():
        for party, text in option.readings.items():
            readings.setdefault(party, {})[name] = base.expand(text, ("options", name, "readings", party))
    return Names(table, readings)


def _no_clash(name: str, table: Mapping[str, Formula], path: Path) -> None:
    if name in table:
        error = DossierError(
            f"the name {name!r} is used twice", cure="options, outcomes and circumstances share one name space; rename one"
        )
        error.path = path
        raise error


def _expand_outcome(name: str, pending: Mapping[str, tuple[str, Path]], table: dict[str, Formula], inside: tuple[str, ...]) -> None:
    if name in table:
        return
    text, path = pending[name]
    if name in inside:
        error = DossierError(f"the outcome {name!r} is defined by itself: {' -> '.join((*inside, name))}", cure="break the circle")
        error.path = path
        raise error
    try:
        formula = parse(text, {*table, *pending})
    except FormulaError as failure:
        failure.path = path
        raise
    for other in formula.names():
        if other in pending:
            _expand_outcome(other, pending, table, (*inside, name))
    table[name] = formula.substitute(table)


def constants(values: Mapping[str, bool]) -> dict[str, Formula]:
    """Circumstances as constants, to substitute."""
    return {name: Const(value) for name, value in values.items()}
