"""Whose word something is, by the reports of the other readers and the voices that the network hears."""

from __future__ import annotations

from detente.evidence import Document
from detente.reading.attribution import Report, reports
from detente.reading.coreference import Scene, scene
from detente.reading.held import Heard, Spoken
from detente.reading.quotations import quotations
from detente.reading.register import build_register
from detente.reading.sentences import sentences
from detente.reading.stance import Stage
from detente.reading.stance_verbs import from_verbs
from detente.reading.structure import structure
from detente.reading.voicing import voiced

TEXT = "Norland met Sudland on Friday. The mine must close, Norland said. There would be no toll before that."
NORLAND, SUDLAND = ("Norland", True), ("Sudland", True)
ALL = frozenset({0, 1, 2})


def staged(text: str) -> tuple[Scene, tuple[Report, ...]]:
    document = Document("text", text)
    parts, quoted = structure(document), quotations(document)
    split = sentences(text, parts, quoted)
    stage = scene(text, split, build_register(split, parts, text))
    return stage, reports(stage, quoted)


def heard(stage: Scene, *spoken: tuple[int, tuple[str, bool] | None, float], asked: frozenset[int] = ALL) -> Heard:
    whole = [(0, len(reading.tokens)) for reading in stage.readings]
    return Heard((), frozenset(), tuple(Spoken(at, voice, whole[at], odds) for at, voice, odds in spoken), asked)


def voices(made: tuple[Report, ...]) -> list[tuple[int, tuple[tuple[str, bool], ...]]]:
    return [(report.sentence, report.voices) for report in made if report.voiced]


def test_nothing_changes_where_the_network_was_not_asked() -> None:
    stage, found = staged(TEXT)
    assert voices(found) == [(1, (NORLAND,))]
    assert voiced(stage, found, heard(stage, asked=frozenset())) == found


def test_a_report_stays_while_its_voice_is_not_unlikely() -> None:
    stage, found = staged(TEXT)
    made = voices(voiced(stage, found, heard(stage, (1, NORLAND, 0.1), (1, SUDLAND, 3.0))))
    assert made == [(1, (NORLAND,))]


def test_an_unlikely_voice_gives_way_to_a_likely_one() -> None:
    stage, found = staged(TEXT)
    assert voices(voiced(stage, found, heard(stage, (1, NORLAND, -3.0), (1, SUDLAND, 3.0)))) == [(1, (SUDLAND,))]


def test_but_not_to_one_that_is_less_likely_than_somebody_out_of_sight() -> None:
    stage, found = staged(TEXT)
    assert voices(voiced(stage, found, heard(stage, (1, NORLAND, -3.0), (1, SUDLAND, 0.2), (1, None, 2.0)))) == [(1, (NORLAND,))]


def test_where_nobody_is_heard_the_writer_tells() -> None:
    stage, found = staged(TEXT)
    assert voices(voiced(stage, found, heard(stage, (1, NORLAND, -3.5), (1, None, -3.0)))) == []


def test_what_is_said_without_a_cue_becomes_a_report() -> None:
    stage, found = staged(TEXT)
    made = voiced(stage, found, heard(stage, (1, NORLAND, 2.0), (2, NORLAND, 2.0)))
    assert voices(made) == [(1, (NORLAND,)), (2, (NORLAND,))]
    added = made[-1]
    assert (added.cue, added.source) == (None, None)
    assert added.doubt is not None
    assert abs(added.doubt - 0.119) < 0.001  # odds of e squared to one


def test_a_quotation_stays_a_report_though_nobody_is_heard() -> None:
    stage, found = staged('"The mine must close," Norland said.')
    assert voices(voiced(stage, found, heard(stage, (0, NORLAND, -3.0), asked=frozenset({0})))) == [(0, (NORLAND,))]


def test_who_says_again_that_they_say_so_says_it_once() -> None:
    stage, found = staged("Norland said it was ready to say that the mine was safe.")
    outer = next(report for report in found if report.lemma == "say" and report.content[1] - report.content[0] > 6)
    at = [token.low for token in stage.readings[0].tokens].index("say")
    inner = Report(0, (at, at + 1), (at + 1, outer.content[1]), None, outer.voices, lemma="say")
    spoken = heard(stage, (0, NORLAND, 2.0), asked=frozenset({0}))
    assert voiced(stage, (outer, inner), spoken) == (outer,)
    by_another = Report(0, (at, at + 1), (at + 1, outer.content[1]), None, (SUDLAND,), lemma="say")
    assert len(voiced(stage, (outer, by_another), spoken)) == 2


def test_a_word_that_carries_a_stance_is_its_holders_though_nobody_is_heard() -> None:
    stage, found = staged("Norland met Sudland. Norland demands that Sudland close the mine.")
    raws = [raw for index in range(2) for raw in from_verbs(Stage(stage, {}), index)]
    nobody = heard(stage, (1, NORLAND, -3.0))
    assert voices(voiced(stage, found, nobody)) == []
    assert voices(voiced(stage, found, nobody, raws)) == voices(found) == [(1, (NORLAND,))]
