"""Functions that the PyTorch peers of `deno task bench` share."""
import time

import torch

from line_protocol import serve


def floats(folder, name, *shape):
    with open(f"{folder}/{name}.f32", "rb") as file:
        return torch.frombuffer(bytearray(file.read()), dtype=torch.float32).view(*shape)


def arrays_of(values, shapes):
    """Splits an array into consecutive arrays of the given shapes."""
    sizes = [torch.Size(shape).numel() for shape in shapes]
    return [part.view(*shape) for part, shape in zip(values.split(sizes), shapes)]


@torch.no_grad()
def fill(layer, weight, bias):
    layer.weight.copy_(weight)
    layer.bias.copy_(bias)


class Restorable:
    """Keeps a model's initial parameters. Adam's moments are not restored."""

    def __init__(self, model):
        self.model = model
        self.start = [parameter.detach().clone() for parameter in model.parameters()]

    @torch.no_grad()
    def restore(self):
        for parameter, value in zip(self.model.parameters(), self.start):
            parameter.copy_(value)


def serve_steps(trainers):
    """Answers requests for steps; `trainers` makes a trainer for each kind of step."""
    made = {}

    def measure(kind, repeats, **case):
        key = kind, *case.values()
        if key not in made:
            made[key] = trainers[kind](**case)
        return time_steps(made[key], repeats)

    serve({"description": f"PyTorch {torch.__version__}, {torch.get_num_threads()} threads"},
          {kind: lambda kind=kind, **request: measure(kind, **request) for kind in trainers})


def time_steps(trainer, repeats):
    times = []
    # One more step comes first, untimed, to warm caches and threads up.
    for _ in range(1 + repeats):
        trainer.restore()
        start = time.perf_counter()
        values = trainer.step()
        times.append(1000 * (time.perf_counter() - start))
    return {"ms": times[1:], **values}
