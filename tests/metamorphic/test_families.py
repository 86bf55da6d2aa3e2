"""Every payoff family, told anew."""

from relations.checking import make_tests
from relations.families import KIND

test_told_anew, test_told_anew_often = make_tests(KIND)
