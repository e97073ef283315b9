"""The texts of a dossier, and whether each claim's words still stand where its span points."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from detente.dossier.origin import Drift
from detente.dossier.schema import DocumentEntry
from detente.errors import DetenteError, DossierError, NotFound, SpanError, Where
from detente.evidence import Claim, Document, Found, Passage, Position, Span, locate, normalise

__all__ = ["anchored", "inside", "read_document", "read_text", "spans_in_range"]

MAX_TEXT_BYTES = 64 * 1024 * 1024

Locate = Callable[[tuple[str | int, ...]], Where]


def read_text(path: Path, shown: str) -> str:
    """A UTF-8 text file. Raises :class:`~detente.errors.NotFound` and :class:`~detente.errors.DossierError`."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise NotFound(f"there is no file {shown}", cure="check the name, or put the file there") from None
    except IsADirectoryError:
        raise DossierError(f"{shown} is a folder, not a file", cure="name the file") from None
    except OSError as error:
        raise DossierError(f"{shown} cannot be read: {error.strerror or error}", cure="check its permissions") from error
    if len(data) > MAX_TEXT_BYTES:
        raise DossierError(f"{shown} has {len(data):,} bytes, too many for a text", cure="split it")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise DossierError(f"{shown} is UTF-16 text", cure="save it as UTF-8")
    if b"\0" in data:
        raise DossierError(f"{shown} is a binary file, not text", cure="save its text as UTF-8")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        message = f"{shown} is not UTF-8: byte 0x{data[error.start]:02x} on line {line}"
        raise DossierError(message, cure="save it as UTF-8") from error


def inside(folder: Path, name: str) -> Path:
    """The path of ``name`` beside the dossier. Raises :class:`~detente.errors.DossierError` where it would leave the folder."""
    path = folder / name
    home = folder.resolve()
    escapes = Path(name).is_absolute() or "\0" in name or "\\" in name
    if escapes or not path.resolve().is_relative_to(home) or path.resolve() == home:
        raise DossierError(f"the file {name!r} lies outside the dossier's folder", cure="copy it into accounts/ and name it from there")
    return path


def read_document(name: str, entry: DocumentEntry, folder: Path) -> Document:
    """The document with its text, normalised."""
    text = normalise(read_text(inside(folder, entry.file), entry.file))
    if not text.strip():
        raise DossierError(f"the text {entry.file} of document {name!r} is empty", cure="save the article's text into it")
    return Document(
        name,
        text,
        date=entry.date,
        stated_source=entry.stated_source,
        provenance=entry.provenance,
        note=entry.note,
        file=entry.file,
        title=entry.title,
    )


def anchored(claim: Claim, documents: Mapping[str, Document], place: Locate) -> tuple[Claim, Drift | None]:
    """The claim with its words found in the text: as written, moved (then with a drift to report), or not at all.

    A quote without a span is looked for, and must stand exactly once. Raises :class:`~detente.errors.SpanError`.
    """
    document = documents.get(claim.document or "")
    if document is None or not claim.quote:
        return claim, None
    path = ("claims", claim.id, "span" if claim.span else "quote")
    wanted = claim.quote if claim.quote in document.text else normalise(claim.quote)
    if claim.span is None:
        times = document.text.count(wanted)
        if times != 1:
            raise _lost(claim, document, times, place(path))
        start = document.text.index(wanted)
        return replace(claim, quote=wanted, span=Span(start, start + len(wanted))), None
    span, found = locate(document.text, Passage(claim.span, wanted))
    if span is None:
        raise _lost(claim, document, document.text.count(wanted), place(path))
    if found is Found.ok:
        return replace(claim, quote=wanted), None
    message = (
        f"claim {claim.id!r}: its words moved in {document.file or document.id} from [{claim.span.start}, {claim.span.end}]"
        f" to [{span.start}, {span.end}]"
    )
    return replace(claim, quote=wanted, span=span), Drift(claim.id, document.id, message, place(path))


def _lost(claim: Claim, document: Document, times: int, where: Where) -> SpanError:
    words = claim.quote if len(claim.quote) <= 100 else f"{claim.quote[:97]}…"
    text = document.file or document.id
    if times:
        said = "and none of them at its span" if claim.span else "and the claim has no span"
        message, cure = f"stand {times} times in {text}, {said}", "give the span of the place that is meant, [start, end)"
    else:
        message, cure = f"are not in {text}", "copy them again from the text, put back the text they came from, or delete the claim"
    error = SpanError(f"claim {claim.id!r}: the words {words!r} {message}", cure=cure, where=where)
    error.path = ("claims", claim.id)
    return error


def spans_in_range(position: Position, documents: Mapping[str, Document], place: Locate) -> DetenteError | None:
    """What is wrong with a position's span, if anything: positions carry no quote, so only the range can be checked."""
    document = documents.get(position.document or "")
    if document is None or position.span is None or 0 <= position.span.start < position.span.end <= len(document.text):
        return None
    return SpanError(
        f"position {position.id!r}: its span {list(position.span)} does not lie within {document.file or document.id}"
        f" ({len(document.text)} characters)",
        cure="correct the span, or remove it",
        where=place(("positions", position.id, "span")),
    )
