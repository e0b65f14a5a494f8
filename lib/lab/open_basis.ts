import { checkBasis } from "../detection/check_basis.ts";
import { readBasis } from "../detection/read_basis.ts";
import { type Basis, basisByName } from "../lie/basis.ts";
import { UserError } from "../runtime/errors.ts";
import type { LabOptions } from "./messages.ts";

/** Bytes of a file with a basis, at most. */
const MOST_BYTES = 2 ** 20;

/**
 * The basis that the reader chose: a built-in one, or that of a JSON file.
 *
 * @throws UserError that names the file, what was expected and found.
 */
export async function openBasis(basis: LabOptions["basis"]): Promise<Basis> {
  if (typeof basis === "string") return basisByName(basis);
  const { path, blob } = basis;
  if (blob.size > MOST_BYTES) {
    throw new UserError(
      `${path}: expected a basis, at most 1 MiB of JSON, found ${blob.size} bytes`,
    );
  }
  return checkBasis(readBasis(await blob.text(), path), path);
}
