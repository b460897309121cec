// A form of an office page that saves itself: from the first input on, a draft on the server under the form's own id, so
// that a new login, another browser or a second click come back to the same form. Files are not saved.

import { call, refresh, session } from "./net.js";

const SOON = 2000;
const AGAIN = 15000;
const line = document.querySelector("[data-draft]");
const form = line.closest("form");
const id = form.elements.client_uuid;
const { draft: kind, about, user } = line.dataset; // whose page this is: another login in this browser must not get it
const skipped = new Set(["csrfmiddlewaretoken", "client_uuid", "expected", "key"]);
const state = { version: 0, looked: null, dirty: false, sending: null, timer: null, stopped: false };

const fields = () => Array.from(form.elements).filter((each) => each.name && each.type !== "file" && each.type !== "submit" && !skipped.has(each.name) && !each.name.endsWith("-expected"));

function content() {
  const payload = {};
  for (const each of fields()) {
    if (each.type === "radio" || each.type === "checkbox") { if (each.checked) payload[each.name] = [...(payload[each.name] || []), each.value]; }
    else if (each.value) payload[each.name] = each.value;
  }
  return payload;
}

function restore(payload) {
  for (const each of fields()) {
    const value = payload[each.name];
    if (each.type === "radio" || each.type === "checkbox") each.checked = Array.isArray(value) && value.includes(each.value);
    else each.value = value ?? "";
    if (value !== undefined) each.closest("details")?.setAttribute("open", "");
  }
  form.dispatchEvent(new Event("change", { bubbles: true }));
}

function say(name, values = {}) {
  line.replaceChildren(line.dataset[name].replace(/\{(\w+)\}/g, (_match, key) => values[key]));
  line.dataset.state = name;
  if (name !== "login") return;
  const link = document.createElement("a");
  Object.assign(link, { href: session.login, target: "_blank", textContent: line.dataset.loginLink });
  line.append(" ", link);
}

function soon(after) {
  clearTimeout(state.timer);
  state.timer = setTimeout(save, after);
}

/** One request at a time; what is typed meanwhile goes with the next. */
async function save() {
  clearTimeout(state.timer);
  if (state.sending) { await state.sending; if (!state.dirty) return; }
  if (!state.dirty || state.stopped) return;
  state.sending = send();
  await state.sending;
  state.sending = null;
}

async function send() {
  const found = await look(); // which draft this is must be known before it is saved, also where somebody types at once
  if (found.outcome !== "ok") { soon(AGAIN); return say(found.outcome === "login" ? "login" : "offline"); }
  state.dirty = false;
  const result = await call("PUT", `/phone/drafts/${id.value}/`, { json: { user, kind, about, payload: content(), base: state.version } });
  if (result.outcome === "ok") {
    state.version = result.body.version;
    const now = new Date();
    return say("saved", { time: `${now.getHours()}`.padStart(2, "0") + ":" + `${now.getMinutes()}`.padStart(2, "0") });
  }
  state.dirty = true;
  if (result.outcome === "refused") {
    state.stopped = result.status === 409 || result.status === 410;
    return say({ 409: "changed", 410: "gone" }[result.status] || "error", { reason: (result.body.sentences || []).join(" ") });
  }
  soon(AGAIN);
  return say(result.outcome === "login" ? "login" : "offline");
}

/** The draft on the server, asked once; a question that was not answered is asked again before the next saving. */
async function look() {
  state.looked ||= begin();
  const result = await state.looked;
  if (result.outcome !== "ok") state.looked = null;
  return result;
}

async function begin() {
  const query = new URLSearchParams({ kind, about });
  const result = await call("GET", `/phone/drafts/?${query}`);
  const draft = result.outcome === "ok" && result.body.drafts[0];
  if (draft) take(draft);
  return result;
}

/** Go on with that draft, unless the page holds what was just sent or typed, which is newer. */
function take(draft) {
  if ("bound" in line.dataset) {
    if (draft.uuid === id.value) state.version = draft.version;
    return;
  }
  if (state.dirty) return;
  id.value = draft.uuid;
  state.version = draft.version;
  restore(draft.payload);
  say("continued");
  const over = document.createElement("button");
  Object.assign(over, { type: "button", className: "btn btn-link", textContent: line.dataset.startOver });
  over.addEventListener("click", async () => {
    state.stopped = true;
    await call("DELETE", `/phone/drafts/${id.value}/`);
    location.reload();
  });
  line.append(" ", over);
}

form.addEventListener("input", () => { state.dirty = true; soon(SOON); });
window.addEventListener("online", save);
window.addEventListener("pageshow", (event) => { if (event.persisted) state.stopped = false; });
window.addEventListener("focus", () => { if (state.dirty && ["login", "offline"].includes(line.dataset.state)) refresh().then(save); });
document.addEventListener("visibilitychange", () => { if (document.hidden) save(); });

// Sending waits for the draft that is being saved: the server closes it together with the record.
form.addEventListener("submit", (event) => {
  clearTimeout(state.timer);
  state.stopped = true;
  if (!state.sending) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const { submitter } = event;
  state.sending.then(() => form.requestSubmit(submitter));
}, { capture: true });

look();
