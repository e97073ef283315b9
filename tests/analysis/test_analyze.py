"""The whole path: what it takes, what it answers on the examples, and what it refuses."""

from __future__ import annotations

import datetime
from dataclasses import replace
from pathlib import Path

import pytest

from detente.analysis.analyze import Analysis, analyze
from detente.analysis.conclusion import Status
from detente.cases.accounts import example_names, example_path
from detente.dossier.dossier import Dossier
from detente.dossier.files import load
from detente.dossier.model import model
from detente.errors import AccountError, DetenteError, NoState, NotFound, UnknownName
from detente.evidence import Review, ReviewStatus
from detente.settlement.packages import packages

ACCOUNTS = [path for name in example_names() for path in sorted((example_path(name) / "accounts").glob("*.txt"))]


@pytest.fixture(scope="module")
def river() -> Analysis:
    return analyze(example_path("river-dam"))


def test_the_demo_dossier_leaves_its_answer_open_and_one_statement_decides(river: Analysis) -> None:
    assert river.headline is not None
    assert river.headline.answer.status is Status.open
    (deciding,) = river.headline.hinges.deciding
    assert river.review_order[0] == deciding.claim


@pytest.mark.parametrize(("status", "deal"), [(ReviewStatus.accepted, False), (ReviewStatus.rejected, True)])
def test_deciding_the_deciding_statement_settles_the_answer_as_plain_packages_do(river: Analysis, status: ReviewStatus, deal: bool) -> None:
    assert river.headline is not None
    (deciding,) = river.headline.hinges.deciding
    decided = river.dossier.reviewed(deciding.claim, Review(status, by="a test"))
    if status is ReviewStatus.accepted:
        for rival in river.dossier.claims.values():
            if deciding.claim in rival.contradicts or rival.id in river.dossier.claim(deciding.claim).contradicts:
                decided = decided.reviewed(rival.id, Review(ReviewStatus.rejected, by="a test"))
    answer = analyze(decided).headline
    assert answer is not None
    assert answer.answer.status is (Status.possible if deal else Status.blocked)
    licensed = model(decided)
    found = packages(licensed.option_form, licensed.goals[answer.name], stated=answer.stated)
    assert bool(found.possible) is deal


@pytest.mark.parametrize("name", example_names())
def test_an_answer_never_claims_more_than_its_readings(name: str) -> None:
    for goal in analyze(example_path(name)).goals:
        answers = set(goal.hinges.verdicts)
        expected = Status.open if len(answers) == 2 else Status.possible if answers == {True} else Status.blocked
        assert goal.answer.status is expected
        assert goal.stated == goal.answer.at_limits
        assert goal.answer.checked <= len(goal.answer.claims)


@pytest.mark.parametrize("path", ACCOUNTS, ids=lambda path: path.stem)
def test_every_bundled_account_goes_the_whole_way_as_a_draft(path: Path) -> None:
    analysis = analyze(path)
    assert analysis.dossier.positions
    assert {claim.review.status for claim in analysis.dossier.claims.values()} == {ReviewStatus.proposed}
    for claim in analysis.dossier.claims.values():
        assert claim.span is not None
        assert claim.document is not None
        start, end = claim.span
        assert analysis.dossier.documents[claim.document].text[start:end] == claim.quote
    assert analysis.headline is None or analysis.headline.answer.draft or not analysis.headline.answer.claims


def test_accounts_of_one_negotiation_are_read_together() -> None:
    both = [path for path in ACCOUNTS if path.parent.parent.name == "ceasefire-2025"][:2]
    analysis = analyze(*both)
    assert len(analysis.dossier.documents) == 2
    assert {claim.document for claim in analysis.dossier.claims.values()} == set(analysis.dossier.documents)


def test_one_goal_can_be_asked_alone() -> None:
    dossier = load(example_path("ceasefire-2025"))
    first, *_ = dossier.file.goals
    asked = analyze(dossier, goal=first, bound=16)
    assert [goal.name for goal in asked.goals] == [first]
    with pytest.raises(UnknownName, match="did you mean"):
        analyze(dossier, goal=first + "x")


def test_as_of_overrides_the_files_date() -> None:
    dossier = load(example_path("river-dam"))
    early = datetime.date(1990, 1, 1)
    assert analyze(dossier, as_of=early).dossier.file.as_of == early


def test_without_a_goal_there_is_still_a_resting_point() -> None:
    dossier = load(example_path("river-dam"))
    bare = replace(dossier, file=dossier.file.model_copy(update={"goal": None, "goals": {}}))
    analysis = analyze(bare)
    assert analysis.headline is None
    assert analysis.solution is not None
    assert analysis.solution.equilibria("nash")


def test_bad_input_says_what_and_what_instead(tmp_path: Path) -> None:
    quiet = tmp_path / "quiet.txt"
    quiet.write_text("The sun shone over the hills.", encoding="utf-8")
    with pytest.raises(AccountError, match=r"quiet\.txt: no position was found"):
        analyze(quiet)
    with pytest.raises(NotFound, match="there is no file"):
        analyze(tmp_path / "missing.txt")
    with pytest.raises(DetenteError, match="nothing to analyze"):
        analyze()
    with pytest.raises(DetenteError, match="one dossier at a time"):
        analyze(example_path("river-dam"), example_path("wage-strike"))


def test_rules_that_leave_no_state_are_an_error(tmp_path: Path) -> None:
    file = tmp_path / "dossier.yaml"
    file.write_text(
        "detente: 1\ntitle: x\nparties:\n  n: {name: N}\noptions:\n  halt: {party: n, now: no}\n"
        "rules:\n  - never: halt\n  - always: halt\ngoal: halt\n",
        encoding="utf-8",
    )
    with pytest.raises(NoState, match="exclude every setting"):
        analyze(file)


def test_the_same_input_gives_the_same_answer(river: Analysis) -> None:
    again = analyze(example_path("river-dam"))
    assert again.to_dict() == river.to_dict()


def test_a_dossier_object_is_taken_as_it_is(river: Analysis) -> None:
    assert isinstance(river.dossier, Dossier)
    assert analyze(river.dossier).to_dict() == river.to_dict()
