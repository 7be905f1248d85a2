import type { ZipLimits } from '../zip/zip-archive.ts';

/** What a sheet of the format can hold (ECMA-376 and every program that writes it). */
export const maxRows = 1_048_576;
export const maxColumns = 16_384;

/** Programs stop at 32,767 to 50,000 letters a cell; one long text shown in a million cells would fill any memory. */
export const maxTextLength = 100_000;

/** What the most common program takes in a cell: it calls a workbook with more damaged. */
export const maxWrittenText = 32_767;

/** Letters of all shared texts together: they are held while the workbook is open. */
export const maxSharedLetters = 100_000_000;

/** Real workbooks have tens of members and grow less than a hundred times; a bomb grows a thousand times. */
export const defaultZipLimits: ZipLimits = { maxEntries: 10_000, maxTotalBytes: 500_000_000, maxRatio: 400 };
