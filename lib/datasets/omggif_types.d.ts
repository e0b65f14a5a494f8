/** Declarations of the part of omggif that is used; the package has none. */
export declare class GifReader {
  /** @throws {Error} for blocks that are damaged. */
  constructor(file: Uint8Array);
  readonly width: number;
  readonly height: number;
  numFrames(): number;
  frameInfo(frame: number): {
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
    /** Position of the palette in the file; null if there is none. */
    readonly palette_offset: number | null;
    /** Number of colours of the palette; null if there is none. */
    readonly palette_size: number | null;
    /** Position of the pixels in the file: their number of bits, then blocks. */
    readonly data_offset: number;
    /** Number of bytes of the pixels in the file. */
    readonly data_length: number;
    /** Disposal method of the frame's rectangle after it was shown (GIF 89a, 23). */
    readonly disposal: number;
  };
  /** Writes the opaque pixels of a frame. */
  decodeAndBlitFrameRGBA(frame: number, pixels: Uint8Array): void;
}
