import { alignedTable } from "./aligned_table.ts";
import { bestNumbers } from "./best_numbers.ts";
import type { Blocks } from "./blocks_in_text.ts";
import { constraintBlocks } from "./constraint_blocks.ts";
import { costBlocks } from "./cost_blocks.ts";
import { detectionBlocks } from "./detection_blocks.ts";
import { evidenceBlocks } from "./evidence_blocks.ts";
import { labelBlock } from "./label_block.ts";
import { reproducedBlock } from "./reproduced_block.ts";
import { roomBlocks } from "./room_blocks.ts";
import { seedBlocks } from "./seed_blocks.ts";
import { studyBlocks } from "./study_blocks.ts";
import { timingBlocks } from "./timing_blocks.ts";

/** All blocks that README.md, docs/ and bench/README.md may show. */
export const allBlocks: Blocks = {
  "best-numbers": async () => alignedTable(await bestNumbers()),
  ...reproducedBlock,
  ...studyBlocks,
  ...seedBlocks,
  ...costBlocks,
  ...detectionBlocks,
  ...evidenceBlocks,
  ...labelBlock,
  ...constraintBlocks,
  ...timingBlocks,
  ...roomBlocks,
};
