import type { Machine } from "./machine.ts";
import { measureActions } from "./measure_actions.ts";
import { measureClassifiers } from "./measure_classifiers.ts";
import { measureExperiment } from "./measure_experiments.ts";
import { measureProducts } from "./measure_products.ts";
import { measureRegistration } from "./measure_registration.ts";
import { measureSteps } from "./measure_steps.ts";
import { measureWholeTraining } from "./measure_training.ts";
import type { BenchPart } from "./options.ts";
import { prepareActions, prepareModels } from "./prepare.ts";
import { type BenchResult, benchResult } from "./result.ts";
import type { Session } from "./session.ts";
import {
  benchTables,
  classifierTables,
  registrationTables,
  stepTables,
  wholeTrainingTables,
} from "./tables.ts";

/** A result, and a function that makes its tables. */
export interface Measured {
  readonly result: unknown;
  readonly tables: () => string;
}

/** Conditions of a run, which every result contains. */
interface Conditions {
  readonly quick: boolean;
  readonly machine: Machine;
}

type Measure = (session: Session, machine: Machine) => Promise<Measured>;

const part = <Result>(
  measure: (session: Session, conditions: Conditions) => Promise<Result>,
  tables: (result: Result) => string,
): Measure =>
async (session, machine) => {
  const result = await measure(session, { quick: session.quick, machine });
  return { result, tables: () => tables(result) };
};

/** Measures a part of the benchmark, by its name. */
export const measures: Readonly<Record<BenchPart, Measure>> = {
  all: part(everything, benchTables),
  steps: part(async (session, conditions) => {
    const models = await prepareModels(session);
    return { ...conditions, training: await measureSteps(session, models) };
  }, stepTables),
  training: part(async (session, conditions) => ({
    ...conditions,
    training: await measureWholeTraining(session),
  }), wholeTrainingTables),
  registration: part(async (session, conditions) => ({
    ...conditions,
    registration: await measureRegistration(session),
  }), registrationTables),
  constraint: part(async (session, conditions) => ({
    ...conditions,
    constraint: await measureClassifiers(session),
  }), classifierTables),
};

async function everything(
  session: Session,
  conditions: Conditions,
): Promise<BenchResult> {
  const models = await prepareModels(session);
  const plans = await prepareActions(session);
  return benchResult({
    ...conditions,
    training: await measureSteps(session, models),
    products: await measureProducts(session, models[0].state),
    action: await measureActions(session, plans),
    registration: await measureRegistration(session),
    constraint: await measureClassifiers(session),
    experiment: session.quick ? null : await measureExperiment(session),
  });
}
