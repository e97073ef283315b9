"""``detente check``: validate a dossier and list what is open."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

import click

from detente.cli.output import as_json, emit, plain, screen

if TYPE_CHECKING:
    from detente.dossier.check import Problem
    from detente.dossier.dossier import Dossier
    from detente.impasse.checking import Certificate

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
@click.option("--certificates", is_flag=True, help="Check again, by other code, what is found about every goal.")
@as_json
def check(dossier: str, json_: bool, certificates: bool) -> None:
    """Validate DOSSIER (its folder or YAML file) and list what is open.

    Ends with 0 where the dossier is sound, though much may be open in it, and with 1 where something is wrong: words that moved, names
    that nobody declared, rules that leave nothing possible, elements that rest on no statement and no reason.

    With --certificates, every reason, change set, deal and way, what blocks a way, and what would have to be assured is also worked out
    and then checked from its definition by other code than found it. What takes too long is said to be not checked.
    """
    from detente.dossier.check import check as examined
    from detente.dossier.files import load

    loaded = load(dossier)
    problems = examined(loaded)
    wrong = sum(problem.kind.wrong for problem in problems)
    checked = _certified(loaded) if certificates and not wrong else {}
    failed = sum(one.fine is False for found in checked.values() for one in found)
    if json_:
        told = {"title": loaded.title, "sound": not wrong, "problems": [problem.to_dict() for problem in problems]}
        emit(told | ({"certificates": {goal: [one.to_dict() for one in found] for goal, found in checked.items()}} if certificates else {}))
    else:
        _show(loaded.title, problems, wrong)
        _certificates(checked)
    if wrong or failed:
        raise click.exceptions.Exit(1)


def _certified(dossier: Dossier) -> dict[str, tuple[Certificate, ...]]:
    """By goal, at the limits and as stated."""
    from detente.impasse.certificates import certificates, route_certificates
    from detente.impasse.diagnose import diagnose
    from detente.impasse.journey import find_path

    found: dict[str, tuple[Certificate, ...]] = {}
    for goal in () if dossier.file.states else dossier.file.goals or (("goal",) if dossier.file.goal else ()):
        sides = certificates(diagnose(dossier, goal=goal))
        found[goal] = (*sides["at_limits"], *sides["as_stated"])
        for stated in (False, True):
            found[goal] += route_certificates(find_path(dossier, goal=goal, stated=stated))
    return found


def _certificates(checked: dict[str, tuple[Certificate, ...]]) -> None:
    from rich.text import Text

    console = screen()
    for goal, found in checked.items():
        fine, left = sum(one.fine is True for one in found), sum(one.fine is None for one in found)
        console.print(Text(plain(f"{goal}: {fine} of {len(found)} results checked and right, {left} not checked")))
        for one in found:
            if one.fine is False:
                console.print(Text(plain(f"  wrong: {one.what}: {one.why}"), style="bold red"))
        for one in [one for one in found if one.fine is None][:_SHOWN]:
            console.print(Text(plain(f"  not checked: {one.what}: {one.why}"), style="dim"))
        if left > _SHOWN:
            console.print(Text(f"  … and {left - _SHOWN} more not checked (--json lists all)"))


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
