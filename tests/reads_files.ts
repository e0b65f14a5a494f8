/**
 * Options of a test that reads the project's files:
 * `Deno.test({ ...readsFiles, name, fn })`.
 *
 * Plain `deno test` grants no permission, and lists such a test as ignored;
 * `deno task test` runs it.
 */
export const readsFiles: { readonly ignore: boolean } = {
  ignore: Deno.permissions.querySync({
    name: "read",
    path: new URL("..", import.meta.url),
  }).state !== "granted",
};
