// Pages of a PDF drawn by pdf.js: bundled, its worker too; nothing of the document is run, and nothing is fetched for it.

import type { PDFDocumentProxy } from "pdfjs-dist";

export interface Pdf {
  readonly pages: number;
  /** Draws a page as wide as given, in the dots of the screen, and answers with the words on it, for those who hear them. */
  draw(page: number, canvas: HTMLCanvasElement, width: number): Promise<string>;
  close(): void;
}

async function draw(document: PDFDocumentProxy, number: number, canvas: HTMLCanvasElement, width: number): Promise<string> {
  const page = await document.getPage(number);
  const natural = page.getViewport({ scale: 1 });
  const dots = Math.min(devicePixelRatio || 1, 3);
  const viewport = page.getViewport({ scale: (width / natural.width) * dots });
  canvas.width = Math.floor(viewport.width);
  canvas.height = Math.floor(viewport.height);
  await page.render({ canvas, viewport }).promise;
  const { items } = await page.getTextContent();
  return items.map((item) => ("str" in item ? item.str : "")).join(" ");
}

/** Opens a PDF; throws when it cannot be read. */
export async function openPdf(bytes: Uint8Array): Promise<Pdf> {
  const [pdfjs, worker] = await Promise.all([
    import("pdfjs-dist/legacy/build/pdf.mjs"),
    import("pdfjs-dist/legacy/build/pdf.worker.min.mjs?url"),
  ]);
  pdfjs.GlobalWorkerOptions.workerSrc = worker.default;
  // The bytes go to the worker and are gone here: a copy goes, since the original may be drawn again.
  const task = pdfjs.getDocument({ data: bytes.slice(), useWorkerFetch: false, useWasm: false, enableXfa: false, stopAtErrors: false });
  const document = await task.promise;
  return {
    pages: document.numPages,
    draw: (page, canvas, width) => draw(document, page, canvas, width),
    close: () => void task.destroy(),
  };
}
