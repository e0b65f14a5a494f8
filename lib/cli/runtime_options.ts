import { type BackendChoice, backendChoices } from "../runtime/runtime.ts";
import {
  choiceOption,
  integerOption,
  textOption,
  type Values,
} from "./arguments.ts";

/** Options of the backend and its threads. */
export interface RuntimeChoice {
  readonly backend: BackendChoice;
  readonly blas: string | undefined;
  readonly threads: number | undefined;
}

/** Definitions of the options that {@link runtimeChoice} reads, for the parser. */
export const runtimeFlags = {
  backend: { type: "string" },
  blas: { type: "string" },
  threads: { type: "string" },
} as const;

const MOST_THREADS = 1024;

/**
 * Reads the options of the backend.
 *
 * @throws UserError that names the option, the expected and the found value.
 */
export function runtimeChoice(values: Values): RuntimeChoice {
  return {
    backend: choiceOption(values, "backend", backendChoices, "auto"),
    blas: textOption(values, "blas"),
    threads: values.threads === undefined
      ? undefined
      : integerOption(values, "threads", 1, 1, MOST_THREADS),
  };
}
