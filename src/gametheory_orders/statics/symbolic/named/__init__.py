"""The named results, by theme; each file enters its own."""
