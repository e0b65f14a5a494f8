import { setDirect } from "#lib/runtime/direct.ts";
import { needs } from "../needs.ts";
import { blasLibrary, foundBlas } from "../runtime/blas_need.ts";
import { plainProduct } from "../runtime/plain_product.ts";
import { startTestRuntime } from "../start_runtime.ts";
import { testAction } from "../model/action_tests.ts";

await startTestRuntime();

testAction({
  name: "action on memory, product in TypeScript",
  ignore: false,
  prepare: () => setDirect({ product: plainProduct }),
});

testAction({
  name: "action on memory, BLAS",
  ...needs(blasLibrary),
  prepare: () => setDirect({ product: foundBlas!.product }),
});
