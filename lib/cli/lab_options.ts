import { UserError } from "../runtime/errors.ts";
import { integerOption, parseOptions, textOption } from "./arguments.ts";

/** Options of `deno task lab`. */
export interface LabCommand {
  readonly help: boolean;
  /** Folder to write the page to; undefined to serve the page instead. */
  readonly build: string | undefined;
  /** Port to serve on; 0 for any free port. */
  readonly port: number;
}

export const labHelp = `Usage: deno task lab [options]

Serves a page that finds the transformation in your own pairs, in your browser:
drop pictures, an archive, an animation or a video, or use the camera. Nothing
leaves your machine. Ctrl+C ends it.

  --port N          the port on 127.0.0.1 (default: a free one)
  --build DIR       write the page as static files instead, for any web server
  --help            this text`;

/**
 * Reads the command line of `deno task lab`.
 *
 * @throws UserError that names the option, the expected and the found value.
 */
export function labOptions(args: readonly string[]): LabCommand {
  const values = parseOptions(args, {
    build: { type: "string" },
    port: { type: "string" },
    help: { type: "boolean", short: "h" },
  });
  if (values.build !== undefined && values.port !== undefined) {
    throw new UserError(
      "--port: expected no --build, which serves nothing, found both",
    );
  }
  return {
    help: values.help === true,
    build: textOption(values, "build"),
    port: integerOption(values, "port", 0, 0, 65535),
  };
}
