// The door of the words: sentences, language, days, ages, problems.

import { m } from "./generated/messages.js";
import "./language.svelte.ts";

export { m };
export { language, speak, type Language } from "./language.svelte.ts";
export { addDays, clockInWords, dayInWords, dayOfInstant, daysBetween, fullDay, instantInWords, isDay, onDay, plainDay, shortDay, today } from "./day.ts";
export { readDay } from "./read-day.ts";
export { ageInWords } from "./age.ts";
export { phoneInWords } from "./phone.ts";
export { problemSentence } from "./problem.ts";
export { whySentence } from "./file.ts";
export { columnWords, dayOrderWords, knownByWords } from "./listed.ts";
export {
  agreementWords,
  answerWords,
  capital,
  checkWords,
  choicesOf,
  dueWords,
  exitWords,
  fieldWords,
  fundingWords,
  givenByWords,
  initiativeWords,
  kindWords,
  levelWords,
  likenessWords,
  moveWords,
  needWords,
  originWords,
  presenceWords,
  reasonWords,
  resultWords,
  sexWords,
  stageWords,
  stateWords,
  statusWords,
  strengthWords,
  tagWords,
  warningWords,
  wayWords,
} from "./terms.ts";
export { activityWords, attendanceWords, everyWords, noticeWayWords, outcomeWords, stepByWords, toldToWords } from "./agenda.ts";
export {
  agesWords,
  criterionWords,
  fitSentence,
  kmWords,
  pointsWords,
  publicWords,
  rankSentence,
  verdictWords,
  zoneWords,
  type Names,
} from "./fit.ts";
export { situationWords } from "./need.ts";
export { doingWords, guardianWords, occasionWords, proofWords } from "./situation.ts";
export { customValueWords, documentKindWords, fieldKindWords } from "./document.ts";
export { sizeInWords } from "./size.ts";
export { actWords, undoableWords } from "./act.ts";
export { attendanceOfferWords, becameWords, formatWords, isOfferSource, placeWords, recruitmentWords, rhythmWords, sortWords, sourceWords } from "./offer.ts";
export { accessReasonWords, accessWords, askedByWords, identityWords, keepingWords, obstacleWords, rightOutcomeWords, rightWords } from "./rights.ts";
export { refusalSentence, refusedField } from "./refusal.ts";
export {
  consultationWords,
  helpedWords,
  institutionWords,
  monthInWords,
  owedInWords,
  presentGroups,
  presentWords,
  publicInWords,
  qpvInWords,
  recommendWords,
  themeWords,
} from "./participation.ts";
export { fundGenderWords, fundItemWords, fundSignals, fundSourceWords, fundText, labourWords, leavingWords, outsideWords, owedWords, reliabilityWords, toldWords } from "./fund.ts";
export { clauseContractWords, clauseWorksWords, hoursInWords, standInWords } from "./works.ts";
export { caseloadByWords, countWords, figureColumnWords, figureWords, funnelByWords, legWords, notAddedWords, reportWords, rowWords, spanWords, stepWords, sumWords, tabWords, tableWords } from "./figures.ts";
