/** Takes in one part of a form, chunk by chunk; the chunks stay as they are until `end`. */
export interface PartSink {
  write(chunk: Buffer): void;
  end(): void;
}

/** A file part as its headers name it. */
export interface FilePart {
  readonly name: string;
  readonly fileName: string;
  readonly contentType: string;
}

/** Where the parts of a form go; null: nobody wants it. */
export interface FormTarget {
  openField(name: string): PartSink | null;
  openFile(part: FilePart): PartSink | null;
}

/** A form that cannot be read; the message says what is wrong with it. */
export class FormError extends Error {}
