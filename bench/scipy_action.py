"""scipy.sparse.linalg.expm_multiply, as a peer of `deno task bench`.

It takes one matrix a call, so it is timed pair by pair, in float64.

Run by the benchmark: python bench/scipy_action.py FOLDER
"""
import sys
import time

import numpy
import scipy
from scipy.sparse.linalg import expm_multiply

from line_protocol import serve


def operands(folder, grid, cells, rows):
    values = numpy.fromfile(f"{folder}/action-{grid}.f32", dtype="<f4").astype(float)
    generator, t, x = numpy.split(values, [cells * cells, cells * cells + rows])
    return generator.reshape(cells, cells), t, x.reshape(rows, cells)


def action(folder, grid, cells, rows):
    """Milliseconds of every pair, and their results."""
    generator, t, x = operands(folder, grid, cells, rows)
    expm_multiply(-t[0] * generator, x[0])
    times, values = [], []
    for row in range(rows):
        start = time.perf_counter()
        moved = expm_multiply(-t[row] * generator, x[row])
        times.append(1000 * (time.perf_counter() - start))
        values += moved.tolist()
    return {"ms": times, "values": values}


if __name__ == "__main__":
    serve({"description": f"SciPy {scipy.__version__}"},
          {"action": lambda grid, cells, rows: action(sys.argv[1], grid, cells, rows)})
