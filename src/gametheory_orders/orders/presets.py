"""The four Cs as presets of an order: charter, club, concert, coalition.

Builds on the rules. Each is a function with a keyword for every entry of its column in the
model. Not here: real institutions, which are files under models/.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from gametheory_orders.foundations.errors import ModelError, unknown_name
from gametheory_orders.orders.decision import (
    Consensus,
    Decision,
    FixedLevel,
    Joint,
    Pledge,
    Quota,
    Unanimity,
)
from gametheory_orders.orders.deterrence import Reciprocity, Review, Sanctions
from gametheory_orders.orders.enforcement import (
    Enforcement,
    Exclusion,
    NoEnforcement,
    Tariff,
)
from gametheory_orders.orders.membership import (
    Criterion,
    ExclusiveEntry,
    Fixed,
    Invitation,
    Largest,
    Membership,
    MinimumParticipation,
    OpenEntry,
    SequentialAdmission,
    Universal,
)
from gametheory_orders.orders.order import Order
from gametheory_orders.orders.rule import texts

Patience = float | str | Mapping[str, float] | None
Kept = Enforcement | Sequence[Enforcement] | None
ENTRIES = ("criterion", "open", "exclusive", "sequential")


def charter(
    *,
    quota: int | float | str = "2/3",
    veto: Sequence[str] = (),
    council: Sequence[str] | None = None,
    weights: str | Mapping[str, float] | None = None,
    agenda: str = "open",
    setter: str | None = None,
    minimum: int | str | None = None,
    of: str = "",
    exit_cost: float = 0.0,
    reaction: str = "redecide",
    patience: Patience = None,
    sanction: float | str | Mapping[str, float] | None = None,
    enforcement: Kept = None,
    name: str = "charter",
) -> Order:
    """Return a charter: everyone is in, a quota decides, vetoers can block.

    Parameters
    ----------
    quota : int, float or str
        Votes needed; "unanimity" for all.
    veto : sequence of str
        Who can block.
    council : sequence of str, optional
        Who votes, if not all.
    weights : str or mapping, optional
        Votes by column or by state; by default one state one vote.
    agenda, setter
        See :class:`~gametheory_orders.orders.decision.VotedLevel`.
    minimum, of : int or str, str, optional
        A clause of entry into force, in place of everyone being in: so many states, or a share
        ("55%") of a column; see
        :class:`~gametheory_orders.orders.membership.MinimumParticipation`.
    exit_cost, reaction
        See :class:`~gametheory_orders.orders.membership.Membership`.
    patience : float, str or mapping, optional
        Of the members' reciprocity.
    sanction : float, str or mapping, optional
        Beside it, what a sanction costs a defector; it needs a fresh vote under the same rule.
    enforcement : Enforcement or sequence, optional
        In place of reciprocity and sanctions.
    name : str
        Name of the order.

    Examples
    --------
    >>> charter(veto=["US", "China"], quota=10).decision.veto
    ('US', 'China')
    """
    body = None if council is None else texts(council, "decision.body")
    decision: Decision
    if quota == "unanimity":
        decision = Unanimity(agenda=agenda, setter=setter, body=body)
    else:
        decision = Quota(
            quota=quota,
            weights=weights,
            veto=texts(veto, "decision.veto"),
            agenda=agenda,
            setter=setter,
            body=body,
        )
    membership: Membership = Universal(exit_cost=exit_cost, reaction=reaction)
    if minimum is not None:
        membership = MinimumParticipation(
            count=0 if isinstance(minimum, str) else minimum,
            share=minimum if isinstance(minimum, str) else None,
            of=of,
            exit_cost=exit_cost,
            reaction=reaction,
        )
    elif of:
        raise ModelError("charter.of", of, "a minimum beside it")
    rules: list[Enforcement] = [Reciprocity(patience=patience)]
    if sanction is not None:
        rules.append(Sanctions(size=sanction))
    return Order(
        membership,
        decision,
        enforcement or rules,
        name,
        "charter",
    )


def club(
    *,
    members: Sequence[str] | None = None,
    where: str | None = None,
    entry: str = "criterion",
    admission: str = "unanimity",
    by: str = "",
    founders: int = 1,
    decision: str | Decision = "consensus",
    level: float | None = None,
    leader: str | None = None,
    tariff: float = 0.0,
    exclusion: float = 0.0,
    exit_cost: float = 0.0,
    reaction: str = "redecide",
    patience: Patience = None,
    enforcement: Kept = None,
    name: str = "club",
) -> Order:
    """Return a club: the like-minded and able, who may tax outsiders.

    Parameters
    ----------
    members : sequence of str, optional
        The members by name, or:
    where : str, optional
        the condition that a member meets.
    entry : {"criterion", "open", "exclusive", "sequential"}
        Whether all who meet the condition are in, or whoever of them wants to be; or whoever
        wants to be and is voted in, at once or one after the other.
    admission : str
        The vote on a newcomer: "unanimity", "majority", or a share such as "2/3".
    by, founders : str, int
        Of sequential entry: the column that leads, and how many begin together.
    decision : {"consensus", "majority", "joint"} or Decision
        How members agree, unless ``level`` is given.
    level : float, optional
        A fixed target that members act on.
    leader : str, optional
        Sets the agenda (a closed one).
    tariff : float
        Share levied on each outsider.
    exclusion : float
        Share of what members provide that outsiders do not have.
    exit_cost, reaction, patience, enforcement, name
        As for :func:`charter`.

    Examples
    --------
    >>> club(where="gdp >= 100", entry="open", level=25.0, tariff=0.02).membership.endogenous
    True
    """
    membership: Membership
    if members is not None:
        membership = Fixed(
            members=texts(members, "membership.members"), exit_cost=exit_cost, reaction=reaction
        )
    else:
        membership = _entering(
            entry, where or "", admission, by, founders, exit_cost=exit_cost, reaction=reaction
        )
    chosen = FixedLevel(level=level) if level is not None else _agreed_by(decision, leader)
    rules: list[Enforcement] = [Tariff(rate=tariff)] if tariff else []
    if exclusion:
        rules.append(Exclusion(share=exclusion))
    if enforcement is not None:
        rules += [enforcement] if isinstance(enforcement, Enforcement) else list(enforcement)
    elif patience is not None or not (tariff or exclusion or membership.held):
        rules.append(Reciprocity(patience=patience))
    return Order(membership, chosen, rules or [NoEnforcement()], name, "club")


def _entering(
    entry: str, where: str, admission: str, by: str, founders: int, **leaving: Any
) -> Membership:
    if entry == "open":
        return OpenEntry(where=where, **leaving)
    if entry == "exclusive":
        return ExclusiveEntry(where=where, admission=admission, **leaving)
    if entry == "sequential":
        return SequentialAdmission(
            where=where, by=by, admission=admission, founders=founders, **leaving
        )
    if entry != "criterion":
        raise unknown_name("club.entry", entry, ENTRIES, "one")
    if not where:
        raise ModelError("club", "neither members nor where", "who is in")
    return Criterion(where=where, **leaving)


def _agreed_by(decision: str | Decision, leader: str | None) -> Decision:
    if isinstance(decision, Decision):
        return decision
    agenda = "closed" if leader else "open"
    if decision == "consensus":
        return Consensus(agenda=agenda, setter=leader)
    if decision == "majority":
        return Quota(quota="majority", agenda=agenda, setter=leader)
    if decision == "joint":
        return Joint()
    raise ModelError("club.decision", decision, 'one of "consensus", "majority", "joint"')


def concert(
    *,
    members: Sequence[str] | None = None,
    count: int = 6,
    by: str = "capability",
    blocking_cost: float | Mapping[str, float] = 0.0,
    quota: int | float | str | None = None,
    agenda: str = "open",
    setter: str | None = None,
    exit_cost: float = 0.0,
    reaction: str = "redecide",
    patience: Patience = None,
    enforcement: Kept = None,
    name: str = "concert",
) -> Order:
    """Return a concert: a few great powers who decide by consensus.

    Parameters
    ----------
    members : sequence of str, optional
        The powers by name, or:
    count, by : int, str
        the leading states by a column.
    blocking_cost : float or mapping of str to float
        What blocking costs; 0 is a formal veto for each.
    quota : int, float or str, optional
        Votes needed, in place of consensus.
    agenda, setter, exit_cost, reaction, patience, enforcement, name
        As for :func:`charter`.

    Examples
    --------
    >>> concert(members=["US", "China"]).decision.rule
    'consensus'
    """
    membership: Membership
    if members is not None:
        membership = Fixed(
            members=texts(members, "membership.members"), exit_cost=exit_cost, reaction=reaction
        )
    else:
        membership = Largest(by=by, count=count, exit_cost=exit_cost, reaction=reaction)
    decision: Decision
    if quota is None:
        decision = Consensus(blocking_cost=blocking_cost, agenda=agenda, setter=setter)
    else:
        decision = Quota(quota=quota, blocking_cost=blocking_cost, agenda=agenda, setter=setter)
    return Order(
        membership, decision, enforcement or Reciprocity(patience=patience), name, "concert"
    )


def coalition(
    *,
    members: Sequence[str] | None = None,
    weight: float | str | Mapping[str, float] = "differentiated",
    open_entry: bool = False,
    hub: str | None = None,
    precision: float | str | Mapping[str, float] = 1.0,
    reputation: float | str | Mapping[str, float] | None = None,
    exit_cost: float = 0.0,
    reaction: str = "redecide",
    enforcement: Kept = None,
    name: str = "coalition",
) -> Order:
    """Return a coalition: whoever is willing pledges its own part, nobody can block.

    Parameters
    ----------
    members : sequence of str, optional
        Who takes part; by default all states, with pledges that nobody gains by leaving.
    weight : float, str or mapping
        See :class:`~gametheory_orders.orders.decision.Pledge`.
    open_entry : bool
        Whether the members are whoever wants to be (a number as weight is then needed).
    hub : str, optional
        Who invites whom it likes best, of those that accept (with a number as weight).
    precision, reputation
        Of a review of pledges, if ``reputation`` is given: see
        :class:`~gametheory_orders.orders.Review`.
    exit_cost, reaction, enforcement, name
        As for :func:`charter`.

    Examples
    --------
    >>> coalition().decision.weight
    'differentiated'
    """
    membership: Membership
    if members is not None:
        membership = Fixed(
            members=texts(members, "membership.members"), exit_cost=exit_cost, reaction=reaction
        )
    elif hub is not None:
        membership = Invitation(hub=hub, exit_cost=exit_cost, reaction=reaction)
    elif open_entry:
        membership = OpenEntry(exit_cost=exit_cost, reaction=reaction)
    else:
        membership = Universal(exit_cost=exit_cost, reaction=reaction)
    rule: Enforcement = NoEnforcement()
    if reputation is not None:
        rule = Review(precision=precision, reputation=reputation)
    return Order(membership, Pledge(weight=weight), enforcement or rule, name, "coalition")
