import { assert, assertEquals } from "@std/assert";
import { tablesOf } from "../../bench/doc_tables.ts";
import { needs, projectFiles } from "../needs.ts";
import { projectRoot } from "../project_files.ts";

const read = (path: string) => Deno.readTextFile(`${projectRoot}/${path}`);

Deno.test({
  ...needs(projectFiles),
  name:
    "the verdicts in bench/detect_video.txt are those that a moving window allows",
  async fn() {
    const [table] = tablesOf(await read("bench/detect_video.txt"));
    const [head, ...rows] = table;
    const cell = (row: string[], name: string) => row[head.indexOf(name)];
    for (const row of rows) {
      const verdict = cell(row, "verdict");
      // The videos' pictures do not move as a whole, but a moving window over them
      // does.
      if (cell(row, "frames as seen") === "whole") assert(verdict !== "found");
      else if (cell(row, "video") !== "bikes") {
        assertEquals(verdict, "found");
        assert(Number(cell(row, "angle, °")) < 2);
      } else if (verdict === "found") {
        assert(Number(cell(row, "angle, °")) < 4);
      }
    }
  },
});
