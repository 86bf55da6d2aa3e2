"""Every measure of voting power, told anew."""

from relations.checking import make_tests
from relations.simple_games import KIND

test_told_anew, test_told_anew_often = make_tests(KIND)
