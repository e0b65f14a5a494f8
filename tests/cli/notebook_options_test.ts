import { assertEquals, assertThrows } from "@std/assert";
import { chosenEntries, galleryOptions } from "#lib/cli/gallery_options.ts";
import { notebookOptions } from "#lib/cli/notebook_options.ts";
import { serverArguments } from "#lib/cli/notebook_server.ts";
import { UserError } from "#lib/runtime/errors.ts";

Deno.test("notebook and gallery have the defaults that their help names", () => {
  assertEquals(notebookOptions([]), {
    help: false,
    setUp: false,
    browser: true,
    port: undefined,
  });
  assertEquals(galleryOptions([]), {
    help: false,
    out: "site",
    only: undefined,
  });
});

Deno.test("notebook and gallery take what is given", () => {
  const given = notebookOptions(["--no-browser", "--port", "9999", "--set-up"]);
  assertEquals(given, {
    help: false,
    setUp: true,
    browser: false,
    port: 9999,
  });
  assertEquals(galleryOptions(["--out", "pages"]).out, "pages");
  const words = serverArguments({ ...given, folder: "/here" });
  for (
    const word of [
      "--ServerApp.root_dir=/here",
      "--ServerApp.open_browser=False",
      "--ServerApp.port=9999",
    ]
  ) assertEquals(words.includes(word), true, word);
});

Deno.test("gallery has the entries that --only names, in the order of the site", () => {
  const notebooks = ["00_a", "01_b"];
  const entries = (...args: string[]) =>
    chosenEntries(galleryOptions(args).only, notebooks);
  assertEquals(entries(), { lab: true, docs: true, notebooks });
  assertEquals(entries("--only", "01_b,docs"), {
    lab: false,
    docs: true,
    notebooks: ["01_b"],
  });
  const { message } = assertThrows(
    () => entries("--only", "lab,01"),
    UserError,
  );
  assertEquals(
    message,
    '--only: expected one of lab, docs, 00_a, 01_b, found "01"',
  );
});

for (
  const [args, says] of [
    [["--port", "0"], `found "0"`],
    [["--port", "65536"], `found "65536"`],
    [["--port", "x"], "--port"],
    [["--browser"], "--browser"],
    [["01_rotation.ipynb"], "01_rotation.ipynb"],
  ] as const
) {
  Deno.test(`notebook refuses ${args.join(" ")} in words`, () => {
    assertThrows(() => notebookOptions(args), UserError, says);
  });
}
