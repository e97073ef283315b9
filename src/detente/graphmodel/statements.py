"""The formula language: what parties want, said over options.

::

    not a            a and b          a or b
    a only if b      never a without b (a implies b); the usual form of a precondition
    a if b           b implies a
    a unless b       a, or else b
    a iff b          both or neither
    true  false      constants
    ( )              grouping

Binding, tightest first: ``not``, ``and``, ``or``, then ``only if`` / ``if`` / ``unless`` / ``iff``. The last four do not chain: write
parentheses. *P IF Q* and *P IFF Q* are those of option prioritization (Peng, Hipel, Kilgour & Fang 1997; Fang, Hipel, Kilgour & Peng 2003).
"""

from __future__ import annotations

import difflib
import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from detente.errors import FormulaError

__all__ = [
    "NAME",
    "And",
    "Const",
    "Formula",
    "If",
    "Iff",
    "Name",
    "Not",
    "OnlyIf",
    "Or",
    "Unless",
    "conjunction",
    "parse",
]

NAME = r"[^\W\d][\w-]*(?:\.[\w-]+)*"

# Truth is a Python bool or a NumPy array of bools: both understand &, | and ^ True, and nothing here needs to know which it is.
Truth = Any


class Formula(ABC):
    """A Boolean formula over named options; immutable, and printed as it would be typed."""

    rank = 9  # binding strength, larger is tighter

    @abstractmethod
    def evaluate(self, env: Mapping[str, Truth]) -> Truth:
        """Truth under ``env``, a bool or an array of bools for each name. Raises KeyError for a name that ``env`` lacks."""

    @property
    @abstractmethod
    def parts(self) -> tuple[Formula, ...]:
        """The immediate subformulas, left to right."""

    @abstractmethod
    def rebuilt(self, parts: tuple[Formula, ...]) -> Formula:
        """The same connective over other parts."""

    def names(self) -> tuple[str, ...]:
        """Every name, in order of first appearance.

        >>> parse("b and not a or b").names()
        ('b', 'a')
        """
        found: dict[str, None] = {}
        waiting: list[Formula] = [self]
        while waiting:
            part = waiting.pop()
            if isinstance(part, Name):
                found[part.name] = None
            else:
                waiting += reversed(part.parts)
        return tuple(found)

    def substitute(self, mapping: Mapping[str, Formula]) -> Formula:
        """Every name in ``mapping`` replaced by its formula, all at once.

        >>> str(parse("deal and c").substitute({"deal": parse("a or b")}))
        '(a or b) and c'
        """
        return self.rebuilt(tuple(part.substitute(mapping) for part in self.parts))

    def _within(self, outer: Formula) -> str:
        loose = self.rank < outer.rank or (self.rank == outer.rank and (self.rank == 1 or type(self) is not type(outer)))
        return f"({self})" if loose else str(self)


@dataclass(frozen=True, slots=True)
class Const(Formula):
    """``true`` or ``false``."""

    value: bool

    def evaluate(self, env: Mapping[str, Truth]) -> Truth:
        return self.value

    @property
    def parts(self) -> tuple[Formula, ...]:
        return ()

    def rebuilt(self, parts: tuple[Formula, ...]) -> Formula:
        return self

    def __str__(self) -> str:
        return "true" if self.value else "false"


@dataclass(frozen=True, slots=True)
class Name(Formula):
    """An option, or a named outcome not yet expanded."""

    name: str

    def evaluate(self, env: Mapping[str, Truth]) -> Truth:
        return env[self.name]

    @property
    def parts(self) -> tuple[Formula, ...]:
        return ()

    def rebuilt(self, parts: tuple[Formula, ...]) -> Formula:
        return self

    def names(self) -> tuple[str, ...]:
        return (self.name,)

    def substitute(self, mapping: Mapping[str, Formula]) -> Formula:
        return mapping.get(self.name, self)

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class Not(Formula):
    """``not a``."""

    inner: Formula
    rank = 5

    def evaluate(self, env: Mapping[str, Truth]) -> Truth:
        return self.inner.evaluate(env) ^ True

    @property
    def parts(self) -> tuple[Formula, ...]:
        return (self.inner,)

    def rebuilt(self, parts: tuple[Formula, ...]) -> Formula:
        return Not(*parts)

    def __str__(self) -> str:
        return f"not {self.inner._within(self)}"


@dataclass(frozen=True, slots=True)
class And(Formula):
    """``a and b and …``, two parts or more."""

    members: tuple[Formula, ...]
    rank = 4

    def evaluate(self, env: Mapping[str, Truth]) -> Truth:
        result: Truth = True
        for member in self.members:
            result = result & member.evaluate(env)
        return result

    @property
    def parts(self) -> tuple[Formula, ...]:
        return self.members

    def rebuilt(self, parts: tuple[Formula, ...]) -> Formula:
        return And(parts)

    def __str__(self) -> str:
        return " and ".join(member._within(self) for member in self.members)


@dataclass(frozen=True, slots=True)
class Or(Formula):
    """``a or b or …``, two parts or more."""

    members: tuple[Formula, ...]
    rank = 3

    def evaluate(self, env: Mapping[str, Truth]) -> Truth:
        result: Truth = False
        for member in self.members:
            result = result | member.evaluate(env)
        return result

    @property
    def parts(self) -> tuple[Formula, ...]:
        return self.members

    def rebuilt(self, parts: tuple[Formula, ...]) -> Formula:
        return Or(parts)

    def __str__(self) -> str:
        return " or ".join(member._within(self) for member in self.members)


@dataclass(frozen=True, slots=True)
class _Conditional(Formula):
    left: Formula
    right: Formula
    rank = 1

    @property
    def parts(self) -> tuple[Formula, ...]:
        return (self.left, self.right)

    def rebuilt(self, parts: tuple[Formula, ...]) -> Formula:
        return type(self)(*parts)

    def _said(self, word: str) -> str:
        return f"{self.left._within(self)} {word} {self.right._within(self)}"


class OnlyIf(_Conditional):
    """``a only if b``: a implies b."""

    def evaluate(self, env: Mapping[str, Truth]) -> Truth:
        return (self.left.evaluate(env) ^ True) | self.right.evaluate(env)

    def __str__(self) -> str:
        return self._said("only if")


class If(_Conditional):
    """``a if b``: b implies a."""

    def evaluate(self, env: Mapping[str, Truth]) -> Truth:
        return self.left.evaluate(env) | (self.right.evaluate(env) ^ True)

    def __str__(self) -> str:
        return self._said("if")


class Unless(_Conditional):
    """``a unless b``: a, or else b."""

    def evaluate(self, env: Mapping[str, Truth]) -> Truth:
        return self.left.evaluate(env) | self.right.evaluate(env)

    def __str__(self) -> str:
        return self._said("unless")


class Iff(_Conditional):
    """``a iff b``: both or neither."""

    def evaluate(self, env: Mapping[str, Truth]) -> Truth:
        return self.left.evaluate(env) ^ self.right.evaluate(env) ^ True

    def __str__(self) -> str:
        return self._said("iff")


def conjunction(formulas: Collection[Formula]) -> Formula:
    """All of them: ``true`` for none, the formula itself for one."""
    members = tuple(formulas)
    if not members:
        return Const(True)
    return members[0] if len(members) == 1 else And(members)


_TOKEN = re.compile(rf"\s*(?:(?P<only>only\s+if\b)|(?P<word>{NAME})|(?P<paren>[()]))", re.IGNORECASE)
_CONDITIONALS: dict[str, Callable[[Formula, Formula], Formula]] = {"only if": OnlyIf, "if": If, "unless": Unless, "iff": Iff}
_KEYWORDS = {"not", "and", "or", "only", "true", "false", *_CONDITIONALS}


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    column: int  # from 1
    keyword: bool


def _tokens(text: str) -> list[_Token]:
    tokens: list[_Token] = []
    at = 0
    while text[at:].strip():
        match = _TOKEN.match(text, at)
        if match is None:
            column = at + len(text[at:]) - len(text[at:].lstrip()) + 1
            raise FormulaError(
                f"unexpected {text[column - 1]!r}", text=text, column=column, cure="use names, and, or, not, only if, if, unless, iff, ( )"
            )
        kind = match.lastgroup or "word"
        said = "only if" if kind == "only" else match[kind]
        keyword = kind != "word" or said.lower() in _KEYWORDS
        tokens.append(_Token(said.lower() if keyword else said, match.start(kind) + 1, keyword))
        at = match.end()
    return tokens


class _Parser:
    """Recursive descent, one method a binding strength."""

    def __init__(self, text: str, names: Collection[str] | None) -> None:
        self.text = text
        self.names = names
        self.tokens = _tokens(text)
        self.at = 0

    def fail(self, message: str, *, cure: str | None = None) -> FormulaError:
        column = self.tokens[self.at].column if self.at < len(self.tokens) else len(self.text) + 1
        return FormulaError(message, text=self.text, column=column, cure=cure)

    def peek(self) -> str | None:
        """The keyword that comes next, if one does."""
        if self.at < len(self.tokens) and self.tokens[self.at].keyword:
            return self.tokens[self.at].text
        return None

    def take(self, keyword: str) -> bool:
        if self.peek() == keyword:
            self.at += 1
            return True
        return False

    def whole(self) -> Formula:
        formula = self.conditional()
        if self.at < len(self.tokens):
            said = self.tokens[self.at].text
            if said in _CONDITIONALS:
                raise self.fail(f"{said!r} after another conditional", cure="add parentheses: which one belongs together?")
            if said == ")":
                raise self.fail("a closing parenthesis without its opening one")
            raise self.fail(f"unexpected {said!r}", cure="put and, or, only if, if, unless or iff between two names")
        return formula

    def conditional(self) -> Formula:
        left = self.disjunction()
        for word, kind in _CONDITIONALS.items():
            if self.take(word):
                return kind(left, self.disjunction())
        return left

    def disjunction(self) -> Formula:
        members = [self.conjunction()]
        while self.take("or"):
            members.append(self.conjunction())
        return members[0] if len(members) == 1 else Or(tuple(members))

    def conjunction(self) -> Formula:
        members = [self.negation()]
        while self.take("and"):
            members.append(self.negation())
        return members[0] if len(members) == 1 else And(tuple(members))

    def negation(self) -> Formula:
        return Not(self.negation()) if self.take("not") else self.atom()

    def atom(self) -> Formula:
        if self.take("("):
            inner = self.conditional()
            if not self.take(")"):
                raise self.fail("a parenthesis is not closed", cure="add ')'")
            return inner
        for constant in ("true", "false"):
            if self.take(constant):
                return Const(constant == "true")
        if self.at >= len(self.tokens):
            raise self.fail("the formula ends where a name is expected" if self.tokens else "the formula is empty")
        token = self.tokens[self.at]
        if token.keyword:
            raise self.fail(f"a name is expected, not {token.text!r}")
        if self.names is not None and token.text not in self.names:
            near = difflib.get_close_matches(token.text, list(self.names), n=1)
            hint = f"; did you mean {near[0]!r}?" if near else ""
            raise self.fail(f"unknown name {token.text!r}{hint}", cure="declare it under options or outcomes")
        self.at += 1
        return Name(token.text)


def parse(text: str, names: Collection[str] | None = None) -> Formula:
    """Read a formula. With ``names``, any other name is an error.

    Raises :class:`~detente.errors.FormulaError`, which points at the column.

    >>> parse("truce only if (halt and not arms)")
    OnlyIf(left=Name(name='truce'), right=And(members=(Name(name='halt'), Not(inner=Name(name='arms')))))
    >>> parse("truce or").names()
    Traceback (most recent call last):
    detente.errors.FormulaError: the formula ends where a name is expected
      truce or
              ^
    """
    return _Parser(text, names).whole()
