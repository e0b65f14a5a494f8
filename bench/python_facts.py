"""Prints the versions and packages of this Python, as one JSON object."""
import json
import platform
import sys


def version(name):
    try:
        return __import__(name).__version__
    except Exception:
        return None


print(json.dumps({
    "python": platform.python_version(),
    "prefix": sys.prefix,
    **{name: version(name) for name in ("torch", "scipy", "numpy", "cv2")},
}))
