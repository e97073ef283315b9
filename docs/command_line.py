"""Writes docs/reference/command-line.md from the commands' own help: run `python docs/command_line.py` after changing a verb."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from detente.cli.main import COMMANDS, detente

__all__ = ["PAGE", "page"]

PAGE = Path(__file__).parent / "reference" / "command-line.md"

_HEAD = """# The command line

Verbs are the same words here, in Python and in the workbench, but for one: what is `detente report` here is
[`write_report`](python.md) there. Each verb that answers takes `--json` and then prints one document and nothing else on standard output.

| exit code | meaning |
|---|---|
| 0 | done |
| 1 | the answer of a check is no |
| 2 | the command was not understood |
| 65 | the input is not what it should be |
| 66 | a file is not there |
| 70 | a defect of ours |
| 74 | reading or writing failed |
| 130 | interrupted |

This page is written by `docs/command_line.py` from the commands' own help, and a test compares the two.
"""


def page() -> str:
    """The whole page: the group's help, then each verb's, verbs of verbs included."""
    parts = [_HEAD, _section(detente, "detente")]
    context = click.Context(detente, info_name="detente")
    for name in COMMANDS:
        verb = detente.get_command(context, name)
        assert verb is not None, name
        parts.append(_section(verb, f"detente {name}"))
        if isinstance(verb, click.Group):
            parts += [_section(verb.commands[inner], f"detente {name} {inner}") for inner in sorted(verb.commands)]
    return "\n".join(parts)


def _section(command: click.Command, name: str) -> str:
    context = click.Context(command, info_name=name, terminal_width=100, max_content_width=100, help_option_names=["-h", "--help"])
    lines = "\n".join(line.rstrip() for line in command.get_help(context).strip().splitlines())
    return f"## `{name}`\n\n```text\n{lines}\n```\n"


if __name__ == "__main__":
    if sys.argv[1:] == ["-"]:
        sys.stdout.buffer.write(page().encode("utf-8"))
    else:
        PAGE.write_text(page(), encoding="utf-8")
