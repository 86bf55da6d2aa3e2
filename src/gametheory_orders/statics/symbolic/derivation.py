"""What a derivation found: formulas, derivatives, conditions and steps, and how they are shown.

Builds on pieces.py. Not here: how they are found (derive.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from gametheory_orders.foundations.errors import unknown_name
from gametheory_orders.foundations.results import Result, Table, latex_escape
from gametheory_orders.foundations.tables import markdown_escape
from gametheory_orders.statics.symbolic.model import LetterGame
from gametheory_orders.statics.symbolic.pieces import Condition, Piece, Step


@dataclass(frozen=True)
class Derived:
    """One quantity of an outcome, in letters and at the figures.

    Parameters
    ----------
    name : str
        Such as "level", "effectiveness", "payoff of A".
    formula : sympy.Expr
        In letters; all but the level (or weight) itself may use P (or w).
    value, solved : float
        The formula's value at the figures, and what ``solve`` gives.
    derivative : sympy.Expr
        With respect to the parameter, P (or w) moving along.
    slope : float
        Its value at the figures.
    """

    name: str
    formula: Any
    value: float
    solved: float
    derivative: Any
    slope: float


@dataclass(frozen=True, eq=False)
class Derivation(Result):
    """An outcome in letters, and how it moves with a parameter.

    Parameters
    ----------
    letters : LetterGame
        The game in letters, with its figures.
    parameter : str
        What is moved.
    symbol : sympy.Symbol
        Its letter.
    piece : Piece
        What is delivered: formula, binding member, conditions, steps.
    quantities : tuple of Derived
        Level or weight first, if there is one; then prices, payoffs, effectiveness, needed
        patience of what is agreed.
    ties : tuple of str
        Conditions that hold with equality at the figures: there the formula changes, and the
        derivative is one-sided.
    """

    letters: LetterGame
    parameter: str
    symbol: Any
    piece: Piece
    quantities: tuple[Derived, ...]
    ties: tuple[str, ...]

    def __getitem__(self, name: str) -> Derived:
        for each in self.quantities:
            if each.name == name:
                return each
        raise unknown_name("quantity", name, [each.name for each in self.quantities], "one")

    @property
    def formula(self) -> Any:
        """The delivered level or weight in letters; None where there is neither."""
        return self.piece.formula

    @property
    def derivative(self) -> Any:
        """Its derivative with respect to the parameter, in letters and P (or w)."""
        return None if self.piece.unknown is None else self.quantities[0].derivative

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """Where the formulas hold."""
        return tuple(self.piece.conditions)

    @property
    def steps(self) -> tuple[Step, ...]:
        """How the formula was derived."""
        return tuple(self.piece.steps)

    @property
    def title(self) -> str:
        """What was derived, in words."""
        game = self.letters.game
        return f"{game.issue.name} under {game.order.name}: {self.piece.kind}"

    def table(self) -> Table:
        """Return one row a quantity: value, what solving gives, derivative at the figures."""
        rows = [[each.name, each.value, each.solved, each.slope] for each in self.quantities]
        columns = ["quantity", "by formula", "by solving", f"d / d {self.parameter}"]
        return Table(columns, rows, self.title)

    def to_dict(self) -> dict[str, Any]:
        """Return the derivation as plain values."""
        return {
            "issue": self.letters.game.issue.name,
            "order": self.letters.game.order.name,
            "parameter": self.parameter,
            "letter": str(self.symbol),
            "what": self.piece.kind,
            "formula": None if self.formula is None else str(self.formula),
            "derivative": None if self.derivative is None else str(self.derivative),
            "quantities": [
                {
                    "name": each.name,
                    "formula": str(each.formula),
                    "value": each.value,
                    "solved": each.solved,
                    "derivative": str(each.derivative),
                    "slope": each.slope,
                }
                for each in self.quantities
            ],
            "conditions": [
                {
                    "words": each.words,
                    "holds_where": None if each.excess is None else f"{each.excess} >= 0",
                }
                for each in self.conditions
            ],
            "ties": list(self.ties),
            "figures": {str(symbol): value for symbol, value in self.letters.figures.items()},
        }

    def to_markdown(self, caption: str = "", *, notes: Sequence[str] = (), digits: int = 3) -> str:
        """Return the derivation step by step in Markdown, formulas between dollar signs."""
        import sympy

        lines = [f"### {caption or self.title}", ""]
        for number, step in enumerate(self.steps, 1):
            equation = "" if step.left is None else f" ${_equation(step)}$"
            lines.append(f"{number}. {step.words}{equation}")
        if self.piece.unknown is not None:
            unknown, symbol = sympy.latex(self.piece.unknown), sympy.latex(self.symbol)
            left = rf"\frac{{d {unknown}}}{{d {symbol}}}"
            lines += ["", f"${left} = {sympy.latex(self.derivative)}$"]
        if self.conditions:
            lines += ["", "It holds where:", ""]
        for each in self.conditions:
            shown = "" if each.excess is None else f": ${sympy.latex(each.excess)} \\ge 0$"
            lines.append(f"- {each.words}{shown}")
        for note in notes:
            lines += ["", markdown_escape(note)]
        return "\n".join(lines)

    def to_latex(
        self, caption: str = "", label: str = "", *, notes: Sequence[str] = (), digits: int = 3
    ) -> str:
        """Return the steps and the derivative in LaTeX, and the figures as a booktabs table."""
        import sympy

        lines = []
        for step in self.steps:
            lines.append(latex_escape(step.words))
            if step.left is not None:
                lines += [r"\[", _equation(step), r"\]"]
        if self.piece.unknown is not None:
            unknown, symbol = sympy.latex(self.piece.unknown), sympy.latex(self.symbol)
            derivative = sympy.latex(self.derivative)
            lines += [r"\[", rf"\frac{{d {unknown}}}{{d {symbol}}} = {derivative}", r"\]"]
        return "\n".join([*lines, self.table().latex(digits, caption, label, notes)])


def _equation(step: Step) -> str:
    import sympy

    left = step.left if isinstance(step.left, str) else sympy.latex(step.left)
    return f"{left} = {sympy.latex(step.right)}"
