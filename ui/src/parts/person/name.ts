// How a person and their numbers are written.

/** First name, then name; whichever is known. */
export function fullName(who: { given_name: string; family_name: string }): string {
  return `${who.given_name} ${who.family_name}`.trim();
}

/** A French number in pairs, as it is dictated; another one as it is kept. */
export function phoneInPairs(phone: string): string {
  const french = /^(?:\+33|0)(\d{9})$/.exec(phone.replace(/\s/g, ""));
  if (!french) return phone;
  // No-break spaces: a number cut in two is misread.
  return `0${french[1] ?? ""}`.replace(/(\d\d)(?=\d)/g, "$1\u00a0");
}

/** A birth date as far as it is known, written as on a form: 14/03/2008, 03/2008 or 2008. */
export function birthAsTyped(birth: string): string {
  return /^\d{4}(-\d{2}){0,2}$/.test(birth) ? birth.split("-").reverse().join("/") : birth;
}
