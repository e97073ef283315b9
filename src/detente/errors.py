"""Every error that Détente raises on purpose.

::

    DetenteError
    ├── NotFound            a file or folder that is not there             (exit 66)
    ├── AccountError        a text that cannot be read as an account       (exit 65)
    ├── DossierError        a dossier that breaks its schema or its sense  (exit 65)
    │   └── SpanError       a span whose words are no longer in the text   (exit 65)
    ├── FormulaError        a formula that does not parse                  (exit 65)
    ├── ModelError          a model without meaning                        (exit 65)
    │   ├── NoState         rules that together exclude every state        (exit 65)
    │   ├── TooManyStates   more states than may be listed                 (exit 65)
    │   └── UnknownName     a name nobody declared, with the nearest one   (exit 65)
    ├── TableError          a spreadsheet cell that cannot be read back    (exit 65)
    └── EndpointError       a language model that is not set up as it must be, or gave no answer   (exit 74)

A message says what failed, which thing it was, where it stands (file, line and column when there is a file) and what to do instead.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass

__all__ = [
    "AccountError",
    "DetenteError",
    "DossierError",
    "EndpointError",
    "FormulaError",
    "ModelError",
    "NoState",
    "NotFound",
    "SpanError",
    "TableError",
    "TooManyStates",
    "UnknownName",
    "Where",
]


@dataclass(frozen=True, slots=True)
class Where:
    """A place in a file; ``line`` and ``column`` count from 1."""

    file: str | None = None
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        parts = [self.file or "<text>"]
        if self.line is not None:
            parts.append(str(self.line))
            if self.column is not None:
                parts.append(str(self.column))
        return ":".join(parts)


class DetenteError(Exception):
    """The root of the tree; ``exit_code`` is what the command line ends with.

    >>> error = DetenteError("the file is empty", cure="save the article's text into it")
    >>> print(error)
    the file is empty
      instead: save the article's text into it
    """

    exit_code = 65

    def __init__(self, message: str, *, cure: str | None = None, where: Where | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.cure = cure
        self.where = where
        self.path: tuple[str | int, ...] = ()  # keys from the root of a dossier to the culprit, where there is one

    def __str__(self) -> str:
        head = f"{self.where}: {self.message}" if self.where else self.message
        return f"{head}\n  instead: {self.cure}" if self.cure else head


class NotFound(DetenteError):
    """A file or folder that is not there."""

    exit_code = 66


class AccountError(DetenteError):
    """A text that cannot be read as an account: empty, binary, of an unknown format."""


class DossierError(DetenteError):
    """A dossier that breaks its schema, or names what it does not declare; ``problems`` holds each one where there are several."""

    problems: tuple[DetenteError, ...] = ()


class SpanError(DossierError):
    """A claim whose words are no longer where its span points."""


class FormulaError(DetenteError):
    """A formula that does not parse; ``column`` counts characters of the formula from 1."""

    def __init__(self, message: str, *, text: str, column: int, cure: str | None = None) -> None:
        super().__init__(message, cure=cure)
        self.text = text
        self.column = column

    def __str__(self) -> str:
        pointer = f"{self.message}\n  {self.text}\n  {' ' * (self.column - 1)}^"
        head = f"{self.where}: {pointer}" if self.where else pointer
        return f"{head}\n  instead: {self.cure}" if self.cure else head


class ModelError(DetenteError):
    """A model without meaning: no feasible state, a party without an option where one is needed."""


class NoState(ModelError):
    """Rules that together exclude every state; the message names a minimal set of them."""


class TooManyStates(ModelError):
    """More states than may be listed; what works without listing them still does."""


class UnknownName(ModelError):
    """A name nobody declared; the message offers the nearest one.

    >>> print(UnknownName("decision maker", "Uniroyl", ["MoE", "Uniroyal"], owner="Elmira"))
    no decision maker 'Uniroyl' in 'Elmira'; did you mean 'Uniroyal'?
      instead: use one of: MoE, Uniroyal
    """

    def __init__(self, kind: str, name: str, known: Iterable[str], *, owner: str | None = None) -> None:
        names = sorted(known)
        near = difflib.get_close_matches(name, names, n=1)
        place = f" in {owner!r}" if owner else ""
        hint = f"; did you mean {near[0]!r}?" if near else ""
        shown = ", ".join(names[:12]) + (", …" if len(names) > 12 else "")
        super().__init__(
            f"no {kind} {name!r}{place}{hint}",
            cure=f"use one of: {shown}" if names else f"declare the {kind} first",
        )
        self.kind = kind
        self.name = name
        self.near = near[0] if near else None


class TableError(DetenteError):
    """A spreadsheet cell that cannot be read back; the message names the cell."""


class EndpointError(DetenteError):
    """A language model's endpoint that is not set up as it must be, refused, or gave no answer; no message holds the key.

    ``passing`` says whether the same request may be answered later.
    """

    exit_code = 74

    def __init__(self, message: str, *, cure: str | None = None, where: Where | None = None, passing: bool = False) -> None:
        super().__init__(message, cure=cure, where=where)
        self.passing = passing
