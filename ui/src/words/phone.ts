// A phone number as it is read aloud in France: "06 39 98 00 24". One from elsewhere stays as it was kept.

/** Groups of two, held together so that a line never breaks inside a number. */
export function phoneInWords(phone: string): string {
  const french = /^(?:\+33|0)(\d{9})$/.exec(phone.replace(/[\s.]/g, ""));
  return french ? `0${french[1] ?? ""}`.replace(/(\d\d)(?=\d)/g, "$1\u00a0") : phone;
}
