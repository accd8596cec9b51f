// The size of one rem in pixels: lines of a virtual list grow with the text.

export function remInPixels(): number {
  return Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;
}
