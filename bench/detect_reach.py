"""Reach of detection: how far pairs may move, by sets with growing motions.

    python bench/detect_reach.py SETS

t is uniform from -reach to reach. The reach is given in the flow's usual unit: an angle
in degrees, a shift in half-frames, a factor. SETS sets are drawn for each flow, reach
and content (strokes on black, scenes that go on), with 28 x 28 pixels, 300 pairs and
noise of 0.01 of the range, moved exactly. One line per row gives the number of sets in
which the flow was found, how many of these are within 2 degrees of the truth, and the
worst of their angles. Run it in the project's folder after `deno install`; it needs
numpy, scipy and pillow.
"""

import json
import subprocess
import sys
import tempfile

import numpy as np

from detect_coverage import places, scene, strokes
from detect_verdicts import WORKER, affine_flow, conformal_flow, grow, score, turn

SIDE, COUNT, NOISE = 28, 300, 0.01
RIGHT = 2
SHIFT = np.array([[0, 0, 0.8], [0, 0, 0.6], [0, 0, 0]])
SLANT = np.array([[0, 1, 0], [0, 0, 0], [0, 0, 0]])

# Name, flow, and reach, in words and in t.
ROWS = [
    (name, flow, words.format(reach), to_t(reach))
    for name, flow, words, to_t, reaches in [
        ("turn", affine_flow(turn(0.1, -0.1)), "± {} degrees", np.radians,
         (20, 45, 90, 120, 150, 180)),
        ("shift", affine_flow(SHIFT), "± {} half-frames", float,
         (0.1, 0.3, 0.5, 0.8)),
        ("growth", affine_flow(grow(0.1, 0)), "factor 1/{0} to {0}", np.log,
         (1.2, 1.5, 2, 3)),
        ("shear", affine_flow(SLANT), "± {}", float, (0.2, 0.5, 1, 1.5)),
        ("special conformal", conformal_flow(None), "± {}", float,
         (0.1, 0.3, 0.5)),
    ]
    for reach in reaches
]  # fmt: skip


def main():
    sets = int(sys.argv[1])
    worker = subprocess.Popen(
        WORKER.split(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    x, y = places(SIDE, SIDE)
    with tempfile.TemporaryDirectory() as folder:
        path = f"{folder}/pairs.npz"
        for row, (name, (back, terms), words, reach) in enumerate(ROWS):
            for make in (strokes, scene):
                angles = []
                for number in range(sets):
                    random = np.random.default_rng([row, number])
                    x0, xt = [], []
                    for t in random.uniform(-reach, reach, COUNT):
                        value = make(random, 0.15)
                        x0.append(value(x, y))
                        xt.append(value(*back(t, x, y)))
                    noise = lambda: random.normal(0, NOISE, (COUNT, SIDE, SIDE))
                    np.savez(path, x0=np.array(x0) + noise(), xt=np.array(xt) + noise())
                    print(path, file=worker.stdin, flush=True)
                    answer = json.loads(worker.stdout.readline())
                    if answer["verdict"] == "found":
                        angles.append(score(answer, terms)[0])
                right = sum(angle < RIGHT for angle in angles)
                worst = f"{max(angles):.2f}" if angles else "–"
                cells = [name, words, make.__name__, sets, len(angles), right, worst]
                print(f"| {' | '.join(map(str, cells))} |", flush=True)


if __name__ == "__main__":
    main()
