// What a table shows and how it is sorted; the order itself is the desk's.

export interface Column<K extends string = string> {
  key: K;
  label: string;
  /** A CSS grid track: "12rem", "minmax(8rem, 2fr)". */
  width: string;
  sortable?: boolean;
  /** Numbers and dates stand at the right, in tabular figures. */
  end?: boolean;
}

export interface Sort<K extends string = string> {
  key: K;
  descending: boolean;
}

/** The sort after a press on a column's heading: that column upwards, then downwards. */
export function pressed<K extends string>(sort: Sort<K> | null, key: K): Sort<K> {
  return { key, descending: sort?.key === key && !sort.descending };
}
