// The pages of an open store: what has not been sent, whom I see, one card, and what arrived.

import { all, button, confirmed, el, icon, notice } from "./dom.js";
import { draftsElsewhere, draftsHere, discard } from "./drafts.js";
import { mine } from "./mine.js";
import { session } from "./net.js";
import { discardEntry, entries, receipts, takeBack } from "./outbox.js";
import { cardOf, taken } from "./sync.js";
import { today } from "./write.js";
import { daysBetween, relative, when, word } from "./words.js";

const LATELY = 7 * 86400000;
const title = (kind) => document.getElementById(`form-${kind}`)?.content.querySelector("form")?.dataset.title || kind;
const link = (...parts) => `#/${parts.map(encodeURIComponent).join("/")}`;

/** Everything that waits, then the children or households. */
export async function homePage(place) {
  const day = await today();
  const { sections } = await taken();
  const content = el("div", { class: "stack", id: "home" },
    el("h1", { class: "hello", text: session.name || word("phone_title") }),
    await waiting(day), ...sections.map((section) => sectionOf(section, day)),
    !sections.length && empty(), await arrivedLately(day));
  place.replaceChildren(content);
  lateDrafts(content, day);
}

const empty = () => el("div", { class: "empty" }, icon("cloud-arrow-up"), el("h2", { text: word("nothing_taken_title") }), el("p", { text: word("nothing_taken") }));

/** The outbox and the drafts of this phone. */
async function waiting(day) {
  const rows = await entries();
  const drafts = (await draftsHere()).filter((row) => row.value.payload);
  if (!rows.length && !drafts.length) return null;
  const names = await titlesOf([...rows, ...drafts]);
  return el("section", { class: "panel", id: "waiting" },
    Boolean(rows.length) && el("h2", { text: word("not_sent", { count: rows.length }) }),
    Boolean(rows.length) && el("ul", { class: "rows" }, rows.map((row) => entryRow(row, names, day))),
    Boolean(drafts.length) && el("h2", { text: word("drafts") }),
    Boolean(drafts.length) && el("ul", { class: "rows", id: "drafts" }, drafts.map((row) => draftRow(row.value, row.id, names, day))));
}

async function titlesOf(rows) {
  const names = {};
  for (const { value } of rows) if (value.about && !(value.about in names)) names[value.about] = (await cardOf(value.about))?.title || word("out_of_reach");
  return names;
}

function entryRow(row, names, day) {
  const { kind, about, payload, problem, written } = row.value;
  const looks = {
    waiting: ["quiet", "cloud-arrow-up", word("waits")],
    attention: ["attention", "exclamation-triangle", word("needs_attention")],
    conflict: ["attention", "files", word("two_versions")],
  };
  const [tone, symbol, text] = looks[row.state];
  const about_ = [names[about], payload.done_on || (written && when(written, day))].filter(Boolean).join(" · ");
  const open = row.state === "waiting"
    ? button(word("edit"), async () => { const id = await takeBack(row.id); if (id) location.hash = link("write", kind, about); }, { kind: "link" })
    : el("a", { href: link("entry", row.id), text: word("open") });
  return el("li", { "data-entry": row.id, "data-state": row.state },
    el("div", { class: "row-main" }, el("b", { text: title(kind) }), el("span", { class: "quiet", text: about_ }),
      el("span", { class: `badge-tone tone-${tone}` }, icon(symbol), text),
      problem && row.state !== "waiting" && el("span", { class: "small", text: [...(problem.sentences || []), ...Object.values(problem.fields || {}).flat()].join(" ") })),
    open, row.state === "waiting" && discarding(() => discardEntry(row.id)));
}

function discarding(act) {
  return button("", async () => { if (await confirmed(word("discard_title"), word("discard_text"), word("discard"), word("keep"))) await act(); }, { kind: "link", symbol: "trash", "aria-label": word("discard") });
}

function draftRow(value, id, names, day, at = null, expires = null) {
  const about = [names[value.about] ?? "", at && when(at, day), expires && word("expires", { day: expires })].filter(Boolean).join(" · ");
  return el("li", { "data-draft": id },
    el("div", { class: "row-main" }, el("b", { text: title(value.kind) }), el("span", { class: "quiet", text: about })),
    el("a", { href: link("write", value.kind, value.about, id), text: word("go_on") }), discarding(() => discard(id)));
}

/** Drafts that were begun on another device come in when the server has answered. */
async function lateDrafts(content, day) {
  const found = await draftsElsewhere();
  if (!found.length || !content.isConnected) return;
  const names = await titlesOf(found.map((draft) => ({ value: draft })));
  const rows = found.map((draft) => draftRow(draft, draft.uuid, names, day, draft.at, draft.expires_on));
  content.querySelector("h1").after(el("section", { class: "panel", id: "elsewhere" }, el("h2", { text: word("drafts_elsewhere") }), el("ul", { class: "rows" }, rows)));
}

function sectionOf(section, day) {
  const cards = section.cards || [];
  const list = el("ul", { class: "cards" }, cards.map((card) => cardRow(card, day)));
  return el("section", { class: "stack", "data-section": section.name },
    el("h2", { text: section.title }),
    (section.notes || []).map((note) => notice(note.tone || "quiet", note.icon || "info-circle", note.text)),
    section.facts && facts(section.facts, day),
    cards.length > 8 && filter(list),
    cards.length ? list : section.empty && el("div", { class: "empty" }, icon("check-circle"), el("h3", { text: section.empty.title }), el("p", { text: section.empty.text })),
    (section.links || []).map((each) => el("p", {}, el("a", { href: each.url, text: each.text }))));
}

function filter(list) {
  const hear = (event) => {
    const wanted = event.target.value.trim().toLowerCase();
    for (const row of all(":scope > li", list)) row.hidden = !row.dataset.find.includes(wanted);
  };
  return el("div", { class: "field" }, el("input", { type: "search", "aria-label": word("find"), placeholder: word("find"), on: { input: hear } }));
}

function cardRow(card, day) {
  const first = (card.acts || []).find((act) => act.primary) || (card.acts || [])[0];
  return el("li", { class: "panel", "data-card": card.about, "data-find": [card.title, card.find || "", card.subtitle || ""].join(" ").toLowerCase() },
    el("a", { class: "card-head", href: link("card", card.about) }, el("b", { class: "name", text: card.title }), card.subtitle && el("span", { class: "quiet", text: card.subtitle })),
    el("div", { class: "row-of" }, (card.badges || []).map((badge) => badgeOf(badge, day))),
    first && el("a", { class: "btn btn-primary", href: link("write", first.kind, first.about) }, first.label));
}

function badgeOf(badge, day) {
  let { text, tone = "quiet" } = badge;
  if (badge.day) {
    const late = badge.due && badge.day < day;
    text = `${badge.text} ${late ? word("overdue", { count: daysBetween(badge.day, day) }) : relative(badge.day, day)}`;
    if (late) tone = "danger";
    else if (badge.due && badge.day === day) tone = "attention";
  }
  return el("span", { class: `badge-tone tone-${tone}`, title: badge.day || false }, badge.icon && icon(badge.icon), text);
}

function facts(list, day) {
  const shown = (fact) => {
    if (fact.tel) return el("a", { href: `tel:${fact.tel}` }, icon("telephone"), fact.tel);
    if (fact.day) return fact.relative ? `${relative(fact.day, day)} (${fact.day})` : fact.day;
    return fact.value;
  };
  return el("dl", { class: "facts" }, list.flatMap((fact) => [el("dt", { text: fact.label }), el("dd", {}, shown(fact))]));
}

/** One child or household: what I may know, and what I can write down. */
export async function cardPage(place, about) {
  const day = await today();
  const card = await cardOf(about);
  if (!card) { location.hash = "#/"; return; }
  const acts = (card.acts || []).map((act) => el("a", { class: `btn btn-${act.primary ? "primary" : act.kind === "report" ? "stop" : "plain"}`, href: link("write", act.kind, act.about) }, act.icon && icon(act.icon), act.label));
  place.replaceChildren(el("section", { class: "stack", id: "card" },
    el("div", { class: "phone-head" }, el("a", { class: "back", href: "#/", "aria-label": word("back") }, icon("arrow-left")), el("h1", {}, el("span", { class: "name", text: card.title }), card.subtitle && el("span", { class: "about", text: card.subtitle }))),
    el("div", { class: "row-of" }, (card.badges || []).map((badge) => badgeOf(badge, day))),
    el("div", { class: "panel" }, facts(card.facts || [], day)),
    (card.groups || []).map((group) => el("div", { class: "panel" }, el("h2", { text: group.title }), facts(group.facts, day))),
    el("div", { class: "form-actions" }, acts)));
}

async function arrivedLately(day) {
  const rows = (await receipts()).filter((row) => Date.now() - row.seq < LATELY).slice(0, 5);
  if (!rows.length) return null;
  return el("section", { class: "panel", id: "arrived-lately" }, el("h2", { text: word("arrived_lately") }),
    el("ul", { class: "rows" }, rows.map(({ value }) => el("li", {}, icon("check-circle"),
      el("div", { class: "row-main" }, value.url ? el("a", { href: value.url, text: value.label }) : el("span", { text: value.label }), el("span", { class: "quiet small", text: word("arrived_at", { time: when(value.at, day) }) }))))));
}

/** Receipts older than a week are of no use to anybody. */
export async function forgetOldReceipts() {
  for (const row of await receipts()) if (Date.now() - row.seq >= LATELY) await mine.store.remove("sent", row.id);
}
