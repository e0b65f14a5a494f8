import type { SeveralFieldsData } from "#lib/figures/detection/several_fields.ts";
import type { SeveralParametersData } from "#lib/figures/detection/several_parameters.ts";
import { transformations } from "#lib/flow/transformations.ts";

const { rotation, scaling } = transformations;

/** Two fields that were found nearly. */
export const severalFields: SeveralFieldsData = {
  generators: [rotation, scaling].map(({ name, field }, k) => ({
    name,
    truth: field,
    found: field,
    angle: [0.25, 1.5][k],
  })),
  principalAngles: [0.2, 1.625],
};

const truth = [-0.2, -0.1, 0, 0.1, 0.2];

/** The parameters of two generators in five pairs. */
export const severalParameters: SeveralParametersData = {
  generators: [rotation, scaling].map(({ name, parameter, unit }) => ({
    name,
    parameter,
    unit,
    truth,
    network: truth.map((t) => 0.5 * t),
    refined: truth,
  })),
  displacement: { network: 0.31, refined: 0.002, withoutMotion: 4.2 },
};
