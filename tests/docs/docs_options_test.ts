import { assertEquals, assertThrows } from "@std/assert";
import { UserError } from "#lib/runtime/errors.ts";
import { docsOptions } from "../../bench/docs/options.ts";

Deno.test("deno task docs takes --check, and nothing else", () => {
  assertEquals(docsOptions([]), { help: false, check: false });
  assertEquals(docsOptions(["--check"]), { help: false, check: true });
  assertEquals(docsOptions(["-h"]).help, true);
  for (const args of [["--write"], ["README.md"], ["--check=yes"]]) {
    assertThrows(() => docsOptions(args), UserError);
  }
});
