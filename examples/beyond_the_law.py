"""Beyond the law: whom sanctions by the Security Council cannot reach, by radius of friendship.

Run: python examples/beyond_the_law.py
"""

import gametheory_orders as gto

council = gto.load_institution("unsc")
beyond = {}
for radius in (None, 0.1, 0.3, 0.5):
    # Two thirds of the Assembly may act where the Council does not: with states that shield
    # those near them there as well, and with states that do not.
    remedies = [
        gto.Override(name="cold assembly"),
        gto.Override(closeness=radius, name="warm assembly"),
    ]
    law = gto.sanction_reach(council, size=2.0, closeness=radius, remedies=remedies)
    beyond[radius] = [len(law.beyond(each.name)) for each in law.schemes[:3]]
    print(f"\nfriends within {radius or 'no distance'}")
    print(law.summary().text())
    assert law.certificate["holds"]

# The five alone; then their friends, until hardly anyone is left; and an override that only
# helps where friends are few.
assert [found[0] for found in beyond.values()] == [5, 28, 84, 161]
assert [found[1] for found in beyond.values()] == [0, 0, 0, 0]
assert [found[2] for found in beyond.values()] == [0, 0, 35, 106]
