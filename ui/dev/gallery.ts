// Shows the components that no screen uses yet.

import "@fontsource-variable/atkinson-hyperlegible-next/wght.css";
import "../src/design/tokens.css";
import "../src/design/base.css";
import { mount } from "svelte";
import Gallery from "./Gallery.svelte";

const place = document.getElementById("app");
if (place) mount(Gallery, { target: place });
