// A telephone number as it is read aloud in France: pairs of digits.

/** "+33353010000" is "03 53 01 00 00"; a number of elsewhere stays as it is. */
export function phoneInWords(phone: string): string {
  const national = /^(?:\+33|0)(\d)(\d{2})(\d{2})(\d{2})(\d{2})$/.exec(phone.replace(/[\s.]/g, ""));
  return national ? `0${national.slice(1).join(" ")}` : phone;
}
