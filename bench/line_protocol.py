"""Line protocol of a peer of `deno task bench`: one JSON object per line."""
import json
import resource
import sys


def serve(facts, jobs):
    """Writes the peer's facts, then answers every line of standard input."""
    jobs = {"memory": peak_memory, **jobs}
    say(facts)
    for line in sys.stdin:
        request = json.loads(line)
        try:
            say(jobs[request.pop("run")](**request))
        except Exception as error:  # any failure becomes an answer
            say({"error": " ".join(str(error).split()) or type(error).__name__})


def peak_memory():
    unit = 2**20 if sys.platform == "darwin" else 2**10
    return {"mebibytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit}


def say(reply):
    print(json.dumps(reply), flush=True)
