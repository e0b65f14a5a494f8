/**
 * Declarations of the part of cli-progress that this project uses. The types of
 * @types/cli-progress include those of Node, which conflict with Deno's.
 */
export interface BarOptions {
  readonly format: string;
  readonly barCompleteChar: string;
  readonly barIncompleteChar: string;
  readonly barsize: number;
  readonly fps: number;
  readonly stream: unknown;
  readonly gracefulExit: boolean;
  readonly synchronousUpdate: boolean;
}

declare class SingleBar {
  constructor(options: BarOptions);
  start(total: number, value: number, payload: object): void;
  update(value: number, payload: object): void;
  stop(): void;
}

declare const cliProgress: { readonly SingleBar: typeof SingleBar };
export default cliProgress;
