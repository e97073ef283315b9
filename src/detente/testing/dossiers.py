"""Strategies for whole dossiers: documents with claims in them, positions, and a model that cites them."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from hypothesis import strategies as st

from detente.dossier.dossier import Dossier
from detente.dossier.entries import UNSIGNED
from detente.dossier.schema import (
    AnyOrder,
    CircumstanceEntry,
    DocumentEntry,
    DossierFile,
    NamedFormula,
    OptionEntry,
    PartyEntry,
    PreferenceEntry,
    QuestionEntry,
    RankedEntry,
    RuleEntry,
    StatementEntry,
    ThreatEntry,
)
from detente.evidence import (
    Claim,
    Document,
    Handling,
    Modality,
    Polarity,
    Position,
    Provenance,
    Quantity,
    Review,
    ReviewStatus,
    Span,
    Stance,
    normalise,
)

__all__ = ["documents", "dossiers", "reviews", "texts"]

_DATES = st.dates(datetime.date(1900, 1, 1), datetime.date(2100, 1, 1))
_LETTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\0\ufeff")
_AWKWARD = ["no", "true", "null", "~", "12", "1e3", "2025-03-24", "- a", "a: b", "# c", "'", '"', "[x", "{y", "*z", "&w", "!t", "%", "=1"]
_NAMES = st.sampled_from(["north", "south", "guild", "envoy", "harbour-master", "Östhafen"])


def texts(*, min_size: int = 0, max_size: int = 24) -> st.SearchStrategy[str]:
    """Any text at all: markup, colons, quotation marks, line breaks, accents, emoji, things that look like numbers or truth values."""
    free = st.text(_LETTERS, min_size=min_size, max_size=max_size)
    return st.sampled_from([text for text in _AWKWARD if len(text) >= min_size]) | free


def reviews() -> st.SearchStrategy[Review]:
    """A decision by the machine, a person, or nobody who signed."""
    decided = st.builds(Review, st.sampled_from(ReviewStatus), st.sampled_from(["Ana", "Bo", "machine", UNSIGNED]), texts())
    return st.just(Review()) | decided


@st.composite
def documents(draw: st.DrawFn, name: str) -> Document:
    """A text of a few paragraphs."""
    blocks = draw(st.lists(st.text(_LETTERS, min_size=1, max_size=60), min_size=1, max_size=3))
    text = normalise("\n\n".join(blocks))
    if not text.strip():
        text = "A text."
    date, source, provenance = draw(st.none() | _DATES), draw(st.none() | texts()), draw(st.sampled_from(Provenance))
    return Document(name, text, date, source, provenance, draw(texts()), f"accounts/{name}.txt")


@st.composite
def _claims(draw: st.DrawFn, name: str, documents: Sequence[Document], parties: Sequence[str]) -> Claim:
    document = draw(st.none() | st.sampled_from(documents)) if documents else None
    span, quote = None, ""
    if document is not None:
        start = draw(st.integers(0, len(document.text) - 1))
        span = Span(start, draw(st.integers(start + 1, len(document.text))))
        quote = document.text[span.start : span.end]
    some = st.lists(st.sampled_from(parties), unique=True, max_size=2).map(tuple)
    quantity = st.builds(Quantity, st.floats(allow_nan=False, allow_infinity=False), texts(), texts(), st.sampled_from(["over", "about"]))
    return Claim(
        name,
        draw(texts()),
        ("author", *draw(some)),
        document.id if document else None,
        span,
        quote,
        cue=draw(texts()),
        modality=draw(st.sampled_from(Modality)),
        hedge=draw(texts()),
        review=draw(reviews()),
        date=draw(st.none() | _DATES),
        learned=draw(st.none() | _DATES),
        granted_by=draw(some),
        disputed_by=draw(some),
        believed_by=draw(some),
        quantity=draw(st.none() | quantity),
        handling=draw(st.sampled_from(Handling)),
        note=draw(texts()),
    )


@st.composite
def _positions(draw: st.DrawFn, name: str, claims: Sequence[str], parties: Sequence[str]) -> Position:
    return Position(
        name,
        draw(st.sampled_from(parties)),
        draw(st.sampled_from(Stance)),
        draw(st.sampled_from(Polarity)),
        draw(texts()),
        performer=draw(st.none() | st.sampled_from(parties)),
        issue=draw(st.none() | texts()),
        condition=draw(st.none() | texts()),
        claims=tuple(draw(st.lists(st.sampled_from(claims), unique=True, max_size=2))) if claims else (),
        date=draw(st.none() | _DATES),
        review=draw(reviews()),
    )


@st.composite
def _options(draw: st.DrawFn, parties: Sequence[str], because: st.SearchStrategy[tuple[str | tuple[str, ...], ...]]) -> OptionEntry:
    joint = draw(st.booleans()) and len(parties) > 1
    levels = () if joint or draw(st.booleans()) else ("none", "some", "all")
    return OptionEntry(
        party=None if joint else draw(st.sampled_from(parties)),
        parties=tuple(parties[:2]) if joint else (),
        text=draw(texts()),
        now=draw(st.sampled_from([*levels, "unknown"] if levels else ["yes", "no", "unknown"])),
        issue=draw(st.none() | texts()),
        one_way=draw(st.booleans()),
        until=draw(st.none() | _DATES),
        levels=levels,
        because=draw(because),
        now_assumed=draw(st.none() | texts()),
    )


@st.composite
def _preferences(
    draw: st.DrawFn, formulas: st.SearchStrategy[str], because: st.SearchStrategy[tuple[str | tuple[str, ...], ...]]
) -> PreferenceEntry:
    kinds = st.sampled_from(["limit", "condition", "demand", "want"])
    statement = st.builds(
        lambda kind, formula, why, text: StatementEntry.model_validate({kind: formula, "because": why, "text": text}),
        kinds,
        formulas,
        because,
        texts(),
    )
    tier = statement | st.builds(lambda members: AnyOrder(any_order=tuple(members)), st.lists(statement, min_size=1, max_size=3))
    ranking = st.lists(tier, min_size=1, max_size=3).map(tuple)
    rests = st.sampled_from(["unstated", "indifferent"])
    ranked = st.builds(RankedEntry, statements=ranking, rest=rests, order_assumed=st.none() | texts())
    shape = draw(st.integers(0, 2))
    return "unknown" if shape == 0 else draw(ranking) if shape == 1 else draw(ranked)


def _formulas(options: Sequence[str]) -> st.SearchStrategy[str]:
    names = st.sampled_from(options)
    pairs = st.tuples(names, st.sampled_from(["and", "or", "only if", "unless", "iff"]), names).map(" ".join)
    return names | names.map("not {}".format) | pairs


@st.composite
def dossiers(draw: st.DrawFn) -> Dossier:
    """A dossier that loads: every name declared, every span in its text, no two accepted claims against one another."""
    parties = draw(st.lists(_NAMES, min_size=1, max_size=4, unique=True))
    texts_ = [draw(documents(name)) for name in draw(st.lists(st.sampled_from(["op-ed", "readout"]), unique=True))]
    claims = {name: draw(_claims(name, texts_, parties)) for name in ["c1", "c2", "c3"][: draw(st.integers(0, 3))]}
    positions = {name: draw(_positions(name, list(claims), parties)) for name in ["p1", "p2"][: draw(st.integers(0, 2))]}
    because: st.SearchStrategy[tuple[str | tuple[str, ...], ...]] = st.just(())
    if claims:
        one = st.sampled_from(list(claims))
        because = st.lists(one | st.lists(one, min_size=1, max_size=2).map(tuple), max_size=2).map(tuple)
    options = {name: draw(_options(parties, because)) for name in ["truce", "halt_arms", "cede"][: draw(st.integers(1, 3))]}
    formulas = _formulas([*options, "rain"])
    file = DossierFile(
        detente=1,
        title=draw(texts()),
        as_of=draw(st.none() | _DATES),
        documents={
            text.id: DocumentEntry(
                file=text.file or "",
                sha256=draw(st.sampled_from([None, text.sha256])),
                date=text.date,
                stated_source=text.stated_source,
                provenance=text.provenance,
                note=text.note,
            )
            for text in texts_
        },
        parties={name: PartyEntry(name=draw(texts()), aliases=tuple(draw(st.lists(texts(), max_size=2)))) for name in parties},
        options=options,
        circumstances={"rain": CircumstanceEntry(text=draw(texts()), now="unknown")},
        outcomes=draw(st.sampled_from([{}, {"peace": "truce"}, {"peace": NamedFormula(formula="not truce", text="no truce")}])),
        rules=tuple(RuleEntry(never=draw(formulas), because=draw(because)) for _ in range(draw(st.integers(0, 2)))),
        preferences={name: draw(_preferences(formulas, because)) for name in parties if draw(st.booleans())},
        goals=draw(st.sampled_from([{}, {"first": "truce"}])),
        threats=draw(
            st.sampled_from([{}, {"t": ThreatEntry.model_validate({"party": parties[0], "act": "truce", "if": "rain", "because": ()})}])
        ),
        questions=tuple(QuestionEntry(ask=draw(texts())) for _ in range(draw(st.integers(0, 1)))),
    )
    return Dossier(file, {text.id: text for text in texts_}, claims, positions)
