// Published catalogues in words: where they come from, how an offer is given, what became of what a file says.

import type { CatalogueFormat, FileBecame, FilePlace, OfferAttendance, OfferRecruitment, OfferRhythm, OfferSort, OfferSource } from "../api/generated.ts";
import { m } from "./generated/messages.js";
import type { Term } from "./terms.ts";

export const sourceWords: Term<OfferSource> = {
  data_inclusion: m.offer_source_data_inclusion,
  lheo: m.offer_source_lheo,
  hsds: m.offer_source_hsds,
};

export function isOfferSource(text: string): text is OfferSource {
  return Object.hasOwn(sourceWords, text);
}

export const attendanceOfferWords: Term<OfferAttendance> = {
  on_site: m.offer_attendance_on_site,
  remote: m.offer_attendance_remote,
  both: m.offer_attendance_both,
};

export const rhythmWords: Term<OfferRhythm> = {
  full_time: m.offer_rhythm_full_time,
  part_time: m.offer_rhythm_part_time,
};

export const recruitmentWords: Term<OfferRecruitment> = {
  open: m.offer_recruitment_open,
  closed: m.offer_recruitment_closed,
  suspended: m.offer_recruitment_suspended,
};

export const sortWords: Term<OfferSort> = {
  relevance: m.offer_sort_relevance,
  name: m.offer_sort_name,
  distance: m.offer_sort_distance,
  start: m.offer_sort_start,
};

const formats: Term<CatalogueFormat> = {
  inclusion: m.catalogue_format_inclusion,
  lheo: m.catalogue_format_lheo,
  hsds: m.catalogue_format_hsds,
  qpv_list: m.catalogue_format_qpv_list,
  qpv_outlines: m.catalogue_format_qpv_outlines,
  addresses: m.catalogue_format_addresses,
  rome: m.catalogue_format_rome,
  formacode: m.catalogue_format_formacode,
};

/** What kind of file it is; a format that this version does not know is said as it stands. */
export function formatWords(format: string): string {
  return Object.hasOwn(formats, format) ? formats[format as CatalogueFormat]() : format;
}

export const becameWords: Term<FileBecame> = {
  repaired: m.catalogue_became_repaired,
  foreign: m.catalogue_became_foreign,
  unread: m.catalogue_became_unread,
  refused: m.catalogue_became_refused,
};

/** "ligne 12": where in a file something stands. */
export function placeWords(place: FilePlace): string {
  if (place.place === "line") return m.catalogue_place_line({ number: place.line });
  if (place.place === "record") return m.catalogue_place_record({ number: place.number });
  return place.place === "row" ? m.catalogue_place_row({ sheet: place.sheet, row: place.row }) : m.catalogue_place_file();
}
