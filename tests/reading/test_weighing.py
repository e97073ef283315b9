"""Rules and network together, and the act that is read from a clause the network marked."""

from __future__ import annotations

from dataclasses import replace

import pytest

from detente.evidence import Document, Polarity, Stance
from detente.reading.attribution import reports
from detente.reading.clauses import as_written, raw_of
from detente.reading.coreference import scene
from detente.reading.held import Heard, Held
from detente.reading.positions import resolve
from detente.reading.quotations import quotations
from detente.reading.register import build_register
from detente.reading.sentences import sentences
from detente.reading.stance import Raw, Stage
from detente.reading.stance_verbs import from_verbs
from detente.reading.structure import structure
from detente.reading.weighing import weighed

TALKS = "Norland met Sudland. Norland demands that Sudland close the mine. Sudland refused to close the mine."


def staged(text: str) -> Stage:
    document = Document("text", text)
    parts, quoted = structure(document), quotations(document)
    split = sentences(text, parts, quoted)
    stage = scene(text, split, build_register(split, parts, text))
    by_sentence: dict[int, list[object]] = {}
    for report in reports(stage, quoted):
        by_sentence.setdefault(report.sentence, []).append(report)
    return Stage(stage, by_sentence)  # type: ignore[arg-type]


def marked(stage: Stage, words: str, stance: Stance, name: str = "Norland", odds: float = 1.3863) -> Held:
    """What the network would say if it marked these words."""
    at = stage.scene.text.index(words)
    reading = next(r for r in stage.scene.readings if r.sentence.span.start <= at < r.sentence.span.end)
    inside = [i for i, token in enumerate(reading.tokens) if token.start < at + len(words) and at < token.end]
    return Held(reading.sentence.index, name, stance, (inside[0], inside[-1] + 1), odds)


def ruled(stage: Stage) -> list[Raw]:
    return [raw for index in range(len(stage.scene.readings)) for raw in from_verbs(stage, index)]


def read_as(raws: list[Raw]) -> list[tuple[int, tuple[str, ...], str]]:
    return [(raw.sentence, tuple(name for name, _ in raw.holders), raw.stance.value) for raw in raws]


BOTH = [(1, ("Norland",), "demand"), (2, ("Sudland",), "refusal")]


def test_rules_stand_where_the_network_was_not_asked() -> None:
    stage = staged(TALKS)
    made = weighed(stage, ruled(stage), Heard((), frozenset()))
    assert read_as(made) == BOTH


def test_a_rule_that_the_network_does_not_confirm_falls() -> None:
    stage = staged(TALKS)
    heard = Heard(
        (marked(stage, "Sudland refused to close the mine", Stance.red_line, "Sudland"),), frozenset({(1, "Norland"), (2, "Sudland")})
    )
    (only,) = weighed(stage, ruled(stage), heard)
    assert read_as([only]) == BOTH[1:]  # a refusal and a red line are of one sort: the rule's detail stands
    assert only.doubt == pytest.approx(0.2, abs=1e-4)  # odds of four to one
    assert only.acts[0].words == "close the mine"


def test_where_no_rule_found_anything_the_clause_gives_the_act() -> None:
    text = "Norland was firm that the mine would have to be closed. Sudland: over our dead bodies."
    stage = staged(text)
    one = marked(stage, "Norland was firm that the mine would have to be closed", Stance.demand)
    (made,) = weighed(stage, [], Heard((one,), frozenset({(0, "Norland")})))
    assert (made.stance, made.polarity, made.holders) == (Stance.demand, Polarity.for_, (("Norland", True),))
    assert "close" in made.acts[0].words


@pytest.mark.parametrize(
    ("text", "clause", "stance", "act", "polarity"),
    [
        ("Norland will never close the mine.", "Norland will never close the mine", Stance.red_line, "close the mine", "against"),
        ("Norland would close the mine if Sudland paid.", "would close the mine if Sudland paid", Stance.offer, "close the mine", "for"),
        ("Norland agreed to close the mine.", "agreed to close the mine", Stance.commitment, "close the mine", "for"),
        ("Norland will not reopen the mine.", "will not reopen the mine", Stance.commitment, "reopen the mine", "against"),
        ("Norland wants the mine closed.", "wants the mine closed", Stance.demand, "close the mine", "for"),
    ],
)  # fmt: skip
def test_the_act_of_a_clause(text: str, clause: str, stance: Stance, act: str, polarity: str) -> None:
    stage = staged(text)
    raw = raw_of(stage, marked(stage, clause, stance))
    assert raw.acts[0].words == act
    assert raw.polarity.value == polarity
    assert raw.stance is stance


def test_what_an_offer_hangs_on() -> None:
    stage = staged("Norland would close the mine if Sudland paid.")
    raw = raw_of(stage, marked(stage, "would close the mine if Sudland paid", Stance.offer))
    assert raw.condition == "Sudland paid"
    assert raw.performers == (("Norland", True),)


def test_a_precondition_is_what_comes_first() -> None:
    stage = staged("Norland will not sign the treaty unless Sudland closes the mine.")
    raw = raw_of(stage, marked(stage, "will not sign the treaty unless Sudland closes the mine", Stance.precondition))
    assert raw.acts[0].words == "close the mine"
    assert raw.condition == "sign the treaty"
    assert raw.performers == (("Sudland", True),)


def test_a_clause_without_a_verb_keeps_its_words_and_is_not_lost() -> None:
    stage = staged("Not one ton, Norland.")
    one = marked(stage, "Not one ton", Stance.refusal)
    raw = as_written(stage, one)
    assert raw.acts[0].words == "Not one ton"
    assert raw.polarity is Polarity.against
    assert [draft.party for draft in resolve([raw])] == ["norland"]


def test_by_whom_an_act_is_refused_the_rule_knows_from_its_grammar() -> None:
    stage = staged(TALKS)
    asked = frozenset({(2, "Norland"), (2, "Sudland")})
    words = "Sudland refused to close the mine"
    both = (marked(stage, words, Stance.refusal, "Sudland"), marked(stage, words, Stance.refusal, "Norland", 3.0))
    assert read_as(weighed(stage, ruled(stage), Heard(both, asked))) == BOTH
    alone = weighed(stage, [], Heard(both[1:], asked))
    assert read_as(alone) == [(2, ("Norland",), "refusal")]  # where no rule read it, the network's word is all there is


def test_a_red_line_of_the_rules_stands_though_the_network_does_not_see_it() -> None:
    stage = staged("Norland met Sudland. Sudland will never close the mine.")
    (line,) = [replace(raw, stance=Stance.red_line) for raw in ruled(staged(TALKS)) if raw.sentence == 2]
    moved = replace(line, sentence=1)
    heard = Heard((), frozenset({(1, "Sudland")}))
    assert read_as(weighed(stage, [moved], heard)) == [(1, ("Sudland",), "red_line")]
    assert weighed(stage, [replace(moved, stance=Stance.refusal)], heard) == []


def test_a_clause_without_an_act_reads_as_one() -> None:
    stage = staged("Norland asked for observers. Sudland is willing.")
    one = marked(stage, "is willing", Stance.offer, "Sudland")
    assert raw_of(stage, one).acts[0].words == as_written(stage, one).acts[0].words == "be willing"
