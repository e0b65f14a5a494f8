import { UserError } from "../runtime/errors.ts";
import { FAR } from "../flow/follow_orbit.ts";
import type { Basis } from "../lie/basis.ts";
import {
  type GraphBuilder,
  graphBuilder,
  type GraphFiles,
} from "./graph_builder.ts";
import { type Powers, powersOf } from "../lie/monomials.ts";
import { combinedFieldGraph } from "./combined_field_graph.ts";
import { monomialsGraph } from "./monomials_graph.ts";

/** Size of the images that a model moves. */
export interface FlowModelSize {
  /** Height of an image, pixels. */
  readonly height: number;
  /** Width of an image, pixels. */
  readonly width: number;
  /** Values per pixel. */
  readonly channels: number;
}

/** Runge-Kutta steps per unit of t, and the smallest and largest number of steps. */
const STEPS_PER_UNIT = 16, LEAST_STEPS = 8, MOST_STEPS = 64;

/**
 * Width of the border of zeros around an image, pixels: left and top, right and bottom.
 */
const BEFORE = 1, AFTER = 2;

/** A flow, and the largest motion along it. */
export interface FlowToExport {
  readonly basis: Basis;
  /** Coefficients of the field of every generator; there are one or several. */
  readonly alphas: readonly ArrayLike<number>[];
  /** The largest |t|, or norm of sum_k t_k G_k, that is integrated accurately. */
  readonly largest: number;
}

/**
 * Makes a graph model of a flow for plain TensorFlow.js, to be loaded with
 * `tf.loadGraphModel`. `predict({ image, t })` moves images
 * `[batch, height, width, channels]` by t, `[batch]` or one number for all. With
 * several generators, t is `[batch, generators]` or one row for all, and images are
 * moved by exp(-sum_k t_k G_k).
 *
 * The model integrates the field at the pixels with a fixed number of Runge-Kutta
 * steps, chosen for the largest t, and interpolates bilinearly. Larger t are moved less
 * accurately. The value beyond an image is 0.
 *
 * @throws UserError if a term of the basis is no monomial: a graph cannot contain the
 * user's own functions.
 * @throws {RangeError} if a size is no integer of at least 1.
 */
export function flowGraph(
  flow: FlowToExport,
  size: FlowModelSize,
): GraphFiles {
  const { height, width, channels } = size;
  for (const [name, value] of Object.entries({ height, width, channels })) {
    if (!Number.isInteger(value) || value < 1) {
      throw new RangeError(
        `flowModel: ${name}: expected an integer of at least 1, found ${value}`,
      );
    }
  }
  const { basis, alphas, largest } = flow;
  const rows = alphas.map((alpha) => rowsOf(basis, alpha));
  const steps = Math.min(
    MOST_STEPS,
    Math.max(LEAST_STEPS, Math.ceil(STEPS_PER_UNIT * largest)),
  );
  const graph = graphBuilder();
  const image = graph.input("image", [-1, height, width, channels]);
  const t = graph.input("t");
  const source = sources(graph, rows, size, steps, image, t);
  const moved = sampled(graph, size, image, source);
  return graph.files("moved", moved, [-1, height, width, channels], {
    what: alphas.length === 1
      ? "moves images along a flow: xt(r) = x0(phi_{-t}(r))"
      : "moves images by exp(-sum_k t_k G_k), t: [batch, generators]",
    basis: basis.name,
    steps,
    largestT: largest,
  });
}

/** A monomial and its coefficients along x and y in the field. */
interface FieldRow {
  readonly powers: Powers;
  readonly velocity: readonly [number, number];
}

/** Collects the terms by monomial; the order of the rows depends on the basis only. */
function rowsOf(basis: Basis, alpha: ArrayLike<number>): FieldRow[] {
  const rows = new Map<
    string,
    { powers: Powers; velocity: [number, number] }
  >();
  basis.terms.forEach((term, k) => {
    const powers = powersOf(term);
    if (powers === undefined) {
      throw new UserError(
        `flowModel: expected a basis of monomials, found ${
          JSON.stringify(term.label)
        } in the basis "${basis.name}"; a graph model has none of your own functions`,
      );
    }
    const key = powers.join();
    const row = rows.get(key) ?? { powers, velocity: [0, 0] };
    rows.set(key, row);
    row.velocity[term.component === "x" ? 0 : 1] += alpha[k];
  });
  return [...rows.values()];
}

/**
 * Computes the point that the content of every pixel comes from, in pixels from the top
 * left pixel: `[batch, height * width, 2]`, column and row.
 */
function sources(
  graph: GraphBuilder,
  generators: readonly (readonly FieldRow[])[],
  { height, width }: FlowModelSize,
  steps: number,
  image: string,
  t: string,
): string {
  const { node, constant } = graph;
  const number = generators.length;
  const count = height * width, half = Math.max(height, width) / 2;
  const cells = Array.from({ length: count }, (_, pixel) => [
    pixel % width,
    Math.floor(pixel / width),
  ]);
  const pixels = constant(cells.flat(), [1, count, 2]);
  const centres = constant(
    cells.flatMap(([column, row]) => [
      (column - (width - 1) / 2) / half,
      (row - (height - 1) / 2) / half,
    ]),
    [1, count, 2],
  );
  const shape = (...to: number[]) => constant(to, [to.length], "int32");
  // Adding zeros `[batch, 1, 1]` broadcasts a single t to all images.
  const none = imageZeros(graph, image);
  const times = node("AddV2", [
    node("Reshape", [t, shape(-1, 1, number)]),
    none,
  ]);
  const everywhere = node("AddV2", [
    times,
    constant(new Float32Array(count), [1, count, 1]),
  ]);
  const perPoint = node("Reshape", [everywhere, shape(-1, number)]);
  const back = constant([-1 / steps], []);
  const step = number === 1 ? node("Mul", [perPoint, back]) : back;
  const begin = node("AddV2", [centres, none]);
  const start = node("Reshape", [begin, shape(-1, 2)]);
  const [first] = generators;
  const walk = walker(
    graph,
    step,
    () =>
      number === 1 ? fieldGraph(graph, first) : combinedFieldGraph(
        graph,
        first.map(({ powers }, row) => ({
          powers,
          velocities: generators.map((rows) => rows[row].velocity),
        })),
        perPoint,
      ),
  );
  let at = start;
  for (let k = 0; k < steps; k++) at = walk(at);
  const way = node("Mul", [node("Sub", [at, start]), constant([half], [])]);
  return node("AddV2", [
    pixels,
    node("Reshape", [way, shape(-1, count, 2)]),
  ]);
}

/** Makes one zero per image, `[batch, 1, 1]`, whatever the images' values are. */
function imageZeros({ node, constant }: GraphBuilder, image: string): string {
  const shape = (...to: number[]) => constant(to, [to.length], "int32");
  const corner = node("Slice", [image, shape(0, 0, 0, 0), shape(-1, 1, 1, 1)]);
  return node("ZerosLike", [node("Reshape", [corner, shape(-1, 1, 1)])]);
}

/** Makes the index of its image, from 0, for every pixel: `[batch, count, 1]`. */
function imageNumbers(
  graph: GraphBuilder,
  image: string,
  count: number,
): string {
  const { node, constant } = graph;
  const ones = node("AddV2", [imageZeros(graph, image), constant([1], [])]);
  const numbers = node("Cumsum", [ones, constant([0], [], "int32")], {
    exclusive: { b: true },
  });
  const everywhere = constant(new Float32Array(count), [1, count, 1]);
  return node("AddV2", [numbers, everywhere]);
}

/**
 * Makes the function that does one step of the classical Runge-Kutta method for points
 * `[any, 2]`.
 */
function walker(
  graph: GraphBuilder,
  step: string,
  field: () => (at: string) => string,
): (at: string) => string {
  const { node, constant } = graph;
  const times = (a: string, by: number) => node("Mul", [a, constant([by], [])]);
  const add = (a: string, b: string) => node("AddV2", [a, b]);
  const half = times(step, 1 / 2), sixth = times(step, 1 / 6);
  const [low, high] = [constant([-FAR], []), constant([FAR], [])];
  const near = (at: string) => node("ClipByValue", [at, low, high]);
  const velocity = field();
  const from = (at: string, slope: string, h: string) =>
    velocity(near(add(at, node("Mul", [slope, h]))));
  return (at) => {
    const a = velocity(at);
    const b = from(at, a, half);
    const c = from(at, b, half);
    const d = from(at, c, step);
    const sum = add(add(a, d), times(add(b, c), 2));
    const farther = node("Max", [
      node("Abs", [at]),
      constant([1], [1], "int32"),
    ], { keep_dims: { b: true } });
    // A point that has left [-FAR, FAR]^2 does not move any more.
    const moves = node("Cast", [node("Less", [farther, high])], {
      SrcT: { type: "DT_BOOL" },
      DstT: { type: "DT_FLOAT" },
    });
    const way = node("Mul", [sum, node("Mul", [sixth, moves])]);
    return near(add(at, way));
  };
}

/** Makes the function that builds the field at points `[any, 2]`. */
function fieldGraph(
  graph: GraphBuilder,
  rows: readonly FieldRow[],
): (at: string) => string {
  const { node, constant } = graph;
  const isOne = ({ powers: [px, py] }: FieldRow) => px + py === 0;
  const bias = rows.find(isOne);
  const varying = rows.filter((row) =>
    !isOne(row) && row.velocity.some((value) => value !== 0)
  );
  const still = constant(bias?.velocity ?? [0, 0], [1, 2]);
  const weights = constant(
    varying.flatMap(({ velocity }) => velocity),
    [varying.length, 2],
  );
  return (at) => {
    if (varying.length === 0) return still;
    const monomials = monomialsGraph(
      graph,
      at,
      varying.map(({ powers }) => powers),
    );
    const side = monomials.length === 1 ? monomials[0] : node(
      "ConcatV2",
      [...monomials, constant([1], [], "int32")],
      { N: { i: String(monomials.length) } },
    );
    return node("AddV2", [node("MatMul", [side, weights]), still]);
  };
}

/** Samples the image at its sources: bilinear between pixels, 0 beyond the image. */
function sampled(
  graph: GraphBuilder,
  { height, width, channels }: FlowModelSize,
  image: string,
  source: string,
): string {
  const { node, constant } = graph;
  const shape = (...to: number[]) => constant(to, [to.length], "int32");
  const around = [[0, 0], [BEFORE, AFTER], [BEFORE, AFTER], [0, 0]];
  const padded = node("Pad", [image, constant(around.flat(), [4, 2], "int32")]);
  const [rows, columns] = [height, width].map((size) => size + BEFORE + AFTER);
  const cells = node("Reshape", [padded, shape(-1, rows * columns, channels)]);
  const along = (k: number, size: number) => {
    const at = node("Slice", [source, shape(0, 0, k), shape(-1, -1, 1)]);
    // All points beyond the image are clipped to its border of zeros.
    const near = node("ClipByValue", [
      at,
      constant([-BEFORE], []),
      constant([size], []),
    ]);
    const whole = node("Floor", [near]);
    return {
      first: node("AddV2", [whole, constant([BEFORE], [])]),
      share: node("Sub", [near, whole]),
    };
  };
  const x = along(0, width), y = along(1, height);
  const corner = node("AddV2", [
    node("Mul", [y.first, constant([columns], [])]),
    x.first,
  ]);
  const numbers = imageNumbers(graph, image, height * width);
  // GatherNd has indices (image, cell), because batched gathers are wrong on tfjs's
  // wasm backend.
  const value = (offset: number) => {
    const cell = node("AddV2", [corner, constant([offset], [])]);
    const where = node("ConcatV2", [
      numbers,
      cell,
      constant([2], [], "int32"),
    ], { N: { i: "2" } });
    const index = node("Cast", [where], {
      SrcT: { type: "DT_FLOAT" },
      DstT: { type: "DT_INT32" },
    });
    return node("GatherNd", [cells, index]);
  };
  const between = (a: string, b: string, share: string) =>
    node("AddV2", [a, node("Mul", [node("Sub", [b, a]), share])]);
  const upper = between(value(0), value(1), x.share);
  const lower = between(value(columns), value(columns + 1), x.share);
  const moved = between(upper, lower, y.share);
  return node("Reshape", [moved, shape(-1, height, width, channels)]);
}
