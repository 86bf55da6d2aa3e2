"""The interactive page: what is chosen on it, what it shows, and what can be taken away.

Builds on files, measures and the palette; only app.py and serve.py need marimo.
Not here: any figure (measures), or the command that starts the page (cli/explore.py).
"""
