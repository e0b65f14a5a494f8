import { type Peer, PeerError } from "../../bench/peer.ts";

/**
 * A peer in this process that writes its requests on a log.
 *
 * @param failsAt The number of the request, from 0, at which it fails.
 */
export function fakePeer(
  name: string,
  log: string[],
  failsAt = Infinity,
): Peer {
  let asked = 0;
  const ask = <Reply>(request: object): Promise<Reply> => {
    if (asked++ === failsAt) {
      return Promise.reject(new PeerError(`${name} is tired`));
    }
    const { value } = request as { readonly value: number };
    log.push(`${name}${value}`);
    return Promise.resolve({ ms: [value] } as Reply);
  };
  return { name, facts: {}, ask, close: () => Promise.resolve() };
}
