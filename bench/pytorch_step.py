"""The training step in PyTorch, as a peer of `deno task bench`.

The very step of the TypeScript trainer, from the same state on the same pairs:
same layers, all six terms of the loss, the pixel-space action on the same
padded grid, Adam for all parameters, alpha brought back to norm 1. The trainer
does that action by Chebyshev's series on the lines of the grid; here it is
Taylor's series on the dense generator, in the sub-steps and terms of the plan.
Written in two ways,

  plain   as the paper has it: five separate passes of the autoencoder,
          torch.matrix_exp of one matrix a pair for the latent action
  merged  two encoder and three decoder passes in one batch each, and the latent
          action as a scaled Taylor series on the batch

Run by the benchmark: python bench/pytorch_step.py plain|merged
"""
import json
import sys
import time

import torch
from torch import nn

from line_protocol import serve


def floats(folder, name, *shape):
    with open(f"{folder}/{name}.f32", "rb") as file:
        return torch.frombuffer(bytearray(file.read()), dtype=torch.float32).view(*shape)


class Model(nn.Module):
    """Layers and operators of a training state that was left in a folder."""

    def __init__(self, folder, state):
        super().__init__()
        arrays = dict(parameters(folder, state))
        self.encoder = mlp(arrays, "encoder")
        self.decoder = mlp(arrays, "decoder")
        self.t_network = mlp(arrays, "t_network")
        self.alpha = nn.Parameter(arrays["alpha"].clone())
        side, frame, cells, latent = (state[key] for key in ("side", "frame", "cells", "latentCells"))
        self.frame, self.margin = frame, (round(cells**0.5) - frame) // 2
        self.coarsening = floats(folder, "coarsening", side * side, frame * frame)
        self.pixel_stack = floats(folder, "pixel_stack", -1, cells, cells)
        self.latent_stack = floats(folder, "latent_stack", -1, latent, latent)

    def groups(self, rates):
        autoencoder = [*self.encoder.parameters(), *self.decoder.parameters()]
        return [
            {"params": autoencoder, "lr": rates["autoencoder"]},
            {"params": list(self.t_network.parameters()), "lr": rates["tNetwork"]},
            {"params": [self.alpha], "lr": rates["alpha"]},
        ]


def parameters(folder, state):
    values, start = floats(folder, "parameters", -1), 0
    for parameter in state["parameters"]:
        size = torch.Size(parameter["shape"]).numel()
        yield parameter["name"], values[start:start + size].view(*parameter["shape"])
        start += size


def mlp(arrays, part):
    layers = []
    for i in range(sum(name.startswith(part) for name in arrays) // 2):
        weight, bias = arrays[f"{part}/{i}/weight"], arrays[f"{part}/{i}/bias"]
        layer = nn.Linear(*weight.shape)
        with torch.no_grad():
            layer.weight.copy_(weight.T)
            layer.bias.copy_(bias)
        layers += [layer, nn.ReLU()]
    return nn.Sequential(*layers[:-1])


def generator(alpha, stack):
    return torch.einsum("i,iab->ab", alpha, stack)


def taylor_action(matrix, t, x, plan):
    """exp(-t G) on every row: a scaled Taylor series on the batch."""
    scale = -t[:, None] / plan["substeps"]
    for _ in range(plan["substeps"]):
        term = x
        for j in range(1, plan["terms"] + 1):
            term = (term @ matrix.T) * (scale / j)
            x = x + term
    return x


def dense_action(matrix, t, x, plan):
    """exp(-t G) on every row: one dense exponential a row."""
    return (torch.matrix_exp(-t[:, None, None] * matrix) @ x[:, :, None])[:, :, 0]


def squared(a, b):
    return ((a - b) ** 2).sum(1).mean()


def latent_operands(model, settings, t):
    """t and G for the latent action, cut off where no gradient may flow."""
    moves = settings["latentTermsMove"]
    alpha = model.alpha if moves["alpha"] else model.alpha.detach()
    return generator(alpha, model.latent_stack), t if moves["t"] else t.detach()


def plain_terms(model, settings, plan, x0, xt, t):
    z0, zt = model.encoder(x0), model.encoder(xt)
    moved = dense_action(*latent_operands(model, settings, t), z0, plan)
    transformed = squared(model.decoder(moved), xt)
    reconstruction = squared(model.decoder(z0), x0) + squared(model.decoder(zt), xt)
    return transformed, squared(moved, zt), reconstruction


def merged_terms(model, settings, plan, x0, xt, t):
    images = torch.cat([x0, xt])
    codes = model.encoder(images)
    z0, zt = codes.chunk(2)
    moved = taylor_action(*latent_operands(model, settings, t), z0, plan)
    decoded, decoded_moved = model.decoder(torch.cat([codes, moved])).split([len(images), len(x0)])
    return squared(decoded_moved, xt), squared(moved, zt), 2 * squared(decoded, images)


def matching_term(model, rows, plan, coarse0, coarse_t, t):
    """L_alpha, eq. (12), on the first rows."""
    frame, margin = model.frame, model.margin
    around = (margin, margin, margin, margin)
    padded = nn.functional.pad(coarse0[:rows].view(-1, frame, frame), around)
    moved = taylor_action(generator(model.alpha, model.pixel_stack), t[:rows], padded.flatten(1), plan)
    inside = moved.view_as(padded)[:, margin:margin + frame, margin:margin + frame]
    return squared(inside.flatten(1), coarse_t[:rows])


def whole_loss(terms, model, settings, batch, x0, xt):
    weights = settings["weights"]
    coarse0, coarse_t = x0 @ model.coarsening, xt @ model.coarsening
    t = model.t_network(torch.cat([coarse0, coarse_t], 1))[:, 0]
    transformed, latent, reconstruction = terms(model, settings, batch["latentPlan"], x0, xt, t)
    matching = weights["matching"] * matching_term(
        model, settings["matching"]["pairs"], batch["pixelPlan"], coarse0, coarse_t, t)
    lasso = weights["sparsity"] * matching.detach()
    return (transformed + weights["latent"] * latent + weights["reconstruction"] * reconstruction
            + matching + lasso * model.alpha.abs().sum())


class Trainer:
    """Does the step that follows the training state, over and over the same one."""

    def __init__(self, terms, folder, size):
        with open(f"{folder}/manifest.json", encoding="utf8") as file:
            state = json.load(file)
        self.terms, self.settings = terms, state["settings"]
        self.batch = next(batch for batch in state["batches"] if batch["batch"] == size)
        self.order = torch.tensor(self.batch["order"])
        self.pairs = floats(folder, f"pairs-{size}", 2, size, -1)
        self.model = Model(folder, state)
        self.start = [parameter.detach().clone() for parameter in self.model.parameters()]
        self.optimiser = torch.optim.Adam(self.model.groups(self.settings["learningRate"]))

    def restore(self):
        with torch.no_grad():
            for parameter, value in zip(self.model.parameters(), self.start):
                parameter.copy_(value)

    def step(self):
        x0, xt = self.pairs[0][self.order], self.pairs[1][self.order]
        loss = whole_loss(self.terms, self.model, self.settings, self.batch, x0, xt)
        self.optimiser.zero_grad()
        loss.backward()
        self.optimiser.step()
        with torch.no_grad():
            self.model.alpha /= self.model.alpha.norm()
        return loss.item()


class Clock:
    def __init__(self, terms):
        self.terms, self.trainers = terms, {}

    def measure(self, folder, batch, repeats):
        key = folder, batch
        if key not in self.trainers:
            self.trainers[key] = Trainer(self.terms, folder, batch)
        trainer, times = self.trainers[key], []
        # One step more, before all: it wakes caches and threads.
        for _ in range(1 + repeats):
            trainer.restore()
            start = time.perf_counter()
            loss = trainer.step()
            times.append(1000 * (time.perf_counter() - start))
        return {"ms": times[1:], "loss": loss}


if __name__ == "__main__":
    clock = Clock({"plain": plain_terms, "merged": merged_terms}[sys.argv[1]])
    serve({"description": f"PyTorch {torch.__version__}, {torch.get_num_threads()} threads"},
          {"step": clock.measure})
