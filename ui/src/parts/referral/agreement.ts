// Which agreement is still to be asked for before sharing; the desk decides, this only knows what to ask.

import type { AgreementState, AgreementView, GivenBy } from "../../api/generated.ts";

/** The agreements that would complete what is known; none when nothing is missing. */
export function toAskFor(agreement: AgreementState, minor: boolean | null): readonly GivenBy[] {
  if (agreement === "person_and_representative") return [];
  if (agreement === "representative") return ["person"];
  if (agreement === "person") return minor === true ? ["representative"] : [];
  if (minor === true) return ["both"];
  // Without an age nobody knows whether a representative has to agree: the worker does.
  return minor === null ? ["person", "both"] : ["person"];
}

/** What the agreements of a file amount to for one provider. */
export function agreementWith(agreements: readonly AgreementView[], provider: string): AgreementState {
  const all = agreements.filter((one) => one.provider === provider);
  const standing = all.filter((one) => one.withdrawn_on === null).map((one) => one.given_by);
  const both = standing.includes("both");
  const person = both || standing.includes("person");
  const representative = both || standing.includes("representative");
  if (person) return representative ? "person_and_representative" : "person";
  if (representative) return "representative";
  return all.length === 0 ? "none" : "withdrawn";
}
