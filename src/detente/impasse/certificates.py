"""Everything that was found about one goal, checked again by other code than found it."""

from __future__ import annotations

from detente.errors import ModelError
from detente.impasse.certified import Grounds, check_route
from detente.impasse.checking import Certificate, check_holding, check_packages, check_reasons
from detente.impasse.diagnose import Diagnosis
from detente.impasse.journey import Journey

__all__ = ["certificates", "route_certificates"]


def certificates(diagnosis: Diagnosis) -> dict[str, tuple[Certificate, ...]]:
    """Under ``at_limits`` and ``as_stated``: every reason, change set and listed package, and whether those that are said to hold do."""
    checked = {}
    for name, side in (("at_limits", diagnosis.at_limits), ("as_stated", diagnosis.as_stated)):
        found = check_reasons(diagnosis.model.option_form, side.reasons)
        if side.packages:
            found += check_packages(side.packages.conflict, side.packages)
        if side is diagnosis.asked and side.packages and diagnosis.commitment:
            loose = [one.package for one in diagnosis.commitment.unstable]
            found += check_holding(side.packages.conflict, diagnosis.commitment.holds, loose)
        checked[name] = found
    return checked


def route_certificates(journey: Journey) -> tuple[Certificate, ...]:
    """Every route that is told: each of its steps, on the first and on the last day on which it is said to be possible."""
    timed = journey.timed
    grounds = Grounds(timed.conflict, timed.windows, timed.phases[0].begins, (), journey.stated)
    found = []
    for route in (*journey.routes, *journey.others):
        what = f"way from {route.now} to {route.package}, {len(route.steps)} steps"
        try:
            check_route(grounds, route)
        except ModelError as error:
            found.append(Certificate(what, fine=False, why=error.message))
        else:
            found.append(Certificate(what, fine=True))
    return tuple(found)
