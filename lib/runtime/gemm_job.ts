/**
 * The words of the job that the threads share, by index (four bytes each).
 * Read by TypeScript and by the AssemblyScript kernels.
 */
export enum Word {
  /** Number of the job; workers sleep on it. It is negative if the pool is closed. */
  Generation,
  /** 1 while threads may join the job. */
  Open,
  /** Number of workers in the job. */
  Active,
  /** 1 if a worker failed during a job. */
  Failed,
  /** Next group of panels of B to pack, and number of packed groups. */
  NextGroup,
  GroupsDone,
  Groups,
  /** Next tile of C (or range of Adam) to compute, and number of computed ones. */
  NextTile,
  TilesDone,
  Tiles,
  /** Kind of the job, a `JobKind`. */
  Kind,
  // C = alpha op(A) op(B) + beta C; addresses and row strides in bytes.
  M,
  N,
  K,
  A,
  StrideA,
  TransposeA,
  B,
  StrideB,
  TransposeB,
  C,
  StrideC,
  Alpha,
  Beta,
  /** Address of n numbers to add to every row, or 0. */
  Bias,
  /** Factor of numbers below zero: 1 for linear, 0 for ReLU. */
  Slope,
  PackedB,
  TileRows,
  TileColumns,
  // Adam; addresses of `Count` numbers each.
  Count,
  Parameters,
  Gradients,
  Momentum,
  Variance,
  Beta1,
  /** 1 - beta1, from float64. */
  Rest1,
  Beta2,
  Rest2,
  /** Learning rate / (1 - beta1^t). */
  StepSize,
  /** 1 / (1 - beta2^t). */
  VarianceScale,
  Epsilon,
  // Line products; see kernels/lines.as.ts. Addresses and sizes in bytes.
  /** Number of cells of a line; a grid has as many rows and columns. */
  LineCells,
  /** Address of one matrix per line, those of the rows before those of the columns. */
  LineMatrices,
  /** Size of one slot of one cell: a number for every image. */
  SlotBytes,
  /** Distance from a cell's slots to the next cell's. */
  CellBytes,
  Source,
  Target,
  /** Address of slots to start from, or 0. */
  Carry,
  CarryFactor,
  /** Addresses of one slot of weights, and of one slot per cell, or 0. */
  Weights,
  Weighted,
  /** Number of slots of a weighted sum or an outer product. */
  Slots,
  // Layers; see kernels/layers.as.ts. Addresses of M rows of N numbers each.
  Y,
  Targets,
  /**
   * Address of the normalised values of a layer normalisation, before gain and shift.
   */
  Normal,
  /** Addresses of N numbers. */
  Gain,
  Shift,
  Sums,
  NormalSums,
  /** Address of M numbers. */
  RowNumbers,
  Words,
}

export enum JobKind {
  Product,
  Adam,
  LineProduct,
  LineOuter,
  WeightedSum,
  AddBias,
  ActivationGradient,
  Normalise,
  NormaliseGradient,
  RowDistances,
  DistanceGradient,
}
