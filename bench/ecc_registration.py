"""OpenCV's ECC (findTransformECC, affine maps), as a peer of `deno task bench`.

ECC registers one pair at a time. The matrix logarithm of a pair's map is t times the
pair's generator, in half-frames about the frame's centre. Two estimates come from the
logarithms of all pairs:

  median     the coefficient-wise median of the unit vectors, each with the sign that
             agrees with their first principal direction
  principal  the first principal direction of the vectors in their own lengths, to
             which pairs that move far contribute most

Only the search for the maps is timed, not the logarithms.

Run by the benchmark: python bench/ecc_registration.py FOLDER
"""
import sys
import time

import cv2
import numpy
from scipy.linalg import logm

from line_protocol import serve

# ECC ends after 200 iterations, or when the correlation rises by less than 1e-6. Angles
# are within 6 % of those with 1e-10, which takes 8 to 30 times as long.
CRITERIA = (cv2.TERM_CRITERIA_COUNT | cv2.TERM_CRITERIA_EPS, 200, 1e-6)


def affine_map(template, image, blur, levels):
    """Finds the 2 x 3 map of pixels from template to image, on a pyramid of levels."""
    pyramid = [(template, image)]
    for _ in range(levels - 1):
        pyramid.append(tuple(map(cv2.pyrDown, pyramid[-1])))
    found = numpy.eye(2, 3, dtype=numpy.float32)
    for level, (one, other) in reversed(list(enumerate(pyramid))):
        _, found = cv2.findTransformECC(
            one, other, found, cv2.MOTION_AFFINE, CRITERIA, None, blur)
        if level > 0:
            found[:, 2] *= 2
    return found


def logarithm(pixel_map, side):
    """Returns t times the generator, in the affine basis; None if it is not real."""
    half, centre = side / 2, (side - 1) / 2
    to_frame = numpy.array([[1, 0, -centre], [0, 1, -centre], [0, 0, half]]) / half
    matrix = numpy.vstack([pixel_map, [0, 0, 1]]).astype(float)
    log = logm(to_frame @ matrix @ numpy.linalg.inv(to_frame))
    if numpy.iscomplexobj(log) and abs(log.imag).max() > 1e-9 or not numpy.isfinite(log).all():
        return None
    return log.real[:2][:, [2, 0, 1]].ravel()


def principal(vectors):
    """Computes the unit direction that vectors have in common, up to their signs."""
    return numpy.linalg.svd(vectors, full_matrices=False)[2][0]


def median(vectors):
    units = vectors / numpy.linalg.norm(vectors, axis=1, keepdims=True)
    units *= numpy.where(units @ principal(units) < 0, -1, 1)[:, None]
    middle = numpy.median(units, axis=0)
    return middle / numpy.linalg.norm(middle)


def register(folder, file, side, blur, levels):
    """Returns milliseconds per pair, estimates, and how many pairs have no map."""
    x0, xt = numpy.fromfile(f"{folder}/{file}", dtype="<f4").reshape(2, -1, side, side)
    maps, start = [], time.perf_counter()
    for before, after in zip(x0, xt):
        try:
            maps.append(affine_map(after, before, blur, levels))
        except cv2.error:  # raised if ECC does not converge
            pass
    ms = 1000 * (time.perf_counter() - start) / len(x0)
    logarithms = [log for log in (logarithm(found, side) for found in maps) if log is not None]
    vectors = numpy.array(logarithms).reshape(-1, 6)
    vectors = vectors[numpy.linalg.norm(vectors, axis=1) > 0]
    estimates = {name: list(of(vectors)) if len(vectors) > 0 else None
                 for name, of in (("median", median), ("principal", principal))}
    return {"ms": ms, "failed": len(x0) - len(vectors), "estimates": estimates}


if __name__ == "__main__":
    cv2.setNumThreads(1)
    serve({"description": f"OpenCV {cv2.__version__}, ECC, 1 thread"},
          {"register": lambda **request: register(sys.argv[1], **request)})
