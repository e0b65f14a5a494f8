/** Converts an angle from radians to degrees. */
export const toDegrees = (radians: number): number => radians * 180 / Math.PI;

/** Converts an angle from degrees to radians. */
export const fromDegrees = (degrees: number): number => degrees * Math.PI / 180;
