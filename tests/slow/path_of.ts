import { existsSync } from "node:fs";

/** The path of a program that is found by its name; the name itself where it is not. */
export function pathOf(name: string): string {
  const paths = Deno.env.get("PATH")!.split(":")
    .map((folder) => `${folder}/${name}`);
  return paths.find((path) => existsSync(path)) ?? name;
}
