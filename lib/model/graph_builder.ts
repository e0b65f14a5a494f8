import { joinedBytes } from "../runtime/joined_bytes.ts";

/** A graph of TensorFlow operations that is built node by node. */
export interface GraphBuilder {
  /** Adds an input. A size of -1 is open; without a shape, any shape is. */
  readonly input: (name: string, shape?: readonly number[]) => string;
  /** Adds constants, which become part of the model. */
  readonly constant: (
    values: ArrayLike<number>,
    shape: readonly number[],
    type?: "float32" | "int32",
  ) => string;
  /**
   * Adds an operation of tfjs's converter, for example "Mul".
   *
   * @returns The node's name, to be used as an input of other nodes.
   */
  readonly node: (
    op: string,
    inputs: readonly string[],
    attributes?: Readonly<Record<string, unknown>>,
  ) => string;
  /**
   * Makes `model.json` and `weights.bin`, for `tf.loadGraphModel`.
   *
   * @param name Name of the output.
   * @param output Name of the node that computes it.
   * @param shape Shape of the output.
   * @param metadata Is copied into model.json.
   */
  readonly files: (
    name: string,
    output: string,
    shape: readonly number[],
    metadata: Readonly<Record<string, unknown>>,
  ) => GraphFiles;
}

/** Files of a model in tfjs's graph format. */
export interface GraphFiles {
  /** The graph, and the positions of its weights. */
  readonly "model.json": string;
  /** The weights, one after another. */
  readonly "weights.bin": Uint8Array<ArrayBuffer>;
}

interface GraphNode {
  readonly name: string;
  readonly op: string;
  readonly input?: readonly string[];
  readonly attr: Readonly<Record<string, unknown>>;
}

interface Weight {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: "float32" | "int32";
}

const DTYPES = { float32: "DT_FLOAT", int32: "DT_INT32" } as const;

/** Makes an empty graph. */
export function graphBuilder(): GraphBuilder {
  const nodes: GraphNode[] = [];
  const weights: Weight[] = [];
  const bytes: Uint8Array[] = [];
  const inputs: Record<string, unknown> = {};
  const known = new Map<string, string>();
  const add = (node: Omit<GraphNode, "name">, name = `n${nodes.length}`) => {
    nodes.push({ name, ...node });
    return name;
  };
  return {
    input(name, shape) {
      inputs[name] = infoOf(`${name}:0`, shape);
      return add({
        op: "Placeholder",
        attr: {
          dtype: { type: "DT_FLOAT" },
          ...(shape === undefined ? {} : { shape: { shape: sizes(shape) } }),
        },
      }, name);
    },
    constant(values, shape, dtype = "float32") {
      const key = JSON.stringify([Array.from(values), shape, dtype]);
      const before = known.get(key);
      if (before !== undefined) return before;
      const type = DTYPES[dtype];
      const name = add({
        op: "Const",
        attr: {
          dtype: { type },
          value: { tensor: { dtype: type, tensorShape: sizes(shape) } },
        },
      });
      known.set(key, name);
      weights.push({ name, shape, dtype });
      const data = dtype === "float32"
        ? Float32Array.from(values)
        : Int32Array.from(values);
      bytes.push(new Uint8Array(data.buffer));
      return name;
    },
    node: (op, input, attributes = {}) =>
      add({ op, input, attr: { T: { type: "DT_FLOAT" }, ...attributes } }),
    files(name, output, shape, userDefinedMetadata) {
      const json = {
        format: "graph-model",
        generatedBy: "neural-symmetry-detection",
        convertedBy: null,
        signature: {
          inputs,
          outputs: { [name]: infoOf(`${output}:0`, shape) },
        },
        userDefinedMetadata,
        modelTopology: { node: nodes, library: {}, versions: {} },
        weightsManifest: [{ paths: ["weights.bin"], weights }],
      };
      return {
        "model.json": JSON.stringify(json),
        "weights.bin": joinedBytes(bytes),
      };
    },
  };
}

const sizes = (shape: readonly number[]) => ({
  dim: shape.map((size) => ({ size: String(size) })),
});

const infoOf = (name: string, shape: readonly number[] | undefined) => ({
  name,
  dtype: "DT_FLOAT",
  tensorShape: shape === undefined ? { unknownRank: true } : sizes(shape),
});
