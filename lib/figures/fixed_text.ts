/**
 * Formats a finite number with fixed decimals and a typographic minus sign. A number
 * that is rounded to zero has no sign.
 */
export const fixedText = (value: number, decimals: number): string =>
  value.toFixed(decimals).replace(/^-(?=[0.]+$)/, "").replace("-", "−");
