"""A question of many worlds, in parts: here, in other processes, on a cluster, and going on where it stopped."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from multiprocessing import get_context
from operator import truth
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from detente.dossier.dossier import Dossier
from detente.dossier.schema import DossierFile
from detente.evidence import Claim
from detente.worlds.hinges import hinges
from detente.worlds.sweep import ManyVerdict, Sweeping, verdicts
from detente.worlds.world import worlds

CLAIMS = [f"c{k}" for k in range(5)]


@dataclass(frozen=True)
class Odd:
    """Holds with an odd number of claims. ``asked`` notes how many worlds came together."""

    asked: list[int] = field(default_factory=list, compare=False)
    fail_after: int | None = None

    def __call__(self, claims: frozenset[str]) -> bool:
        return len(claims) % 2 == 1

    def many(self, worlds: Sequence[frozenset[str]]) -> NDArray[np.bool_]:
        if self.fail_after is not None and len(self.asked) >= self.fail_after:
            raise KeyboardInterrupt
        self.asked.append(len(worlds))
        return np.array([self(world) for world in worlds])


def dossier() -> Dossier:
    options = {f"o{k}": {"party": "north", "now": "no", "because": [name]} for k, name in enumerate(CLAIMS)}
    file = DossierFile.model_validate({"detente": 1, "title": "t", "parties": {"north": {"name": "North"}}, "options": options})
    return Dossier(file, claims={name: Claim(name, "") for name in CLAIMS})


def every_world() -> list[frozenset[str]]:
    return [world.claims for world in worlds(dossier())]


EXPECTED = tuple(mask.bit_count() % 2 == 1 for mask in range(32))


def odd_number(claims: frozenset[str]) -> bool:
    return len(claims) % 2 == 1


def test_here_in_threads_and_in_processes_is_the_same() -> None:
    assert verdicts(dossier(), Odd(), every_world(), sweeping=Sweeping(chunk=7)) == EXPECTED
    with ThreadPoolExecutor(3) as pool:
        assert verdicts(dossier(), Odd(), every_world(), sweeping=Sweeping(pool, chunk=7)) == EXPECTED
        assert verdicts(dossier(), odd_number, every_world(), sweeping=Sweeping(pool)) == EXPECTED


def test_other_processes_get_the_verdict_and_give_it_back() -> None:
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        assert verdicts(dossier(), truth, every_world(), sweeping=Sweeping(pool, chunk=20)) == (False, *[True] * 31)


@pytest.mark.slow
def test_a_local_cluster() -> None:
    distributed = pytest.importorskip("distributed", reason="distributed is not installed: pip install 'detente[cluster]'")
    told: list[tuple[int, int]] = []
    with distributed.Client(n_workers=1, threads_per_worker=1, processes=False, dashboard_address=None) as client:
        how = Sweeping(client.get_executor(), chunk=8, progress=lambda done, of: told.append((done, of)))
        assert verdicts(dossier(), Odd(), every_world(), sweeping=how) == EXPECTED
    assert told == [(0, 32), (8, 32), (16, 32), (24, 32), (32, 32)]


def test_a_plain_function_goes_one_by_one_and_says_how_far_it_is() -> None:
    told: list[tuple[int, int]] = []
    how = Sweeping(chunk=10, progress=lambda done, of: told.append((done, of)))
    assert verdicts(dossier(), odd_number, every_world(), sweeping=how) == EXPECTED
    assert told == [(0, 32), (10, 32), (20, 32), (30, 32), (32, 32)]
    assert isinstance(Odd(), ManyVerdict)
    assert not isinstance(odd_number, ManyVerdict)


def test_an_interrupted_sweep_goes_on_where_it_stopped(tmp_path: Path) -> None:
    how = Sweeping(chunk=10, keep=tmp_path, question="odd?")
    stopped = Odd(fail_after=2)
    with pytest.raises(KeyboardInterrupt):
        verdicts(dossier(), stopped, every_world(), sweeping=how)
    (kept,) = tmp_path.iterdir()
    assert kept.suffix == ".npz"
    second = Odd()
    assert verdicts(dossier(), second, every_world(), sweeping=how) == EXPECTED
    assert (stopped.asked, second.asked) == ([10, 10], [10, 2])
    third = Odd()
    assert verdicts(dossier(), third, every_world(), sweeping=how) == EXPECTED
    assert third.asked == []
    assert [path.name for path in tmp_path.iterdir()] == [kept.name]


def test_another_question_dossier_or_part_is_asked_anew(tmp_path: Path) -> None:
    how = Sweeping(chunk=16, keep=tmp_path, question="odd?")
    verdicts(dossier(), Odd(), every_world(), sweeping=how)
    claim = replace(dossier().claims["c1"], says="something else")
    other = replace(dossier(), claims={**dossier().claims, "c1": claim})
    for asked, worlds_asked, sweeping in (
        (dossier(), every_world(), replace(how, question="even?")),
        (other, every_world(), how),
        (dossier(), every_world()[::-1], how),
        (dossier(), every_world(), replace(how, chunk=32)),
    ):
        again = Odd()
        verdicts(asked, again, worlds_asked, sweeping=sweeping)
        assert sum(again.asked) == 32
    assert len(list(tmp_path.iterdir())) == 5


@pytest.mark.parametrize("damage", [b"", b"PK\x03\x04 not a whole archive", b"\x93NUMPY"])
def test_a_damaged_file_is_worked_over(tmp_path: Path, damage: bytes) -> None:
    how = Sweeping(chunk=16, keep=tmp_path, question="odd?")
    verdicts(dossier(), Odd(), every_world(), sweeping=how)
    (kept,) = tmp_path.iterdir()
    kept.write_bytes(damage)
    again = Odd()
    assert verdicts(dossier(), again, every_world(), sweeping=how) == EXPECTED
    assert again.asked == [16, 16]


def test_hinges_ask_in_parts(tmp_path: Path) -> None:
    odd = Odd()
    found = hinges(dossier(), odd, sweeping=Sweeping(chunk=16, keep=tmp_path, question="odd?"))
    assert odd.asked == [16, 16]
    assert found.to_dict(table=True) == hinges(dossier(), odd_number).to_dict(table=True)


def test_an_error_in_a_part_is_raised_and_the_rest_is_not_worked_on() -> None:
    def fails(_: frozenset[str]) -> bool:
        raise ZeroDivisionError

    with ThreadPoolExecutor(1) as pool, pytest.raises(ZeroDivisionError):
        verdicts(dossier(), fails, every_world(), sweeping=Sweeping(pool, chunk=4, progress=lambda *_: None))


def test_what_makes_no_sweep_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="at least 1"):
        Sweeping(chunk=0)
    with pytest.raises(ValueError, match="question"):
        verdicts(dossier(), Odd(), every_world(), sweeping=Sweeping(keep=tmp_path))


STOPPED = """\
import sys, time
sys.path.insert(0, {here!r})
from pathlib import Path
import test_sweep
from detente.worlds.sweep import Sweeping, verdicts

class Slow(test_sweep.Odd):
    def many(self, worlds):
        time.sleep(0.02)
        return super().many(worlds)

how = Sweeping(chunk=1, keep=Path({folder!r}), question="odd?", progress=lambda done, of: print(done, flush=True))
verdicts(test_sweep.dossier(), Slow(), test_sweep.every_world(), sweeping=how)
"""


def _heeds() -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # tests in the background ignore it, and that is inherited


@pytest.mark.skipif(os.name != "posix", reason="signals of this kind are POSIX")
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT], ids=["killed", "interrupted"])
def test_a_process_that_is_stopped_leaves_what_is_finished_and_nothing_half_written(tmp_path: Path, how: signal.Signals) -> None:
    script = STOPPED.format(here=str(Path(__file__).parent), folder=str(tmp_path))
    command = [sys.executable, "-c", script]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, preexec_fn=_heeds) as process:  # noqa: PLW1509
        assert process.stdout is not None
        for line in process.stdout:
            if int(line) >= 5:
                break
        process.send_signal(how)
        process.stdout.read()
        assert process.wait() != 0
    again = Odd()
    sweeping = Sweeping(chunk=1, keep=tmp_path, question="odd?")
    assert verdicts(dossier(), again, every_world(), sweeping=sweeping) == EXPECTED
    assert sum(again.asked) <= 32 - 5
    if how is signal.SIGINT:
        assert [path.suffix for path in tmp_path.iterdir()] == [".npz"]
