"""The claims of a dossier as a table that a person works through in a spreadsheet, and back without loss."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeVar

from detente.dossier.dossier import Dossier
from detente.dossier.review import document_order, positions_resting_on
from detente.errors import TableError
from detente.evidence import Claim, Modality, Review, ReviewStatus
from detente.formats.tables import Cell, Row, Table

__all__ = ["COLUMNS", "Applied", "apply_rows", "claims_table"]

COLUMNS = ("id", "document", "paragraph", "quote", "says", "speaker", "cue", "modality", "positions", "review", "by", "note")
_FIXED = ("document", "paragraph", "quote", "cue", "positions")  # told by the text and the model, not by the table
_MOST_PROBLEMS = 20

E = TypeVar("E", bound=StrEnum)


@dataclass(frozen=True)
class Applied:
    """The dossier after a table was read, the claims that it changed, and the columns it held that mean nothing here."""

    dossier: Dossier
    changed: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()


def claims_table(dossier: Dossier, claims: Sequence[str] | None = None) -> Table:
    """The claims (default: all) in the order of the documents, one a row."""
    order = document_order(dossier) if claims is None else claims
    return Table("claims", COLUMNS, tuple(tuple(_cells(dossier, dossier.claim(name)).values()) for name in order))


def _cells(dossier: Dossier, claim: Claim) -> dict[str, str]:
    document = dossier.documents.get(claim.document or "")
    paragraph = f"P{document.paragraph_at(claim.span.start)}" if document and claim.span else ""
    positions = [f"{held.party}: {held.stance} {held.polarity} {held.act}" for held in positions_resting_on(dossier, claim.id)]
    return {
        "id": claim.id,
        "document": claim.document or "",
        "paragraph": paragraph,
        "quote": claim.quote,
        "says": claim.says,
        "speaker": _chain(claim.speaker),
        "cue": claim.cue,
        "modality": claim.modality.value,
        "positions": "; ".join(positions),
        "review": claim.review.status.value,
        "by": claim.review.by,
        "note": claim.review.note,
    }


def _chain(speaker: Sequence[str]) -> str:
    return " > ".join(re.sub(r"([\\>])", r"\\\1", name) for name in speaker)


def _speakers(text: str) -> tuple[str, ...]:
    r"""The names of a chain; a ``>`` that belongs to a name is written ``\>``.

    >>> _speakers(r"author > paper > a\>b")
    ('author', 'paper', 'a>b')
    """
    names, letters = [""], iter(text)
    for letter in letters:
        if letter == ">":
            names.append("")
        else:
            names[-1] += next(letters, letter) if letter == "\\" else letter
    return tuple(name.strip() for name in names)


def apply_rows(dossier: Dossier, rows: Sequence[Row], *, by: str) -> Applied:
    """The dossier with what a person changed in the table; all of it or, where a cell cannot be read, none.

    Rows that are missing change nothing, and so do columns that are missing. ``by`` signs a decision whose ``by`` cell was left as it was.
    Raises :class:`~detente.errors.TableError`, which names every bad cell.
    """
    problems: list[str] = []
    claims: dict[str, Claim] = {}
    first: dict[str, Cell] = {}
    for row in rows:
        cell = row.cells.get("id")
        if cell is None or not cell.text.strip():
            problems.append(f"row {row.number} has no id: write the claim's id, or delete the row")
            continue
        name = cell.text.strip()
        if name in first:
            problems.append(f"{cell.place}: {name!r} stands twice (first in {first[name].place})")
        elif name not in dossier.claims:
            problems.append(f"{cell.place}: no claim {name!r}{_near(name, dossier.claims)}")
        else:
            first[name] = cell
            claims[name] = _read_row(dossier, dossier.claims[name], row.cells, by, problems)
    if problems:
        shown = "\n".join(problems[:_MOST_PROBLEMS])
        more = f"\n… and {len(problems) - _MOST_PROBLEMS} more" if len(problems) > _MOST_PROBLEMS else ""
        raise TableError(f"{shown}{more}", cure="correct these cells and read the table again; nothing was changed")
    changed = tuple(name for name, claim in claims.items() if claim != dossier.claims[name])
    ignored = tuple(dict.fromkeys(column for row in rows for column in row.cells if column not in COLUMNS))
    return Applied(replace(dossier, claims={**dossier.claims, **claims}) if changed else dossier, changed, ignored)


def _near(name: str, known: Mapping[str, object] | Sequence[str]) -> str:
    near = difflib.get_close_matches(name, list(known), n=1)
    return f"; did you mean {near[0]!r}?" if near else ""


def _read_row(dossier: Dossier, claim: Claim, cells: Mapping[str, Cell], by: str, problems: list[str]) -> Claim:
    """The claim after its row. A cell that still says what was written out is not read at all, so nothing is lost on the way."""
    written = _cells(dossier, claim)
    changed = {column: cells[column] for column in COLUMNS[1:] if column in cells and not _same_text(cells[column].text, written[column])}
    for column in _FIXED:
        if column in changed:
            why = "the quote is verbatim" if column == "quote" else f"the column {column!r} is not read"
            said, was = _shown(changed[column].text), _shown(written[column])
            problems.append(f"{changed[column].place}: {said} was changed, but {why}; put back {was}")
    says, speaker, modality = claim.says, claim.speaker, claim.modality
    if "says" in changed:
        says = changed["says"].text.strip()
        if not says:
            problems.append(f"{changed['says'].place}: the claim {claim.id!r} must say something")
    if "speaker" in changed:
        speaker = _speakers(changed["speaker"].text)
        if not all(speaker):
            problems.append(f"{changed['speaker'].place}: {changed['speaker'].text!r} has a gap; write author > paper > source")
    if "modality" in changed:
        modality = _choice(changed["modality"], Modality, claim.modality, problems)
    review = _review(claim, changed, by, problems, edited=(says, speaker, modality) != (claim.says, claim.speaker, claim.modality))
    return replace(claim, says=says, speaker=speaker, modality=modality, review=review)


def _review(claim: Claim, changed: Mapping[str, Cell], by: str, problems: list[str], *, edited: bool) -> Review:
    status = claim.review.status
    if "review" in changed:
        status = _choice(changed["review"], ReviewStatus, status, problems)
    note = changed["note"].text if "note" in changed else claim.review.note
    signed = changed["by"].text.strip() if "by" in changed else ""
    if signed == "machine":
        problems.append(f"{changed['by'].place}: 'machine' cannot sign what a person changed; give a name")
    touched = edited or (status, note) != (claim.review.status, claim.review.note)
    return Review(status, signed or (by if touched else claim.review.by), note)


def _choice(cell: Cell, kind: type[E], default: E, problems: list[str]) -> E:
    said = cell.text.strip().lower()
    allowed = [member.value for member in kind]
    if said in allowed:
        return kind(said)
    problems.append(f"{cell.place}: {cell.text.strip()!r} is none of {', '.join(allowed)}{_near(said, allowed)}")
    return default


def _same_text(one: str, other: str) -> bool:
    """Spreadsheets may write a line break within a cell as carriage return and line feed."""
    return one == other or one.replace("\r\n", "\n") == other.replace("\r\n", "\n")


def _shown(text: str) -> str:
    return repr(text if len(text) <= 60 else f"{text[:57]}…")
