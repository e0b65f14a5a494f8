"""Optimisers of the PyTorch peers of `deno task bench`, as in the trainer."""
import torch

# Constants of lib/training/muon.ts.
MOMENTUM, ITERATIONS = 0.95, 5
A, B, C = 3.4445, -4.775, 2.0315


class Muon(torch.optim.Optimizer):
    """Muon (Jordan et al. 2024) with Nesterov's momentum; see lib/training/muon.ts."""

    def __init__(self, groups):
        super().__init__(groups, {})

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            for weight in group["params"]:
                if weight.grad is None:
                    continue
                momentum = self.state[weight].setdefault("momentum", torch.zeros_like(weight))
                momentum.mul_(MOMENTUM).add_(weight.grad)
                outputs, inputs = weight.shape
                rate = group["lr"] * max(1, outputs / inputs) ** 0.5
                weight.sub_(orthogonalised(weight.grad + MOMENTUM * momentum), alpha=rate)


def orthogonalised(x):
    x = x / (x.norm() + 1e-7)
    wide = x.shape[0] <= x.shape[1]
    for _ in range(ITERATIONS):
        gram = x @ x.T if wide else x.T @ x
        factor = B * gram + C * gram @ gram
        x = A * x + (factor @ x if wide else x @ factor)
    return x


def optimisers(groups, muon):
    """Makes Muon for narrow weight matrices of the first group, Adam for the rest.

    The first group is the autoencoder.
    """
    if muon is None:
        return [torch.optim.Adam(groups)]

    def narrow(parameter):
        return parameter.dim() == 2 and min(parameter.shape) <= muon["widest"]

    autoencoder, *others = groups
    parameters = autoencoder["params"]
    wide = {**autoencoder, "params": [p for p in parameters if not narrow(p)]}
    some = {"params": [p for p in parameters if narrow(p)], "lr": autoencoder["lr"] * muon["factor"]}
    return [torch.optim.Adam([wide, *others]), Muon([some])]
