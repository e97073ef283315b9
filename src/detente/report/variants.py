"""The same question asked otherwise: with positions more or less firm, and on fewer statements, with what then blocks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from detente.dossier.model import model
from detente.impasse.diagnose import Diagnosis
from detente.impasse.limits import Reasons, reasons
from detente.impasse.openings import Openings
from detente.impasse.variants import Firmness
from detente.report.contexts import VariantView
from detente.report.evidence import Book
from detente.report.words import count
from detente.report.words.answers import deal_words, policy_words
from detente.worlds.policies import Policy, PolicyKind, PolicyRow

__all__ = ["variant_views"]

_FIRMNESS = {
    Firmness.tradable: "all positions tradable, red lines and conditions too",
    Firmness.at_limits: "at the limits: demands may be traded",
    Firmness.as_stated: "as stated: every demand met",
    Firmness.firm: "all positions firm: every wish met too",
}
_ON_LESS = (PolicyKind.not_author, PolicyKind.not_silence, PolicyKind.attributed)
_SECONDS = 5.0
_AT_MOST = 50


def variant_views(book: Book, diagnosis: Diagnosis, found: Openings, policies: Sequence[PolicyRow] = ()) -> tuple[VariantView, ...]:
    """One row for each way to ask. ``policies`` are asked at the limits where nothing can be had even there, else as stated."""
    firm = [VariantView(_FIRMNESS[name], deal_words(holds=not one.blocked), _number(one)) for name, one in found.variants.items()]
    stated = not diagnosis.at_limits.reasons.blocked
    how = "as stated" if stated else "at the limits"
    rows = {row.policy.kind: row for row in policies}
    less = [rows[kind] for kind in _ON_LESS if kind in rows]
    return (
        *firm,
        *(
            VariantView(
                f"{how}, {policy_words(row, book.words)}",
                deal_words(holds=row.holds),
                "; ".join(_changed(diagnosis, row.policy, stated=stated)) if row.holds is False else "",
            )
            for row in less
        ),
    )


def _number(found: Reasons) -> str:
    if not found.blocked:
        return ""
    return f"{count(len(found.reasons), 'reason')}{'' if found.complete else ' or more'}"


def _changed(diagnosis: Diagnosis, policy: Policy, *, stated: bool) -> Iterator[str]:
    """What blocks on the statements of ``policy``, and what blocks no more, or only then."""
    licensed = model(diagnosis.dossier, accepted=policy.claims)
    goal = licensed.goals.get(diagnosis.goal_name)
    if goal is None:
        yield "these statements do not speak of it"
        return
    found = reasons(licensed, goal, stated=stated, at_most=_AT_MOST, seconds=_SECONDS)
    every = (diagnosis.as_stated if stated else diagnosis.at_limits).reasons
    yield _number(found)
    before, after = ({reason.elements for reason in one.reasons} for one in (every, found))
    if not (every.complete and found.complete):
        return
    if before == after:
        yield "the same"
    if before - after:
        yield f"{len(before - after)} of {len(before)} fall away"
    if after - before:
        yield f"{len(after - before)} new"
