// How the views under a name are asked of the desk.

import { call } from "../../api/call.ts";
import type { View } from "../../api/generated.ts";

export type { View };

export const listViews = (): Promise<View[]> => call("view.list", {});
/** A new one without `id`. */
export const saveView = async (view: { id: string | null; name: string; body: string }): Promise<void> => void (await call("view.save", view));
export const removeView = async (id: string): Promise<void> => void (await call("view.remove", { id }));
