"""The training step of a classifier in PyTorch, as a peer of `deno task bench`.

The plain classifier is dense, ReLU, dense. A lifted classifier takes images that were
moved to the points of a flow: a dense layer at every point, ReLU, a convolution along
the flow, ReLU, the maximum over the points, dense.

Run by the benchmark: python bench/pytorch_classifier.py
"""
import json

import torch
from torch import nn
from torch.nn.functional import cross_entropy

from pytorch_peer import Restorable, arrays_of, fill, floats, serve_steps


class Plain(nn.Module):
    def __init__(self, arrays):
        super().__init__()
        self.first, self.last = linear(*arrays[:2]), linear(*arrays[-2:])

    def forward(self, images):
        return self.last(torch.relu(self.first(images)))


class Lifted(Plain):
    def __init__(self, arrays):
        super().__init__(arrays)
        weight, bias = arrays[2:4]
        units = self.first.out_features
        kernel = weight.view(-1, units, len(bias))  # [width, inputs, outputs]
        width = len(kernel)
        self.along = nn.Conv1d(units, len(bias), width, padding=width // 2)
        fill(self.along, kernel.permute(2, 1, 0), bias)

    def forward(self, images):
        at_points = torch.relu(self.first(images))
        mixed = torch.relu(self.along(at_points.transpose(1, 2)))
        return self.last(mixed.amax(2))


def linear(weight, bias):
    layer = nn.Linear(*weight.shape)
    fill(layer, weight.T, bias)
    return layer


class Trainer(Restorable):
    """Does the first step of a classifier, repeatedly from the same weights."""

    def __init__(self, folder, name):
        with open(f"{folder}/classifiers.json", encoding="utf8") as file:
            states = json.load(file)
        state = next(each for each in states["classifiers"] if each["name"] == name)
        arrays = arrays_of(floats(folder, f"{name}-parameters", -1), state["shapes"])
        lifted = state["points"] is not None
        super().__init__((Lifted if lifted else Plain)(arrays))
        seen = [state["points"]] if lifted else []
        inputs = state["shapes"][0][0]
        self.images = floats(folder, f"{name}-images", states["batch"], *seen, inputs)
        self.classes = floats(folder, "targets", states["batch"], -1).argmax(1)
        self.optimiser = torch.optim.Adam(self.model.parameters(), states["learningRate"])
        self.advance()
        self.loss_after = self.advance()

    def advance(self):
        loss = cross_entropy(self.model(self.images), self.classes)
        self.optimiser.zero_grad()
        loss.backward()
        self.optimiser.step()
        return loss.item()

    def step(self):
        return {"loss": self.advance(), "lossAfter": self.loss_after}


if __name__ == "__main__":
    serve_steps({"classifierStep": Trainer})
