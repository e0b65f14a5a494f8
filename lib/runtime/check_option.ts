/** Formats a value for a message: shortened, and a string in quotation marks. */
export function shown(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value).slice(0, 80);
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value === "function") return "a function";
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (ArrayBuffer.isView(value)) return `an array, ${value.constructor.name}`;
  if (typeof value === "object" && value !== null) return "an object";
  return String(value);
}

/** Makes the error of an option of a wrong type. */
export function wrongType(
  option: string,
  expected: string,
  found: unknown,
): TypeError {
  return new TypeError(
    `${option}: expected ${expected}, found ${shown(found)}`,
  );
}

/**
 * Checks an option of a library call that is a number.
 *
 * @param expected The numbers that are taken, for the message.
 * @throws {TypeError} if it is not a number
 * @throws {RangeError} if it is not taken
 */
export function checkNumber(
  option: string,
  value: unknown,
  expected: string,
  isTaken: (number: number) => boolean,
): void {
  if (typeof value !== "number") throw wrongType(option, expected, value);
  if (isTaken(value)) return;
  throw new RangeError(`${option}: expected ${expected}, found ${value}`);
}

/**
 * Checks an option of a library call that is a count.
 *
 * @param option The call and the option, for example `detect: seeds`.
 * @throws {TypeError} if it is not a number
 * @throws {RangeError} if it is not an integer from `least` to `largest`
 */
export function checkInteger(
  option: string,
  value: unknown,
  least: number,
  largest: number,
): void {
  checkNumber(
    option,
    value,
    `an integer from ${least} to ${largest}`,
    (number) =>
      Number.isInteger(number) && number >= least && number <= largest,
  );
}

/**
 * Checks an option of a library call that is a finite number of at least `least`.
 *
 * @throws {TypeError} if it is not a number
 * @throws {RangeError} if it is too small or not finite
 */
export function checkAtLeast(
  option: string,
  value: unknown,
  least: number,
): void {
  checkNumber(
    option,
    value,
    `a finite number of at least ${least}`,
    (number) => Number.isFinite(number) && number >= least,
  );
}

/**
 * Checks an optional option of a library call that has one type.
 *
 * @param option The call and the option, for example `detect: onProgress`.
 * @throws {TypeError} if it is of another type
 */
export function checkOptional(
  option: string,
  value: unknown,
  type: "function" | "string" | "boolean",
): void {
  const expected = {
    function: "a function",
    string: "a string",
    boolean: "true or false",
  };
  if (value === undefined || typeof value === type) return;
  throw wrongType(option, expected[type], value);
}

/**
 * Checks an optional option of a library call that is an AbortSignal.
 *
 * @throws {TypeError} if it is anything else
 */
export function checkSignal(option: string, value: unknown): void {
  if (value === undefined || value instanceof AbortSignal) return;
  throw wrongType(option, "an AbortSignal", value);
}

/**
 * Checks that an argument of a library call is a list.
 *
 * @param expected The list, for the message, for example "a list of images".
 * @throws {TypeError} if it is anything else
 */
export function checkList(
  what: string,
  expected: string,
  value: unknown,
): void {
  if (!Array.isArray(value)) throw wrongType(what, expected, value);
}

/**
 * Checks that the options of a library call are an object.
 *
 * @throws {TypeError} if they are anything else
 */
export function checkObject(what: string, value: unknown): void {
  if (typeof value === "object" && value !== null) return;
  throw wrongType(what, "an object", value);
}
