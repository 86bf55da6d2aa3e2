"""Every function of a few numbers, told anew."""

from relations.checking import make_tests
from relations.numbers import KIND

test_told_anew, test_told_anew_often = make_tests(KIND)
