import { assert, assertEquals } from "@std/assert";
import { needs, programs, projectFiles } from "../needs.ts";

const PROGRAM = new URL("./gemm_program.ts", import.meta.url).pathname;

/** A program of its own, which may read and nothing else. */
function start(what: "once" | "forever", job: string): Deno.ChildProcess {
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "--allow-read", "--no-prompt", PROGRAM, what, job],
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

for (const job of ["product", "lines"]) {
  Deno.test(
    `a program with idle workers ends by itself, with --allow-read alone: ${job}`,
    needs(projectFiles, programs),
    async () => {
      const { code, stdout, stderr } = await start("once", job).output();
      assertEquals(new TextDecoder().decode(stderr), "");
      assertEquals(new TextDecoder().decode(stdout), "started 64\n");
      assertEquals(code, 0);
    },
  );

  Deno.test(
    `Ctrl-C in the middle of a job ends the program at once: ${job}`,
    needs(projectFiles, programs),
    async () => {
      const child = start("forever", job);
      const reader = child.stdout.getReader();
      await reader.read(); // it says that it has started
      await new Promise((resolve) => setTimeout(resolve, 300));
      const asked = performance.now();
      child.kill("SIGINT");
      const { signal } = await child.status;
      assertEquals(signal, "SIGINT");
      assert(performance.now() - asked < 1000);
      await reader.cancel();
      await child.stderr.cancel();
    },
  );
}
