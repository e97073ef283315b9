"""Acts, formulas and ranked statements as clauses.

Acts are written in the base form of the verb (``halt arms deliveries``), so every sentence uses a form that fits it unchanged, for one
party or many: *would halt*, *to halt*, *that the envoy halt*.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from detente.dossier.dossier import Dossier
from detente.dossier.names import bits_of
from detente.dossier.schema import NamedFormula, OptionEntry
from detente.evidence import AUTHOR
from detente.graphmodel.statements import And, Const, Formula, If, Iff, Name, Not, OnlyIf, Or, Unless
from detente.report.words.plain import all_of

__all__ = ["ActWords", "Vocabulary", "outcome_words", "spaced", "statement_words", "vocabulary", "would"]


@dataclass(frozen=True, slots=True)
class ActWords:
    """Who would do what: ``subject`` in words, ``base`` a verb phrase in the base form; ``party`` the id, '' for what nobody controls.

    ``undone`` is the verb phrase for undoing it. Grades of one measure share a ``group``, and choosing one of them undoes the others.
    """

    subject: str
    base: str
    party: str = ""
    undone: str = ""
    group: str = ""


@dataclass(frozen=True)
class Vocabulary:
    """What the names of a dossier are called: ``parties`` by id, ``acts`` by the name that formulas use (bits, options, outcomes)."""

    parties: Mapping[str, str]
    acts: Mapping[str, ActWords]
    goals: Mapping[str, str] = field(default_factory=dict)

    def party(self, name: str) -> str:
        """A party's name; an unknown id is shown as it is, *author* as *the author*."""
        return "the author" if name == AUTHOR else self.parties.get(name, name)

    def act(self, name: str) -> ActWords:
        """An act in words; an unknown name is quoted."""
        return self.acts.get(name) or ActWords(f"“{spaced(name)}”", "come about")


def vocabulary(dossier: Dossier) -> Vocabulary:
    """The words of a dossier."""
    file = dossier.file
    parties = {name: party.name for name, party in file.parties.items()}
    acts: dict[str, ActWords] = {}
    for name, option in file.options.items():
        acts.update(_option_words(name, option, parties))
    for name, circumstance in file.circumstances.items():
        acts[name] = ActWords(f"“{circumstance.text or spaced(name)}”", "hold")
    for name, formula in [*file.outcomes.items(), *file.goals.items()]:
        text = formula.text if isinstance(formula, NamedFormula) else ""
        acts.setdefault(name, ActWords(f"“{text or spaced(name)}”", "come about"))
    goals = {name: goal.text for name, goal in file.goals.items() if isinstance(goal, NamedFormula) and goal.text}
    return Vocabulary(parties, acts, goals)


def _option_words(name: str, option: OptionEntry, parties: Mapping[str, str]) -> dict[str, ActWords]:
    base = option.text or spaced(name)
    acts = {}
    for bit in bits_of(name, option):
        who = parties.get(bit.party, bit.party)
        if bit.level:
            acts[bit.name] = ActWords(who, _grade(base, bit.level), bit.party, _grade(base, option.levels[0]), name)
        else:
            acts[bit.name] = ActWords(who, base, bit.party)
    if option.levels:
        who, first = parties.get(option.party or "", ""), option.levels[0]
        acts[f"{name}.{first}"] = ActWords(who, _grade(base, first), option.party or "")
        acts[name] = ActWords(who, f"go beyond “{spaced(first)}” on {base}", option.party or "")
        return acts
    controllers = [option.party] if option.party else list(option.parties)
    acts[name] = ActWords(all_of([parties.get(party, party) for party in controllers]), base, option.party or "")
    return acts


def _grade(base: str, level: str) -> str:
    return f"choose “{spaced(level)}” on {base}"


def spaced(name: str) -> str:
    """A name of the file as words.

    >>> spaced("halt_arms.north")
    'halt arms: north'
    """
    return name.replace("_", " ").replace(".", ": ")


def would(formula: Formula, words: Vocabulary, *, negated: bool = False, inner: bool = False) -> str:
    """A formula as a clause.

    >>> from detente.graphmodel.statements import parse
    >>> known = Vocabulary({}, {"a": ActWords("North", "accept a truce"), "b": ActWords("the envoy", "halt deliveries")})
    >>> would(parse("a only if b"), known)
    'North would accept a truce only if the envoy would halt deliveries'
    >>> would(parse("not (a and b)"), known)
    'not both: North would accept a truce and the envoy would halt deliveries'
    """
    match formula:
        case Name():
            act = words.act(formula.name)
            return f"{act.subject} would {'not ' if negated else ''}{act.base}"
        case Not():
            return would(formula.parts[0], words, negated=not negated, inner=inner)
        case Const():
            return "always" if formula.value != negated else "never"
        case _:
            said = _compound(formula, words, negated=negated)
            return f"({said})" if inner and len(formula.parts) > 1 else said


def _compound(formula: Formula, words: Vocabulary, *, negated: bool) -> str:
    parts = [would(part, words, inner=True) for part in formula.parts]
    if isinstance(formula, And | Or) and negated:
        if isinstance(formula, Or):
            return all_of([would(part, words, negated=True, inner=True) for part in formula.parts])
        return f"not {'both' if len(parts) == 2 else 'all'}: {all_of(parts)}"
    joined = {
        And: lambda: all_of(parts),
        Or: lambda: all_of(parts, last="or"),
        OnlyIf: lambda: f"{parts[0]} only if {parts[1]}",
        If: lambda: f"{parts[0]} if {parts[1]}",
        Unless: lambda: f"{parts[0]} unless {parts[1]}",
        Iff: lambda: f"{parts[0]} if and only if {parts[1]}",
    }[type(formula)]()
    return f"not: {joined}" if negated else joined


def statement_words(kind: str, formula: Formula, party: str, words: Vocabulary) -> str:
    """One line of a party's ranking, in words.

    >>> from detente.graphmodel.statements import parse
    >>> known = Vocabulary({"n": "North"}, {"a": ActWords("North", "cede the port", "n"), "b": ActWords("South", "leave", "s")})
    >>> statement_words("limit", parse("not a"), "n", known)
    'North would not cede the port (a red line)'
    >>> statement_words("demand", parse("not a"), "n", known), statement_words("demand", parse("b"), "n", known)
    ('North refuses to cede the port', 'North demands that South leave')
    """
    who = words.party(party)
    plain, act, done = _literal(formula, words)
    if kind == "limit":
        return f"{would(formula, words)} (a red line)" if plain and act.party == party else f"{who}: a red line: {would(formula, words)}"
    if kind == "condition":
        return f"{who}: a condition: {would(formula, words)}"
    if plain and act.party == party:
        own = {
            ("demand", False): "refuses to",
            ("demand", True): "insists: it would",
            ("want", False): "wants not to",
            ("want", True): "wants to",
        }
        return f"{who} {own[kind, done]} {act.base}"
    if plain and kind == "demand":
        return f"{who} demands that {act.subject} {'' if done else 'not '}{act.base}"
    if plain:
        return f"{who} wants {act.subject} {'' if done else 'not '}to {act.base}"
    return f"{who} {'demands' if kind == 'demand' else 'wants'}: {would(formula, words)}"


def _literal(formula: Formula, words: Vocabulary) -> tuple[bool, ActWords, bool]:
    """Whether the formula is one act or its negation, which act, and whether it is to be done."""
    if isinstance(formula, Name):
        return True, words.act(formula.name), True
    if isinstance(formula, Not) and isinstance(formula.parts[0], Name):
        return True, words.act(formula.parts[0].name), False
    return False, ActWords("", ""), True


def outcome_words(name: str, words: Vocabulary) -> str:
    """What a goal is called: its text, or the act that it consists of."""
    if name in words.goals:
        return words.goals[name]
    act = words.act(name)
    if act.base != "come about":
        return act.base
    return act.subject.strip("“”") if name != "goal" else "the goal of this file"
