import * as tf from "@tensorflow/tfjs";
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import {
  estimateParameters,
  latentGenerators,
} from "#lib/model/several_model.ts";
import { pairTensors } from "#lib/model/pair_tensors.ts";
import { runAtOnce } from "#lib/runtime/run_at_once.ts";
import { lossTermNames } from "#lib/training/step_losses.ts";
import { allclose } from "../allclose.ts";
import { prepareSmallSeveral } from "../experiments/several/small_several.ts";

Deno.test("register, then teach: each step changes the right tensors only", async () => {
  using prepared = await prepareSmallSeveral();
  const { trainer, held } = prepared;
  const { model, state, pixelFlow } = trainer;
  assert(trainer.isRegistrationDue());
  assert(runAtOnce(trainer.register(false)));
  const space = model.space.dataSync<"float32">().slice();
  const before = model.generators.dataSync<"float32">().slice();
  allclose(before, latentGenerators(model.spec, space), { absolute: 1e-6 });
  trainer.advance();
  assertEquals(trainer.isRegistrationDue(), false);
  const tensors = tf.memory().numTensors;
  const report = trainer.advance();
  assertEquals(tf.memory().numTensors, tensors);
  assertEquals(report.step, 2);
  const sum = lossTermNames.reduce((all, name) => all + report[name], 0);
  assertAlmostEquals(sum, report.total, 1e-5);
  assertEquals([report.matching, report.sparsity], [0, 0]);
  // The registration fixes the space, and the latent generators learn.
  assertEquals(model.space.dataSync(), space);
  const after = model.generators.dataSync<"float32">();
  assert(after.some((value, i) => value !== before[i]));
  assertEquals(state.history.length, 2);
  tf.tidy(() => {
    const { frame0, frameT } = pairTensors(pixelFlow, held.pairs);
    const forth = estimateParameters(model, { frame0, frameT });
    const back = estimateParameters(model, { frame0: frameT, frameT: frame0 });
    assertEquals(forth.shape, [held.pairs.count, model.spec.generators]);
    assertEquals(back.dataSync(), forth.dataSync().map((value) => -value));
  });
});

Deno.test("an aborted registration changes nothing", async () => {
  using prepared = await prepareSmallSeveral();
  const { trainer } = prepared;
  const abort = new AbortController();
  abort.abort();
  assertEquals(runAtOnce(trainer.register(false, abort.signal)), false);
  assert(trainer.model.space.dataSync().every((value) => value === 0));
  assert(trainer.isRegistrationDue());
});
