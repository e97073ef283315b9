"""``detente solve`` under other preferences, wishes and pictures: open rankings, what is not known, attitudes, hypergames, certificates."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.cli.test_solve_besides import GUNS, ask, data, refused

from detente.cases.accounts import example_path
from detente.cli import main as cli

WISHES = """\
attitudes:
  - {party: east, to: west, wishes: good, assumed: they are kin}
  - {party: west, to: east, wishes: good, assumed: they are kin}
"""


@pytest.fixture
def guns(tmp_path: Path) -> str:
    (tmp_path / "guns.yaml").write_text(GUNS + WISHES, encoding="utf-8")
    return str(tmp_path / "guns.yaml")


def misused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    with pytest.raises(SystemExit) as leaving:
        cli.main(["solve", *arguments])
    assert leaving.value.code == 2
    return " ".join(capsys.readouterr().err.split())


def test_the_published_counts_of_syria_and_iraq(capsys: pytest.CaptureFixture[str]) -> None:
    """Kinsara, Kilgour and Hipel 2015: 240 of 720 under Nash."""
    found = data(capsys, "syria_iraq_1975", "--inverse", "YNN", "--free", "Syria")["inverse"]["rankings"]
    assert (found["free"], found["rankings"], found["complete"]) == (["Syria"], 720, True)
    assert found["counts"] == {"nash": 240, "gmr": 384, "smr": 300, "seq": 384, "sseq": 300}
    told = ask(capsys, "syria_iraq_1975", "--inverse", "YNN", "--free", "Syria")
    assert "Of the 720 rankings that Syria could have" in told
    assert "it is at rest in 240 under Nash, 384 under GMR" in told


def test_counts_of_listed_situations(capsys: pytest.CaptureFixture[str]) -> None:
    """By hand: at s9 of Elmira nobody has any move, so each of the 9! rankings of each party will do."""
    found = data(capsys, "elmira", "--inverse", "s9", "--free", "Uniroyal")["inverse"]
    assert found["changes"] == {}
    assert set(found["rankings"]["counts"].values()) == {362_880}
    assert "has no statements to move or set aside" in refused(capsys, "elmira", "--inverse", "s1")
    assert "--free PARTY" in refused(capsys, "elmira", "--inverse", "s1")
    assert "too many ways to count" in refused(capsys, str(example_path("river-dam")), "--inverse", "now", "--free", "kesh")


def test_every_possible_ranking(capsys: pytest.CaptureFixture[str]) -> None:
    """Li and others 2004: whatever the province wants, only s4 and s6 can be Nash equilibria."""
    found = data(capsys, "lake_gisborne_economy", "--rankings", "--free", "Provincial", "--concept", "nash")["rankings"]
    assert (found["orders"], found["unranked"]) == ({}, ["Provincial"])
    assert found["standing"]["nash"] == {"necessary": [], "possible": ["YYN", "YNY"], "undecided": []}
    assert found["complete"] == {"nash": True}
    told = ask(capsys, "lake_gisborne_economy", "--rankings", "--free", "Provincial", "--concept", "nash")
    assert "At rest under Nash: in some only YYN, YNY." in told
    assert "Nothing is left open" in ask(capsys, "lake_gisborne_economy", "--rankings")
    assert "every party ranks them all" in refused(capsys, "elmira", "--rankings")


def test_an_open_order_and_what_nobody_ranked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """By hand: if East's fear comes first it never stops; if its demand does, West's stopping decides between situations East cannot reach.

    So East never stops in any ranking, and West the same: NN rests by every ranking, and nothing else.
    """
    text = GUNS.replace(
        "    - {demand: west_stops, assumed: it said so}\n    - {want: not east_stops, assumed: it fears to be first}\n",
        "    - any_order: [{demand: west_stops, assumed: so}, {want: not east_stops, assumed: so}]\n",
    )
    (tmp_path / "open.yaml").write_text(text, encoding="utf-8")
    path = str(tmp_path / "open.yaml")
    found = data(capsys, path, "--rankings")["rankings"]
    assert (found["orders"], found["unranked"]) == ({"east": 2}, [])
    assert found["standing"]["nash"] == {"necessary": ["NN"], "possible": [], "undecided": []}
    told = ask(capsys, path, "--rankings")
    assert "East: its statements can stand in 2 orders." in told
    assert "At rest under Nash: in every possible ranking situation 1." in told


def test_the_four_attitudes_to_what_is_not_known(capsys: pytest.CaptureFixture[str]) -> None:
    """By hand: of a province about which nothing is known every move tempts under a, none under b; so a leaves it nowhere to stay."""
    options = [part for letter in "abcd" for part in ("--extension", letter)]
    found = data(capsys, "lake_gisborne_economy", *options, "--free", "Provincial", "--concept", "nash")["unknown"]
    assert found["unknown"] == {"Federal": 0, "Provincial": 28, "Support": 0}
    letters = {letter: answer["equilibria"]["nash"] for letter, answer in found["extensions"].items()}
    assert letters == {"a": [], "b": ["YYN", "YNY"], "c": [], "d": ["YYN", "YNY"]}
    told = ask(capsys, "lake_gisborne_economy", *options, "--free", "Provincial", "--concept", "nash")
    assert "Provincial: 28 comparisons are not known." in told
    assert "By b, if what is not known neither tempts nor deters, at rest: under Nash YYN, YNY." in told
    assert "makes no difference" in ask(capsys, "elmira", "--extension", "a")
    assert "under SEQ s9." in ask(capsys, "elmira", "--extension", "a", "--free", "Uniroyal", "--concept", "seq")


def test_what_they_wish_one_another(guns: str, capsys: pytest.CaptureFixture[str]) -> None:
    """By hand: in a dilemma each move hurts one of the two, so where both wish one another well nobody moves at all."""
    found = data(capsys, guns, "--attitudes")["attitudes"]
    assert found["attitudes"][0] == {"party": "east", "to": "west", "wishes": "good"}
    assert set(found["equilibria"]["rnash"]) == {"NN", "YN", "NY", "YY"}
    told = ask(capsys, guns, "--attitudes", "--attitude", "west:east=nothing")
    assert "East wishes West well." in told
    assert "West does not mind what becomes of East." in told
    assert "At rest under RNash: situation 1, " in told  # West alone would leave where it stops
    selfish = data(capsys, "prisoners_dilemma", "--attitude", "Row:Col=nothing")["attitudes"]["equilibria"]
    assert (selfish["rnash"], selfish["rgmr"]) == (["NN"], ["NN", "YY"])
    assert "or attitudes in the dossier" in refused(capsys, "elmira", "--attitudes")
    assert "no decision maker 'Rox'" in refused(capsys, "prisoners_dilemma", "--attitude", "Rox:Col=good")
    assert "write it like north:south=good" in misused(capsys, "elmira", "--attitude", "MoE=good")


def test_each_by_its_own_picture(guns: str, capsys: pytest.CaptureFixture[str]) -> None:
    """By hand: Row takes it for a stag hunt and would stay in cooperation; Col takes it for the dilemma and would not."""
    found = data(capsys, "stag_hunt", "--seen-by", "Col=prisoners_dilemma", "--concept", "nash")["hypergame"]
    assert found["equilibria"]["nash"] == ["NN"]
    assert found["as_given"]["nash"] == ["NN", "YY"]
    assert found["stays"]["nash"] == {
        "Row": {"NN": True, "YN": False, "NY": False, "YY": True},
        "Col": {"NN": True, "YN": True, "NY": False, "YY": False},
    }
    told = ask(capsys, "stag_hunt", "--seen-by", "Col=prisoners_dilemma", "--concept", "nash")
    assert "Col sees “Prisoner's dilemma”." in told
    assert "At rest in the conflict as given, and not so seen: YY." in told
    assert "Nobody would leave under Nash, each in its own eyes: situation 1." in ask(capsys, guns, "--seen-by", f"west={guns}")
    assert "no decision maker 'Q'" in refused(capsys, "elmira", "--seen-by", "Q=elmira")
    assert "name their states differently" in refused(capsys, guns, "--seen-by", "west=elmira")


def test_why_each_would_stay(guns: str, capsys: pytest.CaptureFixture[str]) -> None:
    """By hand: at YY the one improvement of each is answered by the other's stopping to stop."""
    found = data(capsys, guns, "--explain", "YY", "--concept", "seq")["certificates"]
    east, west = found["verdicts"]
    assert (east["decision_maker"], east["stable"], east["improvements"][0]["state"]) == ("east", True, "NY")
    assert east["improvements"][0]["sanction"]["steps"] == [{"mover": "west", "state": "NN"}]
    assert west["stable"]
    told = ask(capsys, guns, "--explain", "YY", "--concept", "seq")
    assert "East would not leave this situation: its only improvement" in told
    assert "MoE would not leave this situation: it has no move" in ask(capsys, "elmira", "--explain", "s9", "--concept", "nash")
    assert "no state" in refused(capsys, guns, "--explain", "YNY")


def test_free_parties_belong_to_a_question(capsys: pytest.CaptureFixture[str]) -> None:
    assert "--free goes with --inverse, --rankings or --extension" in misused(capsys, "elmira", "--free", "MoE")
    assert "did you mean 'MoE'" in refused(capsys, "elmira", "--extension", "a", "--free", "Moe")
