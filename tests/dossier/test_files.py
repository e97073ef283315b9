"""Loading and saving: the identity, untouched bytes, comments kept, changes by others respected."""

from __future__ import annotations

import pickle
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings

from detente.dossier.dossier import Dossier
from detente.dossier.files import load, save
from detente.dossier.schema import OptionEntry, PartyEntry
from detente.evidence import Claim, Review, ReviewStatus, Span
from detente.testing.dossiers import dossiers

ACCEPTED = Review(ReviewStatus.accepted, "Ana")

YAML = """\
# kept in git by the secretariat
detente: 1
title: Harbour truce talks   # a working title
documents:
  op-ed: {file: accounts/op-ed.txt,   date: 2025-03-24}

claims:
  c1:
    document: op-ed
    quote: lifting the blockade comes first   # found in the text; no span needed
    speaker: [author, guild]
    says: the guild wants the blockade lifted first

# who is who
parties:
  north: {name: North,   aliases: [Northport]}
  # the guild's existence is doubted
  guild: {name: Ship-owners' guild, exists: doubtful}

options:
  truce:  {party: north,  text: accept a truce,   now: no, because: [c1]}
  lift:
      party: north      # odd indent, kept
      now: no
      from: 2025-01-01
preferences:
  guild:
    - condition: truce only if lift
      because: [c1, [c1, c2]]
goal: truce
"""

TEXT = "Harbour talks\r\n\r\nThe guild said that lifting the blockade comes first.\r\n\r\nNorth refuses to cede the pier.\r\n"
LINES = '{"id": "c2", "says":"North refuses",  "document": "op-ed", "span": [69, 101], "quote": "North refuses to cede the pier."}\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    home = tmp_path / "talks"
    (home / "accounts").mkdir(parents=True)
    (home / "accounts" / "op-ed.txt").write_bytes(TEXT.encode())
    (home / "dossier.yaml").write_text(YAML, encoding="utf-8")
    (home / "claims.jsonl").write_text(LINES.replace("[69, 101]", str(list(_span()))), encoding="utf-8")
    return home


def _span() -> Span:
    start = TEXT.replace("\r\n", "\n").index("North refuses to")
    return Span(start, start + len("North refuses to cede the pier."))


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@settings(max_examples=12)
@given(dossiers())
def test_saving_and_loading_a_folder_changes_nothing(dossier: Dossier) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "d"
        assert save(dossier, folder) == folder
        loaded = load(folder)
        assert loaded == dossier
        assert [*loaded.file.options] == [*dossier.file.options]
        before = files(folder)
        save(loaded, folder)
        assert files(folder) == before


@settings(max_examples=12)
@given(dossiers())
def test_saving_and_loading_one_file_changes_nothing(dossier: Dossier) -> None:
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "d.yaml"
        save(dossier, path)
        assert load(path) == dossier
        assert not (path.parent / "claims.jsonl").exists()


@settings(max_examples=12)
@given(dossiers(), dossiers())
def test_any_dossier_saved_over_a_loaded_one_reads_back(old: Dossier, new: Dossier) -> None:
    with tempfile.TemporaryDirectory() as name:
        save(old, Path(name) / "d")
        loaded = load(Path(name) / "d")
        documents = {**loaded.documents, **{key: replace(text, file=f"accounts/new-{key}.txt") for key, text in new.documents.items()}}
        entries = {**loaded.file.documents}
        for key in new.documents:
            entries[key] = new.file.documents[key].model_copy(update={"file": f"accounts/new-{key}.txt"})
        changed = replace(
            loaded,
            file=new.file.model_copy(update={"documents": entries}),
            documents=documents,
            claims=new.claims,
            positions=new.positions,
        )
        save(changed, Path(name) / "d")
        again = load(Path(name) / "d")
        assert again == changed
        assert [*again.file.options] == [*changed.file.options]
        assert [*again.file.parties] == [*changed.file.parties]


def test_a_hand_written_folder_says_what_it_says(folder: Path) -> None:
    dossier = load(folder)
    assert dossier.title == "Harbour truce talks"
    assert dossier.claims["c1"].speaker == ("author", "guild")
    assert dossier.claims["c1"].span == Span(*(TEXT.replace("\r\n", "\n").index("lifting") + n for n in (0, 32)))
    assert dossier.claims["c2"].quote == dossier.documents["op-ed"].text[slice(*_span())]
    assert dossier.file.options["lift"].now == "no"
    assert dossier.file.parties["guild"].exists == "doubtful"
    assert dossier.claims["c1"].review == Review()


def test_an_untouched_dossier_saves_byte_for_byte(folder: Path, tmp_path: Path) -> None:
    before = files(folder)
    save(load(folder), folder)
    assert files(folder) == before
    save(load(folder), tmp_path / "copy")
    assert (tmp_path / "copy" / "dossier.yaml").read_bytes() == before["dossier.yaml"]


def test_a_change_touches_its_own_line_and_no_other(folder: Path) -> None:
    dossier = load(folder)
    changed = replace(dossier, file=dossier.file.model_copy(update={"title": "Pier talks"}))
    save(changed, folder)
    assert (folder / "dossier.yaml").read_text() == YAML.replace("Harbour truce talks   #", "Pier talks            #")
    assert load(folder) == changed


def test_a_change_deep_inside_keeps_the_comments_around_it(folder: Path) -> None:
    dossier = load(folder)
    lift = dossier.file.options["lift"].model_copy(update={"now": "yes"})
    options = {**dossier.file.options, "lift": lift, "patrol": OptionEntry(party="guild", now="unknown", text="patrol: at night")}
    parties = {**dossier.file.parties, "envoy": PartyEntry(name="Envoy")}
    changed = replace(dossier, file=dossier.file.model_copy(update={"options": options, "parties": parties}))
    save(changed, folder)
    text = (folder / "dossier.yaml").read_text()
    for kept in (
        "# kept in git by the secretariat\n",
        "# a working title",
        "  # the guild's existence is doubted\n  guild: {name: Ship-owners' guild, exists: doubtful}\n",
        "  north: {name: North,   aliases: [Northport]}\n",
        "  truce:  {party: north,  text: accept a truce,   now: no, because: [c1]}\n",
        "# odd indent, kept",
        "# found in the text; no span needed",
        "\n# who is who\nparties:\n",
    ):
        assert kept in text
    assert "now: yes" in text
    assert load(folder) == changed
    assert [*load(folder).file.options] == ["truce", "lift", "patrol"]


def test_a_decision_goes_where_its_claim_stands(folder: Path) -> None:
    before = files(folder)
    dossier = load(folder).reviewed("c2", ACCEPTED)
    save(dossier, folder)
    assert (folder / "dossier.yaml").read_bytes() == before["dossier.yaml"]
    assert '"review": {"status": "accepted", "by": "Ana"}' in (folder / "claims.jsonl").read_text()
    lines = (folder / "claims.jsonl").read_bytes()
    save(dossier.reviewed("c1", ACCEPTED), folder)
    assert (folder / "claims.jsonl").read_bytes() == lines
    assert "      status: accepted\n      by: Ana\n" in (folder / "dossier.yaml").read_text()


def test_a_decision_taken_back_is_taken_back_on_disk(folder: Path) -> None:
    loaded = load(folder)
    save(loaded.reviewed("c2", ACCEPTED), folder)
    save(loaded, folder)
    assert load(folder).claims["c2"].review == Review()


def test_a_new_claim_goes_into_the_lines(folder: Path) -> None:
    dossier = load(folder)
    new = replace(dossier, claims={**dossier.claims, "c3": Claim("c3", "by hand\u2028and by heart")})
    save(new, folder)
    assert (folder / "claims.jsonl").read_text().split("\n")[1].startswith('{"id": "c3"')
    assert load(folder) == new


def test_two_reviewers_at_once_lose_nothing(folder: Path) -> None:
    ana, bo = load(folder), load(folder)
    save(ana.reviewed("c2", ACCEPTED), folder)
    save(bo.reviewed("c1", Review(ReviewStatus.rejected, "Bo")), folder)
    both = load(folder)
    assert both.claims["c2"].review.by == "Ana"
    assert both.claims["c1"].review.by == "Bo"


def test_an_edit_in_the_editor_survives_a_decision_in_the_terminal(folder: Path) -> None:
    dossier = load(folder)
    edited = YAML.replace("exists: doubtful", "exists: yes").replace("title: Harbour truce talks", "title: Edited meanwhile")
    (folder / "dossier.yaml").write_text(edited)
    save(dossier.reviewed("c2", ACCEPTED), folder)
    assert (folder / "dossier.yaml").read_text() == edited
    save(replace(dossier, file=dossier.file.model_copy(update={"goal": "truce and lift"})), folder)
    text = (folder / "dossier.yaml").read_text()
    assert "goal: truce and lift" in text
    assert "title: Edited meanwhile" in text
    assert "exists: yes" in text


def test_windows_line_ends_stay(folder: Path) -> None:
    (folder / "dossier.yaml").write_bytes(YAML.replace("\n", "\r\n").encode())
    dossier = load(folder)
    save(replace(dossier, file=dossier.file.model_copy(update={"title": "Pier talks"})), folder)
    data = (folder / "dossier.yaml").read_bytes()
    assert data.count(b"\r\n") == data.count(b"\n") == YAML.count("\n")


def test_a_folder_becomes_one_file_and_back(folder: Path, tmp_path: Path) -> None:
    dossier = load(folder)
    one = tmp_path / "alone" / "talks.yaml"
    save(dossier, one)
    assert load(one) == dossier
    assert not (one.parent / "claims.jsonl").exists()
    save(load(one), tmp_path / "back")
    assert load(tmp_path / "back") == dossier


def test_one_yaml_without_any_account_is_just_a_graph_model(tmp_path: Path) -> None:
    path = tmp_path / "game.yaml"
    path.write_text("detente: 1\ntitle: Two\nparties: {a: {name: A}}\noptions: {x: {party: a, now: no}}\nrules:\n")
    dossier = load(path)
    assert (dossier.claims, dossier.documents, dossier.file.rules) == ({}, {}, ())
    save(dossier, path)
    assert path.read_text().endswith("rules:\n")


def test_sections_may_be_removed_and_renamed(folder: Path) -> None:
    dossier = load(folder)
    changed = replace(dossier, file=dossier.file.model_copy(update={"goal": None, "goals": {"now": "truce", "later": "truce and lift"}}))
    save(changed, folder)
    assert load(folder) == changed
    assert "\ngoal:" not in (folder / "dossier.yaml").read_text()


def test_a_loaded_dossier_travels_to_another_process(folder: Path) -> None:
    dossier = load(folder)
    save(dossier.reviewed("c2", ACCEPTED), folder)
    assert pickle.loads(pickle.dumps(dossier)) == dossier


RULES = """\
detente: 1
title: t
parties: {north: {name: N}}
options: {a: {party: north, now: no}, b: {party: north, now: no}}
rules:
  - never: a and b   # they exclude one another
    assumed: by nature
  # the second was disputed
  - never: b
    assumed: by decree
"""


def test_a_list_changes_item_by_item(tmp_path: Path) -> None:
    path = tmp_path / "d.yaml"
    path.write_text(RULES)
    dossier = load(path)
    first, second = dossier.file.rules
    changed = replace(dossier, file=dossier.file.model_copy(update={"rules": (first, second.model_copy(update={"never": "not b"}))}))
    save(changed, path)
    assert path.read_text() == RULES.replace("- never: b\n", "- never: not b\n")
    save(replace(dossier, file=dossier.file.model_copy(update={"rules": (second,)})), path)
    assert load(path).file.rules == (second,)
