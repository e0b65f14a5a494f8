"""The training step in PyTorch, as a peer of `deno task bench`.

It does the step of the TypeScript trainer, from the same state on the same pairs: the
same layers, terms of the loss and optimisers. If alpha and t learn from L_alpha, the
pixel-space action is on the same padded grid, and alpha is normalised to norm 1. If the
t-network learns matched t, these move the codes, and alpha is fixed. The trainer
computes the pixel-space action by Chebyshev's series on the lines of the grid; here it
is Taylor's series on the dense generator, in the sub-steps and terms of the plan. If
the values beyond the images are unknown, the weights of the frame's cells are computed
from t and alpha in every step, as the trainer does. There are two implementations:

  plain   as in the paper: five separate passes of the autoencoder, and one
          torch.matrix_exp per pair for the latent action
  merged  two encoder and three decoder passes in one batch each, and the latent
          action as a scaled Taylor series on the batch

Run by the benchmark: python bench/pytorch_step.py plain|merged
"""
import json
import sys

import torch
from torch import nn

from pytorch_optimisers import optimisers
from pytorch_peer import Restorable, arrays_of, fill, floats, serve_steps

# Weights of red, green and blue in the luminance (ITU-R BT.601).
LUMINANCE = torch.tensor([0.299, 0.587, 0.114])

# Number of times at which the weights of the cells are tabulated, as in
# lib/model/seen.ts.
NODES = 65


class Model(nn.Module):
    """Layers and operators of a training state in a folder."""

    def __init__(self, folder, state):
        super().__init__()
        arrays = dict(parameters(folder, state))
        self.encoder = mlp(arrays, "encoder", state)
        self.decoder = mlp(arrays, "decoder", state)
        self.t_network = mlp(arrays, "t_network", state)
        self.alpha = nn.Parameter(arrays["alpha"].clone())
        self.middle = state["spec"].get("middle", 0)
        side, frame, cells, latent = (state[key] for key in ("side", "frame", "cells", "latentCells"))
        self.frame, self.margin, self.channels = frame, (round(cells**0.5) - frame) // 2, state["channels"]
        self.source = torch.tensor(state["margins"]["source"])
        self.factor = torch.tensor(state["margins"]["factor"])
        unknown = state["surroundings"] == "unknown"
        self.seen = SeenCells(state["basis"], frame) if unknown else None
        self.coarsening = floats(folder, "coarsening", side * side, frame * frame)
        self.pixel_stack = floats(folder, "pixel_stack", -1, cells, cells)
        self.latent_stack = floats(folder, "latent_stack", -1, latent, latent)

    def encode(self, images):
        return self.encoder(images - self.middle if self.middle else images)

    def decode(self, codes):
        images = self.decoder(codes)
        return images + self.middle if self.middle else images

    def groups(self, rates):
        autoencoder = [*self.encoder.parameters(), *self.decoder.parameters()]
        return [
            {"params": autoencoder, "lr": rates["autoencoder"]},
            {"params": list(self.t_network.parameters()), "lr": rates["tNetwork"]},
            {"params": [self.alpha], "lr": rates["alpha"]},
        ]


def parameters(folder, state):
    known = state["parameters"]
    arrays = arrays_of(floats(folder, "parameters", -1), [each["shape"] for each in known])
    return zip([each["name"] for each in known], arrays)


def mlp(arrays, part, state):
    slope = state["slope"]
    layers = []
    for i in range(sum(name.startswith(part) and name.endswith("weight") for name in arrays)):
        own = {name: arrays.get(f"{part}/{i}/{name}") for name in ("weight", "bias", "gain", "shift")}
        layers.append(nn.Linear(*own["weight"].shape))
        fill(layers[-1], own["weight"].T, own["bias"])
        if own["gain"] is not None:
            layers.append(nn.LayerNorm(*own["gain"].shape, eps=state["epsilon"]))
            fill(layers[-1], own["gain"], own["shift"])
        layers.append(nn.LeakyReLU(slope) if slope else nn.ReLU())
    return nn.Sequential(*layers[:-1])


def generator(alpha, stack):
    return torch.einsum("i,iab->ab", alpha, stack)


def taylor_action(matrix, t, x, plan):
    """Computes exp(-t G) on every row, or on all its channels, by a Taylor series."""
    scale = -t.view(-1, *[1] * (x.dim() - 1)) / plan["substeps"]
    for _ in range(plan["substeps"]):
        term = x
        for j in range(1, plan["terms"] + 1):
            term = (term @ matrix.T) * (scale / j)
            x = x + term
    return x


def dense_action(matrix, t, x, plan):
    """Computes exp(-t G) on all channels, with one dense exponential per row."""
    return (torch.matrix_exp(-t[:, None, None] * matrix) @ x.mT).mT


def squared(a, b):
    return ((a - b) ** 2).sum(1).mean()


def frames(model, x0, xt):
    """Converts both images to one channel on the coarse frame."""
    gray = [x if model.channels == 1 else x.view(len(x), -1, model.channels) @ LUMINANCE for x in (x0, xt)]
    if model.seen:
        mean = gray[0].mean(1, keepdim=True)
        gray = [x - mean for x in gray]
    return [x @ model.coarsening for x in gray]


class SeenCells:
    """Weights of the frame's cells if the values beyond the images are unknown.

    Computes the weights of lib/model/seen.ts for all cells at once. The points that the
    flow brings the cells' content from are tabulated at times around 0, with one
    Runge-Kutta step from each to the next. The weights of a row are interpolated
    between two of these times.
    """

    def __init__(self, basis, frame):
        axis = (torch.arange(frame, dtype=torch.float64) - (frame - 1) / 2) / (frame / 2)
        y, x = torch.meshgrid(axis, axis, indexing="ij")
        self.frame, self.cells = frame, torch.stack([x.flatten(), y.flatten()])
        self.powers = torch.tensor([term["powers"] for term in basis]).T
        self.component = torch.tensor([[term["component"] == axis for term in basis] for axis in "xy"])

    @torch.no_grad()
    def weights(self, alpha, t):
        """Returns one row of weights for every t; no gradient flows through them."""
        t = t.double()
        largest = t.abs().max().clamp(min=1e-6)
        spacing = 2 * largest / (NODES - 1)
        inside = ((1 - self.orbits(alpha, spacing).abs()) * self.frame / 2 - 1).clamp(0, 1).nan_to_num(0)
        table = inside.prod(1) * inside[NODES // 2].prod(0)
        at = ((t + largest) / spacing).clamp(max=NODES - 1.001)
        node = at.long()
        part = (at - node)[:, None]
        return ((1 - part) * table[node] + part * table[node + 1]).float()

    def orbits(self, alpha, spacing):
        """Returns points [nodes, 2, cells]; the middle ones are the cells."""
        velocities = torch.where(self.component, alpha.double(), 0)
        # At time t, content comes from phi_-t; both directions of time are side by
        # side.
        cells = self.cells.shape[1]
        h = torch.cat([-spacing.expand(cells), spacing.expand(cells)])
        places = [self.cells.repeat(1, 2)]
        for _ in range(NODES // 2):
            places.append(self.runge_kutta(velocities, h, places[-1]))
        later, earlier = torch.stack(places).chunk(2, 2)
        return torch.cat([earlier[1:].flip(0), later])

    def runge_kutta(self, velocities, h, at):
        a = self.field(velocities, at)
        b = self.field(velocities, at + h / 2 * a)
        c = self.field(velocities, at + h / 2 * b)
        d = self.field(velocities, at + h * c)
        return at + h / 6 * (a + 2 * b + 2 * c + d)

    def field(self, velocities, at):
        powers = [torch.ones_like(at)]
        for _ in range(int(self.powers.max())):
            powers.append(powers[-1] * at)
        powers = torch.stack(powers)
        return velocities @ (powers[self.powers[0], 0] * powers[self.powers[1], 1])


def latent_operands(model, settings, t):
    """Returns G and t for the latent action, detached where no gradient may flow."""
    moves = settings["latentTermsMove"]
    alpha = model.alpha if moves["alpha"] else model.alpha.detach()
    return generator(alpha, model.latent_stack), t if moves["t"] else t.detach()


def patches(model, codes):
    return codes.view(len(codes), -1, model.latent_stack.shape[-1])


def plain_terms(model, settings, plan, x0, xt, t):
    z0, zt = model.encode(x0), model.encode(xt)
    moved = dense_action(*latent_operands(model, settings, t), patches(model, z0), plan).flatten(1)
    transformed = squared(model.decode(moved), xt)
    reconstruction = squared(model.decode(z0), x0) + squared(model.decode(zt), xt)
    return transformed, squared(moved, zt), reconstruction


def merged_terms(model, settings, plan, x0, xt, t):
    images = torch.cat([x0, xt])
    codes = model.encode(images)
    z0, zt = codes.chunk(2)
    moved = taylor_action(*latent_operands(model, settings, t), patches(model, z0), plan).flatten(1)
    decoded, decoded_moved = model.decode(torch.cat([codes, moved])).split([len(images), len(x0)])
    return squared(decoded_moved, xt), squared(moved, zt), 2 * squared(decoded, images)


def matching_term(model, rows, plan, coarse0, coarse_t, t):
    """Computes L_alpha, eq. (12), on the first rows."""
    frame, margin, side = model.frame, model.margin, model.frame + 2 * model.margin
    padded = coarse0[:rows, model.source] * model.factor
    moved = taylor_action(generator(model.alpha, model.pixel_stack), t[:rows], padded, plan)
    inside = moved.view(-1, side, side)[:, margin:margin + frame, margin:margin + frame]
    difference = inside.flatten(1) - coarse_t[:rows]
    if model.seen:
        return (model.seen.weights(model.alpha, t[:rows]) * difference**2).sum(1).mean()
    return (difference**2).sum(1).mean()


def teaching_term(model, rows, coarse0, coarse_t, taught, period):
    """Computes the t-network's error against matched t, on the line or the circle.

    The network is evaluated on both orders of the pairs.
    """
    coarse0, coarse_t, t = coarse0[:rows], coarse_t[:rows], taught[:rows]
    both = torch.cat([torch.cat([coarse0, coarse_t], 1), torch.cat([coarse_t, coarse0], 1)])
    forth, back = model.t_network(both).chunk(2)
    answers = 0.5 * forth + torch.tensor([-0.5, 0.5, -0.5]) * back
    if period:
        angle = 2 * torch.pi * t / period
        return ((answers[:, 1:] - torch.stack([angle.cos(), angle.sin()], 1)) ** 2).sum(1).mean()
    return ((answers[:, 0] - t) ** 2).mean()


def taught_loss(terms, model, settings, batch, x0, xt, taught, period):
    """Computes the loss if the t-network learns matched t, and its teaching term."""
    weights = settings["weights"]
    transformed, latent, reconstruction = terms(model, settings, batch["latentPlan"], x0, xt, taught)
    rows = settings["registration"]["taught"]
    teaching = teaching_term(model, rows, *frames(model, x0, xt), taught, period)
    loss = transformed + weights["latent"] * latent + weights["reconstruction"] * reconstruction + teaching
    return loss, teaching


def whole_loss(terms, model, settings, batch, x0, xt):
    """Computes the loss if alpha and t learn from L_alpha, and its weighted L_alpha."""
    weights = settings["weights"]
    coarse0, coarse_t = frames(model, x0, xt)
    t = model.t_network(torch.cat([coarse0, coarse_t], 1))[:, 0]
    transformed, latent, reconstruction = terms(model, settings, batch["latentPlan"], x0, xt, t)
    matching = weights["matching"] * matching_term(
        model, settings["matching"]["pairs"], batch["pixelPlan"], coarse0, coarse_t, t)
    lasso = weights["sparsity"] * matching.detach()
    loss = (transformed + weights["latent"] * latent + weights["reconstruction"] * reconstruction
            + matching + lasso * model.alpha.abs().sum())
    return loss, matching


class Trainer(Restorable):
    """Does the step after the training state, repeatedly from the same parameters."""

    def __init__(self, terms, folder, size):
        with open(f"{folder}/manifest.json", encoding="utf8") as file:
            state = json.load(file)
        self.terms, self.settings = terms, state["settings"]
        self.batch = next(batch for batch in state["batches"] if batch["batch"] == size)
        self.order = torch.tensor(self.batch["order"])
        self.pairs = floats(folder, f"pairs-{size}", 2, size, -1)
        self.period = state.get("period")
        self.taught = None if self.period is None else floats(folder, f"taught-{size}", -1)
        super().__init__(Model(folder, state))
        groups = self.model.groups(self.settings["learningRate"])
        self.optimisers = optimisers(groups, None if self.taught is None else self.settings.get("muon"))

    def step(self):
        x0, xt = self.pairs[0][self.order], self.pairs[1][self.order]
        given = self.terms, self.model, self.settings, self.batch, x0, xt
        if self.taught is None:
            loss, matching = whole_loss(*given)
        else:
            loss, matching = taught_loss(*given, self.taught[self.order], self.period)
        for optimiser in self.optimisers:
            optimiser.zero_grad()
        loss.backward()
        for optimiser in self.optimisers:
            optimiser.step()
        if self.taught is None:
            with torch.no_grad():
                self.model.alpha /= self.model.alpha.norm()
        return {"loss": loss.item(), "matching": matching.item()}


if __name__ == "__main__":
    terms = {"plain": plain_terms, "merged": merged_terms}[sys.argv[1]]
    serve_steps({"step": lambda folder, batch: Trainer(terms, folder, batch)})
