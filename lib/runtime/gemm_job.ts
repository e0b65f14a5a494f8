/**
 * The words of the job that the threads share, by index (four bytes each).
 * Read by TypeScript and by the AssemblyScript kernels.
 */
export enum Word {
  /** Counts jobs; workers sleep on it. Negative: the pool is closed. */
  Generation,
  /** 1 while threads may take part. */
  Open,
  /** Workers that take part now. */
  Active,
  /** 1 after a worker failed in the middle of a job. */
  Failed,
  /** Next group of panels of B to pack, and how many are packed. */
  NextGroup,
  GroupsDone,
  Groups,
  /** Next tile of C (or range of Adam) to compute, and how many are done. */
  NextTile,
  TilesDone,
  Tiles,
  /** A `JobKind`. */
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
  /** Numbers below zero are multiplied by this: 1 linear, 0 ReLU. */
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
  /** Cells of a line; a grid has as many lines each way. */
  LineCells,
  /** One matrix per line, those of the rows before those of the columns. */
  LineMatrices,
  /** One slot of one cell: a number for every image. */
  SlotBytes,
  /** From a cell's slots to the next one's. */
  CellBytes,
  Source,
  Target,
  /** Address of slots to start from, or 0. */
  Carry,
  CarryFactor,
  /** Addresses of one slot of weights, and of one slot per cell, or 0. */
  Weights,
  Weighted,
  /** Slots that a weighted sum or an outer product goes over. */
  Slots,
  // Layers; see kernels/layers.as.ts. Addresses of M rows of N numbers each.
  Y,
  Targets,
  /** What layer normalisation makes of a product, before gain and shift. */
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
