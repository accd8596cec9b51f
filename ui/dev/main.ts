// The page in a plain browser, before an invented desk: ?vault=absent|locked|open &demo &theme=dark &language=en &keyring=locked &damaged &loss &upgraded &stick &nobackup &full, or ?gallery; ?real: before the desk of `passerelle talk` (dev/talk.ts)

import { useTransport } from "../src/api/call.ts";
import { bridge } from "./bridge.ts";
import { desk } from "./desk.ts";

const asked = new URLSearchParams(location.search);
useTransport(asked.has("real") ? bridge() : desk(asked));
document.addEventListener("securitypolicyviolation", (event) => console.error("policy:", event.violatedDirective, event.blockedURI, event.sample));
if (asked.has("gallery")) void import("./gallery.ts");
else void import("../src/main.ts");
