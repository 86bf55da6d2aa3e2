"""Numbers as a reader writes and reads them: fractions, decimals, plurals.

Builds on fractions. What a student types is parsed here by hand and never evaluated.
Not here: what is a right answer (answers.py).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

LONGEST = 40
_NUMBER = re.compile(r"([+-]?)(\d{1,15})(?:\.(\d{1,15}))?|([+-]?)\.(\d{1,15})")


def read_number(text: str) -> Fraction | None:
    """Return the number a student wrote, or None if it is not clear which.

    Whole numbers, decimals (with a point, or a comma where it cannot part thousands),
    fractions of those, and percentages.

    Examples
    --------
    >>> [str(read_number(each)) for each in ("2/3", "-0.5", "25 %", "0,75", ".5")]
    ['2/3', '-1/2', '1/4', '3/4', '1/2']
    >>> [read_number(each) for each in ("1,000", "2/0", "1e9", "two", "1/2/3", "")]
    [None, None, None, None, None, None]
    """
    text = text.strip().replace("−", "-").replace("–", "-")
    if not text or len(text) > LONGEST or not text.isascii():
        return None
    share = text.endswith("%")
    if share:
        text = text[:-1]
    parts = text.split("/")
    if len(parts) > 2:
        return None
    numbers = [_decimal(part.strip()) for part in parts]
    if any(number is None for number in numbers):
        return None
    found = numbers[0]
    if found is None or (len(numbers) == 2 and not numbers[1]):
        return None
    if len(numbers) == 2 and numbers[1] is not None:
        found = found / numbers[1]
    return found / 100 if share else found


def _decimal(text: str) -> Fraction | None:
    if "," in text:
        whole, _, rest = text.partition(",")
        # 1,000 may be a thousand or one: who wrote it is told so; 0,125 can only be a decimal.
        if "." in text or "," in rest or (len(rest) == 3 and whole.strip("+-0")):
            return None
        text = f"{whole}.{rest}"
    return Fraction(text) if _NUMBER.fullmatch(text) else None


def fraction(value: Fraction | int) -> str:
    """Return a number as a whole number or a fraction.

    Examples
    --------
    >>> fraction(Fraction(6, 3)), fraction(Fraction(-2, 3))
    ('2', '−2/3')
    """
    return str(Fraction(value)).replace("-", "−")


def decimal(value: Fraction | int, digits: int = 3) -> str:
    """Return a number as a decimal, rounded half up, without needless noughts.

    Examples
    --------
    >>> decimal(Fraction(9, 10)), decimal(Fraction(2, 3)), decimal(-4), decimal(Fraction(-1, 3000))
    ('0.9', '0.667', '−4', '0')
    """
    value = Fraction(value)
    scaled = (abs(value) * 10**digits * 2 + 1) // 2
    whole, rest = divmod(scaled, 10**digits)
    text = f"{whole}.{rest:0{digits}d}".rstrip("0").rstrip(".")
    return f"−{text}" if value < 0 and scaled else text


def both(value: Fraction | int) -> str:
    """Return a number as a fraction with its decimal, for keys and solutions.

    Examples
    --------
    >>> both(Fraction(3, 4)), both(Fraction(2, 3)), both(5)
    ('3/4 (0.75)', '2/3 (about 0.667)', '5')
    """
    value = Fraction(value)
    if value.denominator == 1:
        return fraction(value)
    shown = decimal(value)
    known = read_number(shown)
    return f"{fraction(value)} ({'' if known == value else 'about '}{shown})"


def plural(count: int, one: str, many: str = "") -> str:
    """Return a count with its noun.

    Examples
    --------
    >>> plural(1, "state"), plural(3, "state"), plural(2, "country", "countries")
    ('1 state', '3 states', '2 countries')
    """
    return f"{count} {one if count == 1 else many or one + 's'}"


def listing(names: Sequence[str], link: str = "and") -> str:
    """Return names as a sentence has them.

    Examples
    --------
    >>> listing(["A"]), listing(["A", "B"]), listing(["A", "B", "C"])
    ('A', 'A and B', 'A, B and C')
    """
    if len(names) < 2:
        return "".join(names) or "nobody"
    return f"{', '.join(names[:-1])} {link} {names[-1]}"


def total(values: Sequence[Fraction | int]) -> str:
    """Return a sum written out.

    Examples
    --------
    >>> total([1, 2, Fraction(1, 2)])
    '1 + 2 + 1/2'
    """
    return " + ".join(fraction(value) for value in values)


def worked(expression: str, value: Fraction) -> str:
    """Return an expression with its value, which is not said twice.

    Examples
    --------
    >>> worked("4/6", Fraction(2, 3)), worked("2/3", Fraction(2, 3)), worked("6/3", Fraction(2))
    ('4/6 = 2/3 (about 0.667)', '2/3 (about 0.667)', '6/3 = 2')
    """
    return both(value) if expression == fraction(value) else f"{expression} = {both(value)}"
