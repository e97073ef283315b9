"""A save that fails, or is killed, never happened."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from detente.dossier.atomic import JOURNAL, recover, write_files
from detente.dossier.dossier import Dossier
from detente.dossier.files import load, save
from detente.dossier.schema import DocumentEntry, DossierFile
from detente.errors import DossierError
from detente.evidence import Claim, Document, Review, ReviewStatus

OLD = {"a.txt": b"old a", "b/c.txt": b"old c"}
NEW = {"a.txt": b"new a", "b/c.txt": b"new c", "d.txt": b"new d"}


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_files(tmp_path / "f", OLD)
    return tmp_path / "f"


def test_everything_is_written_and_nothing_is_left_over(folder: Path) -> None:
    assert files(folder) == OLD
    write_files(folder, NEW)
    assert files(folder) == NEW
    write_files(folder, {})
    assert files(folder) == NEW


@pytest.mark.parametrize("fatal", [OSError(errno.ENOSPC, "No space left on device"), KeyboardInterrupt()])
@pytest.mark.parametrize("broken", ["replace", "fsync"])
def test_a_failure_at_any_step_leaves_the_old_files(
    folder: Path, monkeypatch: pytest.MonkeyPatch, broken: str, fatal: BaseException
) -> None:
    step = 0
    while files(folder) == OLD:
        with monkeypatch.context() as patch, contextlib.suppress(type(fatal)):
            _failing(patch, broken, at=step, fatal=fatal)
            write_files(folder, NEW)
        step += 1
    assert files(folder) == NEW  # the failure came after the last rename, or not at all
    assert step > 3  # at least one failure for each of the three files left the old ones


def _failing(patch: pytest.MonkeyPatch, name: str, *, at: int, fatal: BaseException) -> None:
    """The ``at``-th call of a step fails, once."""
    calls = [0]
    home: Any = Path if name == "replace" else os
    real = getattr(home, name)

    def failing(*arguments: object) -> object:
        calls[0] += 1
        if calls[0] == at + 1:
            raise fatal
        return real(*arguments)

    patch.setattr(home, name, failing)


def test_a_save_that_was_killed_half_way_is_undone_at_the_next_load(folder: Path) -> None:
    """The state that a kill between two renames leaves, made by hand."""
    (folder / "a.txt.7.old").write_bytes(b"old a")
    (folder / JOURNAL).write_text(json.dumps({"a.txt": "a.txt.7.old", "b/c.txt": "b/c.txt.7.old", "d.txt": None}))
    (folder / "b" / "c.txt.7.old").write_bytes(b"old c")
    (folder / "a.txt").write_bytes(b"new a")
    (folder / "d.txt").write_bytes(b"new d")
    os.utime(folder / JOURNAL, (1, 1))
    assert recover(folder)
    assert files(folder) == OLD
    assert not recover(folder)


def test_a_torn_journal_means_that_nothing_was_renamed_yet(folder: Path) -> None:
    (folder / JOURNAL).write_text('{"a.txt": "a.tx')
    os.utime(folder / JOURNAL, (1, 1))
    assert recover(folder)
    assert files(folder) == OLD


def test_a_journal_from_elsewhere_reaches_nothing_outside(folder: Path) -> None:
    outside = folder.parent / "precious.txt"
    outside.write_text("keep me")
    (folder / JOURNAL).write_text(json.dumps({"../precious.txt": None, "a.txt": "../precious.txt"}))
    os.utime(folder / JOURNAL, (1, 1))
    recover(folder)
    assert outside.read_text() == "keep me"
    assert files(folder) == OLD


def dossier() -> Dossier:
    text = Document("d", "The pier stays.", file="accounts/d.txt")
    file = DossierFile(detente=1, title="t", documents={"d": DocumentEntry(file="accounts/d.txt")})
    return Dossier(file, {"d": text}, {"c1": Claim("c1", "a")})


def test_a_dossier_that_cannot_be_saved_says_so_and_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save(dossier(), tmp_path / "d")
    before = files(tmp_path / "d")
    loaded = load(tmp_path / "d")
    changed = replace(loaded.reviewed("c1", Review(ReviewStatus.accepted, "Ana")), file=loaded.file.model_copy(update={"title": "u"}))
    with monkeypatch.context() as patch:
        _failing(patch, "replace", at=1, fatal=OSError(errno.ENOSPC, "No space left on device"))
        with pytest.raises(DossierError, match="cannot be written: No space left on device"):
            save(changed, tmp_path / "d")
    assert files(tmp_path / "d") == before
    save(changed, tmp_path / "d")
    assert load(tmp_path / "d") == changed


def test_a_dossier_that_would_not_load_is_not_saved(tmp_path: Path) -> None:
    accepted = Review(ReviewStatus.accepted, "Ana")
    claims = {"a": Claim("a", "a", review=accepted), "b": Claim("b", "b", review=accepted, contradicts=("a",))}
    with pytest.raises(DossierError, match="contradict one another, and both are accepted"):
        save(replace(dossier(), claims=claims), tmp_path / "d")
    assert not (tmp_path / "d").exists()


def test_a_text_of_the_same_name_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "accounts").mkdir()
    (tmp_path / "accounts" / "d.txt").write_text("Somebody's notes.")
    with pytest.raises(DossierError, match="holds another text than document 'd'"):
        save(dossier(), tmp_path)
    assert files(tmp_path) == {"accounts/d.txt": b"Somebody's notes."}


_SAVE_FOR_EVER = """
import sys
from dataclasses import replace
from detente.dossier.files import load, save
from detente.evidence import Review, ReviewStatus
dossier = load(sys.argv[1])
for n in range(1_000_000):
    review = Review(ReviewStatus.accepted, f"Ana {n}")
    dossier = replace(dossier, file=dossier.file.model_copy(update={"title": f"Ana {n}"})).reviewed("c1", review)
    save(dossier, sys.argv[1])
    print(n, flush=True)
"""


def _heeds() -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # tests in the background ignore it, and that is inherited


@pytest.mark.skipif(os.name != "posix", reason="sends a signal")
@pytest.mark.parametrize("which", [signal.SIGKILL, signal.SIGINT])
def test_a_kill_in_the_middle_of_saving_leaves_one_whole_save(tmp_path: Path, which: signal.Signals) -> None:
    folder = tmp_path / "d"
    save(dossier(), folder)
    command = [sys.executable, "-c", _SAVE_FOR_EVER, str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, preexec_fn=_heeds) as process:  # noqa: PLW1509
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(0.05)
        process.send_signal(which)
        process.wait(timeout=30)
    if (folder / JOURNAL).exists():
        os.utime(folder / JOURNAL, (1, 1))
    loaded = load(folder)
    assert loaded.title == loaded.claims["c1"].review.by  # both files are of the same save
    assert loaded.title.startswith("Ana ")
