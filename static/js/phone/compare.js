// Two versions of one form side by side, and a choice for each difference. Nothing is thrown away without a choice.

import { button, el } from "./dom.js";
import { labels, spoken } from "./forms.js";
import { word } from "./words.js";

/** Every leaf of a payload by its path. */
export function leaves(value, path = "") {
  if (value === null || value === undefined || value === "") return {};
  if (typeof value !== "object" || (Array.isArray(value) && value.every((each) => typeof each !== "object"))) return { [path]: value };
  return Object.assign({}, ...Object.entries(value).map(([key, each]) => leaves(each, path ? `${path}.${key}` : key)));
}

function put(payload, path, value) {
  const keys = path.split(".");
  const last = keys.pop();
  let at = payload;
  keys.forEach((key, place) => { at = at[key] ??= /^\d+$/.test(keys[place + 1] ?? last) ? [] : {}; });
  if (value === undefined) delete at[last]; else at[last] = value;
}

/** The paths at which the versions differ. */
export function differences(ours, theirs) {
  const [left, right] = [leaves(ours), leaves(theirs)];
  const same = (path) => JSON.stringify(left[path]) === JSON.stringify(right[path]);
  return [...new Set([...Object.keys(left), ...Object.keys(right)])].filter((path) => !same(path));
}

/** The page that asks; `done(payload)` gets the merged version. `form` is drawn from the same blank, for its words. */
export function comparePage({ form, ours, theirs, sentences, done }) {
  const names = labels(form);
  const paths = differences(ours, theirs);
  const [left, right] = [leaves(ours), leaves(theirs)];
  const choices = Object.fromEntries(paths.map((path) => [path, path in left ? "ours" : "theirs"]));
  const option = (path, value, title, text) => el("label", { class: "version" },
    el("input", { type: "radio", name: `choice-${path}`, value, checked: choices[path] === value, on: { change: () => { choices[path] = value; } } }),
    el("span", {}, el("b", { text: title }), el("span", { text: text || word("nothing") })));
  const row = (path) => {
    const texts = [spoken(form, path, left[path]), spoken(form, path, right[path])];
    const both = typeof left[path] === "string" && typeof right[path] === "string" && left[path].length + right[path].length > 12 && !/^\d{4}-\d\d-\d\d$/.test(left[path]);
    return el("fieldset", { class: "versions", "data-path": path }, el("legend", { text: names[path] || word("photos") }),
      option(path, "ours", word("version_here"), texts[0]), option(path, "theirs", word("version_there"), texts[1]),
      Boolean(both) && option(path, "both", word("version_both"), ""));
  };
  const merged = () => {
    const payload = structuredClone(theirs ?? {});
    for (const path of paths) put(payload, path, { ours: left[path], theirs: right[path], both: [right[path], left[path]].join("\n") }[choices[path]]);
    return payload;
  };
  return el("section", { class: "stack", id: "compare" }, el("h1", { text: word("two_versions") }), sentences.map((text) => el("p", { text })),
    paths.map(row), el("div", { class: "form-actions" }, button(word("keep_chosen"), () => done(merged()), { kind: "primary" })));
}
