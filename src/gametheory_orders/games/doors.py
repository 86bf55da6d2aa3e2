"""Doors to other tools: nashpy, quantecon, pygambit, networkx, and payoff tables for a page.

Builds on normal_form.py and extensive_form.py; every other tool is imported only inside the
function that needs it. Not here: files (files/gambit.py, files/tables.py).

quantecon puts each player's own action first and the opponents after it in cyclic order, so that
player 2's matrix is the transpose of ours; ``to_quantecon`` and ``from_quantecon`` turn the axes.
"""

from __future__ import annotations

import importlib
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from gametheory_orders.foundations.errors import ModelError
from gametheory_orders.games.extensive_form import ExtensiveFormGame, Node
from gametheory_orders.games.normal_form import NormalFormGame, Number

if TYPE_CHECKING:
    import networkx as nx


def own_action_first(game: NormalFormGame) -> tuple[np.ndarray, ...]:
    """Return payoffs as quantecon orders them: own action first, then the others cyclically.

    Examples
    --------
    >>> game = NormalFormGame.from_arrays([[1, 2], [3, 4]], [[5, 6], [7, 8]])
    >>> own_action_first(game)[1].tolist()
    [[5, 7], [6, 8]]
    """
    return tuple(
        np.transpose(payoffs, [(i + k) % game.n for k in range(game.n)])
        for i, payoffs in enumerate(game.payoffs)
    )


def from_own_action_first(
    payoffs: Any, players: Any = (), actions: Any = (), title: str = ""
) -> NormalFormGame:
    """Return the game of payoffs ordered as quantecon orders them.

    Examples
    --------
    >>> from_own_action_first(([[1, 2], [3, 4]], [[5, 7], [6, 8]])).payoff((0, 1))
    (2, 6)
    """
    n = len(payoffs)
    turned = tuple(
        np.transpose(np.asarray(array), [(k - i) % n for k in range(n)])
        for i, array in enumerate(payoffs)
    )
    return NormalFormGame(turned, tuple(players), tuple(map(tuple, actions)), title)


def to_quantecon(game: NormalFormGame) -> Any:
    """Return a ``quantecon.game_theory.NormalFormGame``; needs quantecon, names are lost.

    Whole payoffs stay whole; others become floats.
    """
    try:
        game_theory = importlib.import_module("quantecon.game_theory")
    except ImportError:
        raise ModelError("quantecon", "not installed", "pip install quantecon") from None
    arrays = own_action_first(game)
    kind = np.int64 if arrays[0].dtype == np.int64 else np.float64
    return game_theory.NormalFormGame(
        tuple(game_theory.Player(np.ascontiguousarray(array.astype(kind))) for array in arrays)
    )


def from_quantecon(
    game: Any, players: Any = (), actions: Any = (), title: str = ""
) -> NormalFormGame:
    """Return the game held by a ``quantecon.game_theory.NormalFormGame``.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> held = SimpleNamespace(payoff_arrays=([[1, 2], [3, 4]], [[5, 7], [6, 8]]))
    >>> from_quantecon(held).payoff((0, 1))
    (2, 6)
    """
    return from_own_action_first(game.payoff_arrays, players, actions, title)


def to_pygambit(game: NormalFormGame) -> Any:
    """Return a ``pygambit.Game`` with names and exact payoffs; needs the extra ``gambit``."""
    gambit = _pygambit()
    arrays = [_gambit_numbers(payoffs, gambit) for payoffs in game.payoffs]
    made = gambit.Game.from_arrays(*arrays, title=game.title)
    for i, (name, actions) in enumerate(zip(game.players, game.actions, strict=True)):
        player = made.players[i]
        player.label = name
        for strategy, action in zip(player.strategies, actions, strict=True):
            strategy.label = action
    return made


def from_pygambit(game: Any) -> NormalFormGame:
    """Return the normal form of a ``pygambit.Game``, payoffs as Fractions."""
    shape = tuple(len(player.strategies) for player in game.players)
    arrays = [np.empty(shape, dtype=object) for _ in shape]
    for cell in np.ndindex(shape):
        outcome = game[cell]
        for i, player in enumerate(game.players):
            value = outcome[player]
            exact = Fraction(str(value))
            arrays[i][cell] = exact
    return NormalFormGame(
        tuple(arrays),
        tuple(player.label or str(i + 1) for i, player in enumerate(game.players)),
        tuple(
            tuple(strategy.label or str(k + 1) for k, strategy in enumerate(player.strategies))
            for player in game.players
        ),
        game.title,
    )


def _pygambit() -> Any:
    try:
        return importlib.import_module("pygambit")
    except ImportError:
        expected = "pip install 'gametheory-orders[gambit]'"
        raise ModelError("pygambit", "not installed", expected) from None


def _gambit_numbers(payoffs: np.ndarray, gambit: Any) -> np.ndarray:
    out = np.empty(payoffs.shape, dtype=object)
    flat = [
        gambit.Rational(x.numerator, x.denominator) if isinstance(x, int | Fraction) else x
        for x in payoffs.ravel().tolist()
    ]
    out.reshape(-1)[:] = flat
    return out


def to_networkx(game: ExtensiveFormGame) -> nx.DiGraph[int]:
    """Return a tree as a directed graph: a node for each position, an edge for each action.

    Nodes carry ``player`` (a name, "chance" or None), ``information_set``, ``payoffs``, ``name``,
    ``outcome``; edges ``action`` and ``probability``; the graph ``players`` and ``title``.

    Examples
    --------
    >>> from gametheory_orders.games.extensive_form import decision, leaf
    >>> tree = decision("A", {"in": leaf(3, 0), "out": leaf(1, 1)})
    >>> graph = to_networkx(ExtensiveFormGame.from_tree(tree, ("A", "B")))
    >>> [(u, v, data["action"]) for u, v, data in graph.edges(data=True)]
    [(0, 1, 'in'), (0, 2, 'out')]
    """
    import networkx as nx

    graph: nx.DiGraph[int] = nx.DiGraph(players=game.players, title=game.title)
    for at, node in enumerate(game.nodes):
        graph.add_node(
            at,
            player=None if node.is_leaf else mover(game, node),
            information_set=node.information_set,
            payoffs=node.payoffs,
            name=node.name,
            outcome=node.outcome,
        )
    for at, node in enumerate(game.nodes):
        for k, (action, child) in enumerate(zip(node.actions, node.children, strict=True)):
            share = node.probabilities[k] if node.is_chance else None
            graph.add_edge(at, child, action=action, probability=share)
    return graph


def from_networkx(graph: nx.DiGraph[Any]) -> ExtensiveFormGame:
    """Return the game that a directed graph with the data of :func:`to_networkx` means.

    Branches stand in the order in which the graph holds their edges.

    Examples
    --------
    >>> from gametheory_orders.games.extensive_form import decision, leaf
    >>> tree = decision("A", {"in": leaf(3, 0), "out": leaf(1, 1)})
    >>> game = ExtensiveFormGame.from_tree(tree, ("A", "B"))
    >>> from_networkx(to_networkx(game)) == game
    True
    """
    roots = [at for at, degree in graph.in_degree() if degree == 0]
    if len(roots) != 1 or graph.number_of_edges() != graph.number_of_nodes() - 1:
        raise ModelError("graph", f"{len(roots)} roots", "a tree with one root")
    players = tuple(graph.graph.get("players", ()))
    order: list[Any] = []
    stack = [roots[0]]
    while stack:
        at = stack.pop()
        order.append(at)
        stack += list(reversed(list(graph.successors(at))))
    place = {at: k for k, at in enumerate(order)}
    nodes = []
    for at in order:
        data = graph.nodes[at]
        edges = [graph.edges[at, child] for child in graph.successors(at)]
        who = data.get("player")
        if who not in (None, "chance", *players):
            raise ModelError(f"graph.nodes[{at!r}].player", who, f"one of: {', '.join(players)}")
        by_chance = bool(edges) and who in (None, "chance") and "chance" not in players
        nodes.append(
            Node(
                None if not edges or by_chance else players.index(who),
                data.get("information_set", "") or ("" if not edges or by_chance else f"at {at}"),
                tuple(edge["action"] for edge in edges),
                tuple(place[child] for child in graph.successors(at)),
                tuple(edge["probability"] for edge in edges) if by_chance else (),
                tuple(data.get("payoffs", ())) if not edges else (),
                data.get("name", ""),
                data.get("outcome", ""),
            )
        )
    return ExtensiveFormGame(tuple(nodes), players, graph.graph.get("title", ""))


def mover(game: ExtensiveFormGame, node: Node) -> str:
    """Return who moves at a node, by name."""
    return "chance" if node.player is None else game.players[node.player]


def figure(value: Number) -> str:
    """Return a payoff as a reader wants it: fractions as they are, floats in four digits.

    Examples
    --------
    >>> figure(Fraction(1, 3)), figure(2), figure(0.123456)
    ('1/3', '2', '0.1235')
    """
    return f"{value:.4g}" if isinstance(value, float) else str(value)
