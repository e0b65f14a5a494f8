// Run by starts.ts: tries to hold the folder that it is given, prints the result as a
// line of JSON, and releases the folder when its input ends.
import { holdFolder } from "#lib/runtime/lock.ts";

try {
  const letGo = await holdFolder(Deno.args[0]);
  console.log(JSON.stringify({ won: true, said: "" }));
  for await (const _ of Deno.stdin.readable);
  await letGo();
} catch (error) {
  const { message } = error as Error;
  console.log(JSON.stringify({ won: false, said: message }));
}
