"""Every solver of a vote over a line, told anew."""

from relations.checking import make_tests
from relations.spatial import KIND

test_told_anew, test_told_anew_often = make_tests(KIND)
