// Why a file of somebody else's is not read at all, in one sentence each.

import type { FileRefusal, FileWhy } from "../api/generated.ts";
import { m } from "./generated/messages.js";

type Sentences = { [C in FileRefusal["refusal"]]: (refusal: Extract<FileRefusal, { refusal: C }>) => string };

const sentences: Sentences = {
  too_large: ({ limit_mb }) => m.words_file_too_large({ limit_mb }),
  record_too_large: ({ limit_kb }) => m.words_file_record_too_large({ limit_kb }),
  too_deep: ({ limit }) => m.words_file_too_deep({ limit }),
  bomb: ({ limit_mb }) => m.words_file_bomb({ limit_mb }),
  too_many_cells: ({ limit }) => m.words_file_too_many_cells({ limit }),
  encoding: () => m.words_file_encoding(),
  not_this_format: () => m.words_file_not_this_format(),
  no_column: ({ column }) => m.words_file_no_column({ column }),
  cut: () => m.words_file_cut(),
  doctype: () => m.words_file_doctype(),
  malformed: () => m.words_file_malformed(),
  locked: () => m.words_file_locked(),
  stopped: () => m.words_file_stopped(),
  source: () => m.words_file_source(),
};

export function fileSentence(refusal: FileRefusal): string {
  const say = sentences[refusal.refusal] as ((refusal: FileRefusal) => string) | undefined;
  return say ? say(refusal) : m.words_problem_unknown({ code: refusal.refusal });
}

type Reasons = { [C in FileWhy["why"]]: (why: Extract<FileWhy, { why: C }>) => string };

const reasons: Reasons = {
  missing: () => m.words_why_missing(),
  code: () => m.words_why_code(),
  form: () => m.words_why_form(),
  not_a_number: () => m.words_why_not_a_number(),
  range: ({ from, to }) => m.words_why_range({ from, to }),
  not_a_day: () => m.words_why_not_a_day(),
  impossible_day: () => m.words_why_impossible_day(),
  in_the_future: () => m.words_why_in_the_future(),
  no_day: () => m.words_why_no_day(),
  too_long: ({ limit }) => m.words_why_too_long({ limit }),
  kind: () => m.words_why_kind(),
  unknown_word: () => m.words_why_unknown_word(),
  unknown_field: () => m.words_why_unknown_field(),
  not_read: () => m.words_why_not_read(),
  old_word: () => m.words_why_old_word(),
  markup: () => m.words_why_markup(),
  outline: () => m.words_why_outline(),
  cells: ({ got, expected }) => m.words_why_cells({ got, expected }),
  twice: () => m.words_why_twice(),
  bytes: () => m.words_why_bytes(),
  json: () => m.words_why_json(),
  xml: () => m.words_why_xml(),
  too_big: () => m.words_why_too_big(),
  ambiguous: () => m.words_why_ambiguous(),
};

/** Why a value was repaired or set aside, or a line refused. */
export function whySentence(why: FileWhy): string {
  const say = reasons[why.why] as ((why: FileWhy) => string) | undefined;
  return say ? say(why) : why.why;
}
