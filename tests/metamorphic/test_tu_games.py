"""Every solution of a TU game, told anew."""

from relations.checking import make_tests
from relations.tu_games import KIND

test_told_anew, test_told_anew_often = make_tests(KIND)
