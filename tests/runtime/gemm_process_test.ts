import { assertEquals } from "@std/assert";
import { needs, programs, projectFiles } from "../needs.ts";
import { until } from "../until.ts";

const PROGRAM = new URL("./gemm_program.ts", import.meta.url).pathname;

/** Starts gemm_program.ts with permission to read only. */
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
      assertEquals(new TextDecoder().decode(stdout), "done 64\n");
      assertEquals(code, 0);
    },
  );

  Deno.test(
    `Ctrl-C ends a program that computes one job after another without a pause: ${job}`,
    needs(projectFiles, programs),
    async () => {
      // The program gives no event a turn, so a signal that waited for an event or for
      // the workers would have no effect.
      const child = start("forever", job);
      const reader = child.stdout.getReader();
      await reader.read(); // it says that the first job is done
      let ended: Deno.CommandStatus | undefined;
      child.status.then((status) => ended = status);
      try {
        child.kill("SIGINT");
        await until(() => Promise.resolve(ended !== undefined), "its end");
      } finally {
        if (ended === undefined) child.kill("SIGKILL");
        await child.status;
      }
      assertEquals(ended?.signal, "SIGINT");
      // The program did nothing after the signal.
      assertEquals((await reader.read()).done, true);
      const errors = await new Response(child.stderr).text();
      assertEquals(errors, "");
    },
  );
}
