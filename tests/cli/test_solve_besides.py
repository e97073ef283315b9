"""``detente solve`` asked besides: who would leave together, how one gets there, what it would take, how far ahead."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from detente.cli import main as cli

SCHEMA = Path(__file__).parents[2] / "docs" / "reference" / "solution.schema.json"
# By hand. Each would rather the other stopped than stop itself, and both would rather both stopped than neither: a dilemma.
GUNS = """\
detente: 1
title: Two batteries
parties: {east: {name: East}, west: {name: West}}
options:
  east_stops: {party: east, text: stop firing, now: no}
  west_stops: {party: west, text: hold its fire, now: no}
preferences:
  east:
    - {demand: west_stops, assumed: it said so}
    - {want: not east_stops, assumed: it fears to be first}
  west:
    - {demand: east_stops, assumed: it said so}
    - {want: not west_stops, assumed: it fears to be first}
"""


def ask(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    with pytest.raises(SystemExit) as leaving:
        cli.main(["solve", *arguments])
    assert not leaving.value.code
    return " ".join(capsys.readouterr().out.split())


def data(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    answer = json.loads(ask(capsys, *arguments, "--json"))
    Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8"))).validate(answer)
    return answer


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    with pytest.raises(SystemExit) as leaving:
        cli.main(["solve", *arguments])
    assert leaving.value.code == 65
    return capsys.readouterr().err


@pytest.fixture
def guns(tmp_path: Path) -> str:
    (tmp_path / "guns.yaml").write_text(GUNS, encoding="utf-8")
    return str(tmp_path / "guns.yaml")


def test_the_published_jump_of_elmira(capsys: pytest.CaptureFixture[str]) -> None:
    found = data(capsys, "elmira", "--concept", "nash", "--coalitions")["coalitions"]
    assert found["jumps"] == [{"members": ["MoE", "Uniroyal"], "from": "s5", "to": "s8", "concepts": ["nash"]}]
    assert found["together"] == [{"state": "s5", "members": ["MoE", "Uniroyal"], "to": ["s8"], "held_by": []}]
    assert found["universally_stable"]["cseq_ui"] == ["s8", "s9"]
    told = ask(capsys, "elmira", "--concept", "nash", "--coalitions")
    assert "A jump from rest to rest under Nash: MoE and Uniroyal together, from s5 to s8, which is better for each." in told


def test_a_coalition_that_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    """Kilgour, Hipel, Fang and Peng 2001: ministry and firm would leave s5, and nobody could answer; who is a stranger is said."""
    (found,) = data(capsys, "elmira", "--coalition", "MoE, Uniroyal")["declared_coalitions"]
    assert found["members"] == ["MoE", "Uniroyal"]
    assert all("s5" not in labels and "s8" in labels for labels in found["stable"].values())
    assert "Where would MoE and Uniroyal, acting together, stay?" in ask(capsys, "elmira", "--coalition", "MoE,Uniroyal")
    assert "did you mean 'MoE'" in refused(capsys, "elmira", "--coalition", "Moe,Uniroyal")
    assert "without members" in refused(capsys, "elmira", "--coalition", ",")


def test_the_ways_of_elmira(capsys: pytest.CaptureFixture[str]) -> None:
    """By hand: from s1 the council's move leads to s5, and it pays; the firm can leave at any time for s9."""
    (found,) = data(capsys, "elmira", "--status-quo")["status_quo"]
    assert found["start"] == "s1"
    ways = {one["state"]: one for one in found["resting"]}
    assert ways["s5"]["any"] == {"moves": 1, "last_movers": ["LocalGov"], "path": [{"mover": "LocalGov", "state": "s5"}]}
    assert ways["s5"]["improving"] == ways["s5"]["any"]
    assert (ways["s9"]["any"]["moves"], ways["s9"]["improving"]) == (1, None)
    assert ways["s8"]["any"]["moves"] == 3
    told = ask(capsys, "elmira", "--status-quo")
    assert "s5: 1 move at least: LocalGov (to s5). Each step pays whoever takes it." in told
    assert "s1: it is there already." in told


def test_a_dilemma_in_words(guns: str, capsys: pytest.CaptureFixture[str]) -> None:
    told = ask(capsys, guns, "--coalitions", "--status-quo", "--concept", "seq")
    assert "From situation 1, East and West would all gain by going together to situation 2; nobody could answer" in told
    assert "A jump from rest to rest under SEQ: East and West together, from situation 1 to situation 2" in told
    assert "Situation 2: 2 moves at least: East (to stop firing), then West (to hold its fire); East could make the last move too." in told
    assert "Not by steps that each pay whoever takes them." in told


def test_what_it_would_take(guns: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Where only East stops, East would leave unless its want goes, and West would stay: under Nash that one change will do."""
    found = data(capsys, guns, "--concept", "nash", "--inverse", "YN")["inverse"]
    assert (found["state"], found["concept"], found["rests"]) == ("YN", "nash", False)
    ((change,),) = found["changes"]["east"]
    assert (change["statement"], change["from"], change["to"]) == ("not east_stops", 1, None)
    assert found["changes"]["west"] == []
    told = ask(capsys, guns, "--concept", "nash", "--inverse", "YN")
    assert "East: set “East wants not to stop firing” aside." in told
    assert "West: no one or two changes would do." in told
    assert "Nothing: it is." in ask(capsys, guns, "--concept", "nash", "--inverse", "now")


def test_looking_ahead_and_at_the_same_time(capsys: pytest.CaptureFixture[str]) -> None:
    """Brams and Wittman: in the dilemma cooperation is a nonmyopic equilibrium beside the one of Nash."""
    found = data(capsys, "prisoners_dilemma", "--ahead", "1", "--at-once")
    assert (found["ahead"]["resting"], found["ahead"]["nonmyopic"]) == (["NN"], ["NN", "YY"])
    assert found["at_once"]["resting"] == ["NN", "YY"]
    told = ask(capsys, "prisoners_dilemma", "--ahead", "1", "--at-once")
    assert "At rest however far both look: NN, YY." in told


def test_questions_without_meaning_are_answered_so(guns: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert "has no statements to move or set aside" in refused(capsys, "elmira", "--inverse", "s1")
    assert "say where to start: --from SITUATION" in refused(capsys, "prisoners_dilemma", "--status-quo")
    assert "for two decision makers, not 3" in refused(capsys, "elmira", "--ahead", "2")
    assert "without --at-once" in refused(capsys, "elmira", "--at-once")
    assert "too many to list" in refused(capsys, guns, "--method", "symbolic", "--coalitions")
    assert "no state" in refused(capsys, guns, "--inverse", "YNY")


def test_an_engine_there_is_not_is_refused_at_once(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DETENTE_ENGINE", "fortran")
    assert "'fortran', which is no engine" in refused(capsys, "elmira")
    with pytest.raises(SystemExit) as leaving:
        cli.main(["--version"])
    assert leaving.value.code == 65
    assert "leave it unset" in capsys.readouterr().err
