// The last act taken back, or done again; what it was is said at the foot, with the way back.

import { call, problemOf } from "../../api/call.ts";
import type { Undoable } from "../../api/generated.ts";
import { said } from "../../design/index.ts";
import { actWords, m, problemSentence, undoableWords } from "../../words/index.ts";

let busy = false;

/** One at a time: keys pressed quickly must not undo by what was true before. */
async function alone(work: () => Promise<void>): Promise<void> {
  if (busy) return;
  busy = true;
  try {
    await work();
  } catch (thrown) {
    said.say(m.undo_failed({ why: problemSentence(problemOf(thrown)) }));
  } finally {
    busy = false;
  }
}

async function take(done: Undoable): Promise<void> {
  const { position } = await call("undo.do", { position: done.position });
  const act = undoableWords(done);
  const back: Undoable = { ...done, position, again: !done.again };
  said.say(done.again ? m.undo_redone({ act }) : m.undo_done({ act }), {
    label: done.again ? m.undo_undo() : m.undo_redo(),
    run: () => void alone(() => take(back)),
  });
}

async function latest(again: boolean): Promise<void> {
  const acts = await call("undo.last", {});
  const found = acts.find((done) => done.again === again);
  if (!found) said.say(again ? m.undo_nothing_again() : m.undo_nothing());
  else if (found.followed_by === null) await take(found);
  else said.say(m.undo_failed({ why: m.words_refusal_changed_since({ by: actWords(found.followed_by) }) }));
}

/** Undoes this worker's last act that still stands. */
export function undoLast(): void {
  void alone(() => latest(false));
}

/** Does again what was undone last. */
export function redoLast(): void {
  void alone(() => latest(true));
}
