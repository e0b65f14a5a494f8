"""Runs cells in Deno's kernel, and presses Stop in some of them, so to speak.

    python stop_program.py CELLS

CELLS is a JSON list of [code, stop]: with stop, the kernel is interrupted as
soon as the cell prints that text. For each cell, JSON of what it said, and
whether it ended, is printed.
"""

import json
import sys
import time

from jupyter_client.manager import KernelManager

# A cell that is not ended by then will not end.
PATIENCE_SECONDS = 120


def run(client, manager, code, stop):
    cell = client.execute(code)
    said, pressed = "", False
    begun = time.monotonic()
    while time.monotonic() - begun < PATIENCE_SECONDS:
        try:
            message = client.get_iopub_msg(timeout=0.1)
        except Exception:  # queue.Empty: nothing was said
            continue
        if message["parent_header"].get("msg_id") != cell:
            continue
        kind, content = message["msg_type"], message["content"]
        if kind == "stream":
            said += content["text"]
        elif kind == "error":
            said += content["ename"] + ": " + content["evalue"]
        elif kind == "status" and content["execution_state"] == "idle":
            return {"said": said, "ended": True}
        if stop is not None and not pressed and stop in said:
            manager.interrupt_kernel()
            pressed = True
    return {"said": said, "ended": False}


def main():
    manager = KernelManager(kernel_name="deno")
    manager.start_kernel()
    client = manager.client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=60)
        ends = []
        for code, stop in json.loads(sys.argv[1]):
            ends.append(run(client, manager, code, stop))
            if not ends[-1]["ended"]:
                break
        print(json.dumps(ends))
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


main()
