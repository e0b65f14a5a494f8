import { assertEquals, assertMatch, assertRejects } from "@std/assert";
import type { ImageStack } from "#lib/datasets/image_stack.ts";
import { encodeNpyHeader } from "#lib/datasets/npy.ts";
import { UserError } from "#lib/runtime/errors.ts";
import { needs, temporaryFolder } from "../needs.ts";
import { projectRoot } from "../project_files.ts";
import { inTemporaryFolder } from "../temporary_folder.ts";
import { joined } from "./zip_file.ts";

/**
 * Folder of image files written by NumPy and Pillow, with
 * tests/fixtures/make_image_files.py.
 */
export const written = `${projectRoot}/tests/fixtures/images`;

/** Bytes of the images in these files: value i is 37 i modulo 256. */
export const valuesOf = (count: number): number[] =>
  Array.from({ length: count }, (_, i) => 37 * i % 256);

/** All values of a stack, and the number of images of each piece. */
export async function readAll(
  stack: ImageStack,
): Promise<{ values: number[]; pieces: number[] }> {
  const values: number[] = [], pieces: number[] = [];
  for await (const piece of stack.pieces()) {
    for (const value of piece) values.push(value);
    pieces.push(piece.length / (stack.height * stack.width * stack.channels));
  }
  return { values, pieces };
}

/** The bytes of a stack of uint8. */
export async function readBytes(stack: ImageStack): Promise<number[]> {
  return (await readAll(stack)).values.map((value) => Math.round(255 * value));
}

/** A .npy file of bytes. */
export const npyOf = (
  shape: readonly number[],
  values: ArrayLike<number>,
): Uint8Array =>
  joined([encodeNpyHeader(shape, "|u1"), Uint8Array.from(values)]);

/** The header of an idx file of images. */
export function idxHeaderOf(
  count: number,
  height: number,
  width: number,
): Uint8Array {
  const view = new DataView(new ArrayBuffer(16));
  [0x0803, count, height, width].forEach((value, i) =>
    view.setUint32(4 * i, value)
  );
  return new Uint8Array(view.buffer);
}

/** Asserts that the call fails with this one line for the user. */
export async function refuses(
  message: string | RegExp,
  call: () => Promise<unknown>,
): Promise<void> {
  const error = await assertRejects(call, UserError);
  if (typeof message === "string") assertEquals(error.message, message);
  else assertMatch(error.message, message);
  assertMatch(error.message, /^[^\n]+$/);
}

/** Declares a test with its own folder, which must leave no file open. */
export const inFolder = (
  name: string,
  fn: (folder: string) => Promise<void>,
): void =>
  Deno.test({
    ...needs(temporaryFolder),
    name,
    sanitizeResources: true,
    sanitizeOps: true,
    fn: () => inTemporaryFolder(fn),
  });
