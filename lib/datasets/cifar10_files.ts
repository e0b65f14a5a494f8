/** Number of rows and of columns of an image. */
export const SIDE = 32;
/** Number of channels: red, green, blue. */
export const CHANNELS = 3;
/** Bytes of a record: a label, then one plane of pixels per channel. */
export const RECORD_BYTES = 1 + CHANNELS * SIDE ** 2;

/** One binary batch. */
export interface BatchFile {
  readonly name: string;
  /** SHA-256 of the whole file, hexadecimal. */
  readonly sha256: string;
}

/** The binary batches of a data set like CIFAR-10. */
export interface BatchFiles {
  /** Number of images per file. */
  readonly records: number;
  readonly train: readonly BatchFile[];
  readonly test: readonly BatchFile[];
}

/** The files of cifar-10-binary.tar.gz, as its authors publish it. */
export const CIFAR10: BatchFiles = {
  records: 10_000,
  train: [
    {
      name: "data_batch_1.bin",
      sha256:
        "cee916563c9f80d84e3cc88e17fdc0941787f1244f00a67874d45b261883ada5",
    },
    {
      name: "data_batch_2.bin",
      sha256:
        "a591ca11fa1708a91ee40f54b3da4784ccd871ecf2137de63f51ada8b3fa57ed",
    },
    {
      name: "data_batch_3.bin",
      sha256:
        "bbe8596564c0f86427f876058170b84dac6670ddf06d79402899d93ceea26f67",
    },
    {
      name: "data_batch_4.bin",
      sha256:
        "014e562d6e23c72197cc727519169a60359f5eccd8945ad5a09d710285ff4e48",
    },
    {
      name: "data_batch_5.bin",
      sha256:
        "755304fc0b379caeae8c14f0dac912fbc7d6cd469eb67a1029a08a39453a9add",
    },
  ],
  test: [
    {
      name: "test_batch.bin",
      sha256:
        "8e2eb146ae340b09e24670f29cabc6326dba54da8789dab6768acf480273f65b",
    },
  ],
};
