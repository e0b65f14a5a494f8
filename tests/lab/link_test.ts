import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertRejects,
} from "@std/assert";
import { detect } from "#lib/detection/detect.ts";
import { detectionWords } from "#lib/display/detection_words.ts";
import { linkOf } from "#lib/lab/answer_link.ts";
import { packed, unpacked } from "#lib/lab/packed_text.ts";
import { detectionOfLink } from "#lib/lab/read_link.ts";
import { UserError } from "#lib/runtime/errors.ts";
import { nothingFound } from "../detection/detection_example.ts";
import { severalExample } from "../detection/several_example.ts";
import { turnedDrawings } from "../slow/lab_data.ts";

const found = await detect(turnedDrawings(60), { networks: false });
const link = (await linkOf(found))!;

Deno.test("a link holds the answer, in the same words", async () => {
  assert(/^[\w-]+$/.test(link));
  assert(link.length < 10_000, `${link.length}`);
  const read = await detectionOfLink(link);
  assertEquals(detectionWords(read), detectionWords(found));
  assertEquals(read.pictures.worst, []);
  read.pictures.mean.forEach((value, i) =>
    assertAlmostEquals(value, found.pictures.mean[i], 1e-6)
  );
});

Deno.test("a link holds several generators, and a verdict of none", async () => {
  for (
    const answer of [
      ...[severalExample(), severalExample({ areMixed: true })],
      ...[nothingFound()],
    ]
  ) {
    const read = await detectionOfLink((await linkOf(answer))!);
    assertEquals(detectionWords(read), detectionWords(answer));
  }
});

const refused = async (text: string): Promise<string> => {
  const { message } = await assertRejects(
    () => detectionOfLink(text),
    UserError,
  );
  assert(message.startsWith("the link"), message);
  assert(!message.includes("\n"));
  return message;
};

Deno.test("a link that was cut, changed or made up is refused in one line", async () => {
  for (
    const text of ["x", "%3Cscript%3E", link.slice(0, -200), await packed("{")]
  ) {
    await refused(text);
  }
  // deno-lint-ignore no-explicit-any -- any content is tried
  const content: any = JSON.parse(await unpacked(link));
  const changed = async (change: (copy: typeof content) => void) => {
    const copy = structuredClone(content);
    change(copy);
    return await refused(await packed(JSON.stringify(copy)));
  };
  const messages = [
    await changed((copy) => copy.answer.verdict = "sure"),
    await changed((copy) => copy.answer.source.name = 7),
    await changed((copy) => copy.answer.evidence.explained = "all"),
    await changed((copy) => copy.answer.findings = [{ kind: "x", text: "y" }]),
    await changed((copy) => copy.answer.methods[0].method = null),
    await changed((copy) => copy.picture.mean.pop()),
    await changed((copy) => copy.picture.side = 1e9),
    await changed((copy) => delete copy.picture),
  ];
  assert(messages.every((message) => /expected .* found/.test(message)));
  await refused(await packed(" ".repeat(2 ** 22 + 1)));
});
