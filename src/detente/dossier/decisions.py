"""What an addition leaves for a person to decide, and which bases it added."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet

from detente.dossier.addition import AGAINST, Match, MatchKind, Undecided
from detente.dossier.comparing import standing_statements
from detente.dossier.dossier import Dossier
from detente.dossier.recognising import Acts
from detente.evidence import Claim, Document

__all__ = ["decisions", "element_after", "later_than", "near_acts", "new_bases"]


def decisions(dossier: Dossier, matches: Iterable[Match]) -> list[Undecided]:
    """One for each new claim that stands against others, with every element that would fall or stay with those."""
    found = []
    for match in matches:
        if match.kind in AGAINST:
            kind = "position" if match.kind in {MatchKind.changed, MatchKind.earlier} else "account"
            others = {element.id for other in match.others for element in dossier.elements if other in element.basis.claims}
            found.append(Undecided(kind, _against(match), (match.claim, *match.others), tuple(sorted(others))))
    return found


def later_than(dossier: Dossier, document: Document, claims: Iterable[Claim]) -> list[Undecided]:
    """One where the account is of a later day than the dossier: what it says was said since is left out until the day is moved."""
    cut = dossier.file.as_of
    if not cut or not document.date or document.date <= cut:
        return []
    since = tuple(claim.id for claim in claims if claim.date and claim.date > cut)
    more = f", and {len(since)} of its statements are left out until then" if since else ""
    return [Undecided("day", f"the account is of {document.date}, the dossier as of {cut}: move its day?{more}", since)]


def near_acts(acts: Acts) -> list[Undecided]:
    """One for each new act whose words come near an act of the dossier."""
    return [
        Undecided(
            "act",
            f"“{wording}” stands beside {option}: another scope, or the same act in other words?",
            (),
            (f"options.{option.partition('.')[0]}",),
        )
        for wording, option in acts.near
    ]


def _against(match: Match) -> str:
    others = ", ".join(match.others)
    if match.kind is MatchKind.changed:
        return f"a later word of the same party says the opposite: does {match.claim} replace {others}?"
    if match.kind is MatchKind.earlier:
        return f"an earlier word of the same party said the opposite: does {others} replace {match.claim}?"
    if match.kind is MatchKind.disputed:
        return f"the party says the opposite of what others say of it: {match.claim} against {others}"
    return f"one thing told in two ways: {match.claim} against {others}"


def new_bases(before: Dossier, after: Dossier, *, fresh: AbstractSet[str] = frozenset()) -> tuple[tuple[str, str], ...]:
    """Pairs (element of ``before``, claim that it rests on in ``after`` only)."""
    found: list[tuple[str, str]] = []
    for element in before.elements:
        now = after.element_by_id.get(element_after(before, after, element.id, fresh=fresh))
        found += [(element.id, claim) for claim in sorted(now.basis.claims - element.basis.claims if now else ())]
    return tuple(found)


def element_after(before: Dossier, after: Dossier, identity: str, *, fresh: AbstractSet[str] = frozenset()) -> str:
    """What an element is called after an addition: a statement without an id of its own is called by its place, which others may move."""
    section, _, rest = identity.partition(".")
    party, _, place = rest.rpartition(".")
    if section != "preferences" or not place.isdigit():
        return identity
    old = standing_statements(before, party)[int(place)]
    alike = [
        one for one in standing_statements(before, party) if (one.entry.kind, one.entry.formula) == (old.entry.kind, old.entry.formula)
    ]
    kept = [one for one in standing_statements(after, party) if one.entry.id not in fresh]
    now = [one for one in kept if (one.entry.kind, one.entry.formula) == (old.entry.kind, old.entry.formula)]
    index = next(index for index, one in enumerate(alike) if one.id == identity)
    return now[index].id if index < len(now) else identity
