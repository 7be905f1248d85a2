import type { PartSink } from './form-target.ts';

/**
 * Decodes a part that came in Base64 (`Content-Transfer-Encoding: base64`, which the replaced server's forms took) on its
 * way into a sink. What is no character of Base64, line ends above all, is passed over (RFC 2045, section 6.8).
 */
export class Base64Sink implements PartSink {
  readonly #sink: PartSink;
  #rest = '';

  constructor(sink: PartSink) {
    this.#sink = sink;
  }

  write(chunk: Buffer): void {
    const text = this.#rest + chunk.toString('latin1').replace(/[^A-Za-z\d+/]/g, '');
    const whole = text.length - (text.length % 4);
    this.#rest = text.slice(whole);
    this.#pass(text.slice(0, whole));
  }

  end(): void {
    this.#pass(this.#rest);
    this.#sink.end();
  }

  #pass(text: string): void {
    const bytes = Buffer.from(text, 'base64');
    if (bytes.length > 0) this.#sink.write(bytes);
  }
}
