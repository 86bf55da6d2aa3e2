"""What every room stands on: errors, tolerances, registries and the look of results.

Builds on nothing but Python (numpy, pandas only inside functions).
Not here: anything about states, rules or games.
"""
