"""Every solution of a tree, told anew."""

from relations.checking import make_tests
from relations.trees import CONFLICT, KIND

test_told_anew, test_told_anew_often = make_tests(KIND, CONFLICT)
