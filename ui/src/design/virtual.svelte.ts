// Which lines of a long list are in sight: TanStack's virtualizer, spoken to in runes.

import {
  elementScroll,
  observeElementOffset,
  observeElementRect,
  Virtualizer,
  type VirtualItem,
} from "@tanstack/virtual-core";
import { untrack } from "svelte";

export interface Lines {
  count: number;
  /** Height of one line in pixels. */
  height: number;
  overscan?: number;
}

export interface InSight {
  readonly items: readonly VirtualItem[];
  /** Height of the whole list in pixels. */
  readonly height: number;
  show(index: number): void;
}

/** Follows `element` while its component lives. Call it while the component is being made. */
export function inSight(element: () => HTMLElement | undefined, lines: () => Lines): InSight {
  let items = $state.raw<readonly VirtualItem[]>([]);
  let height = $state(0);

  const options = (given: Lines) => ({
    count: given.count,
    estimateSize: () => given.height,
    overscan: given.overscan ?? 8,
    getScrollElement: () => element() ?? null,
    observeElementRect,
    observeElementOffset,
    scrollToFn: elementScroll,
    // Without a measured window (before the first paint) a first screenful is drawn.
    initialRect: { width: 800, height: 600 },
    onChange: () => reread(),
  });
  const virtualizer = new Virtualizer<HTMLElement, HTMLElement>(untrack(() => options(lines())));

  function reread(): void {
    items = virtualizer.getVirtualItems();
    height = virtualizer.getTotalSize();
  }

  $effect(() => virtualizer._didMount());
  $effect.pre(() => {
    const given = lines();
    element();
    untrack(() => {
      virtualizer.setOptions(options(given));
      virtualizer._willUpdate();
      virtualizer.measure();
      reread();
    });
  });

  return {
    get items() {
      return items;
    },
    get height() {
      return height;
    },
    show: (index) => virtualizer.scrollToIndex(index, { align: "auto" }),
  };
}
