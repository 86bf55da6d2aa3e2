"""Trade links: what a tariff of members on outsiders gives and costs everyone.

Builds on worlds. Added to any issue family, so that tariffs have a price.
Not here: who is a member, and which tariff is set (orders).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gametheory_orders.foundations.errors import ModelError


@dataclass(frozen=True, eq=False)
class TradeLinks:
    """Imports between states and what tariffs do to welfare.

    Parameters
    ----------
    imports : array, shape (n, n)
        Imports of the row from the column, in the issue's numeraire.
    gain : array, shape (n,)
        Welfare that an importer gains, and the exporter loses, per unit of tariff and import.
    loss : array, shape (n,)
        Welfare that an importer loses per squared unit of tariff and import.

    Notes
    -----
    With tariff t, member i gains (t gain_i - t^2 loss_i) times its imports from outsiders, and
    outsider j loses t times the sum over members i of gain_i imports_ij. Nordhaus 2015,
    American Economic Review 105(4), reduced form of the C-DICE model.

    Examples
    --------
    >>> links = TradeLinks(np.array([[0.0, 10.0], [5.0, 0.0]]), np.ones(2), np.ones(2))
    >>> links.payoffs(np.array([True, False]), 0.5).tolist()
    [2.5, -5.0]
    """

    imports: np.ndarray
    gain: np.ndarray
    loss: np.ndarray

    def __post_init__(self) -> None:
        n = len(self.gain)
        for name, array, shape in (
            ("imports", self.imports, (n, n)),
            ("gain", self.gain, (n,)),
            ("loss", self.loss, (n,)),
        ):
            if np.shape(array) != shape or not np.isfinite(array).all():
                raise ModelError(f"trade.{name}", f"shape {np.shape(array)}", f"finite, {shape}")

    def payoffs(self, members: np.ndarray, rate: float) -> np.ndarray:
        """Return what the members' tariff adds to each state's payoff.

        Parameters
        ----------
        members : bool array, shape (..., n)
            Who is in.
        rate : float
            The tariff, as a share.

        Returns
        -------
        array, shape (..., n)
        """
        inside = np.asarray(members, dtype=float)
        gained = (rate * self.gain - rate**2 * self.loss) * ((1 - inside) @ self.imports.T)
        lost = rate * (inside @ (self.gain[:, None] * self.imports))
        return np.asarray(np.where(inside > 0, gained, -lost))
