"""``detente check``: validate a dossier and list what is open."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

import click

from detente.cli.output import as_json, emit, plain, screen

if TYPE_CHECKING:
    from detente.dossier.check import Problem

__all__ = ["check"]

_SHOWN = 5  # of one kind; --json has them all

_HEADINGS = {
    "drifted_span": "Words that moved in their text",
    "changed_text": "Texts that changed",
    "undeclared": "Names that nobody declared",
    "no_state": "Rules that leave nothing possible",
    "now_infeasible": "A present that the rules exclude",
    "ungrounded": "Resting on nothing",
    "unreviewed": "Not reviewed",
    "unsigned": "Decided without a name",
    "silent_party": "Parties whose preferences nobody stated",
    "idle_option": "Acts that no statement mentions",
    "unknown_now": "Not known to hold or not",
    "question": "Questions that the accounts leave open",
}


@click.command()
@click.argument("dossier", type=click.Path())
@as_json
def check(dossier: str, json_: bool) -> None:
    """Validate DOSSIER (its folder or YAML file) and list what is open.

    Ends with 0 where the dossier is sound, though much may be open in it, and with 1 where something is wrong: words that moved, names
    that nobody declared, rules that leave nothing possible, elements that rest on no statement and no reason.
    """
    from detente.dossier.check import check as examined
    from detente.dossier.files import load

    loaded = load(dossier)
    problems = examined(loaded)
    wrong = sum(problem.kind.wrong for problem in problems)
    if json_:
        emit({"title": loaded.title, "sound": not wrong, "problems": [problem.to_dict() for problem in problems]})
    else:
        _show(loaded.title, problems, wrong)
    if wrong:
        raise click.exceptions.Exit(1)


def _show(title: str, problems: tuple[Problem, ...], wrong: int) -> None:
    from rich.text import Text

    console = screen()
    console.print(Text(plain(title), style="bold"))
    for kind, group in groupby(problems, key=lambda problem: problem.kind):
        members = list(group)
        console.print(Text(f"\n{_HEADINGS[kind.value]} ({len(members)})", style="bold red" if kind.wrong else "bold"))
        for problem in members[:_SHOWN]:
            where = f"{problem.where}: " if problem.where else ""
            console.print(Text(plain(f"  {where}{problem.message}")))
        if len(members) > _SHOWN:
            console.print(Text(f"  … and {len(members) - _SHOWN} more (--json lists all)"))
        cures = {problem.cure for problem in members if problem.cure}
        if len(cures) == 1:
            console.print(Text(f"  instead: {cures.pop()}", style="dim"))
    left = len(problems) - wrong
    console.print(Text(f"\n{'Sound' if not wrong else f'{wrong} to put right'}; {left} open."))
