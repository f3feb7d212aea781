"""Others' location problems with published optima, solved as if they were counties.

    python -m benchmarks.orlib FILE [FILE …]

`read` turns a file of any of the formats into a `LocationProblem`, `county` turns that into the
`planner.instance.Instance` of a county, and `planner.programme.solve.search` solves it: there is
no second model. `measure` takes the figures, `page` writes docs/benchmarks-orlib.md.
"""
