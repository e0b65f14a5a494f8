import { existsSync } from "node:fs";

/** The path of a program in PATH, or its name if it is not found. */
export function pathOf(name: string): string {
  const paths = Deno.env.get("PATH")!.split(":")
    .map((folder) => `${folder}/${name}`);
  return paths.find((path) => existsSync(path)) ?? name;
}
