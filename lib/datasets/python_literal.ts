/** A Python tuple or list. */
export interface PythonSequence {
  readonly kind: "tuple" | "list";
  readonly items: readonly PythonLiteral[];
}

/** A Python dict; if a key occurs twice, the last value counts. */
export type PythonDict = ReadonlyMap<string, PythonLiteral>;

/** The value of a Python literal; None is null. */
export type PythonLiteral =
  | null
  | boolean
  | number
  | string
  | PythonSequence
  | PythonDict;

/** Largest nesting depth of brackets; NumPy's headers have few. */
const DEEPEST = 32;

/**
 * Parses a Python literal of None, True, False, integers, strings, tuples, lists, and
 * dicts whose keys are strings, in the form that `repr` writes in any version of Python,
 * including Python 2's `70L` and `u"..."`. The time is proportional to the length of the
 * text.
 *
 * @returns The value; integers from 2^53 on are rounded to the nearest number.
 * @throws RangeError that names the character and the expected token.
 */
export function parsePythonLiteral(text: string): PythonLiteral {
  const cursor = new Cursor(text);
  const value = valueAt(cursor, 0);
  if (cursor.peek() !== "") cursor.fail("the end");
  return value;
}

/** A position in a text; white space and comments before a token are skipped. */
class Cursor {
  #at = 0;
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  /** Returns the next character that is not skipped; empty at the end. */
  peek(): string {
    this.#match(/(?:\s|#[^\n]*)*/y);
    return this.#text.charAt(this.#at);
  }

  /** Steps over the next character if it is this one. */
  skips(character: string): boolean {
    if (this.peek() !== character) return false;
    this.#at++;
    return true;
  }

  /** Steps over the match of a sticky expression, and returns its groups. */
  takes(pattern: RegExp): RegExpExecArray | null {
    this.peek();
    return this.#match(pattern);
  }

  fail(expected: string): never {
    const rest = this.#text.slice(this.#at, this.#at + 20);
    const found = rest === "" ? "the end" : JSON.stringify(rest);
    throw new RangeError(
      `expected ${expected} at character ${this.#at}, found ${found}`,
    );
  }

  #match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text);
    if (found !== null) this.#at = pattern.lastIndex;
    return found;
  }
}

const CONSTANTS: Readonly<Record<string, null | boolean>> = {
  None: null,
  True: true,
  False: false,
};

function valueAt(cursor: Cursor, depth: number): PythonLiteral {
  if (depth === DEEPEST && /[([{]/.test(cursor.peek())) {
    cursor.fail(`at most ${DEEPEST} brackets in each other`);
  }
  if (cursor.skips("{")) return dictAt(cursor, depth + 1);
  if (cursor.skips("[")) {
    return { kind: "list", items: itemsAt(cursor, "]", depth + 1).items };
  }
  if (cursor.skips("(")) return tupleAt(cursor, depth + 1);
  const text = stringAt(cursor);
  if (text !== undefined) return text;
  const integer = cursor.takes(/([-+]?\d+(?:_\d+)*)[lL]?(?![\w.])/y);
  if (integer !== null) return Number(integer[1].replaceAll("_", ""));
  const constant = cursor.takes(/(?:None|True|False)(?!\w)/y);
  if (constant !== null) return CONSTANTS[constant[0]];
  return cursor.fail("a dict, tuple, list, string, integer, bool or None");
}

/** Parses a tuple; one item in brackets without a comma is that item. */
function tupleAt(cursor: Cursor, depth: number): PythonLiteral {
  const { items, commas } = itemsAt(cursor, ")", depth);
  return items.length === 1 && commas === 0
    ? items[0]
    : { kind: "tuple", items };
}

function itemsAt(cursor: Cursor, end: string, depth: number) {
  const items: PythonLiteral[] = [];
  let commas = 0;
  while (!cursor.skips(end)) {
    if (items.length > commas) cursor.fail(`, or ${end}`);
    items.push(valueAt(cursor, depth));
    if (cursor.skips(",")) commas++;
  }
  return { items, commas };
}

function dictAt(cursor: Cursor, depth: number): PythonDict {
  const entries = new Map<string, PythonLiteral>();
  for (let more = true; !cursor.skips("}");) {
    if (!more) cursor.fail(", or }");
    const key = stringAt(cursor) ?? cursor.fail("a string as the key");
    if (!cursor.skips(":")) cursor.fail(":");
    entries.set(key, valueAt(cursor, depth));
    more = cursor.skips(",");
  }
  return entries;
}

const STRING = /[uU]?(?:'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)")/y;

/** Parses a string; adjacent strings are joined, as in Python. */
function stringAt(cursor: Cursor): string | undefined {
  let text: string | undefined;
  for (;;) {
    const found = cursor.takes(STRING);
    if (found === null) return text;
    text = (text ?? "") + unescaped(found[1] ?? found[2]);
  }
}

const ESCAPES: Readonly<Record<string, string>> = {
  "\\": "\\",
  "'": "'",
  '"': '"',
  n: "\n",
  r: "\r",
  t: "\t",
};

/** Replaces escapes; unknown ones are kept, as in Python. */
const unescaped = (text: string): string =>
  text.replaceAll(
    /\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|(.))/g,
    (whole, byte?: string, unit?: string, character?: string) => {
      const code = byte ?? unit;
      if (code !== undefined) return String.fromCharCode(parseInt(code, 16));
      return ESCAPES[character!] ?? whole;
    },
  );
