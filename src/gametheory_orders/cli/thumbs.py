"""The command ``thumbs``: rules of thumb for when to choose which C, as stored or tried anew.

Builds on app.py, which it registers on, files and screen.py. Not here: any condition or trial.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

import typer

from gametheory_orders.cli.app import app
from gametheory_orders.cli.arguments import Csv, Json, Output, TableFile, save_table
from gametheory_orders.cli.output import Canvas, Document, check_output, one_format
from gametheory_orders.cli.progress import Quiet, progress
from gametheory_orders.foundations.errors import ModelError, unknown_name

if TYPE_CHECKING:
    from gametheory_orders.statics.thumbs import Checked, RuleOfThumb, RulesOfThumb

WIDE = 100


@app.command()
def thumbs(
    rule: Annotated[
        str | None,
        typer.Argument(
            metavar="ID", help="Of a rule, such as impatient; without it all are listed."
        ),
    ] = None,
    *,
    worlds: Annotated[
        str | None,
        typer.Option("--worlds", metavar="N", help="Try anew, on so many random worlds."),
    ] = None,
    seed: Annotated[
        str | None,
        typer.Option(
            "--seed", metavar="S", help="With --worlds: other random worlds; by default 1."
        ),
    ] = None,
    quiet: Quiet = False,
    json: Json = False,
    csv: Csv = False,
    output: Output = None,
    table: TableFile = None,
) -> Document:
    """Say when to choose which C, and how often that is wrong."""
    form = one_format(json, csv)
    check_output(output, None, table)
    if seed is not None and worlds is None:
        raise ModelError("--seed", seed, "--worlds beside it")
    from gametheory_orders.files import thumbs as rules
    from gametheory_orders.statics.thumbs import RulesOfThumb

    if worlds is not None:
        number, start = _whole("--worlds", worlds), _whole("--seed", seed or str(rules.SEED))
        with progress(quiet, "worlds, by the hundred") as told:
            tried = rules.check_rule_of_thumb(rule, worlds=number, seed=start, progress=told)
        if table is not None:
            save_table(tried, table, start)
        return _document(tried, form, output, lambda canvas: tried_text(tried, canvas))
    found = rules.rules_of_thumb()
    if rule is None:
        if table is not None:
            save_table(found, table)
        return _document(found, form, output, lambda canvas: rules_text(found, canvas))
    names = [each.id for each in found]
    if rule not in names:
        raise unknown_name("rule of thumb", rule, names, "one")
    only = RulesOfThumb((found[rule],))
    if table is not None:
        save_table(only, table)
    return _document(only, form, output, lambda canvas: rule_text(only.rules[0], canvas))


def _document(
    found: RulesOfThumb | Checked, form: str, output: str | None, text: Callable[[Canvas], str]
) -> Document:
    if form == "json":
        return Document.json(found.to_dict(), output)
    if form == "csv":
        return Document.records(found.records(), output)
    return Document.screen(text, output)


def _whole(option: str, text: str) -> int:
    if text.isdecimal() and text.isascii() and len(text) < 12:
        return int(text)
    raise ModelError(option, text or "an empty text", "a whole number")


def rules_text(found: RulesOfThumb, canvas: Canvas) -> str:
    """Return the rules, those to follow first, with how often each is right."""
    from gametheory_orders.cli.screen import paragraphs

    worlds = found.rules[0].tally.worlds
    parts = [f"When which C: rules of thumb, tried on {worlds:,} random worlds", ""]
    for weak, heading in ((False, "to follow"), (True, "not to follow: weak, or wrong")):
        parts.append(heading)
        for each in found:
            if each.weak == weak:
                parts += _entry(each, canvas)
        parts.append("")
    words = (
        "Share: of the worlds that meet the condition, those in which the choice delivers the most "
        "of the four. Regret: effectiveness lost on average. One rule in full: fourcs thumbs "
        "impatient. Anew: fourcs thumbs impatient --worlds 1000 --seed 2."
    )
    parts.append(paragraphs([words], canvas.width).rstrip())
    return "\n".join(parts) + "\n"


def _entry(rule: RuleOfThumb, canvas: Canvas) -> list[str]:
    tally = rule.tally
    figures = f"{rule.kind}, share {tally.share:.3f}, regret {tally.mean_regret:.3f}"
    sentence = textwrap.fill(
        rule.sentence,
        min(canvas.width, WIDE),
        initial_indent="    ",
        subsequent_indent="    ",
        break_on_hyphens=False,
    )
    return [f"  {rule.id}: {rule.four_c} ({figures})", sentence]


def rule_text(found: RuleOfThumb, canvas: Canvas) -> str:
    """Return one rule in full."""
    rows = found.table().rows
    width = max(len(row[0]) for row in rows) + 2
    lines = [
        textwrap.fill(
            f"{name:<{width}}{text}",
            min(canvas.width, WIDE),
            subsequent_indent=" " * width,
            break_on_hyphens=False,
        )
        for name, text in rows
    ]
    note = ["", "Weak: not to be followed."] if found.weak else []
    return "\n".join([f"Rule of thumb {found.id}: {found.four_c}", "", *lines, *note]) + "\n"


def tried_text(found: Checked, canvas: Canvas) -> str:
    """Return what rules came to on random worlds drawn now."""
    from gametheory_orders.cli.screen import grid_text, wrapped

    table = found.table()
    return f"{wrapped(table.title, canvas.width)}\n\n{grid_text(table, canvas)}"
