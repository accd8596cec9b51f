// The page in a plain browser, before an invented desk: ?vault=absent|locked|open &demo &theme=dark &language=en &keyring=locked, or ?gallery

import { useTransport } from "../src/api/call.ts";
import { desk } from "./desk.ts";

useTransport(desk(new URLSearchParams(location.search)));
document.addEventListener("securitypolicyviolation", (event) => console.error("policy:", event.violatedDirective, event.blockedURI, event.sample));
if (new URLSearchParams(location.search).has("gallery")) void import("./gallery.ts");
else void import("../src/main.ts");
