import { assertEquals, assertThrows } from "@std/assert";
import { UserError } from "#lib/runtime/errors.ts";
import { benchHelp, benchOptions } from "../../bench/options.ts";

Deno.test("benchOptions reads every option that the help names", () => {
  assertEquals(benchOptions([]), {
    help: false,
    json: false,
    only: "all",
    python: undefined,
    quick: false,
  });
  assertEquals(benchOptions(["--json", "--quick", "--python", "python3"]), {
    help: false,
    json: true,
    only: "all",
    python: "python3",
    quick: true,
  });
  assertEquals(benchOptions(["--only", "registration"]).only, "registration");
  assertEquals(benchOptions(["--only", "training"]).only, "training");
  assertEquals(benchOptions(["--only", "steps"]).only, "steps");
  assertEquals(benchOptions(["--only", "constraint"]).only, "constraint");
  assertEquals(benchOptions(["-h"]).help, true);
  for (const [, name] of benchHelp.matchAll(/^ {2}--(\w+)/gm)) {
    const value = { python: ["p"], only: ["registration"] }[name] ?? [];
    benchOptions([`--${name}`, ...value]);
  }
});

for (
  const args of [
    ["--fast"],
    ["word"],
    ["--python"],
    ["--python", " "],
    ["--json=yes"],
    ["--only", "detect"],
  ]
) {
  Deno.test(`benchOptions refuses ${args.join(" ")} in one line`, () => {
    const { message } = assertThrows(() => benchOptions(args), UserError);
    assertEquals(message.includes("\n"), false);
  });
}
