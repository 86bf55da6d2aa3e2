"""From the oracle's rules to the package's games, and the bodies that several tests use."""

from __future__ import annotations

from gametheory_orders.orders.voting import all_of, any_of, quota_game, weighted_game


def game_of(rule):
    """Return the package's game of an oracle rule."""
    if rule[0] == "votes":
        return weighted_game(rule[1], rule[2])
    return (all_of if rule[0] == "all" else any_of)(*(game_of(part) for part in rule[1]))


def council(permanent=5, elected=10, quota=9, veto=True):
    """Return a council of permanent members P0.. and elected members E0.."""
    first = [f"P{i}" for i in range(permanent)]
    names = first + [f"E{i}" for i in range(elected)]
    return quota_game(names, quota, veto=first if veto else [])


def assembly(quota="majority", n=193):
    """Return an assembly of n states."""
    return quota_game([f"S{i}" for i in range(n)], quota)
