"""A whole training of the preset `stable` in PyTorch, as a peer of `deno task bench`.

It does the basin steps, and then the steps in which the t-network learns matched t,
from the same parameters on the same batches as the TypeScript trainer, with the merged
step of pytorch_step.py. Learning rates and optimisers are the trainer's, and start anew
in between. The result of the registration is read from the folder, and not timed.

With `compiled`, the loss of the steps with matched t is compiled by torch.compile,
before the clock starts.

Run by the benchmark: python bench/pytorch_training.py [compiled]
"""
import json
import math
import sys
import time

import torch

from line_protocol import serve
from pytorch_optimisers import optimisers
from pytorch_peer import floats
from pytorch_step import Model, frames, matching_term, merged_terms, taught_loss

# Number of last steps whose losses are averaged.
LAST_STEPS = 10


class Training:
    """The state before the first step, the pairs, and the registration's result."""

    def __init__(self, folder, compiled):
        with open(f"{folder}/manifest.json", encoding="utf8") as file:
            state = json.load(file)
        with open(f"{folder}/recipe.json", encoding="utf8") as file:
            self.recipe = json.load(file)
        self.settings, self.model = state["settings"], Model(folder, state)
        self.x0, self.xt = floats(folder, "all-pairs", 2, self.recipe["pairs"], -1)
        steps = self.settings["steps"]
        self.order = floats(folder, "order", steps, -1).long()
        self.matched = floats(folder, "matched", -1)
        self.first = {name: value.clone() for name, value in self.model.t_network.state_dict().items()}
        self.loss_of_taught = torch.compile(self.taught_loss) if compiled else self.taught_loss
        if compiled:
            self.loss_of_step(self.recipe["basinSteps"]).backward()

    def run(self):
        basin, steps = self.recipe["basinSteps"], self.settings["steps"]
        start, losses = time.perf_counter(), []
        self.begin(None)
        for step in range(basin):
            self.update(step, self.basin_loss(*self.batch(step)))
            with torch.no_grad():
                self.model.alpha /= self.model.alpha.norm()
        self.take_registration()
        self.begin(self.settings.get("muon"))
        for step in range(basin, steps):
            losses.append(self.update(step, self.loss_of_step(step)))
        last = losses[-LAST_STEPS:]
        return {"seconds": time.perf_counter() - start, "loss": sum(last) / len(last)}

    def begin(self, muon):
        self.optimisers = optimisers(self.model.groups(self.settings["learningRate"]), muon)
        groups = [group for optimiser in self.optimisers for group in optimiser.param_groups]
        self.rates = [(group, group["lr"]) for group in groups]

    def batch(self, step):
        rows = self.order[step]
        return self.x0[rows], self.xt[rows]

    def basin_loss(self, x0, xt):
        coarse0, coarse_t = frames(self.model, x0, xt)
        t = self.model.t_network(torch.cat([coarse0, coarse_t], 1))[:, 0]
        plan = self.recipe["basinPlan"]
        return self.settings["weights"]["matching"] * matching_term(
            self.model, len(x0), plan, coarse0, coarse_t, t)

    def loss_of_step(self, step):
        return self.loss_of_taught(*self.batch(step), self.matched[self.order[step]])

    def taught_loss(self, x0, xt, taught):
        plans = {"latentPlan": self.recipe["latentPlan"]}
        return taught_loss(
            merged_terms, self.model, self.settings, plans, x0, xt, taught, self.recipe["period"])[0]

    def update(self, step, loss):
        for optimiser in self.optimisers:
            optimiser.zero_grad()
        loss.backward()
        for group, rate in self.rates:
            group["lr"] = rate * self.decay(step)
        for optimiser in self.optimisers:
            optimiser.step()
        return loss.item()

    def decay(self, step):
        """Computes the cosine decay of lib/training/schedule.ts."""
        steps, share = self.settings["steps"], self.settings["decay"]["share"]
        start = steps * (1 - share)
        return (1 + math.cos(math.pi * max(0, step - start) / (steps - start))) / 2

    @torch.no_grad()
    def take_registration(self):
        self.model.alpha.copy_(torch.tensor(self.recipe["alpha"]))
        self.model.t_network.load_state_dict(self.first)


if __name__ == "__main__":
    compiled = "compiled" in sys.argv[1:]
    description = f"PyTorch {torch.__version__}, {torch.get_num_threads()} threads"
    serve({"description": f"{description}, compiled" if compiled else description},
          {"train": lambda folder: Training(folder, compiled).run()})
