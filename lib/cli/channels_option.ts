import { CHANNELS_AXES, type ChannelsAxis } from "../datasets/image_axes.ts";
import { oneOf } from "../runtime/errors.ts";
import type { Values } from "./arguments.ts";

/**
 * Which axis of arrays holds the channels, where the command line says it.
 *
 * @throws UserError for another word than first and last.
 */
export function channelsOption(values: Values): ChannelsAxis | undefined {
  return values.channels === undefined
    ? undefined
    : oneOf("--channels", CHANNELS_AXES, values.channels);
}
