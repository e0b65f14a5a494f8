"""Verdicts of detection on pairs made elsewhere, with a flow and without one.

    python bench/detect_verdicts.py SETS [FIRST]

SETS sets of each of 24 kinds are drawn by their numbers (FIRST, FIRST + 1, ...). Twelve
kinds have no flow that relates the pairs: strangers, another brightness, blur, noise
alone, discs about the point that they turn about, textures without contrast, mirrored
images, mixtures of five flows, two views of independent scenes, a patch that hides
something else in every image, compression, and images that are nearly equal. Twelve
kinds have one: turns, growths, shears, shifts, spirals, stretches, squeezes, special
conformal flows, turns of two modes, turns over the whole circle, turns under noise of
up to 0.3 of the range, and turns in another light. They are drawn with sizes of 8 to
256 pixels, gray or in colour, and moved exactly, by SciPy's cubic splines, or by
bilinear interpolation.

One line of JSON per set gives the verdict, its evidence, and for flows the angle to the
truth and whether all intervals hold it. No network is trained. Run it in the project's
folder after `deno install`; it needs numpy, scipy and pillow. The committed lines are
in bench/detect_verdicts.jsonl, from which `deno task docs` makes the tables of
docs/validation.md and docs/results.md.
"""

import io
import json
import subprocess
import sys
import tempfile

import numpy as np
from PIL import Image
from scipy import ndimage
from scipy.linalg import expm

from detect_coverage import places, scene, strokes

WORKER = "deno run --quiet --no-prompt --allow-read bench/verdict_worker.ts"
SIDES = (8, 12, 16, 20, 28, 32, 48, 64, 128, 256)
LARGEST_COUNT = 400


def count_of(side):
    """Returns the number of pairs: a set has at most 4 million pixels."""
    return max(60, min(LARGEST_COUNT, 4_000_000 // side**2))


def drawn(random, kind):
    """Draws the side, the number of pairs, and the kind and width of the content."""
    side = int(random.choice(SIDES[2:] if kind in NULLS else SIDES))
    make = scene if random.random() < 0.5 else strokes
    return side, count_of(side), make, max(0.09, 4 / side)


# Generators, 3 x 3, about a point.


def turn(cx, cy):
    return np.array([[0, -1, cy], [1, 0, -cx], [0, 0, 0]])


def grow(cx, cy):
    return np.array([[1, 0, -cx], [0, 1, -cy], [0, 0, 0]])


def stretch(angle):
    c, s = np.cos(angle), np.sin(angle)
    return np.array([[c * c, c * s, 0], [c * s, s * s, 0], [0, 0, 0]])


def affine_flow(generator):
    def back(t, x, y):
        m = expm(-t * generator)
        return m[0, 0] * x + m[0, 1] * y + m[0, 2], m[1, 0] * x + m[1, 1] * y + m[1, 2]

    terms = dict(zip(["∂x", "x ∂x", "y ∂x"], generator[0, [2, 0, 1]]))
    terms |= dict(zip(["∂y", "x ∂y", "y ∂y"], generator[1, [2, 0, 1]]))
    return back, terms


def conformal_flow(_random):
    def back(t, x, y):
        r, d = x * x + y * y, 1 + 2 * t * x + t * t * (x * x + y * y)
        return (x + t * r) / d, y / d

    return back, {"x² ∂x": 1.0, "y² ∂x": -1.0, "xy ∂y": 2.0}


def flow_of(random, kind):
    """Draws a flow: its inverse motion by t, its terms, and a function that draws t."""
    centre = random.uniform(-0.2, 0.2, 2)
    evenly = lambda reach: lambda count: random.uniform(-reach, reach, count)
    direction = random.uniform(0, np.pi)
    shift = np.array([[0, 0, np.cos(direction)], [0, 0, np.sin(direction)], [0, 0, 0]])
    slant = np.array([[0, 1, -centre[1]], [0, 0, 0], [0, 0, 0]])
    squeeze = stretch(direction) - stretch(direction + np.pi / 2)
    modes = lambda count: random.choice([-0.4, 0.5], count) + random.normal(0, 0.05, count)
    return {
        "turns": (affine_flow(turn(*centre)), evenly(0.5)),
        "growths": (affine_flow(grow(*centre)), evenly(0.35)),
        "shears": (affine_flow(slant), evenly(0.4)),
        "shifts": (affine_flow(shift), evenly(0.25)),
        "spirals": (affine_flow(turn(*centre) + 0.5 * grow(*centre)), evenly(0.4)),
        "stretches": (affine_flow(stretch(direction)), evenly(0.35)),
        "squeezes": (affine_flow(squeeze), evenly(0.25)),
        "special conformal": (conformal_flow(random), evenly(0.25)),
        "turns of two modes": (affine_flow(turn(*centre)), modes),
        "turns over the circle": (affine_flow(turn(0, 0)), evenly(np.pi)),
        "turns under noise": (affine_flow(turn(*centre)), evenly(0.5)),
        "turns in another light": (affine_flow(turn(*centre)), evenly(0.5)),
    }[kind]


FLOWS = (
    "turns growths shears shifts spirals stretches squeezes".split()
    + ["special conformal", "turns of two modes", "turns over the circle"]
    + ["turns under noise", "turns in another light"]
)


def flow_set(random, kind):
    side, count, make, width = drawn(random, kind)
    if kind == "turns over the circle":
        make = strokes
    (back, terms), draw = flow_of(random, kind)
    how = random.choice(["exactly", "cubic", "bilinear"])
    x, y = places(side, side)
    half, middle = side / 2, (side - 1) / 2
    x0, xt = [], []
    for t in draw(count):
        value = make(random, width)
        image = value(x, y)
        u, v = back(t, x, y)
        if how == "exactly":
            moved = value(u, v)
        else:
            # Only the scene defines the content that comes in from beyond the frame.
            inside = (abs(u) <= 1) & (abs(v) <= 1)
            at = [v * half + middle, u * half + middle]
            order = 3 if how == "cubic" else 1
            moved = ndimage.map_coordinates(image, at, order=order, mode="nearest")
            moved = np.where(inside, moved, value(u, v))
        x0.append(image)
        xt.append(moved)
    x0, xt = np.array(x0), np.array(xt)
    noise = random.choice([0, 0.02, 0.05])
    if kind == "turns under noise":
        noise = random.uniform(0.1, 0.3)
    if kind == "turns in another light":
        xt = xt * random.uniform(0.6, 1.3, (count, 1, 1))
        xt = xt + random.uniform(-0.1, 0.1, (count, 1, 1))
    colours = random.random() < 0.3 and side <= 128
    what = f"{kind} {side}x{side}{' colour' if colours else ''} {how} noise {noise:.2f}"
    return what, noisy(random, x0, noise, colours), noisy(random, xt, noise, colours), terms


def noisy(random, stack, noise, colours):
    if colours:
        tints = np.array([1.0, 0.8, 0.6])
        stack = stack[..., None] * tints
    return (stack + random.normal(0, 1, stack.shape) * noise).astype(np.float32)


# Pairs without a flow.


def moved(values, back, ts, x, y):
    return np.array([value(*back(t, x, y)) for value, t in zip(values, ts)])


def null_set(random, kind):
    side, count, make, width = drawn(random, kind)
    x, y = places(side, side)
    values = [make(random, width) for _ in range(count)]
    x0 = np.array([value(x, y) for value in values])
    back, _ = affine_flow(turn(*random.uniform(-0.2, 0.2, 2)))
    t = random.uniform(-0.5, 0.5, count)
    noise = random.choice([0, 0.02])
    one = (count, 1, 1)
    if kind == "strangers":
        xt = np.roll(moved(values, back, t, x, y), 1, 0)
    elif kind == "brightness":
        xt = x0 * random.uniform(0.6, 1.3, one) + random.uniform(-0.1, 0.1, one)
    elif kind == "blur":
        sds = random.uniform(0.3, 2, count)
        xt = np.array([ndimage.gaussian_filter(a, b) for a, b in zip(x0, sds)])
    elif kind == "noise":
        x0, xt = random.normal(0, 1, (2, count, side, side))
    elif kind == "discs":
        radii = random.uniform(0.2, 0.7, one)
        x0 = np.clip((radii - np.hypot(x, y)) * side / 4 + 0.5, 0, 1)
        xt = x0.copy()
    elif kind == "textures without contrast":
        x0 = 0.5 + 0.001 * (x0 - 0.5)
        xt = 0.5 + 0.001 * (moved(values, back, t, x, y) - 0.5)
        noise = 0.05
    elif kind == "mirrored":
        xt = x0[:, :, ::-1]
    elif kind == "mixtures of five flows":
        flows = [turn(0, 0), grow(0, 0), stretch(0), turn(0.3, 0) + grow(0, 0.3)]
        flows.append(np.array([[0, 0, 1.0], [0, 0, 0], [0, 0, 0]]))
        flows = [affine_flow(flow)[0] for flow in flows]
        which = random.integers(0, 5, count)
        xt = np.array(
            [a(*flows[k](b, x, y)) for a, b, k in zip(values, t, which)]
        )
    elif kind == "independent scenes":
        xt = np.array([scene(random, width)(x, y) for _ in range(count)])
    elif kind == "occlusion":
        xt = x0.copy()
        for image in xt:
            row, column = random.integers(0, side // 2, 2)
            patch = (slice(row, row + side // 2), slice(column, column + side // 2))
            image[patch] = make(random, width)(x, y)[patch]
    elif kind == "compression":
        xt = np.array([compressed(image, int(random.integers(5, 25))) for image in x0])
    elif kind == "nearly equal":
        xt, noise = x0, 0.003
    what = f"{kind} {side}x{side} noise {noise:.3f}"
    return what, noisy(random, x0, noise, False), noisy(random, xt, noise, False), None


NULLS = (
    "strangers brightness blur noise discs mirrored occlusion compression".split()
    + ["textures without contrast", "mixtures of five flows", "independent scenes"]
    + ["nearly equal"]
)


def compressed(image, quality):
    file = io.BytesIO()
    levels = np.uint8(np.clip(image, 0, 1) * 255)
    Image.fromarray(levels).save(file, "JPEG", quality=quality)
    return np.asarray(Image.open(file)) / 255


def score(answer, terms):
    """Computes the angle to the truth, degrees, and whether all intervals hold it."""
    truth = np.array([terms.get(term, 0) for term in answer["terms"]])
    truth = truth / np.linalg.norm(truth)
    found = np.array(answer["estimated"])
    truth *= np.sign(truth @ found) or 1
    low, high = np.array(answer["intervals"]).T
    angle = np.degrees(np.arccos(min(1, truth @ found)))
    return angle, bool(((low <= truth) & (truth <= high)).all())


def rounded(value):
    """Rounds numbers to three significant digits; words stay as they are."""
    return float(f"{value:.3g}") if isinstance(value, float) else value


def judged(number, kind, worker, folder):
    """Runs detection on one set, and compares its answer with the truth."""
    random = np.random.default_rng([number, (NULLS + FLOWS).index(kind)])
    what, x0, xt, terms = (null_set if kind in NULLS else flow_set)(random, kind)
    path = f"{folder}/pairs.npz"
    np.savez(path, x0=x0, xt=xt)
    print(path, file=worker.stdin, flush=True)
    answer = json.loads(worker.stdout.readline())
    angle, inside = (None, None) if terms is None else score(answer, terms)
    row = {"set": number, "kind": kind, "what": what, "pairs": len(x0)}
    row |= {"verdict": answer["verdict"], "name": answer["name"]}
    row |= {"reason": answer["reason"], "degrees": angle, "inside": inside}
    row |= {"seconds": answer["seconds"], **answer["evidence"]}
    return {name: rounded(value) for name, value in row.items()}


def main():
    count, first = int(sys.argv[1]), int((sys.argv + [0])[2])
    worker = subprocess.Popen(
        WORKER.split(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with tempfile.TemporaryDirectory() as folder:
        for number in range(first, first + count):
            for kind in NULLS + FLOWS:
                row = judged(number, kind, worker, folder)
                print(json.dumps(row, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main()
