// deno task bench: this project's speed beside PyTorch's, SciPy's and OpenCV's.
import { main } from "#lib/cli/main.ts";
import { describeMachine } from "./machine.ts";
import { benchHelp, benchOptions } from "./options.ts";
import { measures } from "./parts.ts";
import { findPython } from "./python.ts";
import type { Session } from "./session.ts";
import { inTemporaryFolder } from "./temporary_folder.ts";

/** Load average of the last minute below which a machine counts as idle. */
const IDLE_LOAD = 0.5;

async function bench(args: readonly string[]): Promise<number> {
  const options = benchOptions(args);
  if (options.help) {
    console.log(benchHelp);
    return 0;
  }
  const python = await findPython(options.python);
  await inTemporaryFolder(async (folder, ending) => {
    const session: Session = {
      folder,
      ending,
      quick: options.quick,
      python,
      // The named Python's environment is where a BLAS may be, too.
      environment: options.python === undefined || python.prefix === undefined
        ? {}
        : { VIRTUAL_ENV: python.prefix },
      note: (text) => console.error(text),
    };
    // Now, before the load is our own.
    const machine = describeMachine(python);
    if (machine.loadAverage > IDLE_LOAD) {
      session.note(
        `the machine is not idle (load ${machine.loadAverage}): expect distorted times`,
      );
    }
    const { result, tables } = await measures[options.only](session, machine);
    console.log(options.json ? JSON.stringify(result, null, 2) : tables());
  });
  return 0;
}

await main(bench);
