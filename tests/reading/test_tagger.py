"""The trained tagger: pieces, windows, the forward pass and the decoding, each against another way of computing it."""

from __future__ import annotations

import itertools
import math
import subprocess
import sys
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from detente.reading.tagger.decode import best_tags, decode
from detente.reading.tagger.encoder import Encoder, Scores, near
from detente.reading.tagger.tagger import spans, tag
from detente.reading.tagger.weights import available, encoder, pieces
from detente.reading.tagger.windows import LONGEST, Window, windows
from detente.reading.tagger.wordpieces import Case, Pieces, words

SMALL = Pieces(
    {name: number for number, name in enumerate('[PAD] [UNK] [CLS] [SEP] un ##want ##ed ##able want a ##b ##c cafe . "'.split())}
)


@pytest.mark.parametrize(
    ("word", "cut"),
    [
        ("unwanted", ["un", "##want", "##ed"]),  # the example of the WordPiece papers
        ("wantable", ["want", "##able"]),
        ("Unwanted", ["un", "##want", "##ed"]),
        ("Café", ["cafe"]),
        ("abc", ["a", "##b", "##c"]),
        ("unwantedx", ["[UNK]"]),  # one part unknown: all of it is
        ("”", ['"']),
        ("a" * 61, ["[UNK]"]),
        ("\u0301", ["[UNK]"]),  # an accent on nothing
    ],
)
def test_the_longest_piece_first(word: str, cut: list[str]) -> None:
    names = list(SMALL.vocabulary)
    assert [names[number] for number in SMALL(word)] == cut


def test_words_know_their_paragraph_their_case_and_their_quotation() -> None:
    found = words("NATO said: “We McKay”.\n\nOk 7")
    assert [(w.text, w.paragraph, w.case, w.quoted) for w in found] == [
        ("NATO", 0, Case.upper, False),
        ("said", 0, Case.lower, False),
        (":", 0, Case.other, False),
        ("“", 0, Case.other, True),
        ("We", 0, Case.title, True),
        ("McKay", 0, Case.mixed, True),
        ("”", 0, Case.other, True),
        (".", 0, Case.other, False),
        ("Ok", 1, Case.title, False),
        ("7", 1, Case.other, False),
    ]


TEXTS = st.lists(
    st.sampled_from(["a", "want", "unwanted " * 40, '"', "“", "\n", "\n\n", ". ", "abcabcabc" * 9, "é中", "\u2028", "\x85", ""]),
    max_size=40,
).map(" ".join)


@settings(max_examples=60, deadline=None)
@given(TEXTS, st.sampled_from([(256, 24), (64, 20), (12, 2)]))
def test_each_word_is_owned_by_one_window(text: str, sizes: tuple[int, int]) -> None:
    longest, context = sizes
    found = words(text)
    assert [text[w.span.start : w.span.end] for w in found] == [w.text for w in found]
    owned: list[int] = []
    for window in windows(found, SMALL, longest=longest, context=context):
        assert len(window.pieces) == len(window.case) == len(window.quoted)
        assert len(window.pieces) <= max(longest, max(len(SMALL(w.text)) for w in found) + 2)
        assert np.array_equal(window.word, np.arange(window.word[0], window.word[-1] + 1))
        assert [SMALL(found[at].text)[0] for at in window.word] == window.pieces[window.first].tolist()
        owned.extend(window.word[window.owned].tolist())
    assert owned == list(range(len(found)))


@pytest.mark.parametrize("text", ["", " \n\n ", "want" * 500, "a " * 3000, "\n".join(["a ."] * 2000)])
def test_odd_texts_are_cut_too(text: str) -> None:
    found = words(text)
    cut = [*windows(found, SMALL)]
    assert sum(int(window.owned.sum()) for window in cut) == len(found)
    assert all(len(window.pieces) <= LONGEST for window in cut)


def test_a_million_characters_are_cut() -> None:
    found = words("want unwanted a.\n" * 60_000)
    assert sum(int(window.owned.sum()) for window in windows(found, SMALL)) == len(found) == 240_000


def _random_weights(rng: np.random.Generator) -> dict[str, NDArray[np.float32]]:
    shapes: dict[str, tuple[int, ...]] = {
        "word": (15, 24),
        "position": (64, 24),
        "case": (5, 24),
        "quoted": (2, 24),
        "norm": (24,),
        "norm.bias": (24,),
    }
    for layer in range(2):
        for name, shape in {"qkv": (24, 72), "out": (24, 24), "up": (24, 40), "down": (40, 24)}.items():
            shapes[f"{layer}.{name}"] = shape
            shapes[f"{layer}.{name}.bias"] = shape[1:]
        for name in ("norm1", "norm2"):
            shapes[f"{layer}.{name}"] = shapes[f"{layer}.{name}.bias"] = (24,)
    for name, width in {"tag": 7, "content_cue": 128, "cue_source": 128}.items():
        shapes[name], shapes[f"{name}.bias"] = (24, width), (width,)
    shapes |= {"distance": (2, 18), "nobody": (2,)}
    return {name: rng.normal(0, 0.3, shape).astype(np.float32) for name, shape in shapes.items()}


def _norm(row: list[float], scale: NDArray[np.float32], shift: NDArray[np.float32]) -> list[float]:
    mean = sum(row) / len(row)
    spread = math.sqrt(sum((value - mean) ** 2 for value in row) / len(row) + 1e-12)
    return [(value - mean) / spread * float(scale[i]) + float(shift[i]) for i, value in enumerate(row)]


def _times(w: dict[str, NDArray[np.float32]], name: str, row: list[float]) -> list[float]:
    table, shift = w[name], w[name + ".bias"]
    return [float(shift[j]) + sum(row[i] * float(table[i, j]) for i in range(len(row))) for j in range(table.shape[1])]


def _plainly(w: dict[str, NDArray[np.float32]], window: Window) -> list[list[float]]:
    """The tags' log-probabilities, one number after the other, as the definition of a BERT layer reads (Devlin et al. 2019)."""
    rows = [
        _norm([float(v) for v in w["word"][p] + w["position"][i] + w["case"][c] + w["quoted"][q]], w["norm"], w["norm.bias"])
        for i, (p, c, q) in enumerate(zip(window.pieces, window.case, window.quoted, strict=True))
    ]
    for layer in range(2):
        qkv = [_times(w, f"{layer}.qkv", row) for row in rows]
        mixed = [[0.0] * 24 for _ in rows]
        for head in range(12):
            at = range(2 * head, 2 * head + 2)
            for i in range(len(rows)):
                weights = [math.exp(sum(qkv[i][d] * qkv[j][24 + d] for d in at) / math.sqrt(2)) for j in range(len(rows))]
                for d in at:
                    mixed[i][d] = sum(weight * qkv[j][48 + d] for j, weight in enumerate(weights)) / sum(weights)
        for i, row in enumerate(rows):
            out = _times(w, f"{layer}.out", mixed[i])
            middle = _norm([a + b for a, b in zip(row, out, strict=True)], w[f"{layer}.norm1"], w[f"{layer}.norm1.bias"])
            inner = [value / (1 + math.exp(-1.702 * value)) for value in _times(w, f"{layer}.up", middle)]
            down = _times(w, f"{layer}.down", inner)
            rows[i] = _norm([a + b for a, b in zip(middle, down, strict=True)], w[f"{layer}.norm2"], w[f"{layer}.norm2.bias"])
    made = []
    for at in window.first:
        scores = _times(w, "tag", rows[at])
        total = math.log(sum(map(math.exp, scores)))
        made.append([score - total for score in scores])
    return made


def test_the_forward_pass_is_a_bert_written_out() -> None:
    weights = _random_weights(np.random.default_rng(3))
    text = words('a want "unwanted".\nabc')
    (window,) = windows(text, SMALL, longest=64, context=8)
    scores = Encoder(weights)(window, np.asarray([w.paragraph for w in text], np.int32))
    assert np.allclose(scores.tags, _plainly(weights, window), atol=2e-4)
    for table in (scores.cue, scores.source):
        assert table.shape == (len(text), len(text) + 1)
        assert np.allclose(np.exp(table).sum(axis=1), 1, atol=1e-5)


def test_how_far_words_stand_apart() -> None:
    at = np.asarray([0, 1, 2, 10, 400], np.int32)
    found = near(at, np.asarray([0, 0, 0, 0, 1], np.int32))
    assert found[0].tolist() == [8, 9, 9, 11, 17]  # 0, 1, 2, 10 words on: floor(log2(n + 1)) is 0, 1, 1, 3
    assert found[3].tolist() == [3, 3, 3, 8, 17]  # 10, 9 and 8 words back
    assert found[4].tolist() == [16, 16, 16, 16, 8]


def _legal(tags: tuple[int, ...]) -> bool:
    return all(tag not in {2, 4, 6} or (at and tags[at - 1] in {tag, tag - 1}) for at, tag in enumerate(tags))


@pytest.mark.parametrize("length", [1, 2, 3, 4])
def test_the_best_tags_are_the_best_of_all(length: int) -> None:
    rng = np.random.default_rng(length)
    for _ in range(10):
        scores = rng.normal(0, 2, (length, 7)).astype(np.float32)
        best = max(
            filter(_legal, itertools.product(range(7), repeat=length)),
            key=lambda tags: sum(float(scores[at, t]) for at, t in enumerate(tags)),
        )
        assert tuple(best_tags(scores).tolist()) == best


def test_a_content_goes_to_its_cue_and_the_cue_to_its_source() -> None:
    tags = np.full((6, 7), -9, np.float32)
    for at, which in enumerate([1, 3, 5, 6, 0, 1]):  # source, cue, content of two words, nothing, another source
        tags[at, which] = 0
    cue, source = np.full((6, 7), -9, np.float32), np.full((6, 7), -9, np.float32)
    cue[2:4, 1] = 0
    source[1, 0] = 0
    window = Window(*(np.zeros(6, np.int32),) * 3, np.arange(6, dtype=np.int32), np.arange(6, dtype=np.int32), np.ones(6, np.bool_))  # type: ignore[arg-type]
    (found,) = decode([(window, Scores(tags, cue, source))], 6)
    assert (found.content, found.cue, found.source) == (((2, 4),), (1, 2), (0, 1))
    assert found.doubt == pytest.approx(0)
    cue[2:4] = -9
    cue[2:4, -1] = 0  # nobody reports it
    assert decode([(window, Scores(tags, cue, source))], 6) == ()


needs_weights = pytest.mark.skipif(not available(), reason="the weights are not in this checkout")
TEXT = (
    'Norland will not sign, its foreign minister said on Monday. "We have waited long enough," Anna Berg told reporters.\n\n'
    "According to the union, the company has offered nothing. The road is shut."
)


@cache
def _read() -> tuple[tuple[str, ...], ...]:
    text, found = tag(TEXT)
    return tuple(
        tuple(
            TEXT[s.start : s.end]
            for s in (*spans(text, one.content), *spans(text, (one.cue,)), *spans(text, (one.source,) if one.source else ()))
        )
        for one in found
    )


@needs_weights
def test_plain_reports_are_found() -> None:
    assert ("Norland will not sign", "said", "its foreign minister") in [tuple(part.strip(" ,") for part in one) for one in _read()]
    assert any("We have waited long enough" in one[0] and one[1].startswith("told") for one in _read())
    assert any(one[-1] == "the union" for one in _read())


@needs_weights
def test_two_runs_agree_to_the_bit() -> None:
    assert tag(TEXT) == tag(TEXT)


@needs_weights
def test_weights_fit_the_vocabulary_and_are_numbers() -> None:
    weights = encoder().weights
    assert weights["word"].shape == (len(pieces().vocabulary), 384)
    assert all(np.isfinite(value).all() for value in weights.values())


@needs_weights
@settings(max_examples=15, deadline=None)
@given(st.text(max_size=120))
def test_any_text_is_tagged_and_every_doubt_is_between_0_and_1(text: str) -> None:
    found, made = tag(text)
    for one in made:
        assert 0 <= one.doubt <= 1
        assert all(0 <= run.start < run.end <= len(found) for run in one.content)


def test_reading_is_imported_without_the_weights_and_without_numpy() -> None:
    code = "import sys, detente.reading; sys.exit('numpy' in sys.modules or 'detente.reading.tagger.encoder' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
