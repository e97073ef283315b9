"""Two names for one body: reading two parties of a dossier as one, everywhere."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from detente.dossier.dossier import Dossier, statement_tiers
from detente.dossier.references import formulas, mentions
from detente.dossier.schema import DossierFile, PartyEntry
from detente.dossier.writing import file_data
from detente.errors import DossierError, UnknownName
from detente.evidence import Claim, Position

__all__ = ["merge_parties"]

_JOINED = "the statements of two entries of one party were joined; their order by kind is assumed"


def merge_parties(dossier: Dossier, *, keep: str, drop: str) -> Dossier:
    """The dossier in which ``drop`` was another name of ``keep`` all along.

    Names and aliases come together, every mention of ``drop`` becomes ``keep``, and where both had statements these are joined, limits
    first, then conditions, then the rest in any order. Raises :class:`~detente.errors.UnknownName`, and
    :class:`~detente.errors.DossierError` where the two are one already.
    """
    for party in (keep, drop):
        if party not in dossier.file.parties:
            raise UnknownName("party", party, dossier.file.parties, owner=dossier.title)
    if keep == drop:
        raise DossierError(f"{keep!r} cannot be merged with itself", cure="name two parties")
    return replace(
        dossier,
        file=_merged_file(dossier, keep, drop),
        claims={name: _merged_claim(claim, keep, drop) for name, claim in dossier.claims.items()},
        positions={name: _merged_position(position, keep, drop) for name, position in dossier.positions.items()},
    )


def _merged_file(dossier: Dossier, keep: str, drop: str) -> DossierFile:
    file = dossier.file
    data: dict[str, Any] = file_data(file)
    data["parties"] = file_data({name: party for name, party in file.parties.items() if name != drop})
    data["parties"][keep] = file_data(_joined(file.parties[keep], file.parties[drop]))
    preference = _joined_preference(file, keep, drop)
    if preference is not None:
        data["preferences"] = {name: entry for name, entry in data.get("preferences", {}).items() if name != drop}
        data["preferences"][keep] = preference
    for written in formulas(file):
        renamed = _renamed_bits(file, written.text, keep, drop)
        if renamed != written.text and written.path[0] != "preferences":
            _put(data, written.path, renamed)
    for mention in mentions(file, {}, {}):
        if mention.kind == "party" and mention.name == drop and mention.path[0] not in {"parties", "preferences"}:
            _rename(data, mention.path, keep)
    for name, party in data["parties"].items():
        if "backs" in party:
            party["backs"] = _once([keep if other == drop else other for other in party["backs"]], without=name)
    for option in data.get("options", {}).values():
        for field in ("parties", "offered_by"):
            if field in option:
                option[field] = _once(option[field])
    if "attitudes" in data:
        data["attitudes"] = _wishes(file, data["attitudes"], keep, drop)
    return DossierFile.model_validate(data)


def _wishes(file: DossierFile, data: list[dict[str, Any]], keep: str, drop: str) -> list[dict[str, Any]]:
    """What one wished the other is gone once they are one; of two wishes for the same body the first is kept."""
    kept: dict[tuple[str, str], dict[str, Any]] = {}
    for held, entry in zip(file.attitudes, data, strict=True):
        if {held.party, held.to} != {keep, drop}:
            kept.setdefault((entry["party"], entry["to"]), entry)
    return list(kept.values())


def _joined(kept: PartyEntry, dropped: PartyEntry) -> PartyEntry:
    names = [name for name in dict.fromkeys((*kept.aliases, dropped.name, *dropped.aliases)) if name != kept.name]
    return kept.model_copy(
        update={
            "aliases": tuple(names),
            "because": tuple(dict.fromkeys((*kept.because, *dropped.because))),
            "roles": tuple(dict.fromkeys((*kept.roles, *dropped.roles))),
            "backs": tuple(dict.fromkeys((*kept.backs, *dropped.backs))),
        }
    )


def _joined_preference(file: DossierFile, keep: str, drop: str) -> Any:
    """The kept party's ranking after the merge; None where neither has one."""
    kept, dropped = file.preferences.get(keep), file.preferences.get(drop)
    tiers = statement_tiers(kept), statement_tiers(dropped)
    if not all(tiers):
        chosen = kept if tiers[0] or dropped is None else dropped
        return None if chosen is None else _renamed_tree(file, file_data(chosen), keep, drop)
    said = [statement for ranking in tiers for tier in ranking for statement in tier]
    statements: list[Any] = []
    for kinds in ({"limit"}, {"condition"}, {"demand", "want"}):
        tier = [_renamed_tree(file, file_data(statement), keep, drop) for statement in said if statement.kind in kinds]
        statements += tier if len(tier) < 2 else [{"any_order": tier}]
    return {"statements": statements, "order_assumed": _JOINED}


def _renamed_tree(file: DossierFile, value: Any, keep: str, drop: str) -> Any:
    if isinstance(value, dict):
        formula = {"limit", "condition", "demand", "want"}
        return {
            key: _renamed_bits(file, inner, keep, drop) if key in formula else _renamed_tree(file, inner, keep, drop)
            for key, inner in value.items()
        }
    return [_renamed_tree(file, inner, keep, drop) for inner in value] if isinstance(value, list) else value


def _renamed_bits(file: DossierFile, text: str, keep: str, drop: str) -> str:
    """A formula in which ``act.drop``, the part of a joint act, has become ``act.keep``."""
    joint = [re.escape(name) for name, option in file.options.items() if drop in option.parties]
    return re.sub(rf"(?<![\w.-])({'|'.join(joint)})\.{re.escape(drop)}(?![\w.-])", rf"\1.{keep}", text) if joint else text


def _at(data: Any, path: tuple[str | int, ...]) -> Any:
    for step in path:
        data = data[step]
    return data


def _put(data: Any, path: tuple[str | int, ...], value: Any) -> None:
    _at(data, path[:-1])[path[-1]] = value


def _rename(data: Any, path: tuple[str | int, ...], keep: str) -> None:
    """Put ``keep`` where the path points: a value, or the key of one party's own reading."""
    holder = _at(data, path[:-1])
    if path[-2] == "readings":
        reading = holder.pop(path[-1], None)
        if reading is not None:
            holder.setdefault(keep, reading)
    else:
        holder[path[-1]] = keep


def _once(names: list[str], *, without: str | None = None) -> list[str]:
    return [name for name in dict.fromkeys(names) if name != without]


def _swapped(names: tuple[str, ...], keep: str, drop: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(keep if name == drop else name for name in names))


def _merged_claim(claim: Claim, keep: str, drop: str) -> Claim:
    return replace(
        claim,
        speaker=tuple(keep if name == drop else name for name in claim.speaker),
        granted_by=_swapped(claim.granted_by, keep, drop),
        disputed_by=_swapped(claim.disputed_by, keep, drop),
        believed_by=_swapped(claim.believed_by, keep, drop),
        endorsed_by=_swapped(claim.endorsed_by, keep, drop),
        about=_swapped(claim.about, keep, drop),
    )


def _merged_position(position: Position, keep: str, drop: str) -> Position:
    return replace(
        position,
        party=keep if position.party == drop else position.party,
        performer=keep if position.performer == drop else position.performer,
        reported_by=tuple(keep if name == drop else name for name in position.reported_by),
    )
