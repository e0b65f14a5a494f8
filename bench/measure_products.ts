import { type OwnBackend, ownBackends, ownCommand } from "./commands.ts";
import { interleave } from "./interleave.ts";
import { benchModels } from "./models.ts";
import type { ProductReply } from "./product_job.ts";
import {
  type BenchProduct,
  isLarge,
  operationsOf,
  productsOfStep,
  squareProduct,
} from "./product_shapes.ts";
import { type Session, withPeers } from "./session.ts";
import { ratio, type Spread, spreadOf } from "./statistics.ts";
import type { StepState } from "./step_state.ts";

/** A value for one and for all threads. */
export interface ByThreads<T> {
  readonly oneThread: T;
  readonly allThreads: T;
}

/** Rates per backend, in GFLOP/s. */
export type Rates<T = Spread | null> = Readonly<
  Record<OwnBackend, ByThreads<T>>
>;

/** All measurements of the matrix products alone. */
export interface ProductMeasures {
  /** Batch size of the products. */
  readonly batch: number;
  /** The machine's largest rate, GFLOP/s: that of a large square product by BLAS. */
  readonly peakGflops: ByThreads<number | null>;
  readonly square: BenchProduct & { readonly gflops: Rates };
  readonly products: readonly (BenchProduct & {
    readonly large: boolean;
    readonly gflops: Rates;
  })[];
  /**
   * Rate of all large products of one step: the sum of operations over the sum of
   * times.
   */
  readonly largeGflops: Rates<number | null>;
  /** Rate of all products of one step. */
  readonly allGflops: Rates<number | null>;
  /** Rate of the large products on all threads over that on one. */
  readonly threadGain: Readonly<Record<OwnBackend, number | null>>;
  readonly threads: Rates<number | null>;
  readonly reasons: Readonly<Record<string, string>>;
}

const nameOf = (backend: OwnBackend, one: boolean) =>
  one ? `${backend}One` : backend;

/** Times the products of one step, on one and on all threads. */
export function measureProducts(
  session: Session,
  { parameters }: StepState,
): Promise<ProductMeasures> {
  const commands = ownBackends.flatMap((backend) => [
    ownCommand(backend, session.environment, true),
    ownCommand(backend, session.environment),
  ]);
  const products = [
    squareProduct,
    ...productsOfStep(parameters, benchModels[0].headline),
  ];
  return withPeers(commands, async ({ peers, reasons }) => {
    const measured = await interleave<readonly BenchProduct[], ProductReply>(
      peers,
      [products],
      session.quick ? 1 : 5,
      (asked) => ({ run: "products", products: asked }),
      (text) => session.note(`matrix products, ${text}`),
    );
    const times = (name: string) =>
      measured.answers.filter(({ peer }) => peer === name)
        .map(({ reply }) => reply.ms);
    const threadsOf = (name: string) =>
      peers.find((peer) => peer.name === name)?.facts.threads as
        | number
        | undefined;
    return {
      ...productMeasures(products, times),
      threads: rates((name) => threadsOf(name) ?? null),
      reasons: { ...reasons, ...measured.reasons },
    };
  });
}

/**
 * Computes rates from times.
 *
 * @param products The square product comes first.
 * @param times Returns a peer's times by round and product, ms.
 */
export function productMeasures(
  [square, ...products]: readonly BenchProduct[],
  times: (peer: string) => readonly (readonly number[])[],
): Omit<ProductMeasures, "threads" | "reasons"> {
  const rateAt = (product: BenchProduct, i: number) =>
    rates((peer) =>
      spreadOf(times(peer).map((ms) => operationsOf(product) / ms[i] / 1e6))
    );
  const measured = products.map((product, i) => ({
    ...product,
    large: isLarge(product),
    gflops: rateAt(product, i + 1),
  }));
  const largeGflops = wholeRates(measured.filter(({ large }) => large));
  const squareRates = rateAt(square, 0);
  return {
    batch: benchModels[0].headline,
    peakGflops: {
      oneThread: squareRates.blas.oneThread?.median ?? null,
      allThreads: squareRates.blas.allThreads?.median ?? null,
    },
    square: { ...square, gflops: squareRates },
    products: measured,
    largeGflops,
    allGflops: wholeRates(measured),
    threadGain: {
      blas: ratio(largeGflops.blas.allThreads, largeGflops.blas.oneThread),
      wasm: ratio(largeGflops.wasm.allThreads, largeGflops.wasm.oneThread),
    },
  };
}

/** Computes the operations of several products over the sum of their median times. */
function wholeRates(
  products: readonly (BenchProduct & { readonly gflops: Rates })[],
): Rates<number | null> {
  const operations = products.reduce((sum, p) => sum + operationsOf(p), 0);
  return ratesOf((backend, threads) => {
    const medians = products.map(({ gflops }) => gflops[backend][threads]);
    if (medians.includes(null)) return null;
    const time = products.reduce(
      (sum, product, i) => sum + operationsOf(product) / medians[i]!.median,
      0,
    );
    return operations / time;
  });
}

function rates<T>(of: (peer: string) => T): Rates<T> {
  return ratesOf((backend, threads) =>
    of(nameOf(backend, threads === "oneThread"))
  );
}

function ratesOf<T>(
  of: (backend: OwnBackend, threads: keyof ByThreads<T>) => T,
): Rates<T> {
  const both = (backend: OwnBackend) => ({
    oneThread: of(backend, "oneThread"),
    allThreads: of(backend, "allThreads"),
  });
  return { blas: both("blas"), wasm: both("wasm") };
}
