"""scipy.sparse.linalg.expm_multiply, as a peer of `deno task bench`.

It takes one matrix per call, so it is timed pair by pair, in float64.

Run by the benchmark: python bench/scipy_action.py FOLDER
"""
import sys
import time

import numpy
import scipy
from scipy.sparse.linalg import expm_multiply

from line_protocol import serve


def operands(folder, grid, frame, margin, rows):
    """Reads the generator, t, and the images, which get zeros around their frames."""
    values = numpy.fromfile(f"{folder}/action-{grid}.f32", dtype="<f4").astype(float)
    cells = (frame + 2 * margin) ** 2
    generator, t, x = numpy.split(values, [cells * cells, cells * cells + rows])
    around = (margin, margin)
    padded = numpy.pad(x.reshape(rows, frame, frame), ((0, 0), around, around))
    return generator.reshape(cells, cells), t, padded.reshape(rows, cells)


def action(folder, grid, frame, margin, rows):
    """Returns the milliseconds of every pair, and the results inside of the frame."""
    generator, t, x = operands(folder, grid, frame, margin, rows)
    inside = slice(margin, margin + frame)
    expm_multiply(-t[0] * generator, x[0])
    times, values = [], []
    for row in range(rows):
        start = time.perf_counter()
        moved = expm_multiply(-t[row] * generator, x[row])
        times.append(1000 * (time.perf_counter() - start))
        square = moved.reshape(frame + 2 * margin, frame + 2 * margin)
        values += square[inside, inside].ravel().tolist()
    return {"ms": times, "values": values}


if __name__ == "__main__":
    serve({"description": f"SciPy {scipy.__version__}"},
          {"action": lambda **request: action(sys.argv[1], **request)})
