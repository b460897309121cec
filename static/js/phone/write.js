// The page of one form: it saves itself, says so, and on sending goes into the outbox before anything else happens.

import { all, button, confirmed, el, icon, notice, one } from "./dom.js";
import { comparePage, leaves } from "./compare.js";
import { begin, discard, Writing } from "./drafts.js";
import { newUuid } from "./features.js";
import { collect, draw, labels, missing, showErrors, spoken } from "./forms.js";
import { mine } from "./mine.js";
import { networkState, session } from "./net.js";
import { discardEntry, entries, photoNumbersOf, post } from "./outbox.js";
import { photosIn, photosOf } from "./photos.js";
import { cardOf, clockOffset, taken } from "./sync.js";
import { clock, isoDay, when, word } from "./words.js";

let open = null;

// A phone that goes into the pocket may not come back to this page: keep what was typed at once.
document.addEventListener("visibilitychange", () => { if (document.hidden) open?.keep(); });
window.addEventListener("pagehide", () => open?.keep());

/** The form that is open now, if any: it has to settle before the store is locked. */
export const leaveForm = async () => {
  const writing = open;
  open = null;
  if (!writing) return;
  await writing.settled();
  writing.stop();
};

/** Today as the server says, as far as that is known. */
export const today = async () => isoDay(new Date(Date.now() + (await clockOffset())));

/** A form of `kind` about a card, new or continued (`draft`: which one). `prefill` are values for a new one. */
export async function writePage(place, { kind, about, draft = "", prefill = {}, sent }) {
  await leaveForm();
  const writing = await begin(kind, about, draft);
  await show(place, { writing, prefill, sent });
}

/** An entry that came back, in its form, with what is wrong. */
export async function entryPage(place, { id, sent }) {
  await leaveForm();
  const row = (await entries()).find((each) => each.id === id);
  if (!row) { location.hash = "#/"; return; }
  const writing = new Writing(row.id, row.value, row.rev, "outbox");
  if (row.value.problem?.code === "no_access") return show(place, { writing, sent, readOnly: true });
  if (row.state === "conflict") return conflictWithArrived(place, row, sent);
  await show(place, { writing, problem: row.value.problem, sent });
}

async function show(place, { writing, prefill = {}, problem = null, sent, readOnly = false }) {
  open = writing;
  const { kind, about, payload } = writing.value;
  const card = await cardOf(about);
  const children = card?.children || (payload?.children || []).map((child) => ({ code: child.case, name: "" }));
  const day = await today();
  const resumed = payload && writing.table === "drafts";
  const form = draw(kind, { children, payload, defaults: { done_on: day, observed_on: day, ...prefill } });
  const status = el("p", { class: "autosave", role: "status", id: "saved" });
  place.replaceChildren(el("section", { class: "stack", "data-writing": writing.id, "data-about": about },
    heading(form, card, kind),
    resumed && resumedLine(writing, place, { sent }),
    problem?.code === "clock" && notice("attention", "clock", word("clock_wrong", { day })),
    readOnly ? ownWords(form, writing, payload) : form));
  if (readOnly) return;
  if (about) one("[data-unknown]", form)?.remove();
  numbers(form);
  one(".form-actions", form).prepend(status);
  const typed = () => {
    status.dataset.state = "typing";
    writing.typed({ ...collect(form), ...photosOf(form) });
  };
  for (const photos of all("[data-photos]", form)) photosIn(photos, writing.id, payload?.[photos.dataset.photos] || [], typed);
  form.addEventListener("input", typed);
  writing.told = (state, more) => told(place, form, status, writing, state, more, sent);
  form.addEventListener("submit", (event) => { event.preventDefault(); submit(form, writing, problem, card, sent); });
  if (problem) showErrors(form, problem.fields, problem.sentences);
  if (Object.keys(prefill).length && !payload) typed();
  if (!problem) place.scrollIntoView({ block: "start" });
}

function heading(form, card, kind) {
  const title = form.dataset.title;
  return el("div", { class: "phone-head" },
    el("a", { class: "back", href: "#/", "aria-label": word("back") }, icon("arrow-left")),
    el("h1", {}, title, card && kind !== "visit" ? el("span", { class: "about" }, el("span", { class: "name", text: card.title })) : card && el("span", { class: "about", text: card.title })));
}

/** Numbers to phone in an emergency, as far as they are known without network. */
async function numbers(form) {
  const place = one("[data-lines]", form);
  if (!place) return;
  const { lines = [] } = await taken();
  for (const line of lines) place.append(el("a", { class: "btn btn-plain", href: `tel:${line.number}` }, icon("telephone-fill"), `${line.label} ${line.number}`));
}

function resumedLine(writing, place, { sent }) {
  const { kind, about } = writing.value;
  const startOver = async () => {
    if (!(await confirmed(word("discard_title"), word("discard_text"), word("discard"), word("keep")))) return;
    await discard(writing.id);
    writePage(place, { kind, about, sent });
  };
  return el("div", { class: "notice tone-quiet" }, icon("clock-history"), el("p", { text: word("continued") }), button(word("start_over"), startOver, { kind: "link" }));
}

function told(place, form, status, writing, state, more, sent) {
  if (state === "conflict") return conflict(place, writing, more, sent);
  if (state === "gone") return gone(place, writing, more, sent);
  const keeps = mine.mode === "open";
  const texts = {
    saved: () => word("saved", { time: clock(more.at) }),
    kept: () => (networkState() === "offline" && keeps ? word("kept_offline", { time: clock(writing.at) }) : null),
    offline: () => (keeps ? word("kept_offline", { time: clock(writing.at || new Date()) }) : word("offline_passing")),
    login: () => null,
    trouble: () => (keeps ? word("kept_offline", { time: clock(writing.at || new Date()) }) : word("offline_passing")),
    error: () => word("not_saved", { reason: more.reason }),
  };
  if (state === "login") {
    status.replaceChildren(`${word("login_kept")} `, el("a", { href: session.login, target: keeps ? undefined : "_blank", text: word("login") }));
  } else {
    const text = texts[state]();
    if (text !== null) status.textContent = text;
  }
  status.dataset.state = state;
}

async function submit(form, writing, problem, card, sent) {
  if ("sending" in form.dataset) return;
  const empty = missing(form);
  if (empty.length) return showErrors(form, Object.fromEntries(empty.map((name) => [name, [word("please_answer", { field: labels(form)[name] })]])));
  form.dataset.sending = "";
  one("[type=submit]", form).setAttribute("aria-busy", "true");
  const payload = { ...collect(form, { sent: true }), ...photosOf(form), ...(problem?.code === "clock" ? { day_confirmed: "yes" } : {}) };
  try {
    await writing.settled();
    writing.stop();
    await post(writing, payload, photoNumbersOf(payload));
  } catch (reason) {
    writing.stopped = false;
    delete form.dataset.sending;
    one("[type=submit]", form).removeAttribute("aria-busy");
    return showErrors(form, {}, [word("not_saved", { reason: reason?.message || "" })]);
  }
  open = null;
  const report = payload.worry === "yes" && card?.acts?.find((act) => act.kind === "report");
  sent(report ? { kind: "report", about: report.about, prefill: { what: payload.note || "" } } : null);
}

/** The draft changed in another window or on another device. */
function conflict(place, writing, { theirs, rev }, sent) {
  if (writing.held) return;
  writing.hold();
  const { kind, payload, about } = writing.value;
  const children = (payload?.children || theirs.payload?.children || []).map((child) => ({ code: child.case, name: "" }));
  const form = draw(kind, { children, payload: theirs.payload });
  cardOf(about).then((card) => {
    const named = card?.children ? draw(kind, { children: card.children, payload: theirs.payload }) : form;
    place.replaceChildren(comparePage({
      form: named, ours: payload, theirs: theirs.payload, sentences: [word("changed_elsewhere")],
      done: async (merged) => { await writing.resolve(merged, theirs, rev); show(place, { writing, sent }); },
    }));
  });
}

/** The draft was sent or discarded elsewhere while this window still has its words. */
function gone(place, writing, { state, at }, sent) {
  const { kind, about, payload } = writing.value;
  const asNew = async () => {
    const fresh = new Writing(newUuid(), { kind, about, payload, base: 0, dirty: true });
    await fresh.keep();
    await drop();
    show(place, { writing: fresh, sent });
  };
  const drop = async () => { writing.stop(); await mine.store.remove("drafts", writing.id); };
  const throwAway = async () => {
    if (await confirmed(word("discard_title"), word("discard_text"), word("discard"), word("keep"))) { await drop(); location.hash = "#/"; }
  };
  const form = draw(kind, { payload });
  place.replaceChildren(el("section", { class: "stack", id: "gone" },
    notice("attention", "exclamation-triangle", word(state === "sent" ? "sent_elsewhere" : "discarded_elsewhere", { time: at ? clock(at) : "" })),
    el("h2", { text: word("typed_here") }), listed(form, payload),
    el("div", { class: "form-actions" }, button(word("as_new"), asNew, { kind: "primary" }), button(word("discard"), throwAway))));
}

/** An earlier version of this entry has arrived: both, side by side. */
async function conflictWithArrived(place, row, sent) {
  const { kind, about, payload, problem } = row.value;
  const children = (await cardOf(about))?.children || (payload.children || []).map((child) => ({ code: child.case, name: "" }));
  const form = draw(kind, { children, payload });
  const server = problem.server || {};
  const asNew = async () => {
    const writing = new Writing(newUuid(), { kind, about, payload: { ...payload, photos: [] }, base: 0, dirty: true });
    await writing.keep();
    await discardEntry(row.id);
    show(place, { writing, sent });
  };
  place.replaceChildren(el("section", { class: "stack", id: "arrived" },
    el("h1", { text: word("two_versions") }), problem.sentences.map((text) => el("p", { text })),
    el("h2", { text: word("version_there") }), el("p", { text: `${server.label || ""} ${server.at ? when(server.at) : ""}` }),
    listed(form, server.payload), server.url && el("p", {}, el("a", { href: server.url, text: word("open_record") })),
    el("h2", { text: word("version_here") }), listed(form, payload),
    el("div", { class: "form-actions" }, button(word("as_new"), asNew, { kind: "primary" }), discardButton(row.id))));
}

/** Words about somebody who is out of reach: the writer's own, to be copied. */
function ownWords(form, writing, payload) {
  const texts = lines(form, payload);
  const copy = () => navigator.clipboard?.writeText(texts.map((line) => line.join("：")).join("\n"));
  return el("div", { class: "stack", id: "own-words" },
    notice("attention", "shield-exclamation", writing.value.problem.sentences), listed(form, payload),
    el("div", { class: "form-actions" }, button(word("copy_words"), copy, { kind: "primary", symbol: "copy" }), discardButton(writing.id)));
}

const discardButton = (id) => button(word("discard"), async () => {
  if (!(await confirmed(word("discard_title"), word("discard_text"), word("discard"), word("keep")))) return;
  await discardEntry(id);
  location.hash = "#/";
}, { kind: "stop" });

function lines(form, payload) {
  const names = labels(form);
  return Object.entries(leaves(payload)).filter(([path]) => path in names).map(([path, value]) => [names[path], spoken(form, path, value)]);
}

const listed = (form, payload) => el("dl", { class: "facts" }, lines(form, payload).flatMap(([label, value]) => [el("dt", { text: label }), el("dd", { text: value })]));
