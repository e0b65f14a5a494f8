import { assertEquals, assertThrows } from "@std/assert";
import { galleryOptions } from "#lib/cli/gallery_options.ts";
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
  assertEquals(galleryOptions([]), { help: false, out: "site" });
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
