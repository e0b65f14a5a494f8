import { measureInTurn } from "./measure_in_turn.ts";
import {
  pairsFile,
  type RegistrationCase,
  registrationCases,
  type RegistrationReply,
  writePairs,
} from "./registration_cases.ts";
import {
  type RegistrationMeasures,
  registrationMeasures,
  type RegistrationRequest,
  registrationWays,
} from "./registration_result.ts";
import { eccPeer, registrationPeer, type Session } from "./session.ts";

/**
 * Number of rounds. The first one warms caches and compilers up, and does not count.
 */
const ROUNDS = 3, QUICK_ROUNDS = 2;

/** Times the registration of the same pairs by this project and by OpenCV's ECC. */
export async function measureRegistration(
  session: Session,
): Promise<RegistrationMeasures> {
  const cases = registrationCases(session.quick);
  for (const asked of cases) await writePairs(session.folder, asked);
  const commands = [registrationPeer(session), eccPeer(session)];
  const { answers, descriptions, reasons } = await measureInTurn<
    RegistrationRequest,
    RegistrationReply
  >(session, commands, {
    cases: cases.flatMap((asked) =>
      registrationWays.map((way) => ({ ...asked, way }))
    ),
    rounds: session.quick ? QUICK_ROUNDS : ROUNDS,
    requestOf,
    what: "registration",
  });
  return { ...registrationMeasures(answers, cases), descriptions, reasons };
}

/** Makes the request to the peer of a way of registering; null for all other peers. */
function requestOf(
  { way, ...asked }: RegistrationRequest,
  peer: string,
): object | null {
  if (way.peer !== peer) return null;
  const { name: _name, peer: _peer, ...settings } = way;
  return { run: "register", ...requestFor(peer, asked), ...settings };
}

const requestFor = (peer: string, asked: RegistrationCase): object =>
  peer === "ecc" ? { file: pairsFile(asked), side: asked.side } : asked;
