"""*No worse than now* as gates: when a party would sign, whichever of its statements stand.

A completion orders each tier somehow, so the first tier with a difference decides. Going down the tiers, with *gain* for a standing
statement that the package makes true and now does not, and *loss* for the reverse:

possible (not certainly worse)      ok = gain or (no loss and ok of the tiers below); true below the last
necessary (certainly no worse)      ok = no loss and (gain or ok of the tiers below); below the last, only the same state, or equality
                                    where the rest is indifferent

A tier with gains and losses is open, since its order is not stated: it passes the first test and fails the second.

A statement that binds the package by itself (a limit, a condition, and a demand as stated) is never counted as a loss. While it binds,
the package meets it, so there is none; where it is given up, breaking it is no longer held against the package. So reasons name the limit
itself and do not say the same again as a participation, and giving up more never makes a package harder to accept.
"""

from __future__ import annotations

from collections.abc import Mapping

from detente.graphmodel.circuit import Circuit
from detente.graphmodel.conflict import Conflict
from detente.graphmodel.preferences import Kind, Prioritization, Ranking, Rest
from detente.settlement.limits import statement_ids

__all__ = ["no_worse"]

Literals = Mapping[str, int]


def no_worse(
    circuit: Circuit, conflict: Conflict, party: str, *, package: Literals, now: Literals, standing: Literals, traded: int, certain: bool
) -> int:
    """A literal that is true exactly when ``party`` finds ``package`` possibly (or, with ``certain``, necessarily) no worse than ``now``.

    ``package`` and ``now`` give each option's literal, ``standing`` that of each statement id, and ``traded``
    is true where demands do not bind.
    """
    preference = conflict.preference(party)
    if isinstance(preference, Ranking):
        return _by_listing(circuit, conflict, preference, package, now, certain=certain)
    same = circuit.all_of(-circuit.differ(package[name], now[name]) for name in conflict.option_names)
    if not isinstance(preference, Prioritization):
        return same if certain else 1
    identities = iter(identity for identity, _ in statement_ids(conflict, party))
    tiers = []
    for tier in preference.tiers:
        gain = loss = -1
        for said in tier:
            stands = standing[next(identities)]
            after, before = circuit.literal(said.formula, package), circuit.literal(said.formula, now)
            gain = circuit.either(gain, circuit.both(stands, circuit.both(after, -before)))
            held = circuit.both(stands, {Kind.want: 1, Kind.demand: traded}.get(said.kind, -1))
            loss = circuit.either(loss, circuit.both(held, circuit.both(before, -after)))
        tiers.append((gain, loss))
    ok = 1
    if certain:
        own = [standing[identity] for identity, _ in statement_ids(conflict, party)]
        equal = circuit.any_of(own) if own else 1  # a party that loses its last statement becomes unknown
        ok = circuit.either(same, equal) if preference.rest is Rest.indifferent else same
    for gain, loss in reversed(tiers):
        ok = circuit.both(-loss, circuit.either(gain, ok)) if certain else circuit.either(gain, circuit.both(-loss, ok))
    return ok


def _by_listing(circuit: Circuit, conflict: Conflict, ranking: Ranking, package: Literals, now: Literals, *, certain: bool) -> int:
    def among(labels: tuple[str, ...], setting: Literals) -> int:
        named = (zip(conflict.option_names, label, strict=True) for label in labels)
        return circuit.any_of(circuit.all_of(setting[name] if yes == "Y" else -setting[name] for name, yes in pairs) for pairs in named)

    before = [among(tie, now) for tie in ranking.classes]
    after = [among(tie, package) for tie in ranking.classes]
    if certain:
        return circuit.any_of(circuit.both(here, circuit.any_of(after[: place + 1])) for place, here in enumerate(before))
    return -circuit.any_of(circuit.both(here, circuit.any_of(after[place + 1 :])) for place, here in enumerate(before))
