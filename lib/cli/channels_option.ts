import { CHANNELS_AXES, type ChannelsAxis } from "../datasets/image_axes.ts";
import { oneOf } from "../runtime/errors.ts";
import type { Values } from "./arguments.ts";

/**
 * Reads `--channels`: the axis of the arrays that holds the channels.
 *
 * @returns undefined if the option is absent.
 * @throws UserError for another word than first and last.
 */
export function channelsOption(values: Values): ChannelsAxis | undefined {
  return values.channels === undefined
    ? undefined
    : oneOf("--channels", CHANNELS_AXES, values.channels);
}
