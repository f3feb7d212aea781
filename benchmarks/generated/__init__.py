"""Counties made by a seeded script, to measure the search against their size."""
