import { assert, assertEquals } from "@std/assert";
import config from "../deno.json" with { type: "json" };
import { needs, projectFiles } from "./needs.ts";
import { filesBelow, projectRoot } from "./project_files.ts";
import { ROOMS } from "./rooms.ts";
import { codeOf } from "./source_code.ts";

/** Files outside of lib/ that lib may read. */
const OUTSIDE = ["deno.json"];

/** Finds all specifiers that a source file imports or exports from. */
function specifiersOf(source: string): string[] {
  const forms =
    /\b(?:import|export)\s(?:[\w\s{},*]*?\bfrom\s*)?["']([^"'\n]+)["']|\bimport(?:\.meta\.resolve)?\(\s*["'`]([^"'`\n]+)/g;
  return [...codeOf(source).matchAll(forms)].map(([, fixed, called]) =>
    fixed ?? called
  );
}

/**
 * Lists the imports of a file that break the rules.
 *
 * @param path From the project's root.
 */
function importFaults(path: string, source: string): string[] {
  const room = ROOMS.indexOf(path.split("/")[1]);
  return specifiersOf(source).flatMap((specifier) => {
    const fault = `${path} imports ${specifier}`;
    if (!specifier.startsWith(".")) {
      const known = Object.keys(config.imports).filter((name) =>
        name !== "#lib/"
      )
        .some((name) => specifier === name || specifier.startsWith(`${name}/`));
      return known || specifier.startsWith("node:") ? [] : [fault];
    }
    const target = new URL(specifier, `file:///${path}`).pathname.slice(1);
    if (OUTSIDE.includes(target)) return [];
    const [top, targetRoom] = target.split("/");
    if (top !== "lib") return [fault];
    const floor = ROOMS.indexOf(targetRoom);
    // lib/mod.ts belongs to no room and may import from all of them.
    const allowed = path === "lib/mod.ts" ? ROOMS.length : room;
    return floor >= 0 && floor <= allowed ? [] : [fault];
  });
}

async function library(): Promise<ReadonlyMap<string, string>> {
  const paths = (await filesBelow("lib")).filter((path) => /\.ts$/.test(path));
  const read = (path: string) => Deno.readTextFile(`${projectRoot}/${path}`);
  return new Map(
    await Promise.all(
      paths.map(async (path) => [path, await read(path)] as const),
    ),
  );
}

Deno.test("importFaults lists the imports that break the rules, and no others", () => {
  const source = [
    'import { a } from "../random/a.ts";',
    'import { b,\n  type B } from "../cli/b.ts";',
    'import "./side_effect.ts";',
    '/** import { c } from "../cli/c.ts" */',
    'export * from "../experiments/d.ts";',
    'import * as tf from "@tensorflow/tfjs";',
    'import x from "left-pad";',
    'const e = await import("../training/e.ts");',
    'import { t } from "../../tests/t.ts";',
    'import config from "../../deno.json" with { type: "json" };',
  ].join("\n");
  assertEquals(specifiersOf(source).length, 9);
  const faults = importFaults("lib/model/file.ts", source);
  assertEquals(faults.map((fault) => fault.split(" imports ")[1]), [
    "../cli/b.ts",
    "../experiments/d.ts",
    "left-pad",
    "../training/e.ts",
    "../../tests/t.ts",
  ]);
});

Deno.test({
  ...needs(projectFiles),
  name:
    "every file of lib/ is in a known room, which imports only from rooms before it",
  async fn() {
    const files = await library();
    const rooms = new Set([...files.keys()].map((path) => path.split("/")[1]));
    assertEquals(
      [...rooms].toSorted(),
      [...ROOMS, "mod.ts"].toSorted(),
    );
    assertEquals(
      [...files].flatMap(([path, source]) => importFaults(path, source)),
      [],
    );
    const imports = [...files.values()].flatMap(specifiersOf);
    const words =
      [...files.values()].map(codeOf).join("\n").match(/\bfrom "/g) ?? [];
    assert(imports.length >= words.length, "an import was overlooked");
  },
});

/**
 * Files outside of tests/ whose names `deno test` would run. They contain only types.
 */
const NAMED_AS_TESTS = ["lib/detection/label_test.ts"];

Deno.test({
  ...needs(projectFiles),
  name: "deno test finds no program outside of tests/, which it would run",
  async fn() {
    const found = (await filesBelow("")).filter((path) =>
      !path.startsWith("tests/") &&
      /(^|[/_.])test\.[cm]?[jt]sx?$/.test(path)
    );
    assertEquals(found, NAMED_AS_TESTS);
  },
});

/** Matches a constant outside of functions that is a path or URL of the project. */
const RESOLVED_WHEN_LOADED =
  /^(?:export\s+)?(?:const|let)\s(?:(?!=>|;\n)[\s\S])*?import\.meta\.(?:url|resolve)/m;

Deno.test("RESOLVED_WHEN_LOADED sees constants, and no functions", () => {
  const seen = (code: string) => RESOLVED_WHEN_LOADED.test(code);
  assert(seen('const here = new URL("x", import.meta.url);'));
  assert(seen('export const A: string =\n  import.meta.resolve("x");'));
  assert(seen('const A = {\n  url: import.meta.resolve("x"),\n};'));
  assert(!seen('const here = () => new URL("x", import.meta.url);'));
  assert(!seen('const A = 1;\n\nconst b = () =>\n  import.meta.resolve("x");'));
  assert(!seen("function f() {\n  const url = import.meta.url;\n}"));
});

const FORBIDDEN = [
  {
    rule: "no file of lib resolves its place when it is loaded",
    // Only the page loads its own script.
    where: /^lib\/(?!lab\/page\.ts$)/,
    text: RESOLVED_WHEN_LOADED,
  },
  {
    rule: "no file that learns, matches or detects uses the ground truth",
    where: /^lib\/(model|training|matching|detection)\//,
    text: /GroundTruth|datasets\/pairs\.ts/,
  },
  {
    rule: "what moves and matches images needs no tfjs, no Deno and no Node",
    where: /^lib\/(flow|images|lie|matching|random)\//,
    text: /tfjs|\bDeno\b|"node:/,
  },
  {
    rule:
      "a network's constraint takes tfjs from its caller, no Deno and no Node",
    where: /^lib\/constraint\//,
    text: /^import (?!type\b)[^;]*"@tensorflow|\bDeno\b|"node:/m,
  },
  {
    rule: "no file of the browser's page mentions Deno or Node",
    where: /^lib\/lab\//,
    text: /\bDeno\b|"node:/,
  },
  {
    rule: "no file of lib/figures imports tfjs",
    where: /^lib\/figures\//,
    text: /tfjs/,
  },
  {
    rule: "no file of lib exports a default",
    where: /^lib\/(?!.*\.d\.ts$)/,
    text: /export\s+(default\b|\{[^}]*\bas\s+default\b)/,
  },
  {
    rule: "no file of lib draws from a global source",
    where: /^lib\//,
    text: /Math\.random/,
  },
] as const;

for (const { rule, where, text } of FORBIDDEN) {
  Deno.test({
    ...needs(projectFiles),
    name: rule,
    async fn() {
      const looked = [...await library()].filter(([path]) => where.test(path));
      assert(looked.length > 0);
      assertEquals(
        looked.filter(([, source]) => text.test(source)).map(([path]) => path),
        [],
      );
    },
  });
}

/** Names that a file itself defines and exports. An overloaded function counts once. */
function definitionsOf(source: string): string[] {
  const code = codeOf(source);
  const forms =
    /^export\s+(?:declare\s+)?(?:abstract\s+)?(?:async\s+)?(?:function\s*\*?|const|let|class|interface|type|enum)\s*(\w+)/gm;
  // Matches lists such as: export const WIDTH = 760, LEFT = 76;
  const lists = [...code.matchAll(/^export const [A-Z]\w* = [^;]*;/gm)];
  const further = lists.flatMap((
    [list],
  ) => [...list.matchAll(/,\s+([A-Z][A-Z_\d]*) = /g)]);
  return [
    ...new Set([...code.matchAll(forms), ...further].map(([, name]) => name)),
  ];
}

Deno.test("definitionsOf sees what a file exports, and nothing else", () => {
  const source = [
    "export const a = 1;",
    "export const LEFT = 2, TOP = 3,\n  BOTTOM = 4;",
    "export function a(b: number): void;",
    "export function* b() {}",
    "export async function c() {}",
    "export interface D { readonly e: number }",
    "export type F = string;",
    'export { g } from "./g.ts";',
    'export * from "./h.ts";',
    "/** export const i = 1; */",
    "const j = 1;",
    "  export const k = 1;",
  ].join("\n");
  assertEquals(
    definitionsOf(source).toSorted(),
    ["BOTTOM", "D", "F", "LEFT", "TOP", "a", "b", "c"],
  );
});

/**
 * Builds of one module, which all export the same names; `gemmBinary` loads one of
 * them.
 */
const BUILDS = /^lib\/runtime\/kernel_binaries\/.*/;

/** Exported names with the places that define them; re-exports are left out. */
async function definitions(): Promise<ReadonlyMap<string, Set<string>>> {
  const places = new Map<string, Set<string>>();
  for (const [path, source] of await library()) {
    for (const name of definitionsOf(source)) {
      const place = path.replace(BUILDS, "a build of the kernels");
      places.set(name, (places.get(name) ?? new Set()).add(place));
    }
  }
  return places;
}

Deno.test({
  ...needs(projectFiles),
  name: "an exported name has one meaning in lib: one file defines it",
  async fn() {
    const defined = await definitions();
    assert(defined.size > 500, `${defined.size} names`);
    assertEquals(defined.get("orbitTable")?.size, 1);
    assertEquals(defined.get("BASE64")?.size, 1);
    assertEquals(
      [...defined].filter(([, places]) => places.size > 1)
        .map(([name, places]) => [name, ...places]),
      [],
    );
  },
});

/**
 * Second names that a file gives to a thing: `export { a as b }`,
 * `export const b = a;`.
 */
function secondNames(source: string): string[] {
  const code = codeOf(source);
  const renamed = [...code.matchAll(/^export\s*(?:type\s*)?\{([^}]*)\}/gm)]
    .flatMap(([, names]) => [...names.matchAll(/\w+\s+as\s+(\w+)/g)]);
  const names = specifiedNames(code);
  const equal = [...code.matchAll(
    /^export (?:const|type) (\w+)(?:: [^=]+)? = ([A-Za-z_]\w*);$/gm,
  )].filter(([, , value]) => names.has(value));
  return [...renamed, ...equal].map(([, name]) => name);
}

/** Names that a file imports, or defines and exports itself. */
const specifiedNames = (code: string): ReadonlySet<string> =>
  new Set([
    ...definitionsOf(code),
    ...[...code.matchAll(/^import\s*(?:type\s*)?\{([^}]*)\}/gm)]
      .flatMap(([, names]) => names.match(/\w+/g) ?? []),
  ]);

Deno.test("secondNames sees aliases of what is imported or exported", () => {
  const source = [
    'import { a, type B } from "./a.ts";',
    "export const c = a;",
    "export type D = B;",
    "export const e: Type = c;",
    'export { type F as G, h } from "./f.ts";',
    "export const i = Infinity;",
    "export type J = string;",
    "export const k = a(1);",
  ].join("\n");
  assertEquals(secondNames(source).toSorted(), ["D", "G", "c", "e"]);
});

Deno.test({
  ...needs(projectFiles),
  name: "no file of lib exports a thing under a second name",
  async fn() {
    const found = [...await library()].flatMap(([path, source]) =>
      secondNames(source).map((name) => `${path}: ${name}`)
    );
    assertEquals(found, []);
  },
});

Deno.test({
  ...needs(projectFiles),
  name: "no file of the project is larger than 1 MiB",
  async fn() {
    const files = await filesBelow("");
    assert(files.includes("deno.json") && files.includes("lib/mod.ts"));
    const large = files.filter((path) =>
      Deno.statSync(`${projectRoot}/${path}`).size > 2 ** 20
    );
    assertEquals(large, []);
  },
});
