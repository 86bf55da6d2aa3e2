"""A sheet as one HTML page, which needs nothing else and prints well.

Builds on sheet.py and the palette. Not here: questions inside a quiz (moodle.py).
"""

from __future__ import annotations

from html import escape

from gametheory_orders.classroom.exercises.template import Exercise
from gametheory_orders.classroom.sheets.markdown import heading
from gametheory_orders.classroom.sheets.sheet import Sheet
from gametheory_orders.foundations.palette import FAINT, FOUR_C_TEXT_COLOURS, INK, QUIET

LEVELS = {1: "easy", 2: "medium", 3: "hard"}

STYLE = f"""
:root {{ color-scheme: light; }}
body {{ margin: 0 auto; padding: 1rem 1.25rem 3rem; max-width: 44rem; color: {INK};
  background: #fff; font: 1.05rem/1.55 system-ui, sans-serif; overflow-wrap: break-word; }}
h1 {{ font-size: 1.6rem; line-height: 1.2; }}
h2 {{ font-size: 1.2rem; line-height: 1.3; margin: 0 0 .25rem; }}
article {{ border-top: 1px solid {FAINT}; padding: 1.25rem 0 .5rem; break-inside: avoid; }}
p {{ margin: .6rem 0; }}
.kind {{ margin: 0; font-size: .85rem; color: #595959; }}
.ask {{ font-style: italic; color: #595959; }}
.table {{ overflow-x: auto; margin: .75rem 0; }}
table {{ border-collapse: collapse; }}
th, td {{ padding: .25rem .9rem .25rem 0; text-align: right; border-bottom: 1px solid {FAINT}; }}
th:first-child, td:first-child {{ text-align: left; }}
th {{ font-weight: 600; }}
ol.options {{ list-style: none; padding-left: .5rem; }}
.key {{ border-left: 3px solid {QUIET}; padding-left: 1rem; margin: 1rem 0; }}
footer {{ border-top: 1px solid {FAINT}; margin-top: 1rem; font-size: .85rem; color: #595959; }}
"""


def question_html(exercise: Exercise) -> str:
    """Return the text, the table and the last sentence of a question."""
    parts = [f"<p>{escape(each)}</p>" for each in exercise.text[:-1]]
    if exercise.columns:
        head = "".join(f'<th scope="col">{escape(name)}</th>' for name in exercise.columns)
        body = "".join(
            "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>"
            for row in exercise.rows
        )
        parts.append(
            f'<div class="table"><table><thead><tr>{head}</tr></thead>'
            f"<tbody>{body}</tbody></table></div>"
        )
    parts.append(f"<p>{escape(exercise.text[-1])}</p>")
    return "\n".join(parts)


def solution_html(exercise: Exercise) -> str:
    """Return answer, solution and common mistake."""
    steps = "".join(f"<li>{escape(step)}</li>" for step in exercise.steps)
    return (
        f"<p><strong>Answer:</strong> {escape(exercise.answer.shown())}</p>\n"
        f"<ol>{steps}</ol>\n"
        f"<p><strong>A common mistake:</strong> {escape(exercise.wrong)}. "
        f"{escape(exercise.why_wrong)}</p>"
    )


def _article(place: int, exercise: Exercise, key: bool) -> str:
    colour = FOUR_C_TEXT_COLOURS.get(exercise.four_c, INK)
    four_c = "" if exercise.four_c == "all" else f"{exercise.four_c}, "
    options = "".join(f"<li>{letter}) {escape(option)}</li>" for letter, option in exercise.options)
    parts = [
        f'<article id="exercise-{place}">',
        f"<h2>{place}. {escape(exercise.title)}</h2>",
        f'<p class="kind"><span style="color:{colour}">{four_c}</span>'
        f"{LEVELS[exercise.difficulty]}</p>",
        question_html(exercise),
        f'<ol class="options">{options}</ol>' if options else "",
        f'<p class="ask">{escape(exercise.ask)}</p>',
        f'<div class="key">\n{solution_html(exercise)}\n</div>' if key else "",
        "</article>",
    ]
    return "\n".join(part for part in parts if part)


def write(sheet: Sheet, key: bool) -> str:
    """Return the sheet, or its key."""
    title = escape(heading(sheet, key))
    articles = [_article(place, each, key) for place, each in enumerate(sheet.exercises, 1)]
    return "\n".join(
        [
            "<!DOCTYPE html>",
            '<html lang="en">',
            "<head>",
            '<meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{title}</title>",
            f"<style>{STYLE}</style>",
            "</head>",
            "<body>",
            f"<h1>{title}</h1>",
            "<main>",
            *articles,
            "</main>",
            f"<footer><p>Drawn with <code>{escape(sheet.again)}</code>.</p></footer>",
            "</body>",
            "</html>",
            "",
        ]
    )
