"""Every solution of a two-player game, told anew."""

from relations.checking import make_tests
from relations.normal_forms import CONFLICT, KIND

test_told_anew, test_told_anew_often = make_tests(KIND, CONFLICT)
