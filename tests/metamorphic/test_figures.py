"""Every solver of figures by state, told anew."""

from relations.checking import make_tests
from relations.figures import KIND

test_told_anew, test_told_anew_often = make_tests(KIND)
