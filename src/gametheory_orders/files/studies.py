"""Parameter studies from files: what is varied, and the tables and figures that are wanted.

Builds on issues.py, orders.py and statics.sweeps. Not here: working one out (statics.sweeps), or
what a run leaves behind (replication.py).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import Field

from gametheory_orders.files.comparing import check_fit, chosen_orders
from gametheory_orders.files.issues import Model, read_model
from gametheory_orders.files.orders import Placed, find_orders
from gametheory_orders.files.schema import Table, Text, check
from gametheory_orders.files.sources import bundled, find, read_toml, recorded_reads, shown_path
from gametheory_orders.foundations.errors import ModelError, unknown_name
from gametheory_orders.statics.sweeps import Axis, Design, Study
from gametheory_orders.statics.sweeps.study import DEFAULT_CHUNK, DEFAULT_OUTPUTS

_WHOLE = "a whole number of 0 or more"
_NAMES = "a list of names, as text"


class _StudyTable(Table):
    """``[study]``."""

    name: Text = Field(description="the study's name, as text")
    issue: Text = Field(description="the name or path of an issue")
    orders: list[Text] = Field([], description="a list of names or paths of orders")
    outputs: list[Text] = Field(list(DEFAULT_OUTPUTS), description=_NAMES)
    title: str = Field("", description="a text")
    seed: int = Field(0, ge=0, description=_WHOLE)
    chunk: int = Field(DEFAULT_CHUNK, ge=1, description="a whole number of 1 or more")


class _AxisTable(Table):
    """One ``[[parameter]]``."""

    name: Text = Field(description='the path of a parameter, such as "patience"')
    values: list[float | int | str] = Field([], description="a list of numbers or texts")
    low: float | None = Field(None, description="a finite number")
    high: float | None = Field(None, description="a finite number")
    steps: int | None = Field(None, description="a whole number of 2 or more")


class _DesignTable(Table):
    """``[design]``."""

    kind: str = Field("grid", description='one of: "grid", "latin_hypercube", "sobol"')
    points: int | None = Field(None, description="a whole number of 1 or more")


class _ShownTable(Table):
    """One ``[[table]]`` or ``[[figure]]``."""

    name: Text = Field(description="a name for its file: letters, digits, - and _")
    output: Text = Field(description="an output of the study")
    across: Text = Field(description="a parameter of the study")


class _StudyFile(Table):
    """A study file."""

    study: _StudyTable = Field(description="a [study] table")
    parameter: list[_AxisTable] = Field(description="one or more [[parameter]] tables")
    design: _DesignTable = Field(_DesignTable.model_construct(), description="a [design] table")
    table: list[_ShownTable] = Field([], description="[[table]] tables")
    figure: list[_ShownTable] = Field([], description="[[figure]] tables")


@dataclass(frozen=True)
class Shown:
    """A table or a figure of a study.

    Parameters
    ----------
    name : str
        Of its file.
    output : str
        What is shown.
    across : str
        The parameter that it is shown by.
    """

    name: str
    output: str
    across: str


@dataclass(frozen=True, eq=False)
class StudyPlan:
    """What a study file holds.

    Parameters
    ----------
    study : Study
        What is varied and what is wanted.
    path : Path
        The file.
    inputs : tuple of Path
        Every file that the study was made from, itself first.
    tables, figures : tuple of Shown
        What a run shows besides the summary.
    title : str
        Shown to the reader.
    """

    study: Study
    path: Path
    inputs: tuple[Path, ...]
    tables: tuple[Shown, ...] = ()
    figures: tuple[Shown, ...] = ()
    title: str = ""


def find_study(source: str | Path) -> Path:
    """Return the file that the name of a bundled study, or a path, means.

    Examples
    --------
    >>> find_study("climate_patience").name
    'climate_patience.toml'
    """
    names = bundled("studies")
    if str(source) in names:
        return names[str(source)]
    path = Path(source)
    if path.exists() or path.suffix == ".toml":
        return path
    error = unknown_name(str(source), source, names, "the path of a study file, or a bundled one")
    raise ModelError(str(source), "no such study or file", error.expected, error.nearest)


def read_study(source: str | Path) -> StudyPlan:
    """Read a study file.

    Parameters
    ----------
    source : str or path
        Name of a bundled study, or path of a TOML file. Paths in it start from its folder.

    Raises
    ------
    ModelError
        If the file is wrong: says the key, what was found, what is expected.

    Examples
    --------
    >>> plan = read_study("climate_patience")
    >>> plan.study.size, [order.name for order in plan.study.orders][:2]
    (60, ['g6_consensus', 'g6_four_of_six'])
    """
    path = find_study(source)
    where = shown_path(path)
    with recorded_reads() as inputs:
        document = dict(read_toml(path, "a study file"))
        outputs = document.pop("outputs", None)
        if outputs is not None:
            _lift(document, outputs, where)
        file = check(document, _StudyFile, where)
        model, orders = _model(file.study, path, where)
    study = _study(file, model, orders, where)
    return StudyPlan(
        study,
        path,
        tuple(inputs),
        tuple(_shown(file.table, "table", study, where)),
        tuple(_shown(file.figure, "figure", study, where)) or _figures(study),
        file.study.title,
    )


def _lift(document: dict[str, Any], outputs: Any, where: str) -> None:
    """Read outputs that stand above the first table as those of [study]."""
    table = document.get("study")
    if isinstance(table, Mapping):
        if "outputs" in table:
            raise ModelError(f"{where}: outputs", "outputs a second time", "them once")
        document["study"] = {**table, "outputs": outputs}


def _model(table: _StudyTable, path: Path, where: str) -> tuple[Model, Sequence[Placed]]:
    try:
        model = read_model(find(table.issue, "issues", path.parent))
    except ModelError as error:
        if error.where != table.issue:
            raise
        found = f"{error.found} {table.issue!r}"
        raise ModelError(f"{where}: study.issue", found, error.expected, error.nearest) from None
    if not table.orders:
        return model, chosen_orders(model, None)
    found_orders: list[Placed] = []
    for position, name in enumerate(table.orders):
        try:
            found_orders += find_orders(name, model.own, path.parent)
        except ModelError as error:
            if error.where not in (name, "orders"):
                raise
            at = f"{where}: study.orders[{position}]"
            raise ModelError(at, repr(name), error.expected, error.nearest) from None
    return model, found_orders


def _study(file: _StudyFile, model: Model, orders: Sequence[Placed], where: str) -> Study:
    for each in orders:
        check_fit(model.issue, each)
    try:
        axes = []
        for position, table in enumerate(file.parameter):
            try:
                values = tuple(table.values)
                axes.append(Axis(table.name, values, table.low, table.high, table.steps))
            except ModelError as error:
                raise error.at(f"parameter[{position}]") from None
        return Study(
            model.issue,
            tuple(each.order for each in orders),
            tuple(axes),
            Design(file.design.kind, file.design.points),
            tuple(file.study.outputs),
            file.study.name,
            file.study.seed,
            file.study.chunk,
        )
    except ModelError as error:
        raise error.at(where) from None


def _shown(tables: Sequence[_ShownTable], kind: str, study: Study, where: str) -> list[Shown]:
    found: list[Shown] = []
    for position, table in enumerate(tables):
        at = f"{where}: {kind}[{position}]"
        if not table.name.replace("-", "_").isidentifier() or table.name == "summary":
            expected = "letters, digits, - and _, and not summary"
            raise ModelError(f"{at}.name", repr(table.name), expected)
        if table.name in [each.name for each in found]:
            raise ModelError(f"{at}.name", f"{table.name!r} a second time", "each name once")
        if table.output not in study.outputs:
            raise unknown_name(f"{at}.output", table.output, study.outputs, "an output, one")
        names = [axis.name for axis in study.axes]
        if table.across not in names:
            raise unknown_name(f"{at}.across", table.across, names, "a parameter, one")
        found.append(Shown(table.name, table.output, table.across))
    return found


def _figures(study: Study) -> tuple[Shown, ...]:
    """Return a figure for each output, across the first parameter."""
    across = study.axes[0].name
    return tuple(Shown(name.replace(".", "_"), name, across) for name in study.outputs)
