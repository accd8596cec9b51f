// What the contents of documents are called elsewhere: the media of the web, the endings of files, what a page can show.

import type { DocumentView, Media } from "../../api/generated.ts";

const ENDINGS: Readonly<Partial<Record<Media, string>>> = { jpeg: "jpg", text: "txt" };

const PICTURES: Readonly<Partial<Record<Media, string>>> = { png: "image/png", jpeg: "image/jpeg", webp: "image/webp" };

/** What the dialog that chooses a file shows first; the content decides, not the name. */
export const OFFERED = ["pdf", "png", "jpg", "jpeg", "webp", "txt", "docx", "xlsx", "pptx", "odt", "ods", "odp", "doc", "xls", "ppt", "rtf"] as const;

export type Shown = "picture" | "pdf" | "text" | "opaque";

/** How the page shows it. */
export function shownAs(media: Media | null): Shown {
  if (media === "pdf" || media === "text") return media;
  return media !== null && PICTURES[media] !== undefined ? "picture" : "opaque";
}

/** The media of a picture, as a blob bears it. */
export function pictureMedia(media: Media | null): string {
  return (media === null ? undefined : PICTURES[media]) ?? "application/octet-stream";
}

/** The name that is proposed for a copy: no sign that a folder's name could be read into, and the ending of its content. */
export function copyName({ name, media }: Pick<DocumentView, "name" | "media">): string {
  // eslint-disable-next-line no-control-regex -- names that came in by another way may hold them
  const plain = name.replace(/[\u0000-\u001f<>:"/\\|?*]+/g, "-").replace(/^[.\s]+|[.\s]+$/g, "") || "document";
  if (media === null) return plain;
  const ending = `.${ENDINGS[media] ?? media}`;
  return plain.toLowerCase().endsWith(ending) ? plain : plain + ending;
}
