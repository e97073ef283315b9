"""Other ways to meet what is asked, told in words: every sentence follows from the statements and recommends nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from detente.graphmodel.statements import parse
from detente.impasse.ambiguity import Ambiguity
from detente.impasse.conjuncts import Conjunct, Weighing
from detente.impasse.diagnose import Diagnosis
from detente.impasse.limits import Reason
from detente.impasse.openings import Openings
from detente.impasse.side_payments import SidePayment
from detente.impasse.variants import Stage
from detente.impasse.ways import Need, SameIssue, Way
from detente.report.contexts import (
    AmbiguityView,
    Line,
    NeedView,
    OpeningsView,
    PartView,
    StageView,
    WayView,
    WeighingView,
)
from detente.report.evidence import Book, named
from detente.report.variants import variant_views
from detente.report.words import ActWords, Telling, all_of, changes_by_party, outcome_words, would
from detente.report.words.answers import deal_words
from detente.worlds.policies import PolicyRow

__all__ = ["openings_view"]

_PARTS_AT_MOST = 3


def openings_view(book: Book, diagnosis: Diagnosis, found: Openings, tell: Telling, policies: Sequence[PolicyRow] = ()) -> OpeningsView:
    """Everything beside the deals of one goal; ``policies`` are the rows of the same goal on fewer statements."""
    return OpeningsView(
        needs=tuple(_need(book, need) for need in found.needs),
        ambiguities=tuple(_ambiguities(book, found.ambiguities)),
        side_payments=tuple(_side_payment(book, one) for one in found.side_payments),
        weighings=tuple(_weighing(book, one) for one in found.weighings),
        stages=tuple(_stage(book, diagnosis, stage, tell) for stage in found.stages) if len(found.stages) > 1 else (),
        variants=variant_views(book, diagnosis, found, policies),
    )


def _need(book: Book, need: Need) -> NeedView:
    free = need.open_ways
    if not need.complete:
        verdict = f"{len(need.ways)} ways are told, and there are more."
    elif len(need.ways) == 1:
        verdict = "Nothing else that is spoken of would meet it." if not free else ""
    elif free:
        verdict = "So one way is refused, and another is open."
    else:
        verdict = "Each way is refused by somebody."
    return NeedView(
        book.line(need.element),
        tuple(WayView(_way(book, way), tuple(book.line(one) for one in way.refused_by)) for way in need.ways),
        verdict,
        tuple(_beside(book, act) for act in need.same_issue),
    )


def _way(book: Book, way: Way) -> str:
    return _deeds((book.words.act(name), to) for name, to in way.changes)


def _deeds(acts: Iterable[tuple[ActWords, bool]]) -> str:
    """Acts told by who does them; what several do alike is told once."""
    done: dict[str, list[str]] = {}
    for act, to in acts:
        done.setdefault(act.base if to else f"no longer {act.base}", []).append(act.subject)
    by_who: dict[tuple[str, ...], list[str]] = {}
    for base, who in done.items():
        by_who.setdefault(tuple(who), []).append(base)
    return "; ".join(f"{all_of(list(who))} would {all_of(deeds)}" for who, deeds in by_who.items())


def _beside(book: Book, act: SameIssue) -> str:
    words = book.words.act(act.option)
    asked = _whose(book, act.asked_by)
    refused = _whose(book, act.refused_by)
    said = [f"asked for by {asked}" if asked else "asked for by nobody", f"refused by {refused}" if refused else "refused by nobody"]
    return f"{words.subject} would {words.base} ({', '.join(said)})"


def _whose(book: Book, identities: Iterable[str]) -> str:
    return named(book, list(dict.fromkeys(book.statements[one][0] for one in identities if one in book.statements)))


def _ambiguities(book: Book, found: Sequence[Ambiguity]) -> Iterator[AmbiguityView]:
    """Each word once, with what it does to every goal."""
    for option in dict.fromkeys(one.option for one in found):
        here = [one for one in found if one.option == option]
        act = book.words.act(option)
        by_reading: dict[str, list[str]] = {}
        for party, formula in here[0].readings.items():
            by_reading.setdefault(formula, []).append(party)
        readings = tuple(Line(f"{named(book, who)}: {_reading(book, formula)}", party=who[0]) for formula, who in by_reading.items())
        told: dict[str, list[str]] = {}
        for one in here:
            told.setdefault(" ".join(_read(book, one)), []).append(f"“{outcome_words(one.goal, book.words)}”")
        verdicts = tuple(Line(f"For {all_of(goals)}: {said[:1].lower()}{said[1:]}") for said, goals in told.items())
        yield AmbiguityView(f"{act.subject} would {act.base}", readings, verdicts)


def _reading(book: Book, formula: str) -> str:
    """A formula over bits, told act by act."""
    return _deeds((book.words.act(name), True) for name in parse(formula).names())


def _read(book: Book, one: Ambiguity) -> Iterator[str]:
    if one.apart:
        yield (
            "A deal is possible that some would count as this act and others not: "
            "each would sign, and believe that it got something else (ambiguity on purpose)."
        )
    elif one.possible:
        yield "In every deal that is possible here the readings agree, so nothing turns on the word."
    else:
        yield "No deal is possible as each side reads it."
    yes = [found for found in one.one_reading if found.possible]
    if len(yes) < len(one.one_reading):
        told = [f"{named(book, found.parties)}’s" for found in yes]
        only = f"If everybody read it in one way, a deal is possible only in {all_of(told)} reading."
        yield only if told else "In no single reading is one possible."
    elif one.possible:
        yield "If everybody read it in one way, a deal is possible in any of the readings."


def _side_payment(book: Book, one: SidePayment) -> Line:
    act = book.words.act(one.option)
    element = next((f"options.{name}" for name in book.dossier.file.options if one.option.partition(".")[0] == name), "")
    told = f"{act.subject} would {act.base} ({one.arena}): "
    if not one.named_by:
        told += "nobody here states a wish for it, so on record it makes up for nothing."
    elif one.needed:
        told += "with it a deal is possible, and without it none."
    elif one.turns:
        told += f"with it {named(book, one.turns)} would take packages refused without it."
    else:
        told += f"{named(book, one.named_by)} {'names' if len(one.named_by) == 1 else 'name'} it, but it turns no refusal."
    won = [found.party for found in one.if_wished if found.wins_over]
    opened = [found.party for found in one.if_wished if found.possible]
    if won:
        who = all_of(sorted(book.words.party(party) for party in won), last="or")
        told += f" If {who} wished for it above all else, more packages would be open."
    elif one.if_wished and not opened:
        told += " Even if any one party wished for it above all else, there would be no deal."
    elif one.if_wished:
        told += " If any one party wished for it above all else, no refusal would turn either."
    return Line(told, book.line(element).cites if element else (), one.by, element)


def _weighing(book: Book, one: Weighing) -> WeighingView:
    element = f"conclusions.{one.name}"
    said = book.line(element)
    carrying = [part for part in one.conjuncts if part.removes]
    if not one.whole.blocked:
        verdict = "As stated, nothing blocks them, together or apart."
    elif not carrying:
        verdict = "None of the parts adds to what blocks the outcome by itself."
    else:
        alone = [part for part in carrying if part.unblocks]
        told = all_of([f"part {place}" for place, part in enumerate(one.conjuncts, 1) if part in carrying])
        verdict = (
            f"Only without {told} is there a deal as stated."
            if alone
            else f"What blocks grows by asking for {told}, but dropping any one part alone opens no deal."
        )
    return WeighingView(said, verdict, tuple(_part(book, place, part) for place, part in enumerate(one.conjuncts, 1)))


def _part_words(book: Book, part: Conjunct) -> str:
    return would(parse(part.formula), book.words)


def _part(book: Book, place: int, part: Conjunct) -> PartView:
    shown: dict[str, Line] = {}
    for reason in _plainest(part.adds):
        for identity in sorted(reason.elements):
            line = book.line(identity)
            shown.setdefault(line.text, line)
    verdict = "meets resistance" if part.adds else "nothing on record is against it"
    return PartView(f"{place}: {_part_words(book, part)}", verdict, tuple(shown.values()))


def _plainest(found: Sequence[Reason]) -> Sequence[Reason]:
    return sorted(found, key=len)[:_PARTS_AT_MOST]


def _stage(book: Book, diagnosis: Diagnosis, stage: Stage, tell: Telling) -> StageView:
    later = [name for name, alone in stage.alone.items() if alone]
    bound = [name for name, alone in stage.alone.items() if not alone]

    def names(found: Sequence[str]) -> str:
        return all_of([f"“{outcome_words(name, book.words)}”" for name in found])

    parts = []
    if stage.includes:
        parts.append(f"includes {names(stage.includes)}")
    if later and stage.at_limits:
        parts.append(f"can be had without {names(later)}" if len(later) < 3 else "can be had without any that follows")
    if bound and stage.at_limits:
        parts.append(f"brings {names(bound)} with it")
    options = diagnosis.model.option_form.option_names
    now = tell.now or ""
    fixed = "".join(
        ("N" if letter == "Y" else "Y") if name in stage.changes else letter for name, letter in zip(options, now, strict=False)
    )
    clauses = changes_by_party(Telling(tell.words, options, now), now, fixed) if len(now) == len(options) and stage.changes else ()
    return StageView(
        outcome_words(stage.name, book.words),
        deal_words(holds=stage.at_limits),
        deal_words(holds=stage.as_stated),
        "; ".join(parts),
        tuple(clause for _, clause in clauses),
    )
