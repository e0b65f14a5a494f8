import { joinTests } from "./join_tests.ts";

await joinTests("constraint");
