"""Every rule of an order, told anew: what is agreed, delivered and thought of it."""

from relations.checking import make_tests
from relations.orders import BESIDE, HALVES, KIND, OPEN

test_told_anew, test_told_anew_often = make_tests(KIND, BESIDE, OPEN, HALVES)
