"""Everything that was found about one goal, checked again by other code than found it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from functools import partial

from detente.errors import ModelError
from detente.impasse.certified import Grounds, check_assured, check_cut, check_route
from detente.impasse.checking import Certificate, check_holding, check_packages, check_reasons
from detente.impasse.cut import Cuts
from detente.impasse.diagnose import Diagnosis
from detente.impasse.journey import Journey
from detente.impasse.literal import GivenUp
from detente.stability.symbolic import check_standing

__all__ = ["certificates", "route_certificates"]


def certificates(diagnosis: Diagnosis) -> dict[str, tuple[Certificate, ...]]:
    """Under ``at_limits`` and ``as_stated``: every reason, change set and listed package, and whether those that are said to hold do."""
    checked = {}
    for name, side in (("at_limits", diagnosis.at_limits), ("as_stated", diagnosis.as_stated)):
        found = check_reasons(diagnosis.model.option_form, side.reasons)
        if side.packages:
            found += check_packages(side.packages.conflict, side.packages)
        if side is diagnosis.asked and side.packages and diagnosis.commitment:
            held = diagnosis.commitment
            proved = [
                (f"{one.state} is {one.standing}", partial(check_standing, one)) for one in held.standings if one.standing != "unknown"
            ]
            found += tuple(_checked(what, check) for what, check in proved)
            if not proved:
                found += check_holding(side.packages.conflict, held.holds, [one.package for one in held.unstable])
        checked[name] = found
    return checked


def route_certificates(journey: Journey) -> tuple[Certificate, ...]:
    """Every route that is told: each of its steps, on the first and on the last day on which it is said to be possible.

    Then what is said to block a way with fewer at the same moment, or any way at all, and what would have to be assured.
    """
    return tuple(_checked(what, check) for what, check in _claims(journey))


def _claims(journey: Journey) -> Iterator[tuple[str, Callable[[], None]]]:
    timed = journey.timed
    grounds = Grounds(timed.conflict, timed.windows, timed.phases[0].begins, (), journey.stated)
    for route in (*journey.routes, *journey.others):
        yield f"way from {route.now} to {route.package}, {len(route.steps)} steps", partial(check_route, grounds, route)
    grounds = replace(grounds, conflict=journey.conflict)
    if journey.fewer and journey.route:
        yield from _cuts(grounds, journey.fewer, journey.route.now, journey.targets)
    if journey.blocked and len(journey.stuck) == 1:
        yield from _cuts(grounds, journey.blocked, journey.stuck[0], journey.targets)
    if journey.assurances and journey.assured_in:
        package = journey.assurances.package
        for found in journey.assurances.sets:
            names = ", ".join(f"{one.kind} {one.act.option}" for one in found.assurances)
            yield f"what would make {package} hold: {names}", partial(check_assured, journey.assured_in, package, found)


def _cuts(grounds: Grounds, found: Cuts, start: str, targets: Collection[str]) -> Iterator[tuple[str, Callable[[], None]]]:
    for cut in found.cuts:
        what = f"what blocks a way with {found.together} at the same moment: {', '.join(sorted(cut.elements)) or 'nothing'}"
        yield what, partial(check_cut, grounds, start, targets, cut.elements, together=found.together)


def _checked(what: str, check: Callable[[], None]) -> Certificate:
    try:
        check()
    except GivenUp as stopped:
        return Certificate(what, None, str(stopped))
    except ModelError as error:
        return Certificate(what, fine=False, why=error.message)
    return Certificate(what, fine=True)
