"""What is on the screen as HTML: a sentence, tables that are tables, drawings with words for them.

Builds on session.py and the palette. Every text from a model is escaped. Not here: the controls
(app.py), or pictures for paper (plots).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape

from gametheory_orders.explorer.session import Screen
from gametheory_orders.foundations.palette import (
    FOUR_C_COLOURS,
    FOUR_C_TEXT_COLOURS,
    INK,
    QUIET,
    RULE_COLOURS,
)
from gametheory_orders.foundations.results import Table

LEGITIMACY = {
    "representation_units": "Rows of the world that are members",
    "representation_states": "States that are members",
    "representation_people": "People who live in member states",
    "representation_affected": "What is at stake that members hold",
    "power_states": "Votes that matter, against one for each state",
    "power_people": "Votes that matter, against people",
    "power_sqrt_people": "Votes that matter, against the root of people",
    "veto_share": "Votes that matter with those who can block alone",
    "consent_units": "Rows no worse off than with no order",
    "consent_states": "States no worse off than with no order",
    "consent_people": "People no worse off than with no order",
    "consent_exit_members": "Members no worse off than if they left",
    "consent_exit_outsiders": "Outsiders no worse off than with no order",
    "authority": "Those bound who have a vote or are no worse off",
}
"""The legitimacy vector in words, in the order of the page."""
NAMED = 16
"""Of a longer list of states only as many are named."""


def number(value: float | None, digits: int = 2) -> str:
    """Return a number as the page writes it, with a true minus sign.

    Examples
    --------
    >>> number(-0.4137), number(float("nan"))
    ('−0.41', 'undefined')
    """
    if value is None or math.isnan(value):
        return "undefined"
    if math.isinf(value):
        return "none is enough" if value > 0 else "−∞"
    text = f"{value:.{digits}f}"
    text = text.lstrip("-") if float(text) == 0 else text
    return text.replace("-", "\N{MINUS SIGN}")


def states(names: Sequence[str], none: str = "nobody") -> str:
    """Return names in a row, cut where there are many.

    Examples
    --------
    >>> states(["China", "India"]), states([])
    ('China, India', 'nobody')
    """
    if not names:
        return none
    rest = len(names) - NAMED
    shown = ", ".join(escape(name) for name in names[:NAMED])
    return f"{shown} and {rest} more" if rest > 0 else shown


def html_table(table: Table, caption: str, kind: str = "") -> str:
    """Return a table with a caption and headings; cells are HTML already.

    Examples
    --------
    >>> html_table(Table(["state"], [["US"]]), "Members")[:48]
    '<table class=""><caption>Members</caption><thead'
    """
    head = "".join(f'<th scope="col">{name}</th>' for name in table.columns)
    rows = "".join(
        f'<tr><th scope="row">{row[0]}</th>' + "".join(f"<td>{c}</td>" for c in row[1:]) + "</tr>"
        for row in table.rows
    )
    return (
        f'<table class="{kind}"><caption>{caption}</caption><thead><tr>{head}</tr></thead>'
        f"<tbody>{rows}</tbody></table>"
    )


def error_box(line: str) -> str:
    """Return the one line that says what is wrong."""
    return f'<div class="fx-error" role="alert"><strong>Not possible:</strong> {escape(line)}</div>'


def summary(screen: Screen) -> str:
    """Return the order's name, one sentence on it, and its three figures.

    Examples
    --------
    >>> from gametheory_orders.explorer.session import Choice, look
    >>> "<b>27 percent</b>" in summary(look(Choice("climate", order="g6_consensus")))
    True
    """
    return f'<div class="fx-summary">{headline(screen)}{tiles(screen)}</div>'


def headline(screen: Screen) -> str:
    """Return the order's name and one sentence on it."""
    order, found = screen.order, screen.assessment
    text = FOUR_C_TEXT_COLOURS.get(order.four_c, INK)
    inside, everyone = len(screen.members), screen.issue.n
    if math.isnan(screen.effectiveness):
        sentence = f"Nothing can be gained here: {escape(screen.shortfall.why)}."
    else:
        worth = f"{number(found.stake, 1)} {escape(screen.issue.numeraire)}"
        share = number(abs(100 * screen.effectiveness), 0)
        verb = "delivers" if screen.effectiveness >= 0 else "does harm: it takes away"
        sentence = (
            f"{inside} of {everyone} are in. Together all {everyone} could gain {worth}; "
            f"this order {verb} <b>{share} percent</b> of it."
        )
    return (
        f'<section class="fx-head"><h2><span class="fx-chip" style="color:{text};'
        f'border-color:{text}">{escape(order.four_c)}</span> '
        f'{escape(order.title or order.name)}</h2><p role="status">{sentence}</p></section>'
    )


def tiles(screen: Screen) -> str:
    """Return effectiveness, legitimacy and their gap, each with what it means."""
    gap = screen.gap
    meaning = "undefined"
    if screen.effectiveness < 0:
        meaning = "all together lose by it"
    elif not math.isnan(gap):
        meaning = (
            "about balanced"
            if abs(gap) < 0.05
            else "more talk than action"
            if gap < 0
            else "more action than consent"
        )
    rows = [
        (
            "Effectiveness E",
            number(screen.effectiveness),
            "the part of the possible gain that is delivered: 0 is no cooperation, 1 the best",
        ),
        (
            "Legitimacy L",
            number(screen.legitimacy.index),
            "who is represented, and who is no worse off: from 0 to 1",
        ),
        ("Gap E − L", number(gap), meaning),
    ]
    cells = "".join(
        f"<div><dt>{name}</dt><dd><b>{value}</b><span>{note}</span></dd></div>"
        for name, value, note in rows
    )
    return f'<dl class="fx-tiles">{cells}</dl>'


def who(screen: Screen) -> str:
    """Return who is in, who can block, who would leave, who would join."""
    outcome, world = screen.assessment.outcome, screen.issue.world

    def named(ids: Sequence[str]) -> str:
        return states([world.names.get(name, name) for name in ids])

    outside = [name for name in world.ids if name not in set(screen.members)]
    rows = [
        ["Members", named(screen.members)],
        ["Outside", named(outside)],
        ["Who blocks", named(screen.blocked_by)],
        ["Who would leave", named(screen.leavers)],
    ]
    if screen.order.membership.joinable:
        rows.append(["Who would join", named(screen.joiners)])
    needed = outcome.needed_patience
    if needed is not None:
        binding = named([outcome.binding_state] if outcome.binding_state else [])
        if math.isinf(needed):
            words = f"not kept at any patience, because of {binding}"
        elif outcome.binding_state and needed > 0:
            words = f"{number(needed)}, because of {binding}"
        else:
            words = number(needed)
        rows.append(["Patience it needs", words])
    else:
        rows.append(["Patience it needs", "nothing in this order depends on it"])
    body = "".join(f'<tr><th scope="row">{name}</th><td>{text}</td></tr>' for name, text in rows)
    return (
        '<section><h3>Who</h3><table class="fx-who"><caption class="fx-quiet">'
        f"Who is in, and who would change it</caption><tbody>{body}</tbody></table></section>"
    )


def pieces(screen: Screen) -> list[tuple[str, float, str]]:
    """Return the pieces of the shortfall account: name, value, colour; they sum to one."""
    share = screen.shortfall.share
    colour = FOUR_C_COLOURS.get(screen.order.four_c, QUIET)
    return [
        ("delivered", screen.effectiveness, colour),
        ("lost to who is in", share["participation"], RULE_COLOURS["participation"]),
        (
            "lost to how they decide, vetoes aside",
            share["decision"] - share["decision_veto"],
            RULE_COLOURS["decision"],
        ),
        ("lost to vetoes", share["decision_veto"], "url(#fx-veto)"),
        ("lost to keeping it", share["enforcement"], RULE_COLOURS["enforcement"]),
    ]


def account(screen: Screen) -> str:
    """Return the shortfall account: a stacked bar, and its figures as a table."""
    head = "<section><h3>Where the rest is lost</h3>"
    if screen.shortfall.why:
        return f"{head}<p>Undefined: {escape(screen.shortfall.why)}.</p></section>"
    found = [piece for piece in pieces(screen) if abs(piece[1]) > 5e-4]
    low = min(0.0, sum(value for _, value, _ in found if value < 0))
    high = max(1.0, sum(value for _, value, _ in found if value > 0))
    scale = 600 / (high - low)
    right, left, drawn = 0.0, 0.0, []
    for _, value, colour in found:
        start = right if value > 0 else left + value
        drawn.append(
            f'<rect x="{(start - low) * scale:.1f}" y="2" width="{abs(value) * scale:.1f}" '
            f'height="36" fill="{colour}" stroke="#fff" stroke-width="1.5"/>'
        )
        right, left = right + max(value, 0.0), left + min(value, 0.0)
    marks = "".join(
        f'<line x1="{(at - low) * scale:.1f}" x2="{(at - low) * scale:.1f}" y1="0" y2="44" '
        f'stroke="{colour}" stroke-width="1.5"/>'
        for at, colour in ((0.0, INK), (1.0, QUIET))
    )
    words = "; ".join(f"{name} {number(value)}" for name, value, _ in found)
    picture = (
        f'<svg class="fx-bar" viewBox="-3 -2 606 48" preserveAspectRatio="none" role="img" '
        f'aria-label="Stacked bar from 0 to 1: {escape(words, quote=True)}">{_hatch()}'
        f"{''.join(drawn)}{marks}</svg>"
    )
    rows = [[f"{_swatch(colour)}{name}", number(value)] for name, value, colour in found]
    note = "<p class='fx-note'>All pieces add up to 1, what the best for all would bring."
    if low < 0:
        note += " Left of 0 stands harm, or a rule that helps as it is."
    note += "</p>"
    table = html_table(Table(["piece", "share"], rows), "Shares of the possible gain", "fx-figures")
    return f"{head}{picture}{table}{note}</section>"


def _hatch() -> str:
    grey = RULE_COLOURS["decision"]
    return (
        '<defs><pattern id="fx-veto" width="7" height="7" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45)"><rect width="7" height="7" fill="{grey}"/>'
        f'<line x1="0" y1="0" x2="0" y2="7" stroke="{QUIET}" stroke-width="3"/></pattern></defs>'
    )


def _swatch(colour: str) -> str:
    if colour.startswith("url"):
        grey = RULE_COLOURS["decision"]
        colour = f"repeating-linear-gradient(45deg,{grey} 0 3px,{QUIET} 3px 5px)"
    return f'<i class="fx-swatch" style="background:{colour}" aria-hidden="true"></i>'


def legitimacy_bars(screen: Screen) -> str:
    """Return the legitimacy vector: a table of small bars, with reasons for what is undefined."""
    found = screen.legitimacy
    names = [name for name in LEGITIMACY if name in found.values]
    if "stands_for" not in screen.issue.world.columns:
        # Each row then is one state, and the two figures are the same.
        names = [name for name in names if name not in ("representation_units", "consent_units")]
    colour = FOUR_C_COLOURS.get(screen.order.four_c, QUIET)
    rows = []
    for name in names:
        value = float(found[name])
        why = found.why.get(name, "")
        if math.isnan(value):
            bar = f'<span class="fx-why">{escape(why)}</span>'
        else:
            width = 100 * min(max(value, 0.0), 1.0)
            bar = (
                '<span class="fx-track" aria-hidden="true"><span style="width:'
                f'{width:.1f}%;background:{colour}"></span></span>'
            )
        rows.append([LEGITIMACY[name], number(value), bar])
    table = html_table(Table(["share of", "value", ""], rows), "From 0 to 1", "fx-legitimacy")
    remark = ""
    if found["power_by_convention"]:
        remark = "<p class='fx-note'>Nobody votes here: members count as equals.</p>"
    note = (
        "<p class='fx-note'>No single number says how legitimate an order is. L is one way to "
        "put three of these and the people no worse off into one. <i>Votes that matter</i>: how "
        "often a state's vote decides.</p>"
    )
    return f"<section><h3>Legitimacy, figure by figure</h3>{table}{remark}{note}</section>"
