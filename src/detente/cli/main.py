"""The command line: one group, one file a verb, loaded when asked for.

Exit codes: 0 done, 1 the answer of a check is "no", 2 usage, 65 bad input, 66 file not found, 70 a defect of ours, 74 input or output
failed, 130 interrupted.
"""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

import click

from detente.errors import DetenteError

__all__ = ["COMMANDS", "Verbs", "detente", "main"]

# verb: (module, attribute, one line for --help). The line stands here so that --help imports none of the verbs.
COMMANDS: dict[str, tuple[str, str, str]] = {
    "analyze": ("detente.cli.analyze", "analyze", "Read, draft, solve, diagnose: the whole answer, a dossier and a report."),
    "demo": ("detente.cli.demo", "demo", "Try it on an example that comes along."),
    "read": ("detente.cli.read", "read", "Find the statements and positions in a text."),
    "add": ("detente.cli.add", "add", "Another account: what it repeats, contradicts and brings, and what changes."),
    "timeline": ("detente.cli.timeline", "timeline", "Who held what when, what was learned when, and what changed between two days."),
    "review": ("detente.cli.review", "review", "Accept or set aside statements, one key each."),
    "claims": ("detente.cli.claims", "claims", "The statements as a table, out and back in."),
    "check": ("detente.cli.check", "check", "Validate a dossier and list what is open."),
    "why": ("detente.cli.why", "why", "What blocks a deal: the smallest reasons, and what would remove them."),
    "deals": ("detente.cli.deals", "deals", "Which deals are possible, at the limits and as stated."),
    "path": ("detente.cli.path", "path", "How one would get to a deal, step by step; or what blocks the way."),
    "hinges": ("detente.cli.hinges", "hinges", "Which statements decide the answer, and on whose word."),
    "readings": ("detente.cli.readings", "readings", "What rests in all, some or none of the readings that the statements leave."),
    "sides": ("detente.cli.sides", "sides", "Each side by its own words, and where that misleads."),
    "questions": ("detente.cli.questions", "questions", "What to ask next, whom, and what it settles."),
    "solve": ("detente.cli.solve", "solve", "Where it comes to rest, by five solution concepts."),
    "report": ("detente.cli.report", "report", "Write the report: HTML, or Markdown."),
    "cases": ("detente.cli.cases", "cases", "Published conflicts with their published answers, and the example texts."),
}

_DEFECT = 70
_IO = 74
_INTERRUPTED = 130


class Verbs(click.Group):
    """A group that imports a verb's module only when the verb is used or its own help is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, attribute, _ = COMMANDS[cmd_name]
        command = getattr(importlib.import_module(module), attribute)
        if not isinstance(command, click.Command):
            message = f"{module}.{attribute} is no command"
            raise TypeError(message)
        return command

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        """Answer an unknown verb with the nearest one."""
        name = args[0] if args else ""
        if name and name not in COMMANDS and not name.startswith("-"):
            from difflib import get_close_matches

            near = get_close_matches(name, COMMANDS, n=1)
            hint = f"; did you mean {near[0]!r}?" if near else ""
            raise click.UsageError(f"no verb {name!r}{hint}", ctx=ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Verbs"):
            formatter.write_dl([(name, line) for name, (_, _, line) in COMMANDS.items()])


def _version(ctx: click.Context, _parameter: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        from importlib.metadata import version

        click.echo(f"detente {version('detente')} ({_engine()} engine)")
        ctx.exit()


def _engine() -> str:
    """What :func:`detente.stability.compiled.engine_name` will say, found out without loading what computes."""
    from importlib.machinery import PathFinder
    from pathlib import Path

    built = PathFinder.find_spec("_kernels", [str(Path(__file__).parents[1] / "stability")])
    asked = os.environ.get("DETENTE_ENGINE", "")
    if asked == "numpy" or (not asked and not built):
        return "numpy"
    if built and asked in {"", "compiled"}:
        return "compiled"
    from detente.stability.compiled import engine_name

    return engine_name()  # asked for what there is not: it says so


@click.group(
    cls=Verbs,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Begin with: detente demo. Every verb says more with --help; those that answer take --json.",
)
@click.option("--version", is_flag=True, expose_value=False, is_eager=True, callback=_version, help="Say which version this is, and leave.")
@click.option("--debug", is_flag=True, help="Show the full traceback of a defect.")
@click.pass_context
def detente(ctx: click.Context, debug: bool) -> None:
    """What follows from what was said, on whose word, and what would change it."""
    ctx.obj = {"debug": debug}


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and leave with its exit code."""
    sys.exit(_code(list(sys.argv[1:] if arguments is None else arguments)))


def _code(arguments: list[str]) -> int:
    try:
        result = detente.main(args=arguments, prog_name="detente", standalone_mode=False)
        sys.stdout.flush()
        return result if isinstance(result, int) else 0
    except click.exceptions.Exit as leaving:
        return leaving.exit_code
    except (click.Abort, KeyboardInterrupt):
        _say("interrupted; nothing was left half-written")
        return _INTERRUPTED
    except click.ClickException as wrong:
        wrong.show()
        return wrong.exit_code
    except DetenteError as error:
        _say(f"error: {error}")
        return error.exit_code
    except BrokenPipeError:
        # Whoever read our output has gone. Python would complain once more when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _IO
    except OSError as error:
        _say(f"error: {error.strerror or error}{f': {error.filename}' if error.filename else ''}")
        return _IO
    except Exception as error:  # noqa: BLE001 - the last net, so that a person sees a sentence and not a traceback
        return _defect(error, debug="--debug" in arguments)


def _defect(error: Exception, *, debug: bool) -> int:
    if debug:
        import traceback

        traceback.print_exception(error)
    _say(f"a defect in detente: {type(error).__name__}: {error}")
    _say("  instead: run the same again as detente --debug ..., and report what it prints (without a confidential text)")
    return _DEFECT


def _say(message: str) -> None:
    click.echo(message, err=True)
