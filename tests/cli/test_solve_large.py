"""``detente solve`` where situations are too many to list: what a person reads, and what a program reads."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from detente.cli import main as cli

SCHEMA = Path(__file__).parents[2] / "docs" / "reference" / "solution.schema.json"
HEAD = "detente: 1\ntitle: A long row\nas_of: 2025-01-01\nparties:\n"


def row(size: int, last: str) -> str:
    """A row of parties, each of whom wants to act iff the next one does."""
    parties = "".join(f"  p{k}: {{name: Party {k}}}\n" for k in range(size))
    options = "".join(f"  o{k}: {{party: p{k}, text: do act {k}, now: no, assumed: so}}\n" for k in range(size))
    said = [f"o{k} iff o{k + 1}" for k in range(size - 1)] + [last]
    wants = "".join(f"  p{k}:\n    - {{want: {text}, assumed: so}}\n" for k, text in enumerate(said))
    return f"{HEAD}{parties}options:\n{options}preferences:\n{wants}"


def solved(folder: Path, text: str, capsys: pytest.CaptureFixture[str], *options: str) -> str:
    (folder / "row.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(SystemExit) as leaving:
        cli.main(["solve", str(folder / "row.yaml"), *options])
    assert not leaving.value.code
    return capsys.readouterr().out


def flat(text: str) -> str:
    return " ".join(text.split())


def test_a_large_model_is_answered_and_says_how(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = flat(solved(tmp_path, row(24, "o23 iff o0"), capsys, "--concept", "nash", "--concept", "seq"))
    assert "There are too many situations to list, so resting points were searched for one by one." in told
    assert "Under Nash 2 situations are at rest, and no other; that is proved." in told
    assert "Under SEQ now and the situations found were judged; others may be at rest too." in told
    assert "Situation 1 (now): at rest under Nash, SEQ" in told
    assert "Situation 2: at rest under Nash, SEQ" in told


def test_a_proof_that_nothing_is_at_rest_reads_as_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = flat(solved(tmp_path, row(24, "not (o23 iff o0)"), capsys, "--concept", "nash"))
    assert "Under Nash no situation at all is at rest; that is proved." in told
    assert "Situation 1 (now): not at rest" in told
    assert "Party 23 would leave this situation, to do act 23: it prefers what that leads to" in told


def test_out_of_time_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = flat(solved(tmp_path, row(24, "o23 iff o0"), capsys, "--seconds", "0"))
    assert "Under Nash nothing was found in the time allowed (0 seconds in all); there may be resting points all the same." in told
    assert "at rest under" not in told


def test_a_small_model_can_be_searched_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = flat(solved(tmp_path, row(3, "o2 iff o0"), capsys, "--method", "symbolic", "--at-most", "1"))
    assert "As you asked, so resting points were searched for" not in told
    assert "Resting points were searched for one by one, as you asked." in told
    assert "Under Nash the first resting point found is shown; there may be more." in told


@pytest.mark.parametrize("options", [(), ("--seconds", "0"), ("--method", "symbolic", "--at-most", "1")])
def test_programs_get_the_documented_object(tmp_path: Path, capsys: pytest.CaptureFixture[str], options: tuple[str, ...]) -> None:
    document = json.loads(solved(tmp_path, row(24, "o23 iff o0"), capsys, "--json", *options))
    jsonschema.validate(document, json.loads(SCHEMA.read_text(encoding="utf-8")))
    assert document["method"] == "symbolic"
    assert document["reason"]
    assert document["complete"] is False


def test_strength_is_left_out_where_states_are_not_listed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    strong = row(24, "o23 iff o0").replace("want: o3 iff o4, assumed: so", "want: o3 iff o4, strong: yes, assumed: so")
    document = json.loads(solved(tmp_path, strong, capsys, "--json", "--concept", "gmr"))
    assert (document["method"], document.get("strength")) == ("symbolic", None)


def test_a_case_has_its_title(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(["solve", "prisoners_dilemma"])
    assert capsys.readouterr().out.splitlines()[0] == "Prisoner's dilemma: 4 states"


def test_any_one_situation_is_judged_and_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """By hand: where only the first acts its wish fails whatever it does not do, and the last would rather act: act 23 goes with act 0."""
    label = "Y" + "N" * 23
    told = flat(solved(tmp_path, row(24, "o23 iff o0"), capsys, "--concept", "nash", "--explain", label))
    assert f"Why would each stay in {label}, or leave it? - Nash: each looks only at its own next move." in told
    assert "Party 23 would leave this situation, to do act 23" in told
    found = json.loads(solved(tmp_path, row(24, "o23 iff o0"), capsys, "--concept", "nash", "--explain", label, "--json"))
    jsonschema.validate(found, json.loads(SCHEMA.read_text(encoding="utf-8")))
    (one,) = found["standing"]
    assert (one["state"], one["concept"], one["standing"]) == (label, "nash", "unstable")
    leaving = {maker for maker, part in one["decision_makers"].items() if part["standing"] == "unstable"}
    assert leaving == {"p0", "p23"}  # the first, since the second does not act; the last, since the first does
    now = flat(solved(tmp_path, row(24, "o23 iff o0"), capsys, "--concept", "nash", "--explain", "now"))
    assert f"Why would each stay in {'N' * 24}" in now
