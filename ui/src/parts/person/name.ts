// How a person is written.

/** First name, then name; whichever is known. */
export function fullName(who: { given_name: string; family_name: string }): string {
  return `${who.given_name} ${who.family_name}`.trim();
}

/** A birth date as far as it is known, written as on a form: 14/03/2008, 03/2008 or 2008. */
export function birthAsTyped(birth: string): string {
  return /^\d{4}(-\d{2}){0,2}$/.test(birth) ? birth.split("-").reverse().join("/") : birth;
}
