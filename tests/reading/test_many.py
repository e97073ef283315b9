"""Many documents: in order, side by side, a failure costing its own file."""

from __future__ import annotations

import os
import pickle
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from detente.errors import AccountError, DetenteError, NotFound, Where
from detente.reading.many import Outcome, accounts_in, read_many


@pytest.fixture
def texts(tmp_path: Path) -> list[Path]:
    paths = []
    for number in range(12):
        paths.append(tmp_path / f"t{number:02}.txt")
        paths[-1].write_text(f"Norland demands that Sudland pay {number + 2} tolls.", encoding="utf-8")
    paths[3].write_bytes(b"a\x00b")
    paths[7].unlink()
    return paths


def check(outcomes: list[Outcome], texts: list[Path]) -> None:
    assert [outcome.path for outcome in outcomes] == texts
    failed = {at: outcome.error for at, outcome in enumerate(outcomes) if outcome.error is not None}
    assert set(failed) == {3, 7}
    assert isinstance(failed[3], AccountError)
    assert "binary" in failed[3].message
    assert isinstance(failed[7], NotFound)
    for at, outcome in enumerate(outcomes):
        if at not in failed:
            assert outcome.account is not None
            assert outcome.account.document.text == f"Norland demands that Sudland pay {at + 2} tolls."


def test_here_and_in_other_processes_the_same(texts: list[Path]) -> None:
    here = list(read_many(texts, workers=0, voices="rules"))
    check(here, texts)
    there = list(read_many(texts, workers=2, voices="rules"))
    check(there, texts)
    assert [o.account for o in there] == [o.account for o in here]


class Counting(ThreadPoolExecutor):
    """Counts how many pieces of work are under way at most."""

    def __init__(self) -> None:
        super().__init__(2)
        self.given = 0

    def submit(self, *given: Any, **named: Any) -> Future[Any]:
        self.given += 1
        return super().submit(*given, **named)


def test_any_executor_does_and_only_so_many_files_are_under_way(texts: list[Path]) -> None:
    with Counting() as executor:
        outcomes = read_many((path for path in texts * 10), executor=executor, voices="rules")
        next(outcomes)
        assert executor.given <= 4 * (os.cpu_count() or 1) < 120
        assert len(list(outcomes)) == 119
    with Counting() as executor:
        check(list(read_many(texts, executor=executor, voices="rules")), texts)


def test_stopping_begins_no_more(texts: list[Path]) -> None:
    with Counting() as executor:
        outcomes = read_many(texts * 10, executor=executor, voices="rules")
        next(outcomes)
        assert isinstance(outcomes, Iterator)
        outcomes.close()  # type: ignore[attr-defined]
        given = executor.given
    assert given < 120


def test_a_worker_that_dies_is_told_of_its_file_alone(texts: list[Path], tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(
        "import os, pathlib\nreal = pathlib.Path.open\n"
        "def open_(self, *a, **k):\n    if self.name == 't05.txt':\n        os._exit(9)\n    return real(self, *a, **k)\n"
        "pathlib.Path.open = open_\n",
        encoding="utf-8",
    )
    before = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, (str(tmp_path), before)))
    try:
        outcomes = list(read_many(texts[4:7], workers=1, voices="rules"))
    finally:
        if before is None:
            del os.environ["PYTHONPATH"]
        else:
            os.environ["PYTHONPATH"] = before
    assert [outcome.path for outcome in outcomes] == texts[4:7]
    failed = {at: outcome.error.message for at, outcome in enumerate(outcomes) if outcome.error is not None}
    assert failed == {1: "the process that read it died, perhaps of too little memory"}


def test_a_folder_is_its_documents_in_order(tmp_path: Path) -> None:
    for name in ("b.txt", "a.md", "deep/c.pdf", "deep/x.jpg", ".hidden/d.txt", ".e.txt", "~$f.docx", "g.eml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    found, others = accounts_in(tmp_path)
    assert [path.relative_to(tmp_path).as_posix() for path in found] == ["a.md", "b.txt", "g.eml", "deep/c.pdf"]
    assert others == 1
    with pytest.raises(NotFound):
        accounts_in(tmp_path / "none")


def test_fewer_than_no_workers_are_refused() -> None:
    with pytest.raises(ValueError, match="-1 workers"):
        read_many([], workers=-1)


def test_an_error_travels_whole() -> None:
    error = AccountError("it is empty", cure="write", where=Where("a.txt", 3))
    back: DetenteError = pickle.loads(pickle.dumps(error))
    assert (str(back), back.cure, back.where) == (str(error), error.cure, error.where)
