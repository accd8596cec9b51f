// Requests by right, keeping and accesses in words. A code without its words does not compile.

import type { AccessKind, AccessReason, AskedBy, IdentityCheck, Keeping, Obstacle, RightKind, RightOutcome } from "../api/generated.ts";
import { m } from "./generated/messages.js";
import type { Term } from "./terms.ts";

export const rightWords: Term<RightKind> = {
  access: m.rights_kind_access,
  rectification: m.rights_kind_rectification,
  erasure: m.rights_kind_erasure,
  objection: m.rights_kind_objection,
  limitation: m.rights_kind_limitation,
  portability: m.rights_kind_portability,
};

export const askedByWords: Term<AskedBy> = { person: m.rights_asked_by_person, representative: m.rights_asked_by_representative };

export const identityWords: Term<IdentityCheck> = {
  known: m.rights_identity_known,
  paper: m.rights_identity_paper,
  called_back: m.rights_identity_called_back,
  unchecked: m.rights_identity_unchecked,
};

export const rightOutcomeWords: Term<RightOutcome> = {
  granted: m.rights_outcome_granted,
  partly: m.rights_outcome_partly,
  refused: m.rights_outcome_refused,
};

export const keepingWords: Term<Keeping> = { keep: m.rights_keeping_keep, archive: m.rights_keeping_archive, return: m.rights_keeping_return };

export const obstacleWords: Term<Obstacle> = {
  right_open: m.rights_obstacle_right_open,
  limited: m.rights_obstacle_limited,
  referral_open: m.rights_obstacle_referral_open,
  fund_accounts: m.rights_obstacle_fund_accounts,
};

export const accessWords: Term<AccessKind> = {
  opened: m.rights_access_opened,
  why: m.rights_access_why,
  printed: m.rights_access_printed,
  exported: m.rights_access_exported,
  searched: m.rights_access_searched,
};

export const accessReasonWords: Term<AccessReason> = {
  stand_in: m.rights_why_stand_in,
  together: m.rights_why_together,
  came: m.rights_why_came,
  coordination: m.rights_why_coordination,
  right: m.rights_why_right,
  urgent: m.rights_why_urgent,
  other: m.rights_why_other,
};
