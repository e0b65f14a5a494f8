import { toDegrees } from "../lie/degrees.ts";

/** Height and width of the images, pixels. */
export interface ImageSize {
  readonly height: number;
  readonly width: number;
}

/** The units of natural parameters; `1` is the unit of a ratio, such as a factor. */
export const NATURAL_UNITS = ["degrees", "pixels", "half-frames", "1"] as const;

/** The forms of natural parameters: rate * t if linear, exp(rate * t) if exponential. */
export const NATURAL_FORMS = ["linear", "exponential"] as const;

/** A common quantity that replaces t, for example an angle in degrees. */
export interface NaturalParameter {
  /** The name of the quantity, for example `angle`. */
  readonly name: string;
  /** The unit of the quantity. */
  readonly unit: typeof NATURAL_UNITS[number];
  /** The function of t that it is. */
  readonly form: typeof NATURAL_FORMS[number];
  /** The rate, in that unit (or its logarithm, if exponential) per unit of t. */
  readonly rate: number;
}

/** Converts a t of the unit generator to the quantity. */
export function naturalValue(
  { form, rate }: Pick<NaturalParameter, "form" | "rate">,
  t: number,
): number {
  return form === "linear" ? rate * t : Math.exp(rate * t);
}

/** Converts the quantity to t: the inverse of `naturalValue`. */
export function timeOfNatural(
  { form, rate }: Pick<NaturalParameter, "form" | "rate">,
  value: number,
): number {
  return (form === "linear" ? value : Math.log(value)) / rate;
}

/**
 * The angle of a rotation; positive from x to y, which is clockwise, because y points
 * down.
 */
export const angleOf = (radiansPerT: number): NaturalParameter => ({
  name: "angle",
  unit: "degrees",
  form: "linear",
  rate: toDegrees(radiansPerT),
});

/** The length of a shift; in half-frames if the images' size is unknown. */
export function shiftOf(
  halfFramesPerT: number,
  image: ImageSize | undefined,
): NaturalParameter {
  const shift = { name: "shift", form: "linear" } as const;
  if (image === undefined) {
    return { ...shift, unit: "half-frames", rate: halfFramesPerT };
  }
  const pixels = Math.max(image.height, image.width) / 2;
  return { ...shift, unit: "pixels", rate: halfFramesPerT * pixels };
}

/** The scale factor of lengths, from the growth rate of their logarithm. */
export const factorOf = (
  name: string,
  logPerT: number,
): NaturalParameter => ({
  name,
  unit: "1",
  form: "exponential",
  rate: logPerT,
});

/**
 * The shear factor: the displacement of content divided by its distance from the fixed
 * line.
 */
export const shearFactorOf = (perT: number): NaturalParameter => ({
  name: "shear factor",
  unit: "1",
  form: "linear",
  rate: perT,
});
