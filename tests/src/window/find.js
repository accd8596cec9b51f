// Finds what a person would point at: a visible element by its role and its name, as assistive technology reads them.
// arguments: role, name ("" for any), exact. Answers with { found: [elements], names: [every name of that role] }.
const [role, name, exact] = arguments;

const selectors = {
  button: "button, [role=button], input[type=submit], input[type=button], summary",
  link: "a[href], [role=link]",
  textbox: "input:not([type=checkbox]):not([type=radio]):not([type=submit]):not([type=button]):not([type=hidden]), textarea, [role=textbox], [role=searchbox]",
  combobox: "[role=combobox], select",
  checkbox: "input[type=checkbox], [role=checkbox], [role=switch]",
  radio: "input[type=radio], [role=radio]",
  heading: "h1, h2, h3, h4, h5, h6, [role=heading]",
  dialog: "dialog[open], [role=dialog], [role=alertdialog]",
  row: "tr, [role=row]",
  cell: "td, [role=cell], [role=gridcell]",
  listitem: "li, [role=listitem]",
  list: "ul, ol, [role=list]",
  table: "table, [role=table], [role=grid]",
  navigation: "nav, [role=navigation]",
  region: "section[aria-label], section[aria-labelledby], [role=region]",
  main: "main, [role=main]",
};

const clean = (text) => (text ?? "").replace(/\s+/g, " ").trim();

const byIds = (ids) =>
  ids.split(/\s+/).map((id) => document.getElementById(id)?.textContent ?? "").join(" ");

function nameOf(element) {
  const labelledBy = element.getAttribute("aria-labelledby");
  if (labelledBy) return clean(byIds(labelledBy));
  const label = element.getAttribute("aria-label");
  if (label) return clean(label);
  if (element.labels?.length) return clean([...element.labels].map((each) => each.textContent).join(" "));
  if (element.matches("input, textarea, select")) {
    return clean(element.getAttribute("title") || element.getAttribute("placeholder") || element.value);
  }
  return clean(element.textContent) || clean(element.getAttribute("title"));
}

function isShown(element) {
  // A native box hidden under a drawn one keeps its role: its label is what a person sees and points at.
  const seen = element.matches("input[type=checkbox], input[type=radio]") ? (element.labels?.[0] ?? element) : element;
  return seen.checkVisibility({ visibilityProperty: true, opacityProperty: false }) && !element.closest("[inert], [aria-hidden=true]");
}

const all = [...document.querySelectorAll(selectors[role] ?? `[role="${role}"]`)].filter(isShown);
const wanted = clean(name);
const named = all.map((element) => [element, nameOf(element)]);
const fits = (given) => wanted === "" || (exact ? given === wanted : given.includes(wanted));
const fitting = named.filter(([, given]) => fits(given));
// "Ouvrir" points at the button "Ouvrir" rather than at "Ouvrir la fiche", where both are there.
fitting.sort(([, one], [, other]) => Number(other === wanted) - Number(one === wanted));
return { found: fitting.map(([element]) => element), names: named.map(([, given]) => given) };
