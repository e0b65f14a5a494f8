import {
  assertAlmostEquals,
  assertEquals,
  assertMatch,
  assertRejects,
  assertStrictEquals,
} from "@std/assert";
import { basisOption } from "#lib/cli/basis_option.ts";
import { answerOf } from "#lib/detection/answer.ts";
import { affine, cubic, quadratic } from "#lib/lie/basis.ts";
import { UserError } from "#lib/runtime/errors.ts";
import { detectionExample } from "../detection/detection_example.ts";
import { needs, temporaryFolder } from "../needs.ts";
import { inTemporaryFolder } from "../temporary_folder.ts";

Deno.test("a built-in basis is chosen by its name", async () => {
  for (const basis of [affine, quadratic, cubic]) {
    assertStrictEquals(await basisOption(basis.name), basis);
  }
});

Deno.test("an unknown name is refused in one line", async () => {
  for (const name of ["linear", "Affine", "affine ", "basis.txt", "json"]) {
    const { message } = await assertRejects(() => basisOption(name), UserError);
    assertEquals(
      message,
      `--basis: expected one of affine, quadratic, cubic, or a .json, .ts or .js file, found ${
        JSON.stringify(name)
      }`,
    );
  }
});

const withFile = (
  what: string,
  name: string,
  text: string,
  fn: (path: string) => Promise<void>,
) =>
  Deno.test({
    ...needs(temporaryFolder),
    name: what,
    fn: () =>
      inTemporaryFolder(async (folder) => {
        const path = `${folder}/${name}`;
        await Deno.writeTextFile(path, text);
        await fn(path);
      }),
  });

withFile(
  "a basis is read from JSON: what detect itself wrote",
  "generator.json",
  JSON.stringify(answerOf(detectionExample({ basis: cubic }))),
  async (path) => {
    const { name, terms } = await basisOption(path);
    assertEquals(name, "cubic");
    assertEquals(
      terms.map(({ label }) => label),
      cubic.terms.map(({ label }) => label),
    );
    assertAlmostEquals(terms[17].value(0.3, -2), 0.3 ** 2 * -2, 1e-12);
  },
);

const waves = `[
  { component: "x", label: "sin y", value: (_x, y) => Math.sin(3 * y) },
  { component: "y", label: "x", value: (x) => x },
]`;

for (const ending of ["ts", "js", "mjs"]) {
  withFile(
    `a basis of functions is a module: .${ending}`,
    `waves.${ending}`,
    `export default { name: "waves", terms: ${waves} };`,
    async (path) => {
      const { name, terms } = await basisOption(path);
      assertEquals(name, "waves");
      assertEquals(terms.map(({ label }) => label), ["sin y", "x"]);
      assertEquals(terms.map(({ component }) => component), ["x", "y"]);
      assertAlmostEquals(terms[0].value(9, 0.2), Math.sin(0.6), 1e-12);
    },
  );
}

withFile(
  "a list of terms is called by its file",
  "terms.ts",
  `export default ${waves};`,
  async (path) => {
    const { name, terms } = await basisOption(path);
    assertEquals([name, terms.length], [path, 2]);
  },
);

const one = 'component: "x", label: "one", value: () => 1';
const many = (count: number) =>
  `Array.from({ length: ${count} }, (_, k) => ({ component: "x", label: "x" + k, value: (x, y) => x ** (k % 7) * y ** Math.floor(k / 7) }))`;

withFile(
  "forty terms are not too many",
  "many.ts",
  `export default ${many(40)};`,
  async (path) => assertEquals((await basisOption(path)).terms.length, 40),
);

const wrong: readonly (readonly [name: string, text: string, says: RegExp])[] =
  [
    [
      "basis.json",
      "{",
      /^FILE: expected JSON with terms, found: \S.*$/,
    ],
    [
      "basis.json",
      '{"name": "b", "terms": []}',
      /^FILE: terms: expected at least one term, found \[\]$/,
    ],
    [
      "basis.json",
      JSON.stringify({
        name: "b",
        terms: [1, 2].map((k) => ({
          label: `${k}`,
          component: "y",
          powers: [3, 1],
        })),
      }),
      /^FILE: expected terms of which none is a sum of multiples of others, found one that is$/,
    ],
    [
      "basis.ts",
      "export default ][;",
      /^FILE: expected a file with a basis, found: SyntaxError: .+$/,
    ],
    [
      "basis.ts",
      "throw new Error('not today');",
      /^FILE: expected a file with a basis, found: not today$/,
    ],
    [
      "basis.ts",
      "throw 5;",
      /^FILE: expected a file with a basis, found: 5$/,
    ],
    [
      "basis.ts",
      "export default [{ component: 'x', label: 'gap', value: (x) => x > 0.91 && x < 0.99 ? NaN : x }];",
      /^FILE: term 0, gap: expected a finite number at \(0.95, -1.5\), found NaN$/,
    ],
    [
      "basis.ts",
      "export const basis = [];",
      /^FILE: expected a basis as default export, { name, terms }, found none$/,
    ],
    [
      "basis.ts",
      "export default null;",
      /^FILE: expected a basis as default export, { name, terms }, found \S+$/,
    ],
    [
      "basis.ts",
      "export default () => [];",
      /^FILE: expected a basis as default export, { name, terms }, found function$/,
    ],
    [
      "basis.ts",
      "export default { name: 'b', terms: [] };",
      /^FILE: expected a basis as default export, { name, terms }, found object$/,
    ],
    [
      "basis.ts",
      `export default [{ ${one} }, null];`,
      /^FILE: term 1: expected { component: "x" or "y", label, value\(x, y\) }, found null$/,
    ],
    [
      "basis.ts",
      "export default [{ component: 'z', label: 'z', value: () => 1 }];",
      /^FILE: term 0: expected { component: "x" or "y", .* found {"component":"z","label":"z"}$/,
    ],
    [
      "basis.ts",
      "export default [{ component: 'x', label: 'z', value: 1 }];",
      /^FILE: term 0: expected { component: "x" or "y", label, value\(x, y\) }, found {/,
    ],
    [
      "basis.ts",
      "export default [{ component: 'x', label: '1/x', value: (x) => 1 / x }];",
      /^FILE: term 0, 1\/x: expected a finite number at \(0, -1.5\), found -?Infinity$/,
    ],
    [
      "basis.ts",
      "export default [{ component: 'x', label: 'ln', value: (x) => Math.log(x + 1) }];",
      /^FILE: term 0, ln: expected a finite number at \(-1.5, -1.5\), found NaN$/,
    ],
    [
      "basis.ts",
      "export default [{ component: 'x', label: 'a', value: (x) => `${x}` }];",
      /^FILE: term 0, a: expected a finite number at \(-1.5, -1.5\), found -1.5$/,
    ],
    [
      "basis.ts",
      "export default [{ component: 'x', label: 'a', value() { throw new Error('no'); } }];",
      /^FILE: term 0, a: expected a finite number at \(-1.5, -1.5\), found Error: no$/,
    ],
    [
      "basis.ts",
      `export default [{ ${one} }, { ${one} }];`,
      /^FILE: .*expected distinct labels in "\S+basis\.ts", found "one" twice$/,
    ],
    [
      "basis.ts",
      `export default [{ ${one} }, { component: "x", label: "x", value: (x) => x }, { component: "x", label: "sum", value: (x) => 2 * x - 3 }];`,
      /^FILE: expected terms of which none is a sum of multiples of others, found one that is$/,
    ],
    [
      "basis.ts",
      `export default ${many(41)};`,
      /^FILE: expected at most 40 terms, found 41$/,
    ],
  ];

for (const [name, text, says] of wrong) {
  withFile(`${name} with ${text}: refused`, name, text, async (path) => {
    const { message } = await assertRejects(() => basisOption(path), UserError);
    assertMatch(message, /^[^\n]+$/);
    assertEquals(message.startsWith(`${path}: `), true, message);
    assertMatch(`FILE${message.slice(path.length)}`, says);
  });
}

Deno.test({
  ...needs(temporaryFolder),
  name: "a missing file is named in the error",
  fn: () =>
    inTemporaryFolder(async (folder) => {
      for (const name of ["none.json", "none.ts"]) {
        const path = `${folder}/${name}`;
        const { message } = await assertRejects(
          () => basisOption(path),
          UserError,
        );
        assertMatch(message, /^[^\n]+$/);
        assertEquals(
          message.startsWith(
            `${path}: expected a file with a basis, found: No such file`,
          ),
          true,
          message,
        );
      }
    }),
});
