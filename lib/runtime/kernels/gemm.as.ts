// The entry of the kernel module: everything that TypeScript calls.
export { adam, ranges } from "./adam.as";
export {
  activationGradient,
  addBias,
  columnClaims,
  distanceGradient,
  normalise,
  normaliseGradient,
  rowClaims,
  rowDistances,
} from "./layers.as";
export { multiplyColumns, multiplyRows, outerLines, sumSlots } from "./lines.as";
export { MR, NR } from "./micro_kernel.as";
export { groups, multiplyTiles, packB, packedBytes, scratchBytes } from "./product.as";
