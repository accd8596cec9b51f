// The demonstration writes "(inventé)" into the names of its providers: it is not said a second time beside them.

export function isSaid(name: string): boolean {
  return /\(invent/iu.test(name);
}
