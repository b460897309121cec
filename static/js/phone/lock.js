// The pages before the store is open: log in, choose a PIN, enter it, set a new one.

import { button, el, icon, notice, one } from "./dom.js";
import { can } from "./features.js";
import { deviceId, mine, opened, pass } from "./mine.js";
import { call, session } from "./net.js";
import { base64, fromBase64, goodPin, keyIsKept, makeVault, openVault, rewrap, TooSoon, WrongPin } from "./vault.js";
import { word } from "./words.js";

const page = (symbol, title, ...content) => el("section", { class: "entrance phone-entrance" }, icon(symbol), el("h1", { text: title }), content);

function pinField(name, label) {
  const input = el("input", { id: name, name, type: "password", inputmode: "numeric", pattern: "[0-9]*", maxlength: "6", autocomplete: "off", required: true, class: "pin" });
  return el("div", { class: "field" }, el("label", { for: name, text: label }), input);
}

/** A form with PIN fields; `act(values)` resolves to a sentence when it did not work. */
function pinForm(fields, act, work, ...more) {
  const problem = el("p", { class: "error-line", role: "alert" });
  const submit = el("button", { type: "submit", class: "btn btn-primary", text: act });
  const form = el("form", { class: "form", novalidate: true }, fields, problem, submit, more);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (submit.disabled) return;
    submit.disabled = true;
    submit.setAttribute("aria-busy", "true");
    problem.textContent = "";
    try {
      problem.textContent = (await work(Object.fromEntries(new FormData(form)))) || "";
    } catch (reason) {
      problem.textContent = word("pin_trouble", { reason: reason?.message || "" });
    }
    submit.disabled = false;
    submit.removeAttribute("aria-busy");
    if (problem.textContent) { form.reset(); one("input", form)?.focus(); }
  });
  return form;
}

/** Nobody is known on this phone. */
export function loginPage(state) {
  if (state === "offline" || state === "trouble") {
    return page("wifi-off", word("first_time_title"), el("p", { text: word("first_time_offline") }), button(word("try_again"), () => location.reload(), { kind: "primary" }));
  }
  return page("person", word("login_title"), el("p", { text: word("login_text") }), el("a", { class: "btn btn-primary", href: session.login, text: word("login") }));
}

/** The first time on this phone: choose a PIN. */
export function setupPage(done) {
  const work = async ({ pin, again }) => {
    if (!goodPin(pin)) return word("pin_weak");
    if (pin !== again) return word("pin_differ");
    const { key, raw } = await makeVault(mine.store, pin);
    opened(key);
    await keepKey(raw);
    navigator.storage?.persist?.();
    done();
    return "";
  };
  const skip = button(word("pin_skip"), () => { pass(); done(); }, { kind: "link" });
  return page("shield-lock", word("pin_new_title"), el("p", { text: word("pin_why") }),
    pinForm([pinField("pin", word("pin_new")), pinField("again", word("pin_again"))], word("pin_set"), work, skip),
    el("p", { class: "quiet small", text: word("pin_skip_text") }));
}

/** The server keeps the key for a forgotten PIN. Without network that is done the next time. */
async function keepKey(raw) {
  const result = await call("POST", "/phone/key/", { json: { device: await deviceId(), key: base64(raw) } });
  raw.fill(0);
  if (result.outcome === "ok") await keyIsKept(mine.store);
}

/** The PIN of the store that is before us. */
export function unlockPage(done) {
  const work = async ({ pin }) => {
    try {
      const { key, raw } = await openVault(mine.store, pin);
      opened(key);
      if (raw) await keepKey(raw);
    } catch (reason) {
      if (reason instanceof WrongPin) return word("pin_wrong");
      if (reason instanceof TooSoon) return word("pin_too_soon", { count: reason.seconds });
      throw reason;
    }
    done();
    return "";
  };
  return page("lock", word("locked_title"), el("p", { id: "locked-unsent", class: "quiet", "data-store": mine.user }),
    pinForm([pinField("pin", word("pin"))], word("unlock"), work),
    el("p", {}, el("a", { href: "/phone/forgotten/", text: word("pin_forgotten") })),
    el("p", { class: "small" }, el("a", { href: "/accounts/logout/?next=/phone/login/", text: word("someone_else") })));
}

/** After the password was entered again: another PIN over the same key, so that nothing is lost. */
export function newPinPage(done) {
  const work = async ({ pin, again }) => {
    if (!goodPin(pin)) return word("pin_weak");
    if (pin !== again) return word("pin_differ");
    const result = await call("GET", `/phone/key/${await deviceId()}/`);
    if (result.outcome === "refused" && result.body.code === "password") { location.href = result.body.login; return ""; }
    if (result.outcome === "refused") return result.body.sentences.join(" ");
    if (result.outcome !== "ok") return word(result.outcome === "login" ? "login_text" : "no_network");
    opened(await rewrap(mine.store, fromBase64(result.body.key), pin));
    done();
    return "";
  };
  return page("key", word("pin_new_title"), el("p", { text: word("pin_new_keeps") }),
    pinForm([pinField("pin", word("pin_new")), pinField("again", word("pin_again"))], word("pin_set"), work));
}

/** What this browser cannot do, said once at the top. Nothing where it can do everything. */
export function limits(inWeChat) {
  if (can.offline) return null;
  const sentence = can.keep ? word("no_worker") : can.secure ? word("no_keeping") : word("not_secure");
  const open = inWeChat || !can.worker ? [el("p", { text: word("open_in_browser") }), copyLink()] : [];
  return notice("attention", "exclamation-triangle", sentence, ...open);
}

function copyLink() {
  const link = el("input", { class: "link-text", readonly: true, value: `${location.origin}/phone/`, "aria-label": word("link") });
  return el("div", { class: "row-of" }, link, button(word("copy_link"), async () => {
    link.select();
    try { await navigator.clipboard.writeText(link.value); } catch { document.execCommand("copy"); }
  }, { symbol: "copy" }));
}
