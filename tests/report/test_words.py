"""Prose made from data: sentences worked out by hand, and words that never occur."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from detente.analysis.analyze import Analysis
from detente.evidence import Polarity, Position, Stance
from detente.graphmodel.conflict import Conflict
from detente.graphmodel.options import Option
from detente.graphmodel.preferences import Prioritization, Rest, Statement
from detente.graphmodel.statements import parse
from detente.report.contexts import Page
from detente.report.page import page_of
from detente.report.words import (
    MEANINGS,
    PLAIN,
    ActWords,
    Telling,
    Vocabulary,
    certificate,
    changes_by_party,
    stance_words,
    statement_words,
    voice_words,
    would,
)
from detente.stability.equilibria import solve
from detente.stability.verdict import explain

GLOSSARY = Path(__file__).parents[2] / "docs" / "reference" / "glossary.md"

ACTS = {"arm": ActWords("North", "rearm", "n"), "shell": ActWords("South", "shell the port", "s")}
WORDS = Vocabulary({"n": "North", "s": "South"}, ACTS)


def test_the_plain_words_are_those_of_the_glossary() -> None:
    entries = re.findall(r"^(\S[^\n]*)\n: (.*?)(?=\n\n|\Z)", GLOSSARY.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    found = {}
    for term, meaning in entries:
        plain = re.search(r"\*In plain words:\*\s+([^.(]+)\.", " ".join(meaning.split()))
        if plain:
            found[term] = plain[1]
    assert dict(PLAIN) == found


def test_every_plain_word_has_its_meaning() -> None:
    assert MEANINGS.keys() == PLAIN.keys()


@pytest.mark.parametrize(
    ("formula", "said"),
    [
        ("arm", "North would rearm"),
        ("not arm", "North would not rearm"),
        ("not not arm", "North would rearm"),
        ("arm and not shell", "North would rearm and South would not shell the port"),
        ("not (arm or shell)", "North would not rearm and South would not shell the port"),
        ("not (arm and shell)", "not both: North would rearm and South would shell the port"),
        ("arm unless shell", "North would rearm unless South would shell the port"),
        ("arm only if (shell or arm)", "North would rearm only if (South would shell the port or North would rearm)"),
    ],
)
def test_formulas_as_clauses(formula: str, said: str) -> None:
    assert would(parse(formula), WORDS) == said


@pytest.mark.parametrize(
    ("kind", "formula", "said"),
    [
        ("limit", "not arm", "North would not rearm (a red line)"),
        ("demand", "not arm", "North refuses to rearm"),
        ("demand", "not shell", "North demands that South not shell the port"),
        ("want", "not shell", "North wants South not to shell the port"),
        ("want", "arm", "North wants to rearm"),
        ("condition", "arm only if shell", "North: a condition: North would rearm only if South would shell the port"),
    ],
)
def test_a_refusal_is_not_a_demand_on_somebody_else(kind: str, formula: str, said: str) -> None:
    assert statement_words(kind, parse(formula), "n", WORDS) == said


@pytest.mark.parametrize(
    ("chain", "absence", "said"),
    [
        (("author",), False, "author"),
        (("author", "n"), False, "North"),
        (("author", "s", "n"), False, "North, per South"),
        (("author", "paper", "anonymous post"), False, "anonymous post, per paper"),
        (("author", "n"), True, "silence"),
    ],
)
def test_voices(chain: tuple[str, ...], absence: bool, said: str) -> None:
    assert voice_words(chain, WORDS, absence=absence) == said


@pytest.mark.parametrize("stance", list(Stance))
@pytest.mark.parametrize("polarity", list(Polarity))
def test_every_stance_has_words_that_name_the_act(stance: Stance, polarity: Polarity) -> None:
    said = stance_words(Position("p", "n", stance, polarity, "shell the port", performer="s"), WORDS)
    assert "shell the port" in said
    assert "South" in said


def test_an_offer_and_a_demand_never_read_the_same() -> None:
    offer, demand = (Position("p", "n", stance, Polarity.for_, "leave", performer="n") for stance in (Stance.offer, Stance.demand))
    assert stance_words(offer, WORDS) == "offers to leave"
    assert stance_words(demand, WORDS) == "demands: leave"


def _prefers(*said: str) -> Prioritization:
    return Prioritization(tuple((Statement(parse(text)),) for text in said), rest=Rest.indifferent)


# The prisoner's dilemma: each would rather that the other held back, and would itself do it. Worked out by hand.
DILEMMA = Conflict(
    (Option("arm", "n"), Option("shell", "s")),
    ("n", "s"),
    {"n": _prefers("not shell", "arm"), "s": _prefers("not arm", "shell")},
    now={"arm": False, "shell": False},
)
TELL = Telling(WORDS, ("arm", "shell"), "NN")


@pytest.mark.parametrize(
    ("state", "concept", "said"),
    [
        (
            "NN",
            "seq",
            (
                "North would not leave this situation: its only improvement, to rearm, would be answered by South (to shell the port), "
                "which leaves North worse off than now."
            ),
        ),
        ("NN", "nash", "North would leave this situation, to rearm: it prefers what that leads to, and this concept looks no further."),
        ("YY", "seq", "North would not leave this situation: it has no move to one that it prefers."),
        ("NY", "seq", "North would leave this situation, to rearm: it prefers what that leads to, and nobody would reply."),
    ],
)
def test_certificates_of_the_prisoners_dilemma(state: str, concept: str, said: str) -> None:
    assert certificate(explain(solve(DILEMMA), state, "n", concept), TELL) == said


def test_what_several_do_alike_is_said_once() -> None:
    words = Vocabulary(
        {}, {"t.n": ActWords("North", "halt", "n"), "t.s": ActWords("South", "halt", "s"), "q": ActWords("South", "quit", "s")}
    )
    assert changes_by_party(Telling(words, ("t.n", "t.s", "q")), "NNY", "YYN") == (
        ("", "North and South would halt"),
        ("s", "South would no longer quit"),
    )


def test_of_grades_only_the_one_chosen_is_told() -> None:
    acts = {f"aid.{level}": ActWords("South", f"choose {level}", "s", "choose none", "aid") for level in ("some", "much")}
    tell = Telling(Vocabulary({}, acts), ("aid.some", "aid.much"))
    assert changes_by_party(tell, "YN", "NY") == (("s", "South would choose much"),)
    assert changes_by_party(tell, "YN", "NN") == (("s", "South would choose none"),)


def _own_sentences(page: Page) -> str:
    """What the program says by itself; quoted words and restated claims are the texts' own."""
    parts = [page.subtitle, page.resting_note, page.budget_note]
    for goal in page.goals:
        parts += [goal.answer.answer, goal.answer.explanation, goal.answer.status, goal.claims_note, *goal.answer.warnings]
        parts += [deals.verdict for deals in goal.deals] + [deal.holds for deals in goal.deals for deal in deals.deals]
        parts += [row.effect for row in goal.claims] + [row.answer for row in goal.policies] + [asked.settles for asked in goal.questions]
    parts += [line.text for view in page.resting for line in view.why]
    return " ".join(parts).lower().replace("not a likelihood", "")


@pytest.mark.parametrize("name", ["ceasefire-2025", "river-dam", "wage-strike"])
def test_no_truth_no_likelihood_no_forecast_no_field_terms(analyses: dict[str, Analysis], name: str) -> None:
    said = _own_sentences(page_of(analyses[name]))
    forbidden = "true|truth|false|fact|likely|likelihood|probabl[ey]|probability|percent|%|will|sanctions?|equilibri\\w+|optimal"
    assert re.findall(rf"\b(?:{forbidden})\b", said.replace("sanctions on russia", "").replace("percent and no more", "")) == []
