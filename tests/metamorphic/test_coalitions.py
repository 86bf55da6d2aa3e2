"""Every solver of coalitions, pledges and forums, told anew."""

from relations.checking import make_tests
from relations.coalitions import KIND

test_told_anew, test_told_anew_often = make_tests(KIND)
