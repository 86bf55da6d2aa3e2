"""Named results in LaTeX and in Markdown.

Builds on results.py. Not here: tables for the terminal (foundations.results).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from gametheory_orders.foundations.tables import latex_escape, latex_notes, markdown_escape
from gametheory_orders.statics.symbolic.certificates import IN_WORDS
from gametheory_orders.statics.symbolic.proofs import Proof
from gametheory_orders.statics.symbolic.results import NamedResult

LONGEST = 160
"""Characters of a derivative in LaTeX beyond which a table names only its sign."""


def shown_sign(proof: Proof) -> str:
    """Return a static as a formula: a derivative or difference, and its sign."""
    compared = {"+": "> 0", "-": "< 0", "0": "= 0", ">=0": r"\ge 0", "<=0": r"\le 0"}
    return compared[proof.sign]


def left_of(result: NamedResult, proof: Proof) -> str:
    """Return the derivative or difference on the left-hand side, in LaTeX."""
    import sympy

    letter = sympy.latex(sympy.Symbol(proof.letter))
    if proof.way == "value":
        return result.left_latex
    if proof.way == "derivative":
        return rf"\partial {result.left_latex} / \partial {letter}"
    return rf"\Delta_{{{letter}}} {result.left_latex}"


def static_formula(result: NamedResult, proof: Proof) -> str:
    """Return a static as one formula in LaTeX; long derivatives are left out."""
    import sympy

    text = "" if proof.expression is None else str(sympy.latex(proof.expression))
    told = text and text != "0" and len(text) <= LONGEST and proof.way != "value"
    middle = f" = {text}" if told else ""
    return f"{left_of(result, proof)}{middle} {shown_sign(proof)}"


def formula_of(result: NamedResult) -> str:
    """Return the formula itself, in LaTeX."""
    import sympy

    return f"{result.left_latex} = {sympy.latex(result.formula)}"


def latex_of(
    result: NamedResult, caption: str = "", label: str = "", notes: Sequence[str] = ()
) -> str:
    r"""Return a result in LaTeX: the formula, and its statics as a booktabs table.

    Examples
    --------
    >>> from gametheory_orders.statics import named_result
    >>> print(latex_of(named_result("outside_option")).splitlines()[1])
    x = 1 - c
    """
    letters = "; ".join(
        f"${_letter(each.symbol)}$: {latex_escape(one.name)}, ${each.latex()}$"
        if each.low is not None or each.high is not None
        else f"${_letter(each.symbol)}$: {latex_escape(one.name)}"
        for one, each in zip(result.variables, result.domain, strict=True)
    )
    rows = [
        f"{latex_escape(proof.parameter)} & ${static_formula(result, proof)}$ & "
        rf"{_compared(proof.conditions)} & {latex_escape(proof.status)} \\"
        for proof in result.statics()
    ]
    return "\n".join(
        [
            r"\begin{equation}",
            formula_of(result),
            r"\end{equation}",
            rf"{latex_escape(result.title)}. {letters}. {latex_escape(result.source)}.",
            r"\begin{table}",
            r"\centering",
            rf"\caption{{{latex_escape(caption or result.title)}}}",
            *([rf"\label{{{label}}}"] if label else []),
            r"\begin{tabular}{llll}",
            r"\toprule",
            r"with more & static & where & status \\",
            r"\midrule",
            *rows,
            r"\bottomrule",
            r"\end{tabular}",
            *latex_notes(notes),
            r"\end{table}",
        ]
    )


def markdown_of(
    result: NamedResult, heading: str = "###", *, title: str = "", notes: Sequence[str] = ()
) -> str:
    """Return a result in Markdown, with formulas between dollar signs.

    Examples
    --------
    >>> from gametheory_orders.statics import named_result
    >>> markdown_of(named_result("outside_option")).splitlines()[2]
    '$x = 1 - c$'
    """
    lines = [f"{heading} {title or result.title}", "", f"${formula_of(result)}$", ""]
    for one, each in zip(result.variables, result.domain, strict=True):
        bounds = f" (${each.latex()}$)" if each.low is not None or each.high is not None else ""
        lines.append(f"- ${_letter(each.symbol)}$: {one.name}{bounds}")
    lines += ["", "| with more | it | static | where | status |", "|---|---|---|---|---|"]
    for proof in result.statics():
        lines.append(
            f"| {proof.parameter} (${_letter_of(proof)}$) | {IN_WORDS[proof.sign]} | "
            f"${static_formula(result, proof)}$ | {_where(result, proof)} | {proof.status} |"
        )
    note = f" {result.note}" if result.note else ""
    lines += ["", f"`{result.id}`. Source: {result.source}.{note}"]
    for told in notes:
        lines += ["", markdown_escape(told)]
    return "\n".join(lines)


def _compared(text: str) -> str:
    """Return text in LaTeX with its comparisons in mathematics."""
    found = latex_escape(text)
    signs = (("<=", r"$\le$"), (">=", r"$\ge$"), ("<", "$<$"), (">", "$>$"))
    for sign, written in signs:
        found = found.replace(f" {latex_escape(sign)} ", f" {written} ")
    return found


def _letter(symbol: Any) -> str:
    import sympy

    return str(sympy.latex(symbol))


def _letter_of(proof: Proof) -> str:
    import sympy

    return str(sympy.latex(sympy.Symbol(proof.letter)))


def _where(result: NamedResult, proof: Proof) -> str:
    """Return the condition; nothing where it is the whole domain."""
    return "" if proof.conditions == result.domain.words() else f"`{proof.conditions}`"
