/** The part of omggif that is used; it has no declarations of its own. */
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
    /** Where the palette begins in the file; null where there is none. */
    readonly palette_offset: number | null;
    /** Colours of the palette; null where there is none. */
    readonly palette_size: number | null;
    /** Where the pixels begin in the file: their bits, then blocks. */
    readonly data_offset: number;
    /** Bytes of the pixels in the file. */
    readonly data_length: number;
    /** Disposal method of the frame's rectangle after it was shown (GIF 89a, 23). */
    readonly disposal: number;
  };
  /** Writes the pixels of a frame that are not transparent. */
  decodeAndBlitFrameRGBA(frame: number, pixels: Uint8Array): void;
}
