/** How much of a file is accepted; each can be raised by whoever runs the server. */
export interface FileLimits {
  /** Size of the file as stored, in bytes. */
  readonly fileBytes: number;
  /** Size after unpacking (.gz, or one part of an XLSX), in bytes. */
  readonly unpackedBytes: number;
  /** Unpacked to packed; deflate cannot honestly exceed about 1,000 and spreadsheets stay below 100. */
  readonly ratio: number;
  /** A single record (row) in bytes; a longer one means a quote that never closes, or no table at all. */
  readonly recordBytes: number;
  readonly columns: number;
}

export const defaultLimits: FileLimits = {
  fileBytes: 2 * 1024 ** 3,
  unpackedBytes: 8 * 1024 ** 3,
  ratio: 400,
  recordBytes: 1024 ** 2,
  columns: 1000,
};
