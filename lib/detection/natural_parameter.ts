/** Height and width of the images, pixels. */
export interface ImageSize {
  readonly height: number;
  readonly width: number;
}

/** `1` is the unit of a ratio, such as a factor. */
export const NATURAL_UNITS = ["degrees", "pixels", "half-frames", "1"] as const;

/** linear: the quantity is rate * t; exponential: exp(rate * t). */
export const NATURAL_FORMS = ["linear", "exponential"] as const;

/**
 * A quantity that people use in the place of t, for example an angle in degrees.
 */
export interface NaturalParameter {
  /** What the quantity is, for example `angle`. */
  readonly name: string;
  /** The unit of the quantity. */
  readonly unit: typeof NATURAL_UNITS[number];
  /** How it follows from t. */
  readonly form: typeof NATURAL_FORMS[number];
  /** In that unit (a logarithm where exponential) per unit of t. */
  readonly rate: number;
}

/** The quantity at a t of the unit generator. */
export function naturalValue(
  { form, rate }: Pick<NaturalParameter, "form" | "rate">,
  t: number,
): number {
  return form === "linear" ? rate * t : Math.exp(rate * t);
}

/** The t at which the quantity has a value: the inverse of naturalValue. */
export function timeOfNatural(
  { form, rate }: Pick<NaturalParameter, "form" | "rate">,
  value: number,
): number {
  return (form === "linear" ? value : Math.log(value)) / rate;
}

/** An angle; positive is from x to y, which is clockwise, as y points down. */
export const angleOf = (radiansPerT: number): NaturalParameter => ({
  name: "angle",
  unit: "degrees",
  form: "linear",
  rate: radiansPerT * 180 / Math.PI,
});

/** A shift; in half-frames where the images' size is not known. */
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

/** A factor of lengths, for a growth of their logarithm. */
export const factorOf = (
  name: string,
  logPerT: number,
): NaturalParameter => ({
  name,
  unit: "1",
  form: "exponential",
  rate: logPerT,
});

/** A shear factor: how far content moves, over its distance from the fixed line. */
export const shearFactorOf = (perT: number): NaturalParameter => ({
  name: "shear factor",
  unit: "1",
  form: "linear",
  rate: perT,
});
