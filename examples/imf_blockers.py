"""Who can block at the International Monetary Fund, at each of its three majorities.

The Fund decides by votes that follow from what members pay in. Ordinary decisions need more than
half of the votes, some need 70 percent, and the weightiest 85 percent. A group blocks if the rest
cannot reach that without it.

Run: python examples/imf_blockers.py
"""

import gametheory_orders as gto

fund = gto.load_institution("imf")
groups = {
    "the United States": ("USA",),
    "the G7": gto.load_institution("g7").ids,
    "the members of the EU": gto.load_institution("eu_council").ids,
    "China, Japan and Germany": ("CHN", "JPN", "DEU"),
    "the five BRICS": gto.load_institution("brics").ids,
}

blocked = {}
for quota in ("majority", *fund.special_majorities):
    game = fund.simple_game(quota)
    blocking = game.dual()  # who wins here can stop the others
    blocked[quota] = [name for name, states in groups.items() if blocking.wins(states)]
    print(f"\n{quota}: blocked by", ", ".join(blocked[quota]) or "none of these groups")
    power = gto.power_indices(game, ("banzhaf", "coleman"))
    print(
        f"  the United States: {float(power.of('banzhaf')['USA']):.3f} of power, "
        f"prevents {float(power.of('coleman_prevent')['USA']):.3f}; "
        f"{float(power.figures['power_to_act']):.1e} of all coalitions win"
    )

votes = fund.simple_game().weights
held = dict(zip(fund.ids, votes, strict=True))
brics = sum(held[state] for state in groups["the five BRICS"])
print(f"\nthe five BRICS have {brics} of {sum(votes)} votes; 1499 are needed to stop 85 percent")

# Nobody can block an ordinary decision alone; at 85 percent one state can, and only one.
assert gto.vetoers(fund.simple_game()) == gto.vetoers(fund.simple_game("70%")) == ()
assert gto.vetoers(fund.simple_game("85%")) == ("USA",)
assert blocked["majority"] == []
assert blocked["70%"] == ["the G7"]

# The European members could block too, if they voted as one; the BRICS fall short by 84 votes.
one_europe = fund.simple_game("85%").with_bloc("EU", groups["the members of the EU"])
assert set(gto.vetoers(one_europe)) == {"USA", "EU"}
assert "the five BRICS" not in blocked["85%"]
assert 1499 - brics == 84

# A higher quota takes power to initiate from the largest member and gives it power to prevent.
shares = [gto.banzhaf(fund.simple_game(quota))["USA"] for quota in ("majority", "70%", "85%")]
assert shares == sorted(shares, reverse=True)
assert [round(float(share), 3) for share in shares] == [0.233, 0.076, 0.029]
