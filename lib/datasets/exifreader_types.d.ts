/**
 * Declarations of the part of ExifReader that is used. Its own declarations refer to
 * those of Node, which would replace Deno's in the whole project.
 */
declare const ExifReader: {
  /** @throws {Error} for data that are not EXIF. */
  load(
    data: ArrayBuffer,
    options: {
      readonly expanded: true;
      readonly includeTags: { readonly exif: readonly string[] };
    },
  ): {
    readonly exif?: { readonly Orientation?: { readonly value: unknown } };
  };
};
export default ExifReader;
