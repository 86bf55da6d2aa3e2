# /// script
# [tool.marimo.display]
# theme = "light"
# ///
"""The interactive page: controls, and what they show. A thin skin over session.py.

Builds on marimo, whose cells these are; each runs anew when what it takes has changed.
Not here: any figure (session.py), how it is drawn (drawing.py), or the server (serve.py).
"""

from typing import Any

import marimo

app = marimo.App(width="full", app_title="Explore: four ways to cooperate", css_file="page.css")


@app.cell
def rooms() -> Any:
    """Load what the other cells use, and what the page was started with."""
    import marimo as mo

    from gametheory_orders.explorer import controls, drawing, export, parts, pasted, session
    from gametheory_orders.foundations.errors import ModelError, NoAnswer

    request = mo.app_meta().request
    first = str(request.meta.get("issue", "climate")) if request is not None else "climate"
    return ModelError, NoAnswer, controls, drawing, export, first, mo, parts, pasted, session


@app.cell
def head(mo: Any) -> Any:
    """Say what the page is for."""
    mo.Html(
        "<header class='fx-top'><h1>Four ways for states to cooperate</h1><p>Pick a problem and "
        "an order (who is in, how they decide, what makes them keep it), then change it and "
        "watch what becomes of it.</p></header>"
    )


@app.cell
def pick_problem(controls: Any, first: Any, mo: Any) -> Any:
    """Let the problem be picked."""
    titles = controls.problems(first)
    chosen = next((title for title, name in titles.items() if name == first), None)
    problem = mo.ui.dropdown(
        titles, value=chosen or next(iter(titles)), label="Problem", full_width=True
    )
    mo.Html(f"<div class='fx-control'>{problem}</div>")
    return (problem,)


@app.cell
def edit_problem(controls: Any, mo: Any, pasted: Any, problem: Any) -> Any:
    """Let the problem's model file be edited, pasted over, or uploaded."""
    original = controls.text_of(problem.value)
    text = mo.ui.text_area(
        value=original,
        rows=14,
        max_length=pasted.LARGEST_TEXT,
        label="Model file, to edit or to paste over",
        full_width=True,
    )
    upload = mo.ui.file(
        filetypes=[".toml"], max_size=4 * pasted.LARGEST_TEXT, label="Upload a model file (.toml)"
    )
    mo.Html(
        "<details class='fx-control fx-edit'><summary>Edit the problem, or bring your own"
        f"</summary>{text}<p class='fx-note'>The page follows when you leave the field. A file "
        f"that is uploaded goes before the text.</p>{upload}</details>"
    )
    return original, text, upload


@app.cell
def open_it(
    ModelError: Any, original: Any, pasted: Any, problem: Any, session: Any, text: Any, upload: Any
) -> Any:
    """Open the problem, or keep the one line that says what is wrong with it."""
    written = text.value if text.value.strip() != original.strip() else ""
    try:
        if upload.value:
            written = pasted.uploaded_text(upload.value[0].contents)
        source = (problem.value, written)
        opened, wrong = session.open_problem(*source), ""
    except ModelError as error:
        opened, source, wrong = None, ("", ""), error.line()
    return opened, source, wrong


@app.cell
def tell_wrong(drawing: Any, mo: Any, wrong: Any) -> Any:
    """Show what is wrong with the problem."""
    mo.stop(not wrong)
    mo.Html(drawing.error_box(wrong))


@app.cell
def pick_order(controls: Any, mo: Any, opened: Any) -> Any:
    """Let the order be picked, and those it is set beside."""
    mo.stop(opened is None or not opened.orders)
    orders = controls.orders_by_title(opened)
    title_of = {name: title for title, name in orders.items()}
    order = mo.ui.dropdown(
        orders, value=title_of[controls.first_order(opened)], label="Order", full_width=True
    )
    beside = mo.ui.multiselect(
        orders,
        value=[title_of[name] for name in controls.first_beside(opened)],
        label="Set beside",
        full_width=True,
    )
    mo.Html(f"<div class='fx-control'>{order}</div><div class='fx-control'>{beside}</div>")
    return beside, order


@app.cell
def pick_patience(mo: Any) -> Any:
    """Let all states care more or less for tomorrow."""
    patience = mo.ui.slider(
        0.0, 0.99, 0.01, value=0.9, label="Patience of all states", show_value=True, full_width=True
    )
    mo.Html(
        f"<div class='fx-control'>{patience}<p class='fx-note'>What tomorrow weighs against "
        "today: the more, the more a promise is kept.</p></div>"
    )
    return (patience,)


@app.cell
def move_sliders(controls: Any, mo: Any, opened: Any, order: Any) -> Any:
    """Let the order's rules be moved; what does nothing here says why."""
    start = controls.stand(opened, order.value)
    unit = controls.plain_label(opened.issue.numeraire)
    labels = {
        "quota": "Votes needed",
        "blocking_cost": f"Cost of blocking, in {unit}",
        "tariff": "Tariff on outsiders, in percent",
    }
    sliders = {
        name: mo.ui.slider(
            getattr(start, name).low,
            max(getattr(start, name).high, getattr(start, name).low + getattr(start, name).step),
            getattr(start, name).step,
            value=getattr(start, name).value,
            label=label,
            show_value=True,
            full_width=True,
            disabled=bool(getattr(start, name).why),
        )
        for name, label in labels.items()
    }
    quota, blocking_cost, tariff = sliders.values()
    notes = {name: getattr(start, name).why for name in labels}
    mo.Html(
        "".join(
            f"<div class='fx-control'>{slider}"
            + (f"<p class='fx-note'>Not here: {notes[name]}.</p>" if notes[name] else "")
            + "</div>"
            for name, slider in sliders.items()
        )
    )
    return blocking_cost, quota, start, tariff


@app.cell
def tick_members(controls: Any, mo: Any, opened: Any, start: Any) -> Any:
    """Let states be put in and taken out."""
    names = controls.names_of(opened)
    everyone = tuple(names.values())
    if len(everyone) > controls.TICKED:
        inside = mo.ui.multiselect(
            names,
            value=[name for name, state in names.items() if state in start.members],
            label="Members",
            full_width=True,
        )
        shown = f"<div class='fx-control'>{inside}</div>"
    else:
        inside = mo.ui.array(
            [
                mo.ui.checkbox(value=state in start.members, label=controls.plain_label(name))
                for name, state in names.items()
            ]
        )
        boxes = "".join(f"<div>{box}</div>" for box in inside)
        shown = f"<fieldset class='fx-control fx-ticks'><legend>Members</legend>{boxes}</fieldset>"
    mo.Html(
        f"{shown}<p class='fx-note'>Until you change it, the order's own rule says who is in.</p>"
    )
    return everyone, inside


@app.cell
def see(
    ModelError: Any,
    NoAnswer: Any,
    beside: Any,
    blocking_cost: Any,
    controls: Any,
    everyone: Any,
    inside: Any,
    order: Any,
    patience: Any,
    quota: Any,
    session: Any,
    source: Any,
    start: Any,
    tariff: Any,
) -> Any:
    """Work out what is shown for where the controls stand."""
    ticked = inside.value
    if len(everyone) <= controls.TICKED:
        ticked = [state for state, box in zip(everyone, inside.value, strict=True) if box]
    moved = {
        "blocking_cost": blocking_cost.value,
        "tariff": tariff.value,
        "quota": quota.value,
    }
    choice = controls.choice_of(
        source,
        order.value,
        start,
        beside=beside.value,
        patience=patience.value,
        moved=moved,
        members=ticked,
    )
    try:
        screen, problem_with_it = session.look(choice), ""
    except (ModelError, NoAnswer) as error:
        screen, problem_with_it = None, str(error)
    return problem_with_it, screen


@app.cell
def sum_up(drawing: Any, mo: Any, problem_with_it: Any, screen: Any) -> Any:
    """Show the order's name, a sentence, and its three figures; or what is wrong."""
    mo.Html(drawing.summary(screen) if screen is not None else drawing.error_box(problem_with_it))


@app.cell
def show(mo: Any, parts: Any, screen: Any) -> Any:
    """Show the rest."""
    mo.stop(screen is None)
    mo.Html(parts.details(screen))


@app.cell
def take_away(export: Any, mo: Any, screen: Any) -> Any:
    """Let what is on the screen be taken away."""
    mo.stop(screen is None)
    script = export.python_script(screen)
    model = mo.download(
        export.model_file(screen).encode(),
        filename="your-model.toml",
        mimetype="application/toml",
        label="Model file",
    )
    python = mo.download(
        script.encode(), filename="explore.py", mimetype="text/x-python", label="Python script"
    )
    import html

    mo.Html(
        "<section class='fx-take'><h2>Take it away</h2><p>Both give the figures on this page "
        f"again, the file with <code>fourcs compare your-model.toml</code>.</p>"
        f"<span>{model}</span><span>{python}</span>"
        "<details><summary>Show the Python</summary><pre tabindex='0'>"
        f"{html.escape(script)}</pre></details></section>"
    )


if __name__ == "__main__":
    app.run()
