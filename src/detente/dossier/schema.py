"""The shape of ``dossier.yaml``: what a person writes, key by key.

The classes here are the published JSON Schema (see ``detente.dossier.files``). They say what is allowed in the file; what it *means* is
``detente.dossier.model``. Keys a person misspells are errors with the nearest key, never silently ignored. Where a value may take several
shapes, a discriminator looks at what was written and picks one, so that a mistake in it is one error and not one a shape.
"""

from __future__ import annotations

import datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Discriminator, Field, Tag, model_validator

from detente.evidence import Provenance

__all__ = [
    "AgendaEntry",
    "AnyOrder",
    "CircumstanceEntry",
    "ConclusionEntry",
    "CostEntry",
    "DocumentEntry",
    "DossierFile",
    "Grounded",
    "MeetingEntry",
    "MergeEntry",
    "NamedFormula",
    "OptionEntry",
    "PartyEntry",
    "PastEntry",
    "PreferenceEntry",
    "QuestionEntry",
    "RuleEntry",
    "StatementEntry",
    "Strict",
    "ThreatEntry",
]

Identifier = Annotated[str, Field(pattern=r"^[^\W\d][\w-]*$", description="a short name: letters, digits, _ and -")]
Formula = Annotated[str, Field(min_length=1, max_length=4000, description="not, and, or, only if, if, unless, iff, parentheses, names")]


def _flag(value: object) -> object:
    return {"yes": True, "no": False}.get(value, value) if isinstance(value, str) else value


Flag = Annotated[bool, BeforeValidator(_flag, json_schema_input_type=bool | Literal["yes", "no"])]
Setting = Literal["yes", "no", "unknown"]
Text = Annotated[str, Field(max_length=4000)]


def _one_or_all(value: object) -> str:
    return "#all" if isinstance(value, (list, tuple)) else "#one"


Citation = Annotated[Annotated[str, Tag("#one")] | Annotated[tuple[str, ...], Tag("#all")], Discriminator(_one_or_all)]


def _setting(value: object) -> object:
    return {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value


class Strict(BaseModel):
    """Unknown keys are errors; nothing is changed after loading."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Grounded(Strict):
    """Something that rests on claims, or is assumed and says why.

    ``because: [c20, c22]`` means either claim suffices; ``because: [[c20, c22]]`` means both are needed.
    """

    because: tuple[Citation, ...] = ()
    assumed: Text | None = Field(default=None, description="the analyst's reason, where no claim carries this")
    note: Text = ""


class DocumentEntry(Strict):
    """A text beside the dossier."""

    file: str
    sha256: str | None = None
    date: datetime.date | None = None
    title: Text | None = None
    stated_source: Text | None = None
    provenance: Provenance = Provenance.unverified
    doubts: tuple[Text, ...] = Field(default=(), description="reasons to doubt where the text comes from")
    cites: tuple[str, ...] = Field(default=(), description="other documents of this dossier that this one relies on")
    note: Text = ""


class PartyEntry(Grounded):
    """A body that holds positions or is affected by them."""

    name: Text
    aliases: tuple[Text, ...] = ()
    exists: Literal["yes", "doubtful"] = "yes"
    roles: tuple[Text, ...] = Field(default=(), description="for example mediator, guarantor, spoiler, affected")
    backs: tuple[str, ...] = Field(default=(), description="parties whose side this one takes")
    voice: Literal["own", "none"] = Field(default="own", description="none: affected, but nobody speaks for it here")


class PastEntry(Grounded):
    """A dated earlier setting of an option."""

    date: datetime.date | None = None
    was: Annotated[Setting, BeforeValidator(_setting, json_schema_input_type=bool | Setting)]


class OptionEntry(Grounded):
    """A yes/no act. With ``parties`` it is a joint act: one bit a controller, and the name means all of them.

    ``levels`` makes exclusive grades of one measure: ``levels: [none, pause, cap]`` gives ``name.pause`` and ``name.cap``; the first level
    is neither of them, and ``now`` then names a level. ``readings`` is ambiguity on purpose: each party's own formula replaces the option
    in that party's statements.
    """

    party: str | None = None
    parties: tuple[str, ...] = ()
    text: Text = ""
    now: Annotated[str, BeforeValidator(_setting, json_schema_input_type=bool | str)] = Field(
        description="yes, no or unknown; with levels, the level that holds now"
    )
    issue: Text | None = None
    arena: Text | None = None
    one_way: Flag = Field(default=False, description="a yes cannot be undone")
    no_return: Flag = Field(default=False, description="a no cannot be undone")
    from_: datetime.date | None = Field(default=None, alias="from")
    until: datetime.date | None = None
    duration: Text | None = None
    levels: tuple[str, ...] = ()
    readings: dict[str, Formula] = Field(default_factory=dict)
    variant_of: str | None = None
    offered_by: tuple[str, ...] = Field(default=(), description="who offered this; an offer requires nothing of anybody")
    past: tuple[PastEntry, ...] = ()
    now_because: tuple[Citation, ...] = ()
    now_assumed: Text | None = None

    @model_validator(mode="after")
    def _controlled(self) -> OptionEntry:
        if bool(self.party) == bool(self.parties):
            raise ValueError("give either 'party' (one controller) or 'parties' (a joint act)")
        if self.levels and (len(self.levels) < 2 or self.parties):
            raise ValueError("levels need at least two grades and one controlling party")
        allowed = (*self.levels, "unknown") if self.levels else ("yes", "no", "unknown")
        if self.now not in allowed:
            raise ValueError(f"'now' is {self.now!r}; use one of: {', '.join(allowed)}")
        if self.from_ and self.until and self.from_ > self.until:
            raise ValueError(f"'from' ({self.from_}) lies after 'until' ({self.until})")
        return self


class CircumstanceEntry(Grounded):
    """Something that nobody in the model controls (a battlefield fact, a war elsewhere) but that statements may depend on."""

    text: Text = ""
    now: Annotated[Setting, BeforeValidator(_setting, json_schema_input_type=bool | Setting)]


class RuleEntry(Grounded):
    """What cannot be (``never``), or must be (``always``)."""

    never: Formula | None = None
    always: Formula | None = None
    id: Identifier | None = None
    text: Text = ""

    @model_validator(mode="after")
    def _one(self) -> RuleEntry:
        if (self.never is None) == (self.always is None):
            raise ValueError("a rule has either 'never' or 'always'")
        return self


class StatementEntry(Grounded):
    """One line of a ranking: a limit, a condition, a demand or a want."""

    limit: Formula | None = Field(default=None, description="a red line on the party's own act; never crossed in a package")
    condition: Formula | None = Field(default=None, description="a precondition, usually 'x only if y'")
    demand: Formula | None = Field(default=None, description="insisted on, or refused")
    want: Formula | None = Field(default=None, description="a mere preference")
    strong: Flag = Field(default=False, description="what differs on this statement, or on one above it, differs strongly")
    id: Identifier | None = None
    text: Text = ""

    @model_validator(mode="after")
    def _one_kind(self) -> StatementEntry:
        given = [kind for kind in ("limit", "condition", "demand", "want") if getattr(self, kind) is not None]
        if len(given) != 1:
            raise ValueError("a statement has exactly one of: limit, condition, demand, want")
        return self

    @property
    def kind(self) -> str:
        """Which of the four it is."""
        return next(kind for kind in ("limit", "condition", "demand", "want") if getattr(self, kind) is not None)

    @property
    def formula(self) -> str:
        """The formula as written."""
        return str(getattr(self, self.kind))


class AnyOrder(Strict):
    """Statements that nobody ranked against one another; the order is also ``assumed`` where kinds alone ordered them."""

    any_order: tuple[StatementEntry, ...] = Field(min_length=1)


def _tier_shape(value: object) -> str:
    unranked = isinstance(value, AnyOrder) or (isinstance(value, dict) and "any_order" in value)
    return "#any_order" if unranked else "#statement"


TierEntry = Annotated[Annotated[StatementEntry, Tag("#statement")] | Annotated[AnyOrder, Tag("#any_order")], Discriminator(_tier_shape)]


class RankedEntry(Strict):
    """A ranking with a word on what it leaves open."""

    statements: tuple[TierEntry, ...] = ()
    rest: Literal["unstated", "indifferent"] = "unstated"
    order_assumed: Text | None = Field(default=None, description="why this order, where the account gives none")


def _preference_shape(value: object) -> str:
    if isinstance(value, (list, tuple)):
        return "#list"
    return "#unknown" if isinstance(value, str) else "#ranked"


PreferenceEntry = Annotated[
    Annotated[Literal["unknown"], Tag("#unknown")]
    | Annotated[tuple[TierEntry, ...], Tag("#list")]
    | Annotated[RankedEntry, Tag("#ranked")],
    Discriminator(_preference_shape),
]


class NamedFormula(Grounded):
    """A formula with its grounds."""

    formula: Formula
    text: Text = ""


def _formula_shape(value: object) -> str:
    return "#named" if isinstance(value, (dict, NamedFormula)) else "#formula"


NamedEntry = Annotated[Annotated[Formula, Tag("#formula")] | Annotated[NamedFormula, Tag("#named")], Discriminator(_formula_shape)]


class ConclusionEntry(Grounded):
    """What an account concludes, so that it can be tested: a formula, or that a party has no good choice."""

    formula: Formula | None = None
    no_win: str | None = None
    reference: str | None = Field(default=None, description="with no_win: the reference that every choice ends below; left out: now")
    text: Text = ""


class ThreatEntry(Grounded):
    """``party`` says, or is said, to do ``act`` if ``when`` comes about."""

    party: str
    act: Formula
    when: Formula = Field(alias="if")
    text: Text = ""


class MergeEntry(Grounded):
    """Read two parties as one: the principal's ranking governs, and it controls both parties' options. Off unless ``apply``."""

    principal: str
    agent: str
    apply: Flag = False


class AttitudeEntry(Grounded):
    """What ``party`` wishes ``to``, which may be itself. Who says nothing wishes itself good and the others nothing."""

    party: str
    to: str
    wishes: Literal["good", "harm", "nothing"]


class AgendaEntry(Grounded):
    """An order of steps that somebody proposed."""

    first: Formula
    then: Formula


class MeetingEntry(Grounded):
    """Who met or talked with whom: the ways an offer can travel."""

    parties: tuple[str, ...]
    date: datetime.date | None = None
    venue: Text | None = None
    role: Text | None = None


class CostEntry(Grounded):
    """A cost that the model leaves out, kept in sight."""

    text: Text
    borne_by: tuple[str, ...] = ()


class QuestionEntry(Grounded):
    """What the accounts do not settle."""

    ask: Text
    to: tuple[str, ...] = ()
    about: tuple[str, ...] = Field(default=(), description="ids of claims, options or parties")


def _class_shape(value: object) -> str:
    return "#gap" if isinstance(value, str) else "#tie"


ClassEntry = Annotated[
    Annotated[Literal[">>"], Tag("#gap"), Field(description="what stands above is strongly preferred to what stands below")]
    | Annotated[tuple[str, ...], Tag("#tie")],
    Discriminator(_class_shape),
]


def _gaps_between(classes: tuple[str | tuple[str, ...], ...]) -> tuple[str | tuple[str, ...], ...]:
    around = ((">>", *classes), (*classes, ">>"))
    if any(one == other == ">>" for one, other in zip(*around, strict=True)):
        raise ValueError("'>>' stands between two classes of the ranking, once")
    return classes


RankingEntry = Annotated[tuple[ClassEntry, ...], AfterValidator(_gaps_between)]


class DossierFile(Strict):
    """The whole of ``dossier.yaml``."""

    detente: Literal[1] = Field(description="the version of this format")
    title: Text
    as_of: datetime.date | None = None
    documents: dict[Identifier, DocumentEntry] = Field(default_factory=dict)
    parties: dict[Identifier, PartyEntry] = Field(default_factory=dict)
    options: dict[Identifier, OptionEntry] = Field(default_factory=dict)
    circumstances: dict[Identifier, CircumstanceEntry] = Field(default_factory=dict)
    outcomes: dict[Identifier, NamedEntry] = Field(default_factory=dict)
    rules: tuple[RuleEntry, ...] = ()
    preferences: dict[Identifier, PreferenceEntry] = Field(default_factory=dict)
    goal: Formula | None = None
    goals: dict[Identifier, NamedEntry] = Field(default_factory=dict)
    goals_chosen_by: Literal["analyst", "program"] = "analyst"
    threats: dict[Identifier, ThreatEntry] = Field(default_factory=dict)
    merge: tuple[MergeEntry, ...] = ()
    attitudes: tuple[AttitudeEntry, ...] = ()
    agenda: tuple[AgendaEntry, ...] = ()
    meetings: tuple[MeetingEntry, ...] = ()
    costs: tuple[CostEntry, ...] = ()
    references: dict[Identifier, NamedEntry] = Field(default_factory=dict)
    conclusions: dict[Identifier, ConclusionEntry] = Field(default_factory=dict)
    questions: tuple[QuestionEntry, ...] = ()
    states: tuple[str, ...] = ()
    moves: dict[Identifier, tuple[tuple[str, str], ...]] = Field(default_factory=dict)
    ranking: dict[Identifier, RankingEntry] = Field(default_factory=dict)
    now: str | None = Field(default=None, description="with listed states: the one that holds now")

    @model_validator(mode="before")
    @classmethod
    def _empty_sections(cls, data: object) -> object:
        """A section with its heading and nothing under it is an empty section."""
        if not isinstance(data, dict):
            return data
        optional = {"as_of", "goal", "now", "title", "detente"}
        return {key: value for key, value in data.items() if value is not None or key in optional or key not in cls.model_fields}

    @model_validator(mode="after")
    def _one_form(self) -> DossierFile:
        if self.states and self.options:
            raise ValueError("a dossier has either options or listed states, not both")
        if self.goal and self.goals:
            raise ValueError("give either 'goal' (one formula) or 'goals' (named stages)")
        return self
