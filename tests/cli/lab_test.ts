import { assert, assertEquals, assertThrows } from "@std/assert";
import { labOptions } from "#lib/cli/lab_options.ts";
import { LAB_POLICY, labResponse } from "#lib/cli/lab_server.ts";
import { UserError } from "#lib/runtime/errors.ts";
import { needs, programs, projectFiles } from "../needs.ts";
import { runProgram } from "../programs.ts";
import { inTemporaryFolder, listBelow } from "../temporary_folder.ts";

Deno.test("deno task lab: its options", () => {
  assertEquals(labOptions([]), { help: false, build: undefined, port: 0 });
  assertEquals(labOptions(["--port", "8080"]).port, 8080);
  assertEquals(labOptions(["--build", "site"]).build, "site");
  for (
    const [args, message] of [
      [["--port", "70000"], "--port: expected an integer from 0 to 65535"],
      [["--build", ""], "--build: expected a value"],
      [["page"], "Unexpected argument 'page'"],
      [["--build", "site", "--port", "1"], "--port: expected no --build"],
    ] as const
  ) assertThrows(() => labOptions(args), UserError, message);
});

Deno.test({
  ...needs(programs, projectFiles),
  name: "deno task lab: help and a wrong option leave nothing behind",
  async fn() {
    await inTemporaryFolder(async (folder) => {
      const lab = (...args: string[]) =>
        runProgram(
          Deno.execPath(),
          ["task", "--quiet", "lab", ...args],
          { TMPDIR: folder },
        );
      assertEquals((await lab("--help")).code, 0);
      const { code, stderr } = await lab("--port", "x");
      assertEquals(code, 2);
      assertEquals(
        stderr,
        'error: --port: expected an integer from 0 to 65535, found "x"\n',
      );
      assertEquals(await listBelow(folder), []);
    });
  },
});

const files = new Map([
  ["index.html", new TextEncoder().encode("<!doctype html>")],
  ["page.js", new TextEncoder().encode("1;")],
  ["a.wasm", Uint8Array.of(0)],
]);
const ask = (path: string, method = "GET") =>
  labResponse(files, { method, url: `http://127.0.0.1:1/${path}` });

Deno.test("the server serves the page's files and nothing else", async () => {
  assertEquals(await ask("").text(), "<!doctype html>");
  assertEquals(await ask("page.js?x=1").text(), "1;");
  assertEquals(ask("a.wasm").headers.get("content-type"), "application/wasm");
  assertEquals(await ask("", "HEAD").text(), "");
  for (
    const path of [
      "deno.json",
      "../deno.json",
      "%2e%2e/deno.json",
      "__proto__",
      "constructor",
    ]
  ) {
    assertEquals(ask(path).status, 404, path);
  }
  assertEquals(ask("", "POST").status, 405);
});

Deno.test("every response has the security headers", () => {
  for (const response of [ask(""), ask("none"), ask("", "PUT")]) {
    const header = (name: string) => response.headers.get(name);
    assertEquals(header("content-security-policy"), LAB_POLICY);
    assertEquals(header("x-content-type-options"), "nosniff");
    assertEquals(header("referrer-policy"), "no-referrer");
  }
});

Deno.test("the page itself states the same policy, for servers without these headers", async () => {
  const page = await Deno.readTextFile(
    new URL("../../lib/lab/index.html", import.meta.url),
  );
  const [, own] = /http-equiv="Content-Security-Policy"\s+content="([^"]+)"/
    .exec(page)!;
  // The directive frame-ancestors works only in a header.
  assertEquals(`${own}; frame-ancestors 'none'`, LAB_POLICY);
  assert(!/unsafe-inline|unsafe-eval(?<!wasm-unsafe-eval)|https?:/.test(own));
});
