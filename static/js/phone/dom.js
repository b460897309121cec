// Building pages from values. Text is always text, never markup.

export const one = (selector, root = document) => root.querySelector(selector);
export const all = (selector, root = document) => Array.from(root.querySelectorAll(selector));

/** An element; `on` are listeners, `text` its text, everything else attributes (true means present, false absent). */
export function el(tag, { on = {}, text, ...attributes } = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false && value !== undefined && value !== null) element.setAttribute(name, value === true ? "" : value);
  }
  for (const [name, listener] of Object.entries(on)) element.addEventListener(name, listener);
  if (text !== undefined) element.textContent = text;
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** One symbol of the sprite. */
export function icon(name) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(space, "use");
  use.setAttribute("href", `${document.body.dataset.sprite}#${name}`);
  svg.append(use);
  return svg;
}

/** A box with a tone that says something: good, attention, danger, quiet. */
export function notice(tone, symbol, sentences, ...more) {
  const texts = [sentences].flat().map((text) => el("p", { text }));
  return el("div", { class: `notice tone-${tone}`, role: tone === "danger" ? "alert" : "status" }, icon(symbol), el("div", {}, texts, more));
}

export const button = (text, listener, { kind = "plain", symbol = "", ...more } = {}) =>
  el("button", { type: "button", class: `btn btn-${kind}`, on: { click: listener }, ...more }, symbol && icon(symbol), text);

/** Ask before something is lost. Resolves to true or false. */
export function confirmed(title, text, act, back) {
  return new Promise((resolve) => {
    const close = (answer) => () => { dialog.close(); dialog.remove(); resolve(answer); };
    const dialog = el("dialog", { class: "confirmation", "aria-label": title, on: { cancel: close(false) } },
      el("h2", { text: title }), el("p", { text }),
      el("div", { class: "form-actions" }, button(act, close(true), { kind: "stop" }), button(back, close(false))));
    document.body.append(dialog);
    dialog.showModal();
  });
}
