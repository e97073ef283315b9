"""Which packages to draw, and how every party stands to them."""

from __future__ import annotations

from collections.abc import Sequence

from detente.impasse.diagnose import Diagnosis
from detente.report.contexts import FallView, Lane, Line, Standing, ZonePackage, ZoneView
from detente.report.evidence import Book, named
from detente.report.words import Telling, all_of, changes_by_party, count
from detente.settlement.fallback_bargaining import Fallback
from detente.settlement.zone import Alternative, Band, View, Zone

__all__ = ["zone_view"]

_DRAWN = 8
_BANDS = {Band.takes: "no worse than now", Band.open: "open against now", Band.refuses: "worse than now, or across a line of its own"}


def zone_view(book: Book, diagnosis: Diagnosis, tell: Telling | None) -> ZoneView | None:
    """The zone at the limits; None where the situations are too many, or nobody who has a say stated a preference."""
    zone = diagnosis.at_limits.zone
    if zone is None or tell is None:
        return None
    drawn = _drawn(zone)
    options = diagnosis.model.option_form.option_names
    over = Telling(tell.words, options, None)
    shared = _shared(zone.now, [one.label for one in drawn])
    outcomes = set(zone.fallback.outcomes) if zone.fallback else set()
    number = {one.label: place for place, one in enumerate(drawn, 1)}
    packages = tuple(
        ZonePackage(
            number[one.label],
            _told(over, shared, one.label) or (Line("nothing else"),),
            one.count,
            one.pareto,
            one.label in outcomes,
        )
        for one in drawn
    )
    notes = []
    if zone.sampled:
        notes.append(
            "The situations are too many to list. Ordered are the packages found that change no more than they must, and for each party "
            "the best and the worst of all packages, with its statements in the order written. Places, and where they would meet by "
            "giving way, are among these only."
        )
    elif not zone.complete:
        notes.append(f"Only the {len(zone.alternatives)} with the fewest changes were ordered.")
    if zone.silent:
        notes.append(f"Of {named(book, zone.silent)} no preference is stated, so no order can be drawn.")
    return ZoneView(
        met=zone.met,
        lede=_lede(zone, len(drawn)),
        common=_told(over, zone.now, shared),
        packages=packages,
        lanes=tuple(_lane(book, view, drawn, number) for view in zone.views),
        falls=_falls(book, zone, number),
        meeting=_meeting(zone, number),
        impasse=_impasse(zone, number),
        notes=tuple(notes),
    )


def _drawn(zone: Zone) -> list[Alternative]:
    """Fallback outcomes, each party's best and worst, then those with the fewest changes."""
    wanted: dict[str, None] = {}
    wanted.update(dict.fromkeys((zone.fallback.outcomes if zone.fallback else ())[:2]))
    for ends in ("best", "worst"):
        wanted.update(dict.fromkeys(_end(view, ends, zone) for view in zone.views))
    wanted.update(dict.fromkeys([one.label for one in zone.alternatives if one.pareto][:2]))
    wanted.update(dict.fromkeys(one.label for one in zone.alternatives))
    chosen = set(list(wanted)[:_DRAWN])
    return [one for one in zone.alternatives if one.label in chosen]


def _end(view: View, which: str, zone: Zone) -> str:
    found = set(view.surely_best or view.best) if which == "best" else set(view.surely_worst or view.worst)
    place = view.classes[0 if which == "best" else -1]
    both = [label for label in place if label in found] or list(place)
    order = [one.label for one in zone.alternatives]
    return min(both, key=order.index)


def _shared(now: str, labels: Sequence[str]) -> str:
    return "".join(labels[0][k] if len({label[k] for label in labels}) == 1 else letter for k, letter in enumerate(now))


def _told(over: Telling, before: str, after: str) -> tuple[Line, ...]:
    return tuple(Line(clause, party=party) for party, clause in changes_by_party(over, before, after)) if before != after else ()


def _lane(book: Book, view: View, drawn: Sequence[Alternative], number: dict[str, int]) -> Lane:
    classes = [[label for label in tie if label in number] for tie in view.classes]
    classes = [tie for tie in classes if tie]
    place = {label: k for k, tie in enumerate(classes, 1) for label in tie}

    def standing(one: Alternative) -> Standing:
        band = view.bands[one.label]
        return Standing(str(band), place[one.label], len(classes), _BANDS[band])

    return Lane(
        book.parties[view.party],
        tuple(standing(one) for one in drawn),
        best=_ends(view.best, view.surely_best, number, len(view.bands)),
        worst=_ends(view.worst, view.surely_worst, number, len(view.bands)),
    )


def _ends(possible: Sequence[str], sure: Sequence[str], number: dict[str, int], total: int) -> str:
    """Packages by number; *perhaps* where another could be so in some possible ranking."""
    found = sure or possible
    if len(found) == total:
        return "all alike to it"
    shown = [str(one) for one in sorted(number[label] for label in found if label in number)]
    more = len(found) - len(shown)
    rest = f"{more} not drawn" if not shown else count(more, "other", "others")
    return f"{'' if sure else 'perhaps '}{all_of([*shown, *([rest] if more else [])], last='or')}"


def _lede(zone: Zone, drawn: int) -> str:
    total = len(zone.alternatives)
    if zone.sampled:
        met = "that everybody needed might take" if zone.met else "that the rules allow, of which none is taken by everybody needed"
        which = f"{count(total, 'package')} {met}, found among situations too many to list"
    elif zone.met:
        which = (
            f"{count(total, 'package differs', 'packages differ')} to somebody who has a say, and everybody needed might take any of them"
        )
    else:
        more = count(total, "package that differs", "packages that differ")
        which = f"No package is taken by everybody needed. The rules allow {more} to somebody who has a say"
    shown = "all" if drawn == total else str(drawn)
    return f"{which}; {shown} are drawn. Orders, not amounts: distances mean nothing, and rows cannot be compared."


def _falls(book: Book, zone: Zone, number: dict[str, int]) -> tuple[FallView, ...]:
    fallback = zone.fallback
    if fallback is None or not fallback.outcomes:
        return ()
    outcome = next((label for label in fallback.outcomes if label in number), fallback.outcomes[0])
    total = len(zone.alternatives)
    return tuple(FallView(book.parties[party], depths[outcome] or 0, total) for party, depths in fallback.depths.items())


def _meeting(zone: Zone, number: dict[str, int]) -> str:
    fallback = zone.fallback
    if fallback is None or not fallback.outcomes:
        return ""
    rather = (fallback.depth or 1) - 1
    worst = f"{count(rather, 'package', 'packages')} that it would rather have" if rather else "nothing that it would rather have"
    where = _numbers(fallback.outcomes, number)
    return f"If everybody gives way step by step, they meet at {where}: whoever gives way furthest passes over {worst}."


def _numbers(labels: Sequence[str], number: dict[str, int]) -> str:
    shown = [str(one) for one in sorted(number[label] for label in labels if label in number)]
    more = len(labels) - len(shown)
    return f"package {all_of([*shown, *([f'{more} not drawn'] if more else [])], last='or')}"


def _impasse(zone: Zone, number: dict[str, int]) -> str:
    stopped: Fallback | None = zone.with_impasse
    if stopped is None or (zone.fallback and stopped.outcomes == zone.fallback.outcomes):
        return ""
    if not stopped.outcomes:
        return "If each stops where it would rather keep what it has now, they do not meet."
    return f"If each stops where it would rather keep what it has now, they meet at {_numbers(stopped.outcomes, number)}."
