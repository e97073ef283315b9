"""From sentences to an account: who is who, who says what, who wants what, and the account of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from detente.evidence import Account, Document, Span, Stance
from detente.reading.assemble import assemble
from detente.reading.attribution import Report, reports
from detente.reading.coreference import Scene, scene
from detente.reading.documents.extract import Progress
from detente.reading.preconditions import from_preconditions, from_red_lines, from_verdicts
from detente.reading.sentences import Sentence
from detente.reading.spotting import registered
from detente.reading.stance import Raw, Stage
from detente.reading.stance_deeds import from_deeds
from detente.reading.stance_modals import from_modals
from detente.reading.stance_nouns import from_nouns
from detente.reading.stance_verbs import from_adjectives, from_verbs
from detente.reading.structure import Structure
from detente.reading.ties import from_ties

__all__ = ["LONGEST_TAGGED", "Reader"]

LONGEST_TAGGED = 1_000_000  # characters; the tagger would take minutes
_EVERY = 50  # sentences between two words on how far it is

_FINDERS: tuple[Callable[[Stage, int], list[Raw]], ...] = (
    from_verbs,
    from_adjectives,
    from_deeds,
    from_nouns,
    from_modals,
    from_preconditions,
    from_red_lines,
    from_verdicts,
    from_ties,
)
_VERBAL = {from_verbs, from_adjectives, from_modals}


@dataclass
class Reader:
    """Reads the sentences of one document; whatever a rule raises is raised."""

    document: Document
    parts: Structure
    quoted: tuple[Span, ...]
    voices: str
    progress: Progress | None = None
    positions: str = "rules"

    def __call__(self, split: Sequence[Sentence], *, voices: str | None = None) -> Account:
        """The account of these sentences, which are numbered from 0 in their order."""
        notes = list(self.parts.notes)
        self._tell("who is who", 0, len(split))
        known = registered(tuple(split), self.parts, self.document.text, trained=self._is_trained(voices))
        stage = scene(self.document.text, tuple(split), known)
        self._tell("who says what", 0, len(split))
        found = reports(stage, self.quoted)
        raws = self._stances(stage, found, self.document.date, notes)
        told = self._told(stage, found, raws, voices or self.voices, notes)
        if self._is_trained(voices):
            told, raws = self._heard(stage, found, told, raws)
        self._tell("the account", len(split), len(split))
        return assemble(self.document, stage, told, raws, notes)

    def _is_trained(self, voices: str | None) -> bool:
        """Whether the networks that find parties and positions are wanted."""
        return "rules" not in {voices or self.voices, self.positions}

    def _tell(self, what: str, done: int, of: int) -> None:
        if self.progress:
            self.progress(what, done, of)

    def _told(self, stage: Scene, found: tuple[Report, ...], raws: Sequence[Raw], voices: str, notes: list[str]) -> tuple[Report, ...]:
        """The reports that claims are made from."""
        from detente.reading.tagger.weights import available

        if voices == "rules":
            return found
        if not available() or len(stage.text) > LONGEST_TAGGED:
            why = f"a text of over {LONGEST_TAGGED:,} characters" if available() else "the trained tagger's weights are not installed"
            notes.append(f"{why}: who says what was read by rules alone")
            return found
        from detente.reading.trained import trained_reports

        self._tell("who says what, by the trained model", 0, 0)
        triggers: dict[int, set[int]] = {}
        for raw in raws:
            triggers.setdefault(raw.sentence, set()).add(raw.trigger)
        return trained_reports(stage, found, triggers)

    def _heard(
        self, stage: Scene, found: Sequence[Report], told: tuple[Report, ...], raws: list[Raw]
    ) -> tuple[tuple[Report, ...], list[Raw]]:
        """Reports and stances as network and rules find them together; the rules' alone where it is not wanted or not there."""
        from detente.reading.tagger.weights import POSITIONS, available

        if not (available() and available(POSITIONS)) or len(stage.text) > LONGEST_TAGGED:
            return told, raws
        from detente.reading.held import held
        from detente.reading.voicing import voiced
        from detente.reading.weighing import weighed

        self._tell("who wants what, by the trained model", 0, 0)
        heard = held(stage)
        return voiced(stage, told, heard, raws), weighed(Stage(stage, _by_sentence(found)), raws, heard)

    def _stances(self, stage: Scene, found: Sequence[Report], day: dt.date | None, notes: list[str]) -> list[Raw]:
        raws: list[Raw] = []
        broken: list[int] = []
        whole = Stage(stage, _by_sentence(found), day.year if day else None)
        for index in range(len(stage.readings)):
            if not index % _EVERY:
                self._tell("who wants what", index, len(stage.readings))
            mine: list[tuple[Raw, bool]] = []
            for finder in _FINDERS:
                try:
                    mine.extend((raw, finder in _VERBAL) for raw in finder(whole, index))
                except MemoryError:
                    raise
                except Exception:  # noqa: BLE001 - a rule that stumbles costs its own positions, never the document; it is counted
                    broken.append(index)
            raws.extend(raw for raw, is_verbal in mine if not (is_verbal and any(_holds(other, raw) for other, _ in mine)))
        if broken:
            count = len(set(broken))
            notes.append(f"{count} sentence{'s' if count > 1 else ''} could not be read for positions")
        return raws


def _by_sentence(found: Sequence[Report]) -> dict[int, list[Report]]:
    made: dict[int, list[Report]] = {}
    for report in found:
        made.setdefault(report.sentence, []).append(report)
    return made


def _holds(outer: Raw, inner: Raw) -> bool:
    """*demanded that they accept*: what is demanded is no stance of the performer."""
    reach = outer.end if outer.stance is Stance.precondition else max(act.end for act in outer.acts)
    return outer is not inner and outer.trigger < inner.trigger < reach and outer.stance is not inner.stance
