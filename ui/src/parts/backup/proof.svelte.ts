// Proof that the worker asks: the passphrase, or the code of the kit. The desk judges it; nothing is kept here once sent.

import { problemOf } from "../../api/call.ts";
import { m, problemSentence } from "../../words/index.ts";

export type ProofWay = "passphrase" | "kit";

export class Proof {
  way = $state<ProofWay>("passphrase");
  passphrase = $state("");
  code = $state("");
  error = $state<string | null>(null);

  ready(): boolean {
    if (this.way === "passphrase") this.error = this.passphrase === "" ? m.unlock_passphrase_missing() : null;
    else this.error = this.code.trim() === "" ? m.unlock_code_missing() : null;
    return this.error === null;
  }

  get given(): { passphrase: string | null; recovery_code: string | null } {
    const kit = this.way === "kit";
    return { passphrase: kit ? null : this.passphrase, recovery_code: kit ? this.code.trim() : null };
  }

  /** Whether what was thrown belongs under the field; it then stands there. */
  took(thrown: unknown): boolean {
    const problem = problemOf(thrown);
    if (problem.code === "wrong_passphrase") {
      const wait = problem.retry_after_s > 0 ? ` ${m.words_problem_wait({ count: problem.retry_after_s })}` : "";
      this.error = m.backup_proof_wrong_passphrase() + wait;
    } else if (problem.code === "wrong_recovery_code") this.error = m.backup_proof_wrong_code();
    else if (problem.code === "wait" || problem.code === "recovery_typo") this.error = problemSentence(problem);
    else return false;
    return true;
  }

  forget(): void {
    this.passphrase = "";
    this.code = "";
    this.error = null;
  }
}
