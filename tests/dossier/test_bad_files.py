"""Every kind of bad input, and the exact sentence a person gets: what, which, where, what instead."""

from __future__ import annotations

from pathlib import Path

import pytest

from detente.dossier.files import load
from detente.errors import DetenteError, DossierError, FormulaError, NotFound, SpanError, UnknownName

HEAD = "detente: 1\ntitle: t\n"
PARTY = HEAD + "parties: {north: {name: N}}\n"
MODEL = PARTY + "options:\n  x: {party: north, now: no}\n"  # lines 4 and 5; what follows begins on line 6
TEXT = "The harbour stays shut.\nAnd the harbour stays cold.\n"
DOCUMENT = HEAD + "documents:\n  d: {file: t.txt}\nclaims:\n"


def complaint(folder: Path, yaml: str | bytes) -> DetenteError:
    (folder / "t.txt").write_text(TEXT)
    path = folder / "x.yaml"
    path.write_bytes(yaml.encode() if isinstance(yaml, str) else yaml)
    with pytest.raises(DetenteError) as caught:
        load(path)
    return caught.value


def said(error: DetenteError, folder: Path) -> str:
    return str(error).replace(f"{folder}/", "")


@pytest.mark.parametrize(
    ("yaml", "expected"),
    [
        # not YAML, or not a tree
        ("", "x.yaml: the file is empty\n  instead: begin with 'detente: 1' and 'title: …'"),
        ("hello", "x.yaml:1:1: the file holds no 'key: value' lines"),
        (b"\xff\xfed\0", "x.yaml is UTF-16 text\n  instead: save it as UTF-8"),
        (b"PK\x03\x04\0\0", "x.yaml is a binary file, not text"),
        (HEAD.encode() + b"goal: caf\xe9\n", "x.yaml is not UTF-8: byte 0xe9 on line 3"),
        (
            "detente: 1\n\ttitle: x\n",
            "x.yaml:2:1: this is no YAML: found character '\\t' that cannot start any token\n  instead: indent with sp",
        ),
        ("detente: 1\ntitle: a: b\n", "x.yaml:2:9: this is no YAML: mapping values are not allowed here\n  instead: put quotation marks"),
        (
            "detente: 1\ntitle: @x\n",
            "x.yaml:2:8: this is no YAML: found character '@' that cannot start any token\n  instead: put quotation",
        ),
        (
            "detente: 1\ntitle: *x\n",
            "x.yaml:2:8: this is no YAML: found undefined alias 'x'\n  instead: put quotation marks around text that",
        ),
        (HEAD + "---\na: 1\n", "x.yaml:3:1: this is no YAML: a second document begins here\n  instead: remove the line '---'"),
        ("detente: 1\ntitle: a\x01\n", "x.yaml:2: a control character (code 1) is no text"),
        (HEAD + "x: " + "[" * 3000, "x.yaml: the file is nested too deeply to be a dossier"),
        (HEAD + "title: again\n", "x.yaml:3:1: the key 'title' stands here for the second time (first on line 2)"),
        (HEAD + "goal: !!python/name:os.system x\n", "x.yaml:3:7: the tag tag:yaml.org,2002:python/name:os.system is not allowed"),
        ("detente: 1\ntitle: &a t\ngoal: *a\n", "x.yaml:3:7: the alias *a repeats a value by reference"),
        # the schema
        (HEAD + "partys: {}\n", "x.yaml:3:1: unknown key 'partys'; did you mean 'parties'?\n  instead: use one of: detente, title, as_of,"),
        (PARTY + "options:\n  x: {partyy: north, now: no}\n", "x.yaml:5:7: unknown key 'partyy' in options.x; did you mean 'party'?"),
        (PARTY + "options:\n  x: {party: north}\n", "x.yaml:5:3: options.x has no 'now'\n  instead: add 'now: …'"),
        (PARTY + "options:\n  x: {party: north, now: maybe}\n", "x.yaml:5:26: options.x: 'now' is 'maybe'; use one of: yes, no, unknown"),
        ("detente: 2\ntitle: t\n", "x.yaml:1:10: detente is 2\n  instead: use one of: 1"),
        ("detente: 1\ntitle: 5\n", "x.yaml:2:8: title must be text, not 5\n  instead: write text; put quotation marks around numbers"),
        (HEAD + "as_of: 2025-13-01\n", "x.yaml:3:8: as_of is '2025-13-01', which is no date\n  instead: write a date as 2025-03-24"),
        (
            HEAD + "parties: [a]\n",
            "x.yaml:3:10: parties must be a mapping, not a list\n  instead: write a mapping: 'key: value' lines, indented",
        ),
        (
            HEAD + "parties: {2n: {name: N}}\n",
            "x.yaml:3:11: '2n' cannot be a name here\n  instead: use letters, digits, _ and -, and begin",
        ),
        (HEAD + "parties: {n: {name: N, exists: doubtfull}}\n", "x.yaml:3:32: parties.n.exists is 'doubtfull'; did you mean 'doubtful'?"),
        (MODEL + "rules:\n  - because: []\n", "x.yaml:7:5: rules.0: a rule has either 'never' or 'always'"),
        (MODEL + "preferences:\n  north: unknwon\n", "x.yaml:7:10: preferences.north is 'unknwon'; did you mean 'unknown'?"),
        (MODEL + "preferences:\n  north:\n    - wnat: x\n", "x.yaml:8:7: unknown key 'wnat' in preferences.north.0; did you mean 'want'?"),
        (
            MODEL + "preferences:\n  north:\n    - any_order:\n        - want: x\n        - deman: x\n",
            "x.yaml:10:11: unknown key 'deman' in preferences.north.0.any_order.1; did you mean 'demand'?",
        ),
        (
            MODEL + "preferences:\n  north: {statements: [{want: x, because: [c1, [5]]}]}\n",
            "x.yaml:7:49: preferences.north.statements.0.because.1.0 must be text, not 5",
        ),
        (MODEL + "outcomes:\n  o: {formul: x}\n", "x.yaml:7:7: unknown key 'formul' in outcomes.o; did you mean 'formula'?"),
        (MODEL + "goal: x\ngoals: {g: x}\n", "x.yaml:1:1: the file: give either 'goal' (one formula) or 'goals' (named stages)"),
        (DOCUMENT + "  c: {says: s, modality: aserted}\n", "x.yaml:6:26: claims.c.modality is 'aserted'; did you mean 'asserted'?"),
        (DOCUMENT + "  c: {says: s, reviw: accepted}\n", "x.yaml:6:16: unknown key 'reviw' in claims.c; did you mean 'review'?"),
        (DOCUMENT + "  c: {says: s, review: acepted}\n", "x.yaml:6:24: claims.c.review.status is 'acepted'; did you mean 'accepted'?"),
        (DOCUMENT + "  c: {says: s, document: d, span: [4, 4], quote: q}\n", "x.yaml:6:6: claims.c: the span [4, 4] is empty or backwards"),
        # names and sense
        (
            PARTY + "options:\n  x: {party: nroth, now: no}\n",
            "x.yaml:5:14: no party 'nroth'; did you mean 'north'?\n  instead: use one of: north",
        ),
        (
            PARTY + "options:\n  x: {party: north, now: no, because: [c1]}\n",
            "x.yaml:5:40: no claim 'c1'\n  instead: declare the claim first",
        ),
        (MODEL + "rules:\n  - never: x\n    because: [[c1]]\n", "x.yaml:8:16: no claim 'c1'"),
        (MODEL + "preferences:\n  sout: unknown\n", "x.yaml:7:3: no party 'sout'"),
        (MODEL + "merge:\n  - {principal: north, agent: nort}\n", "x.yaml:7:31: no party 'nort'; did you mean 'north'?"),
        (MODEL + "attitudes:\n  - {party: north, to: nort, wishes: good}\n", "x.yaml:7:24: no party 'nort'; did you mean 'north'?"),
        (DOCUMENT + "  c: {says: s, document: e}\n", "x.yaml:6:26: no document 'e'"),
        (DOCUMENT + "  c: {says: s, contradicts: [c9]}\n", "x.yaml:6:30: no claim 'c9'"),
        (DOCUMENT + "  c: {says: s, contradicts: [c]}\n", "x.yaml:6:29: claim 'c' contradicts itself"),
        (
            DOCUMENT + "  a: {says: s, review: accepted}\n  b: {says: s, review: accepted, contradicts: [a]}\n",
            "x.yaml:7:47: the claims 'b' and 'a' contradict one another, and both are accepted",
        ),
        (
            MODEL + "outcomes:\n  o: p\n  p: o\n",
            "x.yaml:7:3: the outcome 'o' is defined by itself: o -> p -> o\n  instead: break the circle",
        ),
        (MODEL + "outcomes:\n  x: true\n", "x.yaml:7:6: outcomes.x must be text, not true"),
        (MODEL + "outcomes:\n  x: not x\n", "x.yaml:7:3: the name 'x' is used twice"),
        (
            PARTY + "options:\n  unless: {party: north, now: no}\n",
            "x.yaml:5:3: 'unless' is a word of the formula language and cannot be a name",
        ),
        (MODEL + "rules:\n  - {never: x, id: r}\n  - {always: x, id: r}\n", "x.yaml:8:21: the id 'r' is given to two elements"),
        # documents and spans
        (HEAD + "documents:\n  d: {file: ../t.txt}\n", "x.yaml:4:13: the file '../t.txt' lies outside the dossier's folder"),
        (HEAD + "documents:\n  d: {file: /etc/passwd}\n", "x.yaml:4:13: the file '/etc/passwd' lies outside the dossier's folder"),
        (HEAD + "documents:\n  d: {file: no.txt}\n", "x.yaml:4:13: there is no file no.txt"),
        (
            DOCUMENT + "  c: {says: s, document: d, span: [0, 5], quote: peace}\n",
            "x.yaml:6:35: claim 'c': the words 'peace' are not in t.txt\n  instead: copy them again from the text",
        ),
        (
            DOCUMENT + "  c: {says: s, document: d, span: [0, 3], quote: harbour stays}\n",
            "x.yaml:6:35: claim 'c': the words 'harbour stays' stand 2 times in t.txt, and none of them at its span",
        ),
        (
            DOCUMENT + "  c: {says: s, document: d, quote: harbour}\n",
            "x.yaml:6:36: claim 'c': the words 'harbour' stand 2 times in t.txt, and the claim has no span",
        ),
    ],
)
def test_a_bad_file_is_answered_with_its_place(yaml: str | bytes, expected: str, tmp_path: Path) -> None:
    assert said(complaint(tmp_path, yaml), tmp_path).startswith(expected)


@pytest.mark.parametrize(
    ("formula", "line", "column"),
    [
        ("    - want: x and yy", 8, 19),
        ('    - want: "x and yy"', 8, 20),
        ("    - want: 'x and yy'", 8, 20),
        ("    - want: >\n        x and\n        yy", 10, 9),
        ("    - want: |\n        x and\n          yy", 10, 11),
        ("    - want: x\n        and yy", 9, 13),
        ("    - {because: [], want: not yy}", 8, 31),
        ("    - any_order: [{want: x}, {want: yy}]", 8, 37),
    ],
)
def test_a_formula_error_points_into_the_scalar(formula: str, line: int, column: int, tmp_path: Path) -> None:
    error = complaint(tmp_path, MODEL + f"preferences:\n  north:\n{formula}\n")
    assert isinstance(error, FormulaError)
    assert error.message.startswith("unknown name 'yy'")
    assert error.where is not None
    assert (error.where.line, error.where.column) == (line, column)


def test_each_kind_of_error_has_its_class(tmp_path: Path) -> None:
    kinds = {
        DOCUMENT + "  c: {says: s, document: d, quote: gone}\n": SpanError,
        MODEL + "goal: x and\n": FormulaError,
        MODEL + "goal: x\npreferences: {nobody: unknown}\n": UnknownName,
        HEAD + "goals: 1\n": DossierError,
    }
    for yaml, kind in kinds.items():
        assert type(complaint(tmp_path, yaml)) is kind


def test_all_problems_come_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    error = complaint(tmp_path, MODEL + "goal: y\nrules:\n  - never: z or\npreferences: {nobody: unknown}\n")
    assert isinstance(error, DossierError)
    assert error.message.startswith("3 problems in ")
    assert [problem.where.line for problem in error.problems if problem.where] == [6, 8, 9]


def test_twenty_problems_are_shown_and_the_rest_counted(tmp_path: Path) -> None:
    error = complaint(tmp_path, HEAD + "".join(f"x{index}: 1\n" for index in range(25)))
    assert str(error).startswith("25 problems in ")
    assert str(error).count("unknown key") == 20
    assert str(error).endswith("- … and 5 more")


def folder_with(tmp_path: Path, lines: str, *, positions: str = "") -> Path:
    folder = tmp_path / "d"
    folder.mkdir()
    (folder / "dossier.yaml").write_text(PARTY + "documents: {d: {file: t.txt}}\n")
    (folder / "t.txt").write_text(TEXT)
    (folder / "claims.jsonl").write_text(lines)
    if positions:
        (folder / "positions.jsonl").write_text(positions)
    return folder


GOOD = '{"id": "c1", "says": "s"}\n'


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (GOOD + "{oops}\n", "d/claims.jsonl:2:2: this line is no JSON: Expecting property name"),
        (GOOD + "[1]\n", "d/claims.jsonl:2: this line is no object"),
        (GOOD + '\n{"says": "s"}\n', "d/claims.jsonl:3: this line has no 'id'"),
        (GOOD + GOOD, "d/claims.jsonl:2: the id 'c1' stands here for the second time (first on line 1)"),
        ('{"id": "c1", "says": "s", "says": "t"}', "d/claims.jsonl:1: the key 'says' stands twice in this line"),
        ('{"id": "c1", "quantity": {"value": NaN}}', "d/claims.jsonl:1: this line is no JSON: NaN is no number that JSON knows"),
        (GOOD + '{"id": "c2", "say": "s", "says": "s"}', "d/claims.jsonl:2: unknown key 'say' in claims.c2; did you mean 'says'?"),
        (GOOD + '{"id": "c2"}', "d/claims.jsonl:2: claims.c2 has no 'says'"),
        (GOOD + '{"id": "c2", "says": "s", "contradicts": ["cc1"]}', "d/claims.jsonl:2: no claim 'cc1'; did you mean 'c1'?"),
        ('{"id": "c1", "says": "s", "document": "d", "span": [0, 4], "quote": "gone"}', "d/claims.jsonl:1: claim 'c1': the words 'gone'"),
        ('{"id": "c1", "says": "s", "granted_by": ["nort"], "review": "accepted"}', "d/claims.jsonl:1: no party 'nort'; did you mean"),
    ],
)
def test_a_bad_line_is_answered_with_its_number(lines: str, expected: str, tmp_path: Path) -> None:
    with pytest.raises(DetenteError) as caught:
        load(folder_with(tmp_path, lines))
    assert said(caught.value, tmp_path).startswith(expected)


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        ('"party": "nort", "review": "accepted"', "d/positions.jsonl:1: no party 'nort'; did you mean 'north'?"),
        ('"party": "north", "claims": ["cc1"]', "d/positions.jsonl:1: no claim 'cc1'; did you mean 'c1'?"),
        (
            '"party": "north", "document": "d", "span": [0, 999]',
            "d/positions.jsonl:1: position 'p1': its span [0, 999] does not lie within t.txt",
        ),
        ('"party": "north", "polarity": "pro"', "d/positions.jsonl:1: the key 'polarity' stands twice in this line"),
    ],
)
def test_a_bad_position_is_answered_with_its_number(record: str, expected: str, tmp_path: Path) -> None:
    line = '{"id": "p1", "stance": "demand", "polarity": "for", "act": "stop", ' + record + "}\n"
    with pytest.raises(DetenteError) as caught:
        load(folder_with(tmp_path, GOOD, positions=line))
    assert said(caught.value, tmp_path).startswith(expected)


def test_what_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match=r"there is no dossier .*gone"):
        load(tmp_path / "gone")
    with pytest.raises(NotFound, match=r"there is no dossier\.yaml in "):
        load(tmp_path)
    (tmp_path / "op-ed.txt").write_text("An article.")
    with pytest.raises(DossierError, match="is no dossier: its name does not end"):
        load(tmp_path / "op-ed.txt")


def test_a_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret")
    folder = folder_with(tmp_path, GOOD)
    (folder / "t.txt").unlink()
    (folder / "t.txt").symlink_to(tmp_path / "secret.txt")
    with pytest.raises(DossierError, match=r"the file 't\.txt' lies outside the dossier's folder"):
        load(folder)
