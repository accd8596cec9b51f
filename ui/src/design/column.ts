// What a table shows and how it is sorted; the order itself is the desk's.

export interface Column<K extends string = string> {
  key: K;
  label: string;
  /** A CSS grid track, its least width in rem: "12rem", "minmax(8rem, 2fr)". */
  width: string;
  /** Its turn to leave where the table is too narrow for all, 1 first; without it the column always stays. */
  leaves?: number;
  sortable?: boolean;
  /** Numbers and dates stand at the right, in tabular figures. */
  end?: boolean;
}

export interface Sort<K extends string = string> {
  key: K;
  descending: boolean;
}

/** What stands between two columns and at both ends, in rem. */
const GAP = 0.75;

function least({ width }: Column): number {
  return Number(/[\d.]+(?=rem)/.exec(width)?.[0] ?? 0);
}

/** The columns that have their least width in `room` rem, those that may leave left out in their turn. */
export function fitting<K extends string>(columns: readonly Column<K>[], room: number): readonly Column<K>[] {
  const wanted = (shown: readonly Column<K>[]): number => shown.reduce((sum, column) => sum + least(column) + GAP, GAP);
  const leaving = columns.filter(({ leaves }) => leaves !== undefined).sort((one, other) => (one.leaves ?? 0) - (other.leaves ?? 0));
  let shown = columns;
  for (const next of leaving) {
    if (wanted(shown) <= room) break;
    shown = shown.filter((column) => column !== next);
  }
  return shown;
}

/** The sort after a press on a column's heading: that column upwards, then downwards. */
export function pressed<K extends string>(sort: Sort<K> | null, key: K): Sort<K> {
  return { key, descending: sort?.key === key && !sort.descending };
}
