import type * as tfjs from "@tensorflow/tfjs";

/** The module of TensorFlow.js, which callers pass in. */
export type Tfjs = typeof tfjs;

/** A tensor of any shape. */
export type Tensor = ReturnType<Tfjs["tensor"]>;

/** A tensor of one axis. */
export type Tensor1D = ReturnType<Tfjs["tensor1d"]>;

/** A tensor of two axes. */
export type Tensor2D = ReturnType<Tfjs["tensor2d"]>;

/** A tensor of three axes. */
export type Tensor3D = ReturnType<Tfjs["tensor3d"]>;

/** A trainable array of any shape. */
export type Variable = ReturnType<Tfjs["variable"]>;

/** A trainable number. */
export type ScalarVariable = Variable & Scalar;

/** A trainable array of one axis. */
export type Variable1D = Variable & Tensor1D;

/** A trainable array of two axes. */
export type Variable2D = Variable & Tensor2D;

/** A tensor of one number. */
export type Scalar = ReturnType<Tfjs["scalar"]>;

/** A layer of a network. */
export type Layer = InstanceType<Tfjs["layers"]["Layer"]>;

/** A network of layers. */
export type LayersModel = ReturnType<Tfjs["model"]>;
