"""Words that moved are found again and reported; words that are gone are refused (test_bad_files.py has those)."""

from __future__ import annotations

from pathlib import Path

from detente.dossier.check import ProblemKind, check
from detente.dossier.files import load, save
from detente.evidence import Review, ReviewStatus, Span

WORDS = "The pier stays shut."


def dossier_at(folder: Path, text: str, *, sha: str = "") -> Path:
    path = folder / "d.yaml"
    (folder / "t.txt").write_text(text, encoding="utf-8")
    path.write_text(
        f"detente: 1\ntitle: t\ndocuments:\n  d:\n    file: t.txt\n{f'    sha256: {sha}' if sha else ''}\nclaims:\n"
        f"  c: {{document: d, span: [0, 20], quote: {WORDS}, says: it stays shut}}\n",
        encoding="utf-8",
    )
    return path


def test_words_in_their_place_raise_no_finding(tmp_path: Path) -> None:
    dossier = load(dossier_at(tmp_path, WORDS))
    assert dossier.claims["c"].span == Span(0, 20)
    assert ProblemKind.drifted_span not in {problem.kind for problem in check(dossier)}


def test_moved_words_are_found_and_never_silently(tmp_path: Path) -> None:
    path = dossier_at(tmp_path, f"New first line.\n\n{WORDS}")
    dossier = load(path)
    assert dossier.claims["c"].span == Span(17, 37)
    (found,) = [problem for problem in check(dossier) if problem.kind is ProblemKind.drifted_span]
    assert found.message == "claim 'c': its words moved in t.txt from [0, 20] to [17, 37]"
    assert found.about == ("c",)
    assert str(found.where) == f"{path}:8:26"
    assert found.kind.wrong


def test_a_changed_text_is_named_with_its_new_sum(tmp_path: Path) -> None:
    dossier = load(dossier_at(tmp_path, WORDS, sha="f" * 64))
    (found,) = [problem for problem in check(dossier) if problem.kind is ProblemKind.changed_text]
    assert found.about == ("d",)
    assert found.cure is not None
    assert dossier.documents["d"].sha256 in found.cure
    sound = load(dossier_at(tmp_path, WORDS, sha=dossier.documents["d"].sha256))
    assert ProblemKind.changed_text not in {problem.kind for problem in check(sound)}


def test_a_decision_on_a_moved_claim_writes_its_new_place(tmp_path: Path) -> None:
    path = dossier_at(tmp_path, f"New first line.\n\n{WORDS}")
    save(load(path).reviewed("c", Review(ReviewStatus.accepted, "Ana")), path)
    again = load(path)
    assert again.claims["c"].review.by == "Ana"
    assert again.claims["c"].span == Span(17, 37)


def test_accents_written_either_way_are_the_same_words(tmp_path: Path) -> None:
    path = tmp_path / "d.yaml"
    (tmp_path / "t.txt").write_text("Le cafe\u0301 ferme.", encoding="utf-8")
    claims = "claims:\n  c: {document: d, quote: cafe\u0301, says: s}\n"
    path.write_text(f"detente: 1\ntitle: t\ndocuments: {{d: {{file: t.txt}}}}\n{claims}", encoding="utf-8")
    claim = load(path).claims["c"]
    assert (claim.span, claim.quote) == (Span(3, 7), "caf\u00e9")
