/**
 * A registry of one npm package, `sheets` 1.0.0, with a dependency that does not exist:
 * `deno run --allow-net=127.0.0.1 fake_registry.ts [damaged]`.
 *
 * It prints its port, then one line per request.
 */
const files = {
  "package/package.json": JSON.stringify({
    name: "sheets",
    version: "1.0.0",
    dependencies: { "not-there": "^1.0.0" },
  }),
  "package/sheet.txt": "a sheet",
};

/** A tar archive: for each file a header of 512 bytes, then its content in blocks. */
function tarOf(contents: Readonly<Record<string, string>>): Blob {
  const blocks = Object.entries(contents).flatMap(([name, content]) => {
    const size = content.length;
    return [headerOf(name, size), content.padEnd(512, "\0")];
  });
  return new Blob([...blocks, "\0".repeat(1024)]);
}

function headerOf(name: string, size: number): string {
  const octal = (value: number, digits: number) =>
    `${value.toString(8).padStart(digits, "0")}\0`;
  const before = name.padEnd(100, "\0") + octal(0o644, 7) + octal(0, 7) +
    octal(0, 7) + octal(size, 11) + octal(0, 11);
  const after = "0".padEnd(101, "\0") + "ustar\0" + "00";
  const blank = before + " ".repeat(8) + after;
  const sum = [...blank].reduce((total, c) => total + c.charCodeAt(0), 0);
  return (before + `${octal(sum, 6)} ` + after).padEnd(512, "\0");
}

const [how] = Deno.args;
const tarball = new Uint8Array(
  await new Response(
    tarOf(files).stream().pipeThrough(new CompressionStream("gzip")),
  ).arrayBuffer(),
);
const sha512 = new Uint8Array(await crypto.subtle.digest("SHA-512", tarball));
const sent = how === "damaged" ? tarball.with(20, 255) : tarball;

Deno.serve({
  hostname: "127.0.0.1",
  port: 0,
  onListen: ({ port }) => console.log(port),
}, (request) => {
  const { pathname, origin } = new URL(request.url);
  console.log(pathname);
  if (pathname === "/sheets/-/sheets-1.0.0.tgz") return new Response(sent);
  if (pathname !== "/sheets") return new Response("", { status: 404 });
  return Response.json({
    name: "sheets",
    "dist-tags": { latest: "1.0.0" },
    versions: {
      "1.0.0": {
        ...JSON.parse(files["package/package.json"]),
        dist: {
          tarball: `${origin}/sheets/-/sheets-1.0.0.tgz`,
          integrity: `sha512-${sha512.toBase64()}`,
        },
      },
    },
  });
});
