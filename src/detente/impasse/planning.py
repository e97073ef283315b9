"""How the way is found: packages, searches with more and more parties at the same moment, and what is asked about the route chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.errors import ModelError
from detente.graphmodel.states import StateSpace, state_space
from detente.impasse.ahead import GoingFirst, going_first
from detente.impasse.asking import Asked
from detente.impasse.assurance import assurances
from detente.impasse.breaks import Scene, breaks, scene
from detente.impasse.circles import circular_conditions
from detente.impasse.cut import Cuts, cuts
from detente.impasse.days import days
from detente.impasse.deals import minimal_packages
from detente.impasse.fewest import fewest_exchanges
from detente.impasse.limits import reasons
from detente.impasse.path import Route, routes_to, told
from detente.impasse.stages import Agenda, Stage, stages_of, stages_on
from detente.impasse.unlisted import standings
from detente.impasse.walk import Order, Reached, Walk
from detente.impasse.windows import Phase, held_between
from detente.settlement.admissible import Admissible, admissible, signatories_of_goal
from detente.stability.concepts import Concept
from detente.stability.equilibria import solve

__all__ = ["plan"]

_SECONDS = 5.0
_PAIRS = 2_000_000
_TRIED = 8  # packages as near as the nearest, among which the plainest route is chosen
_CUBE = 14  # acts that change, beyond which a package's cube is not searched


def plan(question: Asked, *, limit: int, at_most: int) -> dict[str, Any]:
    """The parts of a :class:`~detente.impasse.journey.Journey` that are found, by name."""
    try:
        found = admissible(question.conflict, question.goal, stated=question.stated, limit=limit)
    except ModelError as error:
        return _beyond(question, error.message, at_most)
    if found.space is None or not found.possible.size:
        blocked = reasons(question.conflict, question.goal, stated=question.stated, at_most=at_most, seconds=_SECONDS)
        circles = circular_conditions(question.conflict)
        return {"aim": "none", "packages": 0, "reached": 0, "holding": 0, "limits": blocked, "circles": circles}
    return _Planner(question, found, found.space, at_most, limit).plan()


class _Planner:
    def __init__(self, question: Asked, found: Admissible, space: StateSpace, at_most: int, limit: int) -> None:
        self.question, self.found, self.space, self.at_most, self.limit = question, found, space, at_most, limit
        self.starts = [start.index for start in found.starts]
        self.targets = found.possible
        self.scenes: dict[Phase, Scene] = {}
        self.resting: dict[Phase, NDArray[np.bool_]] = {}
        self.walk = self.walks()
        self.complete = found.quos.complete
        self.notes: list[str] = []

    def walks(self, orders: Sequence[Order] = (), *, certain: bool = False) -> Walk:
        """The steps, with or without an agenda; those that may be taken, or only those that are certainly no loss to who takes them."""
        question = self.question
        forbidden = [rule.never for rule in self.found.quos.broken]
        return Walk(self.space, forbidden=forbidden, phases=question.phases, orders=orders, stated=question.stated, certain=certain)

    def rests(self, phase: int) -> NDArray[np.bool_]:
        """Where everybody would stay in a phase."""
        key = self.question.phases[phase]
        if key not in self.resting:
            held = held_between(self.space.conflict, key)
            self.resting[key] = solve(held, concepts=[Concept.seq], limit=self.limit).resting(Concept.seq)
        return self.resting[key]

    def leavers(self, label: str, phase: int) -> tuple[str, ...]:
        """Who would leave a state in a phase."""
        key = self.question.phases[phase]
        if key not in self.scenes:
            self.scenes[key] = scene(self.space, key)
        form, at = self.scenes[key].form, self.space.index(label)
        return tuple(p for p in form.makers if form.highest(p, self.scenes[key].lowest(p))[at] > form.ranks[p][at])

    @cached_property
    def can_hold(self) -> bool:
        return any(self.rests(phase)[self.targets].any() for phase in range(len(self.question.phases)))

    def nearest(self, walk: Walk, start: int) -> tuple[Reached, list[int], int, bool] | None:
        """The search with the fewest together that reaches a package that holds; else the first that reaches any package."""
        every, second = self.targets.tolist(), None
        ever = walk.search(start, together=max(1, len(walk.movers)), targets=every, one_is_enough=True)
        if ever.complete and not any((steps[every] >= 0).any() for steps in ever.steps):
            return None
        for together in range(1, max(1, len(walk.movers)) + 1):
            reached = walk.search(start, together=together, targets=every)
            self.complete &= reached.complete
            places = {target: reached.least(target) for target in every}
            there = [target for target, least in places.items() if least is not None]
            firm = [target for target in there if (least := places[target]) and self.rests(least[1])[target]] if self.can_hold else []
            if firm:
                return reached, firm, together, True
            if there and second is None:
                second = reached, there, together, False
            if second and not self.can_hold:
                return second
        return second

    def best(self, walk: Walk, start: int) -> tuple[list[Route], bool] | None:
        """The plainest routes to one package, the best first, and whether it holds."""
        near = self.nearest(walk, start)
        if near is None:
            return None
        reached, there, together, firm = near
        fewest = min((reached.least(target) or (0, 0))[0] for target in there)
        close = [target for target in there if (reached.least(target) or (0, 0))[0] == fewest]
        eased = fewest_exchanges(walk, start, there, together=together) if together > 1 else ()
        code = self.space.codes
        close.sort(key=lambda target: (int(code[target] ^ code[start]).bit_count(), int(code[target])))
        every: list[Route] = [told(walk, eased)] if eased else []
        for target in close[:_TRIED]:
            ways, _ = routes_to(walk, reached, target, together=together, at_most=self.at_most)
            every += [told(walk, way) for way in ways]
        every.sort(key=_plainness)
        return [route for route in every if route.package == every[0].package], firm

    def plan(self) -> dict[str, Any]:
        answers = {start: self.best(self.walk, start) for start in self.starts}
        firsts = [answer[0][0] for answer in answers.values() if answer is not None]
        when, reached = days(self.walk, self.starts, self.targets.tolist(), self.question.timed.windows)
        self.complete &= when.complete
        told_: dict[str, Any] = {
            "packages": len(self.targets),
            "targets": frozenset(self.space.label(target) for target in self.targets.tolist()),
            "routes": tuple(firsts),
            "stuck": tuple(self.space.label(start) for start, answer in answers.items() if answer is None),
            "circles": circular_conditions(self.space.conflict),
            "reached": len(reached),
            "holding": sum(bool(self.rests(phase)[target]) for target, phase in reached.items()) if self.can_hold else 0,
            "days": when,
            "agenda": self.agenda(firsts[0] if firsts else None),
            "sure": self.sure(firsts),
        }
        if not firsts:
            told_ |= {"aim": "possible", "blocked": self.cut(self.walk, len(self.walk.movers))}
        else:
            start, answer = next((start, answer) for start, answer in answers.items() if answer is not None)
            told_ |= self.about(start, answer[0], firm=answer[1])
        held = [f"in no formula, and left as now: {', '.join(self.question.held)}"] if self.question.held else []
        notes = held + self.notes
        if not self.complete:
            notes.append("the search was cut short: a shorter way, or one with fewer at the same moment, may exist")
        return told_ | {"complete": self.complete, "notes": tuple(notes)}

    def sure(self, routes: Sequence[Route]) -> Route | None:
        """A route on which no mover can be worse off by its step, however what was left open is read."""
        if routes and routes[0].certain:
            return routes[0]
        answers = (self.best(self.walks(certain=True), start) for start in self.starts)
        return next((answer[0][0] for answer in answers if answer is not None), None)

    def about(self, start: int, routes: Sequence[Route], *, firm: bool) -> dict[str, Any]:
        """What is asked of the route chosen."""
        route = routes[0]
        key = next((phase for phase in reversed(self.question.phases) if self.begun(route, phase)), self.question.phases[0])
        if key not in self.scenes:
            self.scenes[key] = scene(self.space, key)
        fewer = self.cut(self.walk, route.together - 1, [start]) if route.together > 1 else None
        if firm:
            self.notes += self.afterwards(self.space.index(route.package), key)
        return {
            "aim": "holds" if firm else "possible",
            "others": tuple(routes[1 : self.at_most]),
            "breaks": breaks(self.space, route, phases=self.question.phases, scenes=self.scenes),
            "assured_in": held_between(self.space.conflict, key),
            "assurances": assurances(self.space, route.package, offered=self.question.offered, there=self.scenes[key]),
            "fewer": fewer,
            "ahead": self.ahead(fewer, start) if fewer else None,
        }

    def afterwards(self, target: int, reached: Phase) -> list[str]:
        """What is said of a package that holds when it is reached, and no more once some act that deters can no longer move."""
        phases = self.question.phases
        later = (phase for phase in range(phases.index(reached) + 1, len(phases)) if not self.rests(phase)[target])
        phase = next(later, None)
        if phase is None:
            return []
        leavers = ", ".join(self.leavers(self.space.label(target), phase))
        return [f"the deal holds when it is reached; from {phases[phase].begins} on, with acts shut, {leavers} would leave it"]

    @staticmethod
    def begun(route: Route, phase: Phase) -> bool:
        """Whether ``phase`` has begun when ``route`` ends."""
        last = max((step.not_before for step in route.steps if step.not_before is not None), default=None)
        return phase.begins is not None and last is not None and phase.begins <= last

    def cut(self, walk: Walk, together: int, starts: Sequence[int] | None = None) -> Cuts:
        """What blocks. Where trying every bar would take long, dates, acts that cannot be undone and the agenda are tried alone.

        With everybody free to act at once only these stand against one big step to a package, since all who sign it gain by it or might.
        """
        begin, ends = starts or self.starts, self.targets.tolist()
        few = [bar.id for bar in walk.bars if bar.kind in {"date", "kept", "agenda"}]
        if together >= len(walk.movers) and int(walk.good.sum()) ** 2 * len(walk.bars) > _PAIRS:
            found = cuts(walk, begin, ends, together=together, among=few)
            if found.cuts:
                return replace(found, complete=False)
        return cuts(walk, begin, ends, together=together)

    def ahead(self, fewer: Cuts, start: int) -> GoingFirst | None:
        """The way that opens when one of the cuts, made of comparisons alone, is lifted."""
        for cut in fewer.cuts:
            if all(bar.kind == "comparison" for bar in cut.bars):
                lifted = self.walk.lifted(cut.elements)
                reached = self.walk.search(start, together=fewer.together, targets=self.targets.tolist(), lifted=lifted)
                near = [(least, target) for target in self.targets.tolist() if (least := reached.least(target))]
                _, target = min(near)
                ways, _ = routes_to(self.walk, reached, target, together=fewer.together, at_most=self.at_most, lifted=lifted)
                found = [going_first(self.space, told(self.walk, way)) for way in ways]
                return min(found, key=lambda one: (not one.assured, len(one.aheads), _plainness(one.route)))
        return None

    def agenda(self, anyhow: Route | None) -> Agenda | None:
        """The route that follows the proposed order, and its stages."""
        orders = self.question.orders
        if not orders:
            return None
        walk = self.walks(orders)
        answers = [answer for start in self.starts if (answer := self.best(walk, start)) is not None]
        route = answers[0][0][0] if answers else None
        along = route or anyhow
        signing = signatories_of_goal(self.space.conflict, self.question.goal)
        stages: tuple[Stage, ...] = ()
        if along is not None:
            leavers = {label: self.leavers(label, 0) for label in along.states}
            stages = stages_on(self.space, along, stages_of(orders), leavers, signing)
        if route:
            blocked = None
        elif anyhow is not None:
            blocked = cuts(walk, self.starts, self.targets.tolist(), together=len(walk.movers), among=[order.id for order in orders])
        else:
            blocked = self.cut(walk, len(walk.movers))
        return Agenda(tuple(order.id for order in orders), route, stages, blocked)


def _plainness(route: Route) -> tuple[object, ...]:
    """Fewer at the same moment, fewer exchanges, fewer steps, fewer bystanders who lose, fewer changes."""
    losers = sum(len(step.losers) for step in route.steps)
    changes = sum(len(step.changes) for step in route.steps)
    return route.together, route.exchanges, len(route.steps), losers, changes, route.states


def _beyond(question: Asked, why: str, at_most: int) -> dict[str, Any]:
    """Where the states are too many: the solver finds packages, and the way is sought among the acts that each of them changes."""
    notes = [why, "packages were found by the solver, and ways sought only among the acts that each changes, each changed once"]
    nothing = {"packages": 0, "reached": 0, "holding": 0, "complete": False}
    try:
        listed = minimal_packages(question.conflict, question.goal, stated=question.stated, at_most=at_most).listed
    except ModelError as error:
        return nothing | {"aim": "none", "notes": (why, error.message)}
    routes = []
    for package in listed:
        if len(package.changes) <= _CUBE:
            routes += _in_cube(question, package.now, package.label, at_most)
    routes.sort(key=_plainness)
    reached = len({route.package for route in routes})
    if not listed:
        blocked = reasons(question.conflict, question.goal, stated=question.stated, at_most=at_most, seconds=_SECONDS)
        return nothing | {"aim": "none", "limits": blocked, "notes": tuple(notes[:1])}
    held = _held(question, [route.package for route in routes], notes)
    routes.sort(key=lambda route: route.package not in held)
    notes.append("where such a way could break, what would have to be assured and what blocks a shorter one were not computed")
    found = {"packages": len(listed), "reached": reached, "routes": tuple(routes[:1]), "others": tuple(routes[1:at_most])}
    aim = "holds" if held else "unknown"
    return nothing | found | {"aim": aim, "notes": tuple(notes), "circles": circular_conditions(question.conflict)}


def _held(question: Asked, reached: Sequence[str], notes: list[str]) -> list[str]:
    """Those of the packages ``reached`` that are found to hold; nothing is asked where something is shut on some days."""
    if not reached or len(question.phases) > 1:
        return []
    asked = standings(question.conflict, list(dict.fromkeys(reached)), seconds=_SECONDS)
    held = [one.state for one in asked if one.standing == "stable"]
    notes.append(f"of the deals reached {len(asked)} were asked about one by one, under SEQ: {len(held)} would hold")
    return held


def _in_cube(question: Asked, now: str, label: str, at_most: int) -> list[Route]:
    """Routes from ``now`` to ``label`` over states that set every other act as both do."""
    conflict = question.conflict
    same = {name: letter == "Y" for name, letter, other in zip(conflict.option_names, now, label, strict=True) if letter == other}
    options = tuple(replace(option, frozen=same.get(option.name, option.frozen)) for option in conflict.options)
    held = replace(conflict, options=options, rules=())
    every = state_space(held)
    good = np.ones(every.size, dtype=np.bool_)
    for rule in conflict.rules:
        good &= ~every.truth(rule.never)
    start = every.index(now)
    good[start] = True
    space = StateSpace(held, every.codes[good])
    walk = Walk(space, phases=question.phases, stated=question.stated)
    target = space.index(label)
    for together in range(1, len(walk.movers) + 1):
        reached = walk.search(space.index(now), together=together, targets=[target])
        ways, _ = routes_to(walk, reached, target, together=together, at_most=at_most)
        if ways:
            return [min((told(walk, way) for way in ways), key=_plainness)]
    return []
