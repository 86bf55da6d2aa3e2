"""The classroom: exercises drawn from a seed, their sheets and keys, grading.

Builds on the rooms whose answers it asks for. Not here: pictures (plots) and commands (cli).
"""
