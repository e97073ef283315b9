"""The review in the terminal: one key a claim, every decision on disk before the next is asked for."""

from __future__ import annotations

import os
import re
import select
import signal
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from detente.cli.review import review, run_review
from detente.dossier.files import load, save
from detente.errors import NotFound
from detente.evidence import Modality, Review, ReviewStatus

TEXT = "Harbour talks\n\nThe guild said [bold]the pier stays shut[/bold] for now.\n\nNorth offers \x1b[31mtalks\u202e at once.\n"
YAML = """\
detente: 1
title: Harbour talks
documents: {op-ed: {file: op-ed.txt}}
parties: {north: {name: North}, guild: {name: Ship-owners' guild}, owners: {name: The owners}}
options: {truce: {party: guild, now: no, because: [c1]}}
preferences: {owners: [{want: truce, because: [c1]}]}
claims:
  c1: {document: op-ed, quote: "[bold]the pier stays shut[/bold]", speaker: [author, guild], says: it stays shut}
  c2: {document: op-ed, quote: "North offers \\e[31mtalks\\u202e", says: "talks [red]offered[/red]", contradicts: [c1]}
"""
ANA_ACCEPTED = Review(ReviewStatus.accepted, "Ana")
ANA_REJECTED = Review(ReviewStatus.rejected, "Ana")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "op-ed.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "dossier.yaml").write_text(YAML, encoding="utf-8")
    return tmp_path


def typed(path: Path, keys: str, *more: str) -> Result:
    return CliRunner().invoke(review, [str(path), "--by", "Ana", *more], input=keys, catch_exceptions=False)


def reviews(path: Path) -> dict[str, Review]:
    return {name: claim.review for name, claim in load(path).claims.items()}


def test_each_claim_is_shown_in_its_paragraph_with_what_rests_on_it(path: Path) -> None:
    said = typed(path, "ss").output
    flat = " ".join(said.split())
    assert "1 of 2 c1 op-ed, P1" in flat
    assert "The guild said «[bold]the pier stays shut[/bold]» for now." in flat  # markup in a text is text
    assert "says it stays shut" in flat
    assert "voice Ship-owners' guild (asserted)" in flat
    assert "carries option: truce; now: truce: no; want: truce" in flat
    assert "against c1 (proposed)" in flat
    assert "talks [red]offered[/red]" in flat
    assert "\x1b" not in said
    assert "\u202e" not in said


def test_keys_decide(path: Path) -> None:
    said = typed(path, "ar").output
    assert reviews(path) == {"c1": ANA_ACCEPTED, "c2": ANA_REJECTED}
    assert "2 of 2 statements decided, 0 left." in said


@pytest.mark.parametrize("next_key", ["s", "\r", "\n"])
def test_next_back_and_undo(path: Path, next_key: str) -> None:
    typed(path, f"{next_key}bau")
    assert reviews(path)["c1"] == Review()
    typed(path, f"a{next_key}")
    assert reviews(path)["c1"] == ANA_ACCEPTED


def test_quitting_keeps_what_was_decided(path: Path) -> None:
    said = typed(path, "aq").output
    assert "1 of 2 statements decided, 1 left. Everything is saved." in said
    assert reviews(path)["c1"] == ANA_ACCEPTED
    assert "Nothing is left to review" in typed(path, "r").output + typed(path, "").output


def test_an_unknown_key_says_what_helps_and_decides_nothing(path: Path) -> None:
    said = typed(path, "x\x1b[C?q").output
    assert "x does nothing here; ? lists the keys" in said
    assert "m  merge two names of one party" in said
    assert set(reviews(path).values()) == {Review()}


def test_an_edit_asks_for_the_three_parts(path: Path) -> None:
    typed(path, "ethe pier is shut\nauthor > paper > guild\nalleged\naq")
    claim = load(path).claims["c1"]
    assert (claim.says, claim.speaker, claim.modality) == ("the pier is shut", ("author", "paper", "guild"), Modality.alleged)
    assert claim.quote == "[bold]the pier stays shut[/bold]"
    assert claim.review == ANA_ACCEPTED


def test_a_misspelt_modality_is_answered_and_nothing_is_lost(path: Path) -> None:
    said = typed(path, "e\n\naleged\naq").output
    assert "no modality 'aleged'; did you mean 'alleged'?" in said
    assert load(path).claims["c1"].modality is Modality.asserted
    assert reviews(path)["c1"] == ANA_ACCEPTED


def test_merging_two_names(path: Path) -> None:
    typed(path, "mguild\nowners\nq")
    file = load(path).file
    assert list(file.parties) == ["north", "guild"]
    assert file.parties["guild"].aliases == ("The owners",)
    assert list(file.preferences) == ["guild"]


def test_a_rival_of_an_accepted_claim_cannot_be_accepted(path: Path) -> None:
    said = typed(path, "aarq").output
    assert "'c2' contradicts 'c1', which Ana accepted" in said
    assert reviews(path) == {"c1": ANA_ACCEPTED, "c2": ANA_REJECTED}


def test_the_order_passed_in_comes_first(path: Path) -> None:
    typed(path, "aq", "--order", "c2")
    assert reviews(path) == {"c1": Review(), "c2": ANA_ACCEPTED}


def test_the_person_is_named(path: Path) -> None:
    done = CliRunner().invoke(review, [str(path), "--by", ""], input="a")
    assert done.exit_code == 2
    assert "give your name: --by NAME" in done.output
    with pytest.raises(NotFound):
        run_review(path / "gone", by="Ana")


def test_a_change_made_elsewhere_meanwhile_survives(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keys = iter(["a", "q"])

    def press() -> str:
        key = next(keys)
        if key == "q":
            save(load(path).reviewed("c2", Review(ReviewStatus.rejected, "Bo")), path)
        return key

    monkeypatch.setattr("click.getchar", press)
    run_review(path, by="Ana")
    assert reviews(path) == {"c1": ANA_ACCEPTED, "c2": Review(ReviewStatus.rejected, "Bo")}


# A real terminal: keys without Enter, Ctrl-C, and a kill.


class Terminal:
    """The review running in a pseudo-terminal of its own."""

    def __init__(self, path: Path) -> None:
        import pty

        self.pid, self.handle = pty.fork()
        if self.pid == 0:
            signal.signal(signal.SIGINT, signal.SIG_DFL)  # whoever runs the tests in the background ignores it, and that is inherited
            program = "from detente.cli.review import review; review()"
            os.environ.update(TERM="dumb", COLUMNS="100", LINES="40")
            os.execv(sys.executable, [sys.executable, "-c", program, str(path), "--by", "Ana"])
        self.seen = ""

    def until(self, pattern: str, seconds: float = 30) -> None:
        deadline = time.monotonic() + seconds
        while not re.search(pattern, self.seen):
            ready, _, _ = select.select([self.handle], [], [], max(0, deadline - time.monotonic()))
            assert ready, f"{pattern!r} did not come; there was: {self.seen!r}"
            try:
                self.seen += os.read(self.handle, 4096).decode("utf-8", "replace")
            except OSError:  # Linux says so when the other end has closed
                assert re.search(pattern, self.seen), self.seen
                return

    def press(self, keys: str) -> None:
        self.seen = ""
        os.write(self.handle, keys.encode())

    def end(self) -> int:
        _, status = os.waitpid(self.pid, 0)
        os.close(self.handle)
        return status


on_a_terminal = pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")


@on_a_terminal
def test_one_key_without_enter_decides_and_quits(path: Path) -> None:
    terminal = Terminal(path)
    terminal.until("1 of 2")
    terminal.press("a")
    terminal.until("2 of 2")
    assert reviews(path)["c1"] == ANA_ACCEPTED  # on disk while the next question stands
    terminal.press("q")
    terminal.until("Everything is saved")
    assert os.waitstatus_to_exitcode(terminal.end()) == 0


@on_a_terminal
@pytest.mark.parametrize("how", ["ctrl-c", "kill"])
def test_leaving_by_force_loses_nothing(path: Path, how: str) -> None:
    terminal = Terminal(path)
    terminal.until("1 of 2")
    terminal.press("a")
    terminal.until("2 of 2")
    if how == "ctrl-c":
        terminal.press("\x03")
    else:
        os.kill(terminal.pid, signal.SIGKILL)
    assert terminal.end() != 0
    assert reviews(path) == {"c1": ANA_ACCEPTED, "c2": Review()}
    assert {file.name for file in path.iterdir()} == {"dossier.yaml", "op-ed.txt"}
