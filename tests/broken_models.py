"""One good model file, and the ways of breaking it that a user would find.

Builds on: broken_enforcement.py. Used by the tests of files and of the command line.
It is not: a list of all faults; a random search stands beside it.
"""

from __future__ import annotations

from dataclasses import dataclass

from broken_enforcement import WRONG

GOOD = """
[issue]
name = "pond"
family = "public_good"
technology = "sum"
numeraire = "euros"

[columns]
tonnage = "made up"

[parameters]
factor = 2.0

[derived]
twice = "factor * stake"

[[state]]
id = "A"
stake = 2.0
capacity = 1.0
population = 3
tonnage = 4.5

[[state]]
id = "B"
stake = 1.0
capacity = 1.0
population = 2

[[state]]
id = "C"
stake = 0.5
capacity = 2.0
population = 1
tonnage = 1.5

[[order]]
name = "all"
four_c = "charter"
membership = { rule = "universal" }
decision = { rule = "quota", quota = 2, veto = ["A"] }
enforcement = { rule = "reciprocity", patience = 0.9 }

[[order]]
name = "two"
four_c = "concert"
membership = { rule = "fixed", members = ["A", "B"] }
decision = { rule = "consensus" }
enforcement = { rule = "binding" }
"""


@dataclass(frozen=True)
class Broken:
    """A broken file and what must be said of it."""

    name: str
    text: str
    where: str
    found: str
    expected: str
    nearest: str | None = None


def _case(name: str, old: str, new: str, *told: str) -> Broken:
    """Return the good file with one thing replaced; told: where, found, expected, nearest."""
    assert old in GOOD, old
    return Broken(name, GOOD.replace(old, new, 1), *told)


_ENFORCED = ('{ rule = "reciprocity", patience = 0.9 }', '{ rule = "binding" }')


def _enforced(name: str, order: int, rule: str, told: tuple[str, ...]) -> Broken:
    """Return the good file with one order's enforcement replaced."""
    where = f"order[{order}].enforcement.{told[0]}"
    return _case(name, _ENFORCED[order], f"{{ {rule} }}", where, *told[1:])


_QUOTA = 'decision = { rule = "quota", quota = 2, veto = ["A"] }'
_ALL = 'membership = { rule = "universal" }'
_PATIENCE = "patience = 0.9"
_STATES = GOOD[GOOD.index("[[state]]") : GOOD.index("[[order]]")]

BROKEN = [
    # TOML itself
    _case("no equals sign", "stake = 2.0", "stake 2.0", "line 19, column 7", "stake 2.0", "TOML"),
    _case("open text", '"public_good"', '"public_good', "line 4, column", "family", "TOML"),
    _case("open list", '["A"] }', '["A" }', "line 41", "decision", "TOML"),
    _case("key twice", "stake = 2.0", "stake = 2.0\nstake = 3.0", "line 20", "stake", "TOML"),
    Broken("not TOML", "<html></html>", "line 1, column 1", "<html>", "TOML"),
    Broken("JSON", '{"issue": {}}', "line 1, column 1", "issue", "TOML"),
    Broken("empty", "", "", "nothing", "[issue]"),
    # tables
    _case("no issue", "[issue]", "[isue]", "isue", "isue", "one key", "issue"),
    _case("table unknown", "[columns]", "[colums]", "colums", "colums", "one key", "columns"),
    _case("state as table", _STATES, "[state]\nid = 'A'\n", "state", "a table", "[[state]]"),
    _case("order as list", "[[order]]", "[[orders]]", "orders", "orders", "one key", "order"),
    _case("no name", 'name = "pond"\n', "", "issue.name", "nothing", "text"),
    _case("no family", 'family = "public_good"\n', "", "issue.family", "nothing", "family"),
    _case("key of issue", "family =", "familly =", "issue.familly", "familly", "key", "family"),
    _case(
        "key of issue, not needed",
        "numeraire =",
        "numerair =",
        "issue.numerair",
        "numerair",
        "one key",
        "numeraire",
    ),
    _case(
        "family unknown",
        '"public_good"',
        '"publicgood"',
        "issue.family",
        "publicgood",
        "issue family",
        "public_good",
    ),
    _case(
        "technology unknown", '"sum"', '"summ"', "issue.technology", "summ", "one of: sum", "sum"
    ),
    _case("numeraire a number", '"euros"', "3", "issue.numeraire", "3", "text"),
    # states
    _case("empty world", _STATES, "", "state", "no states", "at least one"),
    _case("id twice", 'id = "B"', 'id = "A"', "state[1].id", "'A' a second time", "unique"),
    _case("id a number", 'id = "B"', "id = 2", "state[1].id", "2", "text"),
    _case("id empty", 'id = "B"', 'id = ""', "state[1].id", "empty text", "non-empty"),
    _case("no id", 'id = "B"\n', "", "state[1].id", "nothing", "id"),
    _case(
        "capacity below 0",
        "capacity = 2.0",
        "capacity = -2.0",
        "state[2].capacity",
        "-2.0 (state 'C')",
        "above 0",
    ),
    _case("capacity 0", "capacity = 2.0", "capacity = 0", "state[2].capacity", "0", "above 0"),
    _case("stake below 0", "stake = 2.0", "stake = -1", "state[0].stake", "-1", "0 or more"),
    _case("stake nan", "stake = 2.0", "stake = nan", "state[0].stake", "nan", "finite"),
    _case("stake inf", "stake = 2.0", "stake = -inf", "state[0].stake", "-inf", "finite"),
    _case("stake huge", "stake = 2.0", "stake = 1e200", "state[0].stake", "1e+200", "1e+100"),
    _case("stake text", "stake = 2.0", 'stake = "2.0"', "state[0].stake", "text '2.0'", "finite"),
    _case("stake true", "stake = 2.0", "stake = true", "state[0].stake", "true", "finite"),
    _case("stake list", "stake = 2.0", "stake = [2]", "state[0].stake", "a list", "finite"),
    _case("no stake", "stake = 2.0\n", "", "state[0].stake", "nothing", "stake"),
    _case("no capacity", "capacity = 2.0\n", "", "state[2].capacity", "nothing", "capacity"),
    _case(
        "key of state",
        "capacity = 2.0",
        "capcity = 2.0",
        "state[2].capcity",
        "capcity",
        "one key",
        "capacity",
    ),
    _case(
        "column not declared",
        "tonnage = 4.5",
        "tonage = 4.5",
        "state[0].tonage",
        "tonage",
        "declared under [columns]",
        "tonnage",
    ),
    _case(
        "column text", "tonnage = 4.5", 'tonnage = "4"', "state[0].tonnage", "text '4'", "finite"
    ),
    _case("column name", "tonnage =", '"naval tonnage" =', "columns.naval", "naval", "letters"),
    _case(
        "population below 0",
        "population = 3",
        "population = -3",
        "state[0].population",
        "-3",
        "0 or more",
    ),
    _case("patience 1", "population = 3", "patience = 1", "state[0].patience", "1", "not incl"),
    # parameters and derived columns
    _case("parameter text", "factor = 2.0", 'factor = "2"', "parameters.factor", "text", "finite"),
    _case(
        "derived unknown",
        "factor * stake",
        "factr * stake",
        "derived.twice",
        "factr",
        "a column",
    ),
    _case("derived over 0", "factor * stake", "stake / 0", "derived.twice", "inf", "finite"),
    _case("derived comparison", "factor * stake", "stake > 1", "derived.twice", "comp", "numbers"),
    _case("derived broken", "factor * stake", "factor *", "derived.twice", "end", "expression"),
    _case("derived taken", "twice =", "stake =", "derived.stake", "'stake'", "no column"),
    # orders
    _case("no rule slot", _ALL + "\n", "", "order[0].membership", "nothing", "rule"),
    _case("slot a text", _ALL, 'membership = "universal"', "order[0].membership", "text", "table"),
    _case(
        "key of order",
        _ALL,
        'memberships = { rule = "universal" }',
        "order[0].memberships",
        "memberships",
        "one key",
        "membership",
    ),
    _case(
        "four_c unknown", '"charter"', '"chapter"', "order[0].four_c", "chapter", "one", "charter"
    ),
    _case("order twice", 'name = "two"', 'name = "all"', "order[1].name", "'all' a second", "uniq"),
    _case(
        "rule unknown",
        '"universal"',
        '"univeral"',
        "order[0].membership.rule",
        "univeral",
        "membership rule",
        "universal",
    ),
    _case(
        "no rule named",
        'rule = "quota", ',
        "",
        "order[0].decision.rule",
        "no rule",
        "decision rule",
    ),
    _case(
        "key of rule",
        "quota = 2",
        "quotta = 2",
        "order[0].decision.quotta",
        "quotta",
        "one key",
        "quota",
    ),
    _case(
        "key of another rule",
        "quota = 2",
        "quota = 2, level = 3",
        "order[0].decision.level",
        "level",
        "belongs to: fixed_level",
    ),
    _case("quota too high", "quota = 2", "quota = 4", "order[0].decision.quota", "4", "at most 3"),
    _case("quota 0", "quota = 2", "quota = 0", "order[0].decision.quota", "0", "above 0"),
    _case("quota true", "quota = 2", "quota = true", "order[0].decision.quota", "true", "number"),
    _case("quota text", "quota = 2", 'quota = "two"', "order[0].decision.quota", "two", "2/3"),
    _case("quota empty", "quota = 2", 'quota = ""', "order[0].decision.quota", "empty", "2/3"),
    _case("quota 4/3", "quota = 2", 'quota = "4/3"', "order[0].decision.quota", "4/3", "up to 1"),
    _case("vetoer unknown", '["A"] }', '["Z"] }', "order[0].decision.veto[0]", "Z", "a state of"),
    _case(
        "vetoer outside",
        'decision = { rule = "consensus" }',
        'decision = { rule = "quota", quota = 1, veto = ["C"] }',
        "order[1].decision.veto",
        "C",
        "one of: A, B",
    ),
    _case("veto a text", '["A"] }', '"A" }', "order[0].decision.veto", "text 'A'", "list"),
    _case("veto a number", '["A"] }', "[1] }", "order[0].decision.veto[0]", "1", "text"),
    _case(
        "weights sum to zero",
        "quota = 2",
        "quota = 2, weights = { A = 0, B = 0, C = 0 }",
        "order[0].decision.weights",
        "sum to 0",
        "above 0",
    ),
    _case(
        "weight text",
        "quota = 2",
        'quota = 2, weights = { A = "1", B = 0, C = 0 }',
        "order[0].decision.weights.A",
        "text '1'",
        "number",
    ),
    _case(
        "weights number",
        "quota = 2",
        "quota = 2, weights = 5",
        "order[0].decision.weights",
        "5",
        "text or a table",
    ),
    _case(
        "weights column",
        "quota = 2",
        'quota = 2, weights = "popultion"',
        "order[0].decision.weights",
        "popultion",
        "a column",
        "population",
    ),
    _case(
        "agenda",
        "quota = 2",
        'quota = 2, agenda = "opn"',
        "order[0].decision.agenda",
        "opn",
        "one",
        "open",
    ),
    _case(
        "class of joint",
        _QUOTA,
        'decision = { rule = "joint", class = "unifrm" }',
        "order[0].decision.class",
        "unifrm",
        "one",
        "uniform",
    ),
    _case(
        "level missing",
        _QUOTA,
        'decision = { rule = "fixed_level" }',
        "order[0].decision.level",
        "nothing",
        "number",
    ),
    _case(
        "member unknown",
        'members = ["A", "B"]',
        'members = ["A", "Bb"]',
        "order[1].membership.members[1]",
        "Bb",
        "a state of",
        "B",
    ),
    _case(
        "member twice",
        'members = ["A", "B"]',
        'members = ["A", "A"]',
        "order[1].membership.members[1]",
        "second",
        "once",
    ),
    _case(
        "no members",
        'members = ["A", "B"]',
        "members = []",
        "order[1].membership.members",
        "no member",
        "at least one",
    ),
    _case(
        "where misspelt",
        _ALL,
        'membership = { rule = "criterion", where = "stke > 1" }',
        "order[0].membership.where",
        "stke",
        "a column",
        "stake",
    ),
    _case(
        "where a number",
        _ALL,
        'membership = { rule = "open", where = 5 }',
        "order[0].membership.where",
        "5",
        "text",
    ),
    _case(
        "where code",
        _ALL,
        'membership = { rule = "criterion", where = "__import__(\'os\')" }',
        "order[0].membership.where",
        "__import__",
        "a function of",
    ),
    _case(
        "largest too many",
        _ALL,
        'membership = { rule = "largest", by = "population", count = 9 }',
        "order[0].membership.count",
        "9",
        "at most 3",
    ),
    *(
        _case(
            f"rule of entry: {new}",
            _ALL,
            f"membership = {{ rule = {new} }}",
            f"order[0].membership.{where}",
            *told,
        )
        for new, where, *told in (
            ('"exclusive", admission = "al"', "admission", "al", "unanimity"),
            ('"exclusive", admission = ""', "admission", "empty", "unanimity"),
            ('"exclusive", admission = 0.5', "admission", "0.5", "text"),
            ('"exclusive", admission = "5/4"', "admission", "5/4", "up to 1"),
            ('"exclusive", admision = "2/3"', "admision", "admision", "one key", "admission"),
            ('"exclusive", reaction = "sulk"', "reaction", "sulk", "redecide"),
            ('"sequential"', "by", "nothing", "a column"),
            ('"sequential", by = "stke"', "by", "stke", "a column", "stake"),
            ('"sequential", by = "tonnage"', "by", "no figure for B", "every state"),
            ('"sequential", by = "stake", founders = 0', "founders", "0", "1 or more"),
            ('"sequential", by = "stake", founders = 4', "founders", "4", "at most 3"),
            ('"sequential", by = "stake", founders = true', "founders", "true", "whole"),
            ('"minimum"', "count", "nothing", "1 or more"),
            ('"minimum", count = 4', "count", "4", "at most 3"),
            ('"minimum", count = 1.5', "count", "1.5", "whole number"),
            ('"minimum", share = "2/0"', "share", "2/0", "2/3"),
            ('"minimum", share = 55', "share", "55", "up to 1"),
            ('"minimum", share = "55%", of = "tonnage"', "of", "no weight for B", "every"),
            ('"minimum", share = "55%", of = "emision"', "of", "emision", "a column"),
            ('"minimum", count = 2, of = "stake"', "of", "stake", "share beside"),
            ('"minimum", count = 2, admission = "2/3"', "admission", "admission", "exclusive"),
            ('"invitation"', "hub", "nothing", "id of a state"),
            ('"invitation", hub = "D"', "hub", "D", "a state of: A, B, C"),
            ('"invitation", hub = 1', "hub", "1", "text"),
            ('"invitation", hub = "A", exit_cost = -1', "exit_cost", "-1", "0 or more"),
            (
                "'criterion', where = \"abs(stake - at('Z', stake)) < 1\"",
                "where",
                "Z",
                "a state of: A, B, C",
            ),
            ("'criterion', where = 'abs(stake - at(A, stake)) < 1'", "where", "at()", "an expr"),
        )
    ),
    _case(
        "patience 1 in order",
        _PATIENCE,
        "patience = 1.0",
        "order[0].enforcement.patience",
        "1.0",
        "not including, 1",
    ),
    _case(
        "patience text",
        _PATIENCE,
        'patience = "0.9"',
        "order[0].enforcement.patience",
        "text '0.9'",
        "number",
    ),
    _case(
        "tariff without trade",
        'enforcement = { rule = "binding" }',
        'enforcement = { rule = "tariff", rate = 0.1 }',
        "order[1].enforcement.rate",
        "tariff",
        "trade",
    ),
    _case(
        "second enforcement rule",
        'enforcement = { rule = "binding" }',
        'enforcement = [{ rule = "binding" }, { rule = "tariff", rte = 0.1 }]',
        "order[1].enforcement[1].rte",
        "rte",
        "one key",
        "rate",
    ),
    _case(
        "issue names no order",
        'numeraire = "euros"',
        'numeraire = "euros"\norders = ["g6_concensus"]',
        "issue.orders[0]",
        "g6_concensus",
        "an order",
        "g6_consensus",
    ),
    Broken(
        "world unknown",
        '[issue]\nname = "x"\nfamily = "public_good"\nworld = "climat"',
        "issue.world",
        "'climat'",
        "a path, or a bundled world",
        "climate",
    ),
    _case(
        "world beside states",
        'numeraire = "euros"',
        'numeraire = "euros"\nworld = "climate"',
        "issue.world",
        "beside",
        "one of the two",
    ),
    _case(
        "trade not there",
        'numeraire = "euros"',
        'numeraire = "euros"\ntrade = "nowhere.csv"',
        "",
        "no such file",
        "CSV",
    ),
    *(_enforced(*each) for each in WRONG),
]
