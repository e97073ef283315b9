"""The questions that ``detente solve`` can be asked besides, and their answers together."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any

from detente.cli.besides.ahead import ahead, at_once, tell_ahead, tell_at_once
from detente.cli.besides.certificates import certificates, tell_certificates
from detente.cli.besides.inverse import inverse, tell_inverse
from detente.cli.besides.open_rankings import extensions, rankings, tell_extensions, tell_rankings
from detente.cli.besides.pictures import hypergame, tell_hypergame
from detente.cli.besides.together import coalitions, declared, tell_coalitions, tell_declared
from detente.cli.besides.told import Lines, Told
from detente.cli.besides.ways import tell_ways, ways
from detente.cli.besides.wishes import attitudes, tell_attitudes
from detente.errors import ModelError

if TYPE_CHECKING:
    from detente.graphmodel.conflict import Conflict, ListedConflict
    from detente.stability.equilibria import Solution

__all__ = ["Asked", "answers", "besides"]


@dataclass(frozen=True, slots=True)
class Asked:
    """The questions. ``inverse`` and ``explain`` are situations or empty, ``ahead`` a number of moves or None.

    ``start`` says from where ways are told; ``declared`` are coalitions, names with commas between them. ``free`` parties have no known
    ranking in ``inverse``, ``rankings``, ``extensions`` (letters). ``attitudes`` maps pairs of parties to words, None where they are not
    asked about; ``pictures`` gives parties pictures of their own.
    """

    coalitions: bool = False
    declared: tuple[str, ...] = ()
    status_quo: bool = False
    start: str = ""
    inverse: str = ""
    explain: str = ""
    ahead: int | None = None
    at_once: bool = False
    rankings: bool = False
    extensions: tuple[str, ...] = ()
    free: tuple[str, ...] = ()
    attitudes: Mapping[tuple[str, str], str] | None = None
    pictures: Mapping[str, Conflict | ListedConflict] = field(default_factory=dict)

    def __bool__(self) -> bool:
        asked = (getattr(self, one.name) for one in fields(self) if one.name not in {"start", "free", "attitudes"})
        return any(asked) or self.attitudes is not None


def answers(solution: Solution, asked: Asked, now: Sequence[str], find: Callable[[str], str]) -> dict[str, Any]:
    """One entry for each question asked. ``now``: the labels of the situation now; ``find`` turns what was typed into a label.

    Raises :class:`~detente.errors.ModelError` for a question that has no meaning here, and says why.
    """
    if asked and solution.survey is not None:
        raise ModelError("the situations are too many to list, and this question needs the list", cure="ask without it, or fix some acts")
    found: dict[str, Any] = {}
    if asked.explain:
        found["certificates"] = certificates(solution, find(asked.explain))
    if asked.coalitions:
        found["coalitions"] = coalitions(solution)
    if asked.declared:
        found["declared_coalitions"] = declared(solution, asked.declared)
    if asked.status_quo:
        starts = [find(asked.start)] if asked.start else list(now)
        if not starts:
            raise ModelError("it is not said which situation is now", cure="say where to start: --from SITUATION")
        found["status_quo"] = [ways(solution, start) for start in starts]
    if asked.inverse:
        found["inverse"] = inverse(solution, find(asked.inverse), asked.free)
    return found | _assumed(solution, asked)


def _assumed(solution: Solution, asked: Asked) -> dict[str, Any]:
    """What asks for other preferences, other wishes, other pictures or other foresight."""
    found: dict[str, Any] = {}
    if asked.rankings:
        found["rankings"] = rankings(solution, asked.free)
    if asked.extensions:
        found["unknown"] = extensions(solution, asked.extensions, asked.free)
    if asked.attitudes is not None:
        found["attitudes"] = attitudes(solution, asked.attitudes)
    if asked.pictures:
        found["hypergame"] = hypergame(solution, asked.pictures)
    if asked.ahead is not None:
        found["ahead"] = ahead(solution, asked.ahead)
    if asked.at_once:
        found["at_once"] = at_once(solution)
    return found


def besides(solution: Solution, found: dict[str, Any], told: Told) -> Lines:
    """The same in words: pairs of kind (heading, line) and text."""
    if "certificates" in found:
        yield from tell_certificates(solution, found["certificates"], told)
    if "coalitions" in found:
        yield from tell_coalitions(found["coalitions"], told)
    if "declared_coalitions" in found:
        yield from tell_declared(solution, found["declared_coalitions"], told)
    for reached in found.get("status_quo", ()):
        yield from tell_ways(reached, told)
    if "inverse" in found:
        yield from tell_inverse(solution, found["inverse"], told)
    for key, tell in (
        ("rankings", tell_rankings),
        ("unknown", tell_extensions),
        ("attitudes", tell_attitudes),
        ("hypergame", tell_hypergame),
        ("ahead", tell_ahead),
        ("at_once", tell_at_once),
    ):
        if key in found:
            yield from tell(found[key], told)
