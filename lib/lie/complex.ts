/** A complex number: real and imaginary part. */
export type Complex = readonly [re: number, im: number];
