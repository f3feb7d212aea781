"""One p-median by spopt on HiGHS, as JSON on stdout; runs in spopt's own environment.

    python benchmarks/spopt_worker.py COSTS.npy MEDIANS SECONDS THREADS

It imports nothing of this project: the environment holds spopt, PuLP 3 and HiGHS alone.
"""

import json
import sys
from importlib.metadata import version
from time import perf_counter

import numpy as np
import pulp
from spopt.locate import PMedian

file, medians, seconds, threads = sys.argv[1:]
costs = np.load(file)
began = perf_counter()
problem = PMedian.from_cost_matrix(costs, np.ones(len(costs)), p_facilities=int(medians))
build_s = perf_counter() - began
solver = pulp.HiGHS(msg=False, timeLimit=float(seconds), threads=int(threads), gapRel=0.0)
# Where the solver ends without a proof, spopt has no result to keep: the model is asked itself.
problem.problem.solve(solver)
wall = perf_counter() - began
model = problem.problem.solverModel
proved = model.getModelStatus().name == "kOptimal"
value = model.getInfo().objective_function_value
print(
    json.dumps(
        {
            "value": value if abs(value) < 1e29 else None,
            "proved": proved,
            "build_s": round(build_s, 3),
            "seconds": round(wall, 3),
            "versions": {name: version(name) for name in ("spopt", "pulp", "highspy")},
        }
    )
)
