// The bytes of one document, fetched piece after piece from the desk and kept no longer than they are shown.

import { call } from "../../api/call.ts";

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at += 1) bytes[at] = text.charCodeAt(at);
  return bytes;
}

export class Content {
  bytes = $state.raw<Uint8Array<ArrayBuffer> | null>(null);
  thrown = $state.raw<unknown>(null);
  #turn = 0;

  /** Reads the whole; what another document's reading brings later is not taken. */
  async read(document: string): Promise<void> {
    const turn = ++this.#turn;
    this.bytes = null;
    this.thrown = null;
    try {
      const parts: Uint8Array[] = [];
      let piece = 0;
      let pieces = 1;
      while (piece < pieces) {
        const part = await call("document.read", { document, piece });
        if (turn !== this.#turn) return;
        parts.push(bytesOf(part.base64));
        pieces = part.pieces;
        piece += Math.max(1, part.given);
      }
      const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
      let at = 0;
      for (const part of parts) {
        whole.set(part, at);
        at += part.length;
      }
      this.bytes = whole;
    } catch (thrown) {
      if (turn === this.#turn) this.thrown = thrown;
    }
  }

  forget(): void {
    this.#turn += 1;
    this.bytes = null;
    this.thrown = null;
  }
}

/** Text as it was written: in UTF-8, else as older Windows programs write it. */
export function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}
