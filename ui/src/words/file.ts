// Why a file of somebody else's is not read at all, in one sentence each.

import type { FileRefusal } from "../api/generated.ts";
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
