// The phone's page: whose store, locked or open, which part of it, and what stands at the top all the time.

import { el, notice, one } from "./dom.js";
import { can, inWeChat } from "./features.js";
import { cardPage, forgetOldReceipts, homePage } from "./home.js";
import { watchIdle } from "./idle.js";
import { limits, loginPage, newPinPage, setupPage, unlockPage } from "./lock.js";
import { become, lastUser, lock, mine, onChange, ready } from "./mine.js";
import { networkState, onNetwork, refresh, session } from "./net.js";
import { settleAll } from "./drafts.js";
import { unsentCount } from "./outbox.js";
import { clockOffset, startAnew, sync, tryNow } from "./sync.js";
import { leaveForm, writePage, entryPage, today } from "./write.js";
import { word } from "./words.js";

const place = one("#phone");
const WRONG_CLOCK = 10 * 60 * 1000;
const PATIENCE = 1500; // for the server to say whose session it is, before the last user's store is offered
let prefill = {};
let drawn = false;
let waiting = 0;

async function boot() {
  keepShell();
  place.before(...[limits(inWeChat)].filter(Boolean));
  const known = await lastUser();
  if (known) await become(known);
  const asked = whoIsThis();
  await Promise.race([asked, new Promise((go) => { setTimeout(go, navigator.onLine ? PATIENCE : 0); })]);
  if (!drawn) await render();
  watchIdle(lockNow);
  window.addEventListener("hashchange", () => render().then(() => { if (document.activeElement === document.body) place.focus({ preventScroll: true }); }));
  window.addEventListener("beforeunload", (event) => { if (mine.mode === "passing" && waiting) event.preventDefault(); });
  window.addEventListener("online", () => whoIsThis().then(tryNow));
  window.addEventListener("offline", bar);
  window.addEventListener("focus", () => { if (networkState() !== "ok") whoIsThis().then(tryNow); });
  onNetwork(bar);
  onChange(heard);
  setInterval(() => sync(), 60000);
}

/** Ask whose session it is, and put their store before us when it is somebody else's. */
async function whoIsThis() {
  const result = await refresh();
  if (result.outcome === "ok" && session.user !== mine.user) {
    await leaveForm();
    startAnew();
    await become(session.user);
    await render();
  } else if (!drawn || ["none", "new"].includes(mine.mode)) {
    await render(); // a PIN that is being typed is left alone
  }
  if (session.language && session.language !== document.documentElement.lang) otherLanguage();
  bar();
}

async function lockNow() {
  if (mine.mode !== "open") return;
  await leaveForm();
  await settleAll();
  lock();
  startAnew();
  await render();
}

async function heard({ what, user }) {
  if (user !== mine.user) return;
  if (what === "other-user") return whoIsThis();
  bar();
  drawing = drawing.then(() => (ready() && atHome() ? homePage(place) : null)).catch(() => {});
}

const atHome = () => /^#?\/?$/.test(location.hash) && !document.querySelector("dialog[open]");

const done = async () => {
  if (location.hash === "#/new-pin") location.hash = "#/";
  forgetOldReceipts();
  await render();
  sync({ fresh: true });
};

let drawing = Promise.resolve();
const render = () => { drawing = drawing.then(draw, draw); return drawing; };

async function draw() {
  drawn = true;
  bar();
  const [page, ...rest] = location.hash.replace(/^#\//, "").split("/").map(decodeURIComponent);
  if (page === "new-pin" && mine.store && mine.mode === "locked") return place.replaceChildren(newPinPage(done));
  if (mine.mode === "none") return place.replaceChildren(loginPage(session.known ? "login" : networkState()));
  if (mine.mode === "new") return place.replaceChildren(session.user === mine.user ? setupPage(done) : loginPage(session.known ? "login" : networkState()));
  if (mine.mode === "locked") return lockedPage();
  if (page === "write") return writePage(place, { kind: rest[0], about: rest[1] || "", draft: rest[2] || "", prefill: takePrefill(), sent });
  if (page === "entry") return entryPage(place, { id: rest[0], sent });
  await leaveForm();
  if (page === "card") return cardPage(place, rest[0]);
  return homePage(place);
}

async function lockedPage() {
  place.replaceChildren(unlockPage(done));
  const count = await unsentCount();
  if (count) one("#locked-unsent").textContent = word("locked_unsent", { count });
  one("input", place).focus();
}

/** A form has gone into the outbox; a worry leads on to the report. */
function sent(next) {
  flash(word("in_outbox"));
  if (next) {
    prefill = next.prefill;
    location.hash = `#/write/${next.kind}/${next.about}`;
  } else {
    location.hash = "#/";
  }
  tryNow();
}

function takePrefill() { const values = prefill; prefill = {}; return values; }

function flash(text) {
  const line = one("#flash");
  line.textContent = text;
  setTimeout(() => { if (line.textContent === text) line.textContent = ""; }, 6000);
}

/** What is always visible: how much is not sent, and what stands in the way. */
async function bar() {
  const count = waiting = await unsentCount();
  const chip = one("#unsent");
  chip.hidden = !count;
  chip.querySelector("span").textContent = word("not_sent", { count });
  one("#lock").hidden = mine.mode !== "open";
  const offset = await (ready() ? clockOffset() : 0);
  const messages = [];
  const state = networkState();
  if (state === "offline" || !navigator.onLine) messages.push(notice("quiet", "wifi-off", word(mine.mode === "passing" ? "offline_passing" : "offline")));
  else if (state === "login" && ready()) messages.push(notice("attention", "person", word("login_kept"), el("a", { class: "btn btn-plain", href: session.login, text: word("login") })));
  else if (state === "trouble") messages.push(notice("quiet", "cloud-slash", word("trouble")));
  if (mine.mode === "passing" && can.keep) messages.push(notice("quiet", "info-circle", word("passing")));
  if (Math.abs(offset) > WRONG_CLOCK) messages.push(notice("attention", "clock", word("clock_off", { day: await today() })));
  one("#bar").replaceChildren(...messages);
}

function keepShell() {
  one("#lock").addEventListener("click", lockNow);
  one("#unsent").addEventListener("click", () => { location.hash = "#/"; });
  if (!can.worker) return;
  navigator.serviceWorker.register("/phone/sw.js", { scope: "/phone/", updateViaCache: "none" }).catch(() => {});
  let reloading = Boolean(navigator.serviceWorker.controller) === false;
  navigator.serviceWorker.addEventListener("controllerchange", () => {
    if (reloading) { reloading = false; return; } // the first worker only takes over
    one("#bar").prepend(notice("quiet", "arrow-repeat", word("new_version"), el("a", { class: "btn btn-plain", href: "/phone/", text: word("reload") })));
  });
}

/** The user reads another language than this page: keep that shell, and show it once. */
async function otherLanguage() {
  if (sessionStorage.getItem("language") === session.language) return;
  sessionStorage.setItem("language", session.language);
  const worker = navigator.serviceWorker?.controller;
  if (worker) {
    await new Promise((resolve) => {
      const channel = new MessageChannel();
      channel.port1.onmessage = resolve;
      worker.postMessage("refresh", [channel.port2]);
      setTimeout(resolve, 5000);
    });
  }
  await settleAll();
  location.reload();
}

boot();
