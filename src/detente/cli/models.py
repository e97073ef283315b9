"""A language model as the reader of a verb: its options, what it would take, and the person's yes before anything is sent."""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from detente.cli.output import note

if TYPE_CHECKING:
    from detente.dossier.dossier import Dossier
    from detente.evidence import Account
    from detente.reading.documents.extract import Progress
    from detente.reading.many import Outcome
    from detente.reading.model_reader import Asker, Limits

__all__ = ["ModelChoice", "ModelReader", "agreed", "outcomes", "with_model"]

F = TypeVar("F", bound=Callable[..., Any])

_OPTIONS = (
    click.option("--model", "model_name", metavar="NAME", help="Read with a language model; asks before it sends anything."),
    click.option("--endpoint", metavar="URL", help="Where the model answers (default: $DETENTE_MODEL_URL; a key: $DETENTE_MODEL_KEY)."),
    click.option("--both", is_flag=True, help="Read with the model and without, and join what was found."),
    click.option("--yes", is_flag=True, help="Send without asking."),
    click.option("--max-requests", type=click.IntRange(1), metavar="N", help="Ask a model at most so many times (default: 200)."),
    click.option("--max-tokens", type=click.IntRange(1), metavar="N", help="Spend at most so many tokens (default: 1000000)."),
    click.option("--requests-per-minute", type=click.FloatRange(0, min_open=True), metavar="N", help="Ask a model no faster than this."),
    click.option(
        "--timeout", type=click.FloatRange(0, 3600, min_open=True), metavar="S", help="Seconds to wait for an answer (default: 120)."
    ),
    click.option(
        "--answers", type=click.Path(file_okay=False, path_type=Path), metavar="FOLDER", help="Keep a model's answers, and use them again."
    ),
)


@dataclass(frozen=True)
class ModelChoice:
    """What the person said about the model; ``name`` is None where no model was named, and then nothing is sent."""

    name: str | None
    endpoint: str | None
    both: bool
    yes: bool
    limits: dict[str, Any]
    answers: Path | None


def with_model(command: F) -> F:
    """The options of the model, the same on every verb that reads a text; the verb gets them as ``model``, or None."""

    @wraps(command)
    def chosen(*args: Any, model_name: str | None, endpoint: str | None, both: bool, yes: bool, answers: Path | None, **rest: Any) -> Any:
        names = {"max_requests": "requests", "max_tokens": "tokens", "requests_per_minute": "requests_per_minute", "timeout": "timeout"}
        limits = {name: rest.pop(option) for option, name in names.items()}
        given = {name: value for name, value in limits.items() if value is not None}
        if model_name is None and (endpoint or both or yes or answers or given):
            raise click.UsageError("these options are about a language model; name it with --model")
        choice = None if model_name is None else ModelChoice(model_name, endpoint, both, yes, given, answers)
        return command(*args, model=choice, **rest)

    decorated: Any = chosen
    for option in reversed(_OPTIONS):
        decorated = option(decorated)
    found: F = decorated
    return found


@dataclass(frozen=True)
class ModelReader:
    """Reads one text after the other with the model, within limits that hold for all of them together."""

    asker: Asker
    choice: ModelChoice
    restricted: Collection[str]

    def __call__(self, path: Path, progress: Progress | None = None) -> Account:
        """The account of the text at ``path``; joined with the one that is made without a model, where that was asked for."""
        from detente.reading.model_reader import SavedAnswers, joined, read_with_model
        from detente.reading.read import read

        saved = SavedAnswers(self.choice.answers, self.asker.endpoint) if self.choice.answers else None
        account = read_with_model(path, self.asker, saved=saved, restricted=self.restricted, progress=progress)
        return joined(read(path, progress=progress), account) if self.choice.both else account


def agreed(choice: ModelChoice, paths: Sequence[Path], *, into: Dossier | None = None) -> ModelReader:
    """The reader, after the person has seen what it would take and said yes; nothing has been sent by then.

    Words that are restricted in ``into``, or in the dossier in whose folder a text lies, are sent by none of it.
    Raises :class:`~detente.errors.EndpointError` where no endpoint is set up, and leaves with 1 where the answer is no.
    """
    from detente.reading.model_reader import Asker, Limits, Meter, endpoint_from
    from detente.reading.model_reader.endpoint import is_loopback

    endpoint = endpoint_from(choice.name or "", url=choice.endpoint)
    limits = Limits(**choice.limits)
    there = "on this machine" if is_loopback(endpoint.parts.hostname or "") else "the words of the texts leave this machine"
    note(f"model {endpoint.model} at {endpoint.host} ({there}): {_taking(paths, limits).words(endpoint.prices)}")
    if not choice.yes:
        if not (sys.stdin.isatty() and sys.stderr.isatty()):
            raise click.UsageError("there is nobody to ask; say --yes to send the texts")
        if not click.confirm("send?", default=False, err=True):
            note("nothing was sent")
            raise click.exceptions.Exit(1)
    return ModelReader(Asker(endpoint, Meter(limits)), choice, _restricted(paths, into))


def _restricted(paths: Sequence[Path], into: Dossier | None) -> tuple[str, ...]:
    """The words of restricted statements; a dossier beside a text that cannot be read is an error, since it may hold some."""
    from detente.dossier.files import load
    from detente.evidence import Handling

    homes = {home for path in paths for home in path.resolve().parents[:2] if (home / "dossier.yaml").is_file()}
    dossiers = [*(load(home) for home in sorted(homes)), *([into] if into else [])]
    claims = [claim for dossier in dossiers for claim in dossier.claims.values()]
    return tuple(claim.quote for claim in claims if claim.handling is Handling.restricted and claim.quote)


def _taking(paths: Sequence[Path], limits: Limits) -> Any:
    """The estimate over all texts; one that cannot be read takes nothing, and is told of when it is its turn."""
    from detente.errors import DetenteError
    from detente.reading.model_reader import Estimate, estimate

    total = Estimate(0, 0, 0, 0)
    for path in paths:
        try:
            total += estimate(path, limits)
        except DetenteError:
            continue
    if total.requests > limits.requests:
        raise click.UsageError(f"about {total.requests:,} requests are needed, and {limits.requests:,} allowed: see --max-requests")
    if total.sent + total.answered > limits.tokens:
        raise click.UsageError(f"about {total.sent + total.answered:,} tokens are needed, and {limits.tokens:,} allowed: see --max-tokens")
    return total


def outcomes(reader: ModelReader, paths: Sequence[Path]) -> Iterator[Outcome]:
    """Each text's outcome; once the endpoint has failed for one, it is not asked about those that follow."""
    from detente.errors import DetenteError, EndpointError
    from detente.reading.many import Outcome

    failed: EndpointError | None = None
    for path in paths:
        if failed is not None:
            yield Outcome(path, error=EndpointError(f"not asked about: {failed.message}", cure=failed.cure))
            continue
        try:
            yield Outcome(path, reader(path))
        except EndpointError as error:
            failed = error
            yield Outcome(path, error=error)
        except DetenteError as error:
            yield Outcome(path, error=error)
