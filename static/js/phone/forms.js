// A blank form of the shell as a form of one child or household: filling it, reading it, showing what is wrong.
//
// Names of controls are paths into the payload: "topics.mood", "children.0.seen". The blank forms are drawn by the
// server (templates/phone/_*.html) and hold nobody's data.
//   data-field="name"       a field; its control, label and error belong together
//   data-required           asked for before the form is sent; with data-required="name" of another control
//   data-show="name=value"  shown only when that control has this value ("name" alone: any; "name~value": among others)
//   data-repeat="children"  its <template> is drawn once for each child of the card
//   data-presets="minutes"  buttons that fill that control
//   data-photos="photos"    photos; data-face asks whether a face can be recognised

import { all, el, icon, one } from "./dom.js";
import { word } from "./words.js";

const controls = (form) =>
  all("input[name], textarea[name], select[name]", form).filter((each) => each.type !== "file" && !("alien" in each.dataset));

const read = (value, path) => path.split(".").reduce((at, key) => (at === undefined || at === null ? undefined : at[key]), value);

function write(value, path, content) {
  const keys = path.split(".");
  const last = keys.pop();
  let at = value;
  keys.forEach((key, place) => {
    const next = keys[place + 1] ?? last;
    at[key] ??= /^\d+$/.test(next) ? [] : {};
    at = at[key];
  });
  at[last] = content;
}

/** The form of a kind, drawn for these children, with what was typed before. */
export function draw(kind, { children = [], payload = null, defaults = {} }) {
  const form = one(`#form-${kind}`).content.cloneNode(true).querySelector("form");
  for (const place of all("[data-repeat]", form)) repeat(place, children);
  for (const field of all("[data-field]", form)) join(field);
  fill(form, payload ?? defaults);
  for (const presets of all("[data-presets]", form)) preset(form, presets);
  form.addEventListener("input", () => arrange(form));
  arrange(form);
  return form;
}

function repeat(place, children) {
  const name = place.dataset.repeat;
  const blank = one("template", place);
  children.forEach((child, number) => {
    const part = blank.content.cloneNode(true);
    for (const each of all("[name], [data-field], [data-show], [data-required], [data-presets]", part)) rename(each, `${name}.${number}.`);
    for (const each of all("[data-child]", part)) each.textContent = child.name || word("child_number", { number: number + 1 });
    const hidden = one("[data-case]", part);
    if (hidden) hidden.value = child.code;
    place.append(part);
  });
  blank.remove();
}

function rename(each, prefix) {
  if (each.hasAttribute("name")) each.name = prefix + each.name;
  for (const key of ["field", "show", "presets"]) if (each.dataset[key]) each.dataset[key] = prefix + each.dataset[key];
  if (each.dataset.required) each.dataset.required = prefix + each.dataset.required;
}

/** Label, control and error belong together for those who hear the page. */
function join(field) {
  const id = `f-${field.dataset.field.replace(/\./g, "-")}`;
  const label = one(":scope > label", field);
  const control = one("input:not([type=hidden], [type=radio], [type=checkbox]), textarea, select", field);
  if (label && control) { control.id = id; label.htmlFor = id; }
}

function fill(form, payload) {
  for (const each of controls(form)) {
    const value = read(payload, each.name);
    if (each.type === "radio") each.checked = value === each.value;
    else if (each.type === "checkbox") each.checked = Array.isArray(value) ? value.includes(each.value) : Boolean(value);
    else if (value !== undefined && value !== null && !("case" in each.dataset)) each.value = value;
  }
}

/** What the form says. `sent` leaves out what is not shown, because it was not asked. */
export function collect(form, { sent = false } = {}) {
  const payload = {};
  for (const each of controls(form)) {
    if (sent && each.closest("[hidden]")) continue;
    if (each.type === "radio") { if (each.checked) write(payload, each.name, each.value); continue; }
    if (each.type === "checkbox" && "many" in each.dataset) {
      const before = read(payload, each.name) || [];
      write(payload, each.name, each.checked ? [...before, each.value] : before);
      continue;
    }
    write(payload, each.name, each.type === "checkbox" ? (each.checked ? "yes" : "") : each.value);
  }
  return payload;
}

const valuesOf = (form, name) =>
  controls(form).filter((each) => each.name === name && (["radio", "checkbox"].includes(each.type) ? each.checked : each.value)).map((each) => each.value);
const valueOf = (form, name) => valuesOf(form, name)[0] ?? "";

/** Show what the answers ask for, and mark the presets. */
export function arrange(form) {
  for (const part of all("[data-show]", form)) {
    const [name, wanted] = part.dataset.show.split(/[=~]/);
    const values = valuesOf(form, name);
    part.hidden = wanted === undefined ? !values.length : !wanted.split("|").some((each) => values.includes(each));
  }
  for (const each of all("[data-presets] button", form)) {
    each.setAttribute("aria-pressed", String(valueOf(form, each.parentElement.dataset.presets) === each.dataset.value));
  }
}

function preset(form, place) {
  place.addEventListener("click", (event) => {
    const chosen = event.target.closest("button");
    if (!chosen) return;
    const control = one(`[name="${place.dataset.presets}"]`, form);
    control.value = chosen.dataset.value;
    control.dispatchEvent(new Event("input", { bubbles: true }));
  });
}

/** Names of the shown fields that are asked for and empty. */
export function missing(form) {
  const asked = all("[data-required]", form).filter((field) => !field.closest("[hidden]"));
  return asked.map((field) => field.dataset.field).filter((name) => !valueOf(form, name).trim());
}

/** Sentences at their controls and in a summary that leads to them. Keeps everything that was typed. */
export function showErrors(form, fields, sentences = []) {
  clearErrors(form);
  const loose = [...sentences];
  const links = [];
  for (const [name, texts] of Object.entries(fields)) {
    const field = one(`[data-field="${name}"]`, form);
    if (!field || field.closest("[hidden]")) { loose.push(...texts); continue; }
    field.classList.add("has-error");
    field.append(el("div", { class: "error" }, icon("exclamation-circle"), el("span", { text: texts.join(" ") })));
    const control = one("input:not([type=hidden]), textarea, select", field);
    const go = (event) => { event.preventDefault(); control?.focus(); field.scrollIntoView({ block: "center" }); };
    links.push(el("li", {}, el("a", { href: "#", on: { click: go }, text: texts.join(" ") })));
  }
  if (!links.length && !loose.length) return;
  const summary = el("div", { class: "error-summary", tabindex: "-1", role: "alert" },
    el("h2", { text: word("please_check") }), el("ul", {}, loose.map((text) => el("li", { text })), links));
  form.prepend(summary);
  summary.focus();
  summary.scrollIntoView({ block: "nearest" });
}

export function clearErrors(form) {
  all(".error-summary, .field > .error", form).forEach((each) => each.remove());
  all(".has-error", form).forEach((each) => each.classList.remove("has-error"));
}

/** The label of each field by its name, to put two versions side by side. */
export function labels(form) {
  const found = {};
  for (const field of all("[data-field]", form)) {
    const title = one(":scope > label, :scope > legend", field);
    const child = field.closest("[data-of-child]")?.querySelector("[data-child]")?.textContent;
    found[field.dataset.field] = [child, title ? title.textContent.trim() : field.dataset.field].filter(Boolean).join(" · ");
  }
  return found;
}

/** A value in the words of its control. */
export function spoken(form, name, value) {
  const named = all(`[name="${name}"]`, form);
  const words = (one_) => named.find((each) => each.value === one_)?.closest("label")?.textContent.trim();
  if (Array.isArray(value)) return value.map((each) => words(each) || each).join("、");
  return (named.some((each) => each.type === "radio" || each.type === "checkbox") && words(value)) || value || "";
}
