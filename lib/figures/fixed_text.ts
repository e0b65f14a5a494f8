/**
 * A finite number with fixed decimals and a true minus sign; what is rounded to zero
 * has no sign.
 */
export const fixedText = (value: number, decimals: number): string =>
  value.toFixed(decimals).replace(/^-(?=[0.]+$)/, "").replace("-", "−");
