import { startTestRuntime } from "../start_runtime.ts";
import { testAction } from "./action_tests.ts";

// Neither of the two has a product that works on plain memory.
await startTestRuntime();

testAction({ name: "action by operations", ignore: false, prepare() {} });
