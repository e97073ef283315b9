"""Sides, missing steps and other ways of modelling, in sentences."""

from __future__ import annotations

from collections.abc import Mapping

from detente.analysis.follows import Contrary
from detente.report.words.acts import Vocabulary, statement_words, would
from detente.report.words.plain import all_of, count
from detente.stability.over_completions import Standing
from detente.worlds.bridging import Bridges
from detente.worlds.premises import Premise
from detente.worlds.robustness import Change

__all__ = ["CHANGES", "bridges_words", "confirm_words", "contrary_words", "leaving_words", "premise_words", "stays_words"]

CHANGES: Mapping[Change, str] = {
    Change.rule: "one rule left out",
    Change.assumed: "one assumed part left out",
    Change.now: "one assumed setting of now turned",
    Change.scope: "two scopes of one act taken as one act",
    Change.jointly: "a joint act done together or not at all",
    Change.one_grade: "the grades of one act taken as one",
    Change.own_grades: "each grade an act of its own",
    Change.order: "another order among statements nobody ranked",
}


def premise_words(premise: Premise, words: Vocabulary, said: Mapping[str, str]) -> str:
    """One missing step as a clause; ``said`` tells statements by id.

    >>> from detente.graphmodel.statements import parse
    >>> from detente.report.words.acts import ActWords
    >>> known = Vocabulary({"n": "North"}, {"a": ActWords("North", "cede the port", "n")})
    >>> premise_words(Premise("rule", None, parse("a"), 1), known, {})
    'it cannot be that North would cede the port'
    >>> premise_words(Premise("want", "n", parse("not a"), 1, above=True), known, {})
    'North wants not to cede the port, above all else'
    """
    if premise.kind == "circumstance":
        return f"{words.act(premise.name).subject} holds"
    if premise.kind == "order":
        return f"{words.party(str(premise.party))} puts this before what it is not ranked against: {said.get(premise.name, premise.name)}"
    assert premise.formula is not None
    if premise.kind == "rule":
        return f"it cannot be that {would(premise.formula, words)}"
    return statement_words(premise.kind, premise.formula, str(premise.party), words) + (", above all else" if premise.above else "")


def confirm_words(parties: tuple[str, ...], words: Vocabulary) -> str:
    """Who could say whether a step is so."""
    return (
        f"{all_of([words.party(party) for party in parties], last='or')} could confirm it" if parties else "no party here could confirm it"
    )


def contrary_words(contrary: Contrary, goal: str) -> str:
    """The contrary of what holds of a goal, as a conclusion to be reached."""
    who = "No deal" if contrary.verdict == "no deal" else "A deal"
    return f"{who} on “{goal}” {'as stated' if contrary.stated else 'at the limits'}"


def bridges_words(found: Bridges) -> tuple[str, str]:
    """Whether a conclusion follows, and how far was searched for what is missing."""
    if found.follows:
        return "follows as it is: no step is missing.", ""
    if found.found:
        more = "" if found.complete else " The search stopped there; there may be others as short."
        size = "one act or statement" if found.found[0].size == 1 else "two"
        return (
            "does not follow, but would if one also assumed any one of these:",
            f"{count(len(found.found), 'such step')}, about {size}.{more}",
        )
    if found.complete:
        return (
            "does not follow, and no single further premise about one or two acts would make it follow: something said would have to give.",
            "",
        )
    tried = f"{count(found.tried, 'premise was', 'premises were')} tried, and the search was stopped there."
    return "does not follow, and no premise was found that would make it follow.", tried


def stays_words(*, stays: bool | None, silent: bool = False, standing: Standing | None = None) -> str:
    """What somebody would do in a situation, by one picture of it; ``standing`` is whether it would stay under every possible ranking.

    >>> stays_words(stays=True, standing="possible"), stays_words(stays=False)
    ('would stay (under some rankings, not all)', 'would leave')
    """
    if stays is None:
        return "states no preference of its own" if silent else "has no choice there"
    sure = "" if standing in {None, "necessary" if stays else "impossible"} else " (under some rankings, not all)"
    return f"would {'stay' if stays else 'leave'}{sure}"


def leaving_words(parties: tuple[str, ...] | None, words: Vocabulary) -> str:
    """Who would leave a situation."""
    if parties is None:
        return "no situation is left"
    return f"{all_of([words.party(party) for party in parties])} would leave" if parties else "nobody would leave"
