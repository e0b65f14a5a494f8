import { startRuntime } from "#lib/runtime/runtime.ts";
import { testAction } from "./action_tests.ts";

// This backend has no product that works on plain memory.
await startRuntime({ backend: "cpu" });

testAction({
  name: "action by operations",
  ignore: false,
  prepare() {},
});
