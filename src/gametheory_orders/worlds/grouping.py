"""Part of a world, states as blocs, and states that are alike.

Builds on world.py. Missing figures stay missing: a bloc has no figure where a member has none.
Not here: who forms which bloc (models/institutions), or types of voters (orders/voting).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np

from gametheory_orders.foundations.errors import ModelError, unknown_name
from gametheory_orders.worlds.world import World


def select(world: World, states: str | Iterable[str] | np.ndarray) -> World:
    """Return the part of a world that a condition, a list or a mask names.

    Parameters
    ----------
    world : World
        Where from.
    states : str, iterable of str, or bool array of shape (n,)
        A condition on the columns, such as "libdem >= 0.6"; or identifiers, in the order that
        is wanted; or who is taken.

    Raises
    ------
    ModelError
        If nobody is left, a state is unknown, or a figure that the condition needs is missing.

    Examples
    --------
    >>> world = World(["A", "B", "C"], {"gdp": [1.0, 3.0, 2.0]})
    >>> select(world, "gdp >= 2").ids, select(world, ["C", "A"]).ids
    (('B', 'C'), ('C', 'A'))
    """
    if isinstance(states, str):
        found = world.evaluate(states, "select")
        if found.dtype != np.bool_:
            raise ModelError("select", f"a number, {states!r}", "a comparison")
        positions = np.flatnonzero(found)
    elif isinstance(states, np.ndarray) and states.dtype == np.bool_:
        if states.shape != (world.n,):
            raise ModelError("select", f"shape {states.shape}", f"shape {(world.n,)}")
        positions = np.flatnonzero(states)
    else:
        listed = [world.index(state, f"select[{j}]") for j, state in enumerate(states)]
        positions = np.array(listed, dtype=np.int64)
    if not len(positions):
        raise ModelError("select", "nobody", "at least one state")
    chosen = [int(i) for i in positions]
    ids = tuple(world.ids[i] for i in chosen)
    return World(
        ids,
        {key: values[positions] for key, values in world.columns.items()},
        world.name,
        {state: name for state, name in world.names.items() if state in ids},
        world.sources,
        None if world.imports is None else world.imports[np.ix_(positions, positions)],
        {key: tuple(words[i] for i in chosen) for key, words in world.texts.items()},
        world.blocs,
    )


def aggregate(
    world: World, blocs: Mapping[str, Sequence[str]], how: Mapping[str, str] | None = None
) -> World:
    """Return the world in which blocs stand in the place of their members.

    A bloc takes the place of its first member. ``stands_for`` becomes the number of states.

    Parameters
    ----------
    world : World
        Where from.
    blocs : mapping of str to sequence of str
        Members by name of the bloc; nobody in two blocs.
    how : mapping of str to {"sum", "mean", "people", "same"}, optional
        What a bloc has in a column: the sum of its members, their plain mean, their mean
        weighted by population, or their common value (none if they differ). By default what
        the world's file says.

    Raises
    ------
    ModelError
        If a state is unknown or in two blocs, a name is taken, or nothing says how a column is
        carried over.

    Examples
    --------
    >>> world = World(["A", "B", "C"], {"population": [1, 3, 5], "libdem": [0, 1, 0.5]})
    >>> bloc = aggregate(world, {"AB": ["A", "B"]}, {"population": "sum", "libdem": "people"})
    >>> bloc.ids, bloc.column("libdem").tolist(), bloc.column("stands_for").tolist()
    (('AB', 'C'), [0.75, 0.5], [2.0, 1.0])
    """
    how = {"stands_for": "sum", **world.blocs, **(how or {})}
    for column, rule in how.items():
        if rule not in BLOC_RULES:
            raise unknown_name(f"how.{column}", rule, BLOC_RULES, "one")
    owner: dict[str, str] = {}
    for bloc, members in blocs.items():
        if not members:
            raise ModelError(f"blocs.{bloc}", "nobody", "at least one state")
        for position, state in enumerate(members):
            where = f"blocs.{bloc}[{position}]"
            world.index(state, where)
            if state in owner:
                raise ModelError(where, f"{state!r} a second time", "each state in one bloc")
            owner[state] = bloc
    rows = list(dict.fromkeys(owner.get(state, state) for state in world.ids))
    for bloc in blocs:
        if bloc in world.ids and owner.get(bloc) != bloc:
            raise ModelError(f"blocs.{bloc}", f"{bloc!r}, which is a state", "a name of its own")
    groups = [
        np.array(
            [world.index(state) for state in blocs[row]] if row in blocs else [world.index(row)]
        )
        for row in rows
    ]
    columns = dict(world.columns)
    columns.setdefault("stands_for", np.ones(world.n))
    people = columns.get("population", np.full(world.n, np.nan))
    out = {}
    for column, values in columns.items():
        if any(len(group) > 1 for group in groups) and column not in how:
            wanted = f"how a bloc has it, one of: {', '.join(BLOC_RULES)}"
            raise ModelError(f"how.{column}", "nothing", wanted)
        reduced = BLOC_RULES[how.get(column, "same")]
        out[column] = np.array([reduced(values[group], people[group]) for group in groups])
    imports = world.imports
    if imports is not None:
        # Trade between members of a bloc is its own affair, not imports.
        joins = np.array([[float(i in group) for i in range(world.n)] for group in groups])
        imports = joins @ imports @ joins.T
        np.fill_diagonal(
            imports,
            [
                float(world.imports[group[0], group[0]]) if len(group) == 1 else 0.0  # type: ignore[index]
                for group in groups
            ],
        )
    return World(
        tuple(rows),
        out,
        world.name,
        {row: world.names[row] for row in rows if row in world.names and row not in blocs},
        world.sources,
        imports,
        {
            key: tuple(_common([words[int(i)] for i in group]) for group in groups)
            for key, words in world.texts.items()
        },
        world.blocs,
    )


def types(world: World, columns: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    """Return the groups of states that are equal in some columns, in the world's order.

    Missing figures are equal to each other and to nothing else.

    Parameters
    ----------
    world : World
        Whose states.
    columns : iterable of str
        Of numbers or of words; without any, all states are of one type.

    Examples
    --------
    >>> types(World(["A", "B", "C"], {"votes": [1, 2, 1]}), ["votes"])
    (('A', 'C'), ('B',))
    """
    keys: list[list[object]] = [[] for _ in world.ids]
    for column in columns:
        if column in world.texts:
            found: Sequence[object] = world.texts[column]
        elif column in world.columns:
            found = [None if np.isnan(v) else v for v in world.columns[column].tolist()]
        else:
            raise unknown_name("columns", column, [*world.columns, *world.texts], "a column")
        for key, value in zip(keys, found, strict=True):
            key.append(value)
    groups: dict[tuple[object, ...], list[str]] = {}
    for state, key in zip(world.ids, keys, strict=True):
        groups.setdefault(tuple(key), []).append(state)
    return tuple(tuple(group) for group in groups.values())


def _weighted(values: np.ndarray, people: np.ndarray) -> float:
    if len(values) == 1:
        return float(values[0])
    total = float(people.sum())
    return float(values @ people) / total if total else float("nan")


def _same(values: np.ndarray, people: np.ndarray) -> float:
    return float(values[0]) if (values == values[0]).all() else float("nan")


def _common(words: Sequence[str]) -> str:
    return words[0] if len(set(words)) == 1 else ""


BLOC_RULES: Mapping[str, Callable[[np.ndarray, np.ndarray], float]] = {
    "sum": lambda values, people: float(values.sum()),
    "mean": lambda values, people: float(values.mean()),
    "people": _weighted,
    "same": _same,
}
"""What a bloc has in a column, from its members' figures and their numbers of people."""
