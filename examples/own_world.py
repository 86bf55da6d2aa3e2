"""A world of your own: four states on a lake, and three ways of keeping it clean.

Run: python examples/own_world.py
"""

import pandas as pd

import gametheory_orders as gto

# stake: what one unit of cleaner water is worth to a state (million euros a year).
# capacity: how many units it provides per unit of price.
table = pd.DataFrame(
    [
        {"id": "Town", "stake": 3.0, "capacity": 1.0, "population": 200},
        {"id": "Port", "stake": 2.0, "capacity": 2.0, "population": 120},
        {"id": "Farms", "stake": 1.0, "capacity": 2.0, "population": 40},
        {"id": "Hills", "stake": 0.6, "capacity": 1.0, "population": 15},
    ]
)
lake = gto.PublicGood(
    gto.World.from_frame(table, name="lake"), name="clean lake", numeraire="million euros a year"
)

orders = [
    gto.charter(quota="unanimity", name="everyone agrees"),
    gto.charter(quota=3, name="three of four"),
    gto.coalition(weight="differentiated", name="own pledges"),
]
found = gto.compare(lake, orders)
print(found)

unanimity, outvoting = found["everyone agrees"], found["three of four"]
print("\nunder unanimity the result hangs on:", ", ".join(unanimity.outcome.blocked_by))

# Alone, each state does what pays for itself; that is where effectiveness is zero.
assert lake.reference().tolist() == [3.0, 4.0, 2.0, 0.6]
# Whoever likes the lowest level sets it for all under unanimity.
assert unanimity.outcome.blocked_by == ("Farms",)
# Three of four agree on more than the Farms will keep.
assert outvoting.agreed.effectiveness > outvoting.effectiveness > unanimity.effectiveness
assert outvoting.outcome.binding_state == "Farms"
