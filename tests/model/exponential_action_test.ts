import { startRuntime } from "#lib/runtime/runtime.ts";
import { testAction } from "./action_tests.ts";

// The cpu backend has no product on plain memory, so tfjs's operations are used.
await startRuntime({ backend: "cpu" });

testAction({
  name: "action by operations",
  ignore: false,
  prepare() {},
});
