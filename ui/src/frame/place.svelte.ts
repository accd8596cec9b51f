// Where the window stands. The hash is the truth, so that back, forward and tests move it too.

import { readHash, writeHash, type Route } from "./route.ts";

class Place {
  route = $state.raw<Route>(readHash(location.hash));

  /** Follows the hash; answers with the function that stops. */
  follow(): () => void {
    const reread = (): void => {
      this.route = readHash(location.hash);
    };
    reread();
    window.addEventListener("hashchange", reread);
    return () => window.removeEventListener("hashchange", reread);
  }

  go(route: Route): void {
    const hash = writeHash(route);
    if (location.hash !== hash) location.hash = hash;
    // Without waiting for the event: a test and a screen reader see the new screen at once.
    this.route = route;
  }
}

export const place = new Place();
