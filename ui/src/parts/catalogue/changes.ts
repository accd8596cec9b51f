// What an import changed, in words.

import type { CatalogueChanges } from "../../api/generated.ts";
import { m } from "../../words/index.ts";

/** "120 ajoutées, 3 changées, 900 inchangées, 2 disparues". */
export function changesInWords({ added, changed, same, gone }: CatalogueChanges): string {
  return m.catalogue_changes({
    added: m.catalogue_added({ count: added }),
    changed: m.catalogue_changed({ count: changed }),
    same: m.catalogue_same({ count: same }),
    gone: m.catalogue_gone({ count: gone }),
  });
}
