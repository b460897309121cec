// Drafts: saved on the phone within moments and on the server within seconds. There is none before the first input.
//
// A draft is found by user, kind, about and its UUID, so that it never turns up in another form. A version that changed
// elsewhere is shown beside this one, never overwritten.

import { newUuid } from "./features.js";
import { changed, box, mine, rowsOf, unbox } from "./mine.js";
import { call, networkState } from "./net.js";

const SOON = 300;
const SERVER_SOON = 2000;
const running = new Set();

export class Writing {
  /** `value` is {kind, about, payload, base, dirty}; `rev` counts the savings on this phone, 0 for none yet. */
  constructor(id, value, rev = 0, table = "drafts") {
    Object.assign(this, { id, rev, table, value, at: null, told: () => {}, stopped: false, held: false, sending: null, saving: Promise.resolve() });
    running.add(this);
  }

  /** The first call makes the draft. */
  typed(payload) {
    this.value = { ...this.value, payload, dirty: true };
    clearTimeout(this.soon);
    this.soon = setTimeout(() => this.keep(), SOON);
    if (this.table !== "drafts") return;
    clearTimeout(this.serverSoon);
    this.serverSoon = setTimeout(() => this.send(), SERVER_SOON);
  }

  /** Write it to the phone. Savings follow one another. */
  keep() {
    clearTimeout(this.soon);
    this.soon = null;
    this.saving = this.saving.then(() => this.#put()).catch((reason) => this.tell("error", { reason: String(reason?.message || reason) }));
    return this.saving;
  }

  async #put() {
    if (this.stopped || this.held || !mine.store) return;
    const { table, id } = this;
    const sealed = await box(table, id, this.value);
    const theirs = await mine.store.write([table], async (tables) => {
      const row = await tables[table].get(id);
      if ((row?.rev ?? 0) !== this.rev) return row || "gone";
      await tables[table].put({ ...row, id, rev: this.rev + 1, box: sealed });
      return null;
    });
    if (theirs === "gone") return this.tell("gone", { state: "sent" });
    if (theirs) return this.tell("conflict", { theirs: await unbox(table, theirs), rev: theirs.rev });
    this.rev += 1;
    this.at = new Date();
    changed("drafts");
    this.tell("kept");
  }

  /** Save it on the server. One request at a time; what is typed meanwhile goes with the next. */
  async send() {
    clearTimeout(this.serverSoon);
    this.serverSoon = null;
    if (this.sending) { await this.sending; if (!this.value.dirty) return; }
    if (this.stopped || this.held || !this.value.dirty || this.table !== "drafts") return;
    this.sending = this.#send();
    await this.sending;
    this.sending = null;
  }

  async #send() {
    const { kind, about, payload, base } = this.value;
    const result = await call("PUT", `/phone/drafts/${this.id}/`, { json: { user: mine.user, kind, about, payload, base } });
    if (this.stopped) return;
    if (result.outcome === "ok") {
      this.value = { ...this.value, base: result.body.version, dirty: this.value.payload !== payload };
      await this.keep();
      return this.tell("saved", { at: new Date() });
    }
    if (result.outcome !== "refused") return this.tell(result.outcome);
    const { code, sentences, server } = result.body;
    if (code === "changed_elsewhere") return this.tell("conflict", { theirs: { ...this.value, payload: server.payload, base: server.version }, rev: this.rev });
    if (code === "already_gone") return this.tell("gone", { state: server.state, at: server.at });
    this.tell("error", { reason: sentences.join(" ") });
  }

  tell(state, more = {}) { if (!this.stopped) this.told(state, more); }

  /** Everything typed is on this phone, and no request is under way. */
  async settled() {
    clearTimeout(this.serverSoon);
    if (this.soon) this.keep();
    await this.saving;
    if (this.sending) await this.sending;
    await this.saving;
  }

  /** Two versions are being compared: nothing is saved until one is chosen. */
  hold() {
    this.held = true;
    clearTimeout(this.soon);
    clearTimeout(this.serverSoon);
  }

  /** This form is left: nothing more is saved from here. */
  stop() {
    this.stopped = true;
    clearTimeout(this.soon);
    clearTimeout(this.serverSoon);
    running.delete(this);
  }

  /** Take this version, typed on top of what the other side has. */
  async resolve(payload, theirs, rev) {
    this.held = false;
    this.rev = rev;
    this.value = { ...this.value, payload, base: theirs.base ?? this.value.base, dirty: true };
    await this.keep();
    await this.send();
  }
}

/** Save what is being typed in this window, before it is locked or left. */
export const settleAll = () => Promise.all([...running].map((writing) => writing.settled()));

/** The draft of this form about this, or the one of that id: from this phone, from the server, or a new one that does not exist yet. */
export async function begin(kind, about, wanted = "") {
  const asked = (id) => !wanted || id === wanted;
  const here = (await rowsOf("drafts")).filter((row) => row.value.kind === kind && row.value.about === about && asked(row.id));
  const there = networkState() === "offline" ? [] : (await onServer(kind, about)).filter((draft) => asked(draft.uuid));
  if (!here.length && there.length) return new Writing(there[0].uuid, fromServer(there[0]));
  const row = here.sort((a, b) => b.rev - a.rev)[0];
  if (!row) return new Writing(newUuid(), { kind, about, payload: null, base: 0, dirty: false });
  const same = there.find((draft) => draft.uuid === row.id);
  const newer = same && same.version > row.value.base && !row.value.dirty;
  return new Writing(row.id, newer ? fromServer(same) : row.value, row.rev);
}

async function onServer(kind, about) {
  const query = new URLSearchParams({ kind, about });
  const result = await call("GET", `/phone/drafts/?${query}`, { timeout: 3000 });
  return result.outcome === "ok" ? result.body.drafts : [];
}

const fromServer = (draft) => ({ kind: draft.kind, about: draft.about, payload: draft.payload, base: draft.version, dirty: false });

/** All drafts that are known here, newest first: {id, value}. */
export const draftsHere = () => rowsOf("drafts");

/** Drafts that only the server has, such as those begun on another device. */
export async function draftsElsewhere() {
  if (networkState() === "offline") return [];
  const result = await call("GET", "/phone/drafts/", { timeout: 5000 });
  if (result.outcome !== "ok") return [];
  const known = new Set([...(await mine.store.all("drafts")), ...(await mine.store.all("outbox"))].map((row) => row.id));
  return result.body.drafts.filter((draft) => !known.has(draft.uuid) && document.getElementById(`form-${draft.kind}`));
}

/** Save on the server what was typed without network and is not open in a form. */
export async function sendUnsaved() {
  const open = new Set([...running].map((writing) => writing.id));
  for (const writing of running) if (writing.value.dirty) await writing.send();
  for (const row of await rowsOf("drafts")) {
    if (open.has(row.id) || !row.value.dirty) continue;
    const writing = new Writing(row.id, row.value, row.rev);
    await writing.send();
    writing.stop();
  }
}

/** Throw a draft away, here and on the server. The caller has asked. */
export async function discard(id) {
  for (const writing of running) if (writing.id === id) writing.stop();
  await mine.store.remove("drafts", id);
  changed("drafts");
  await call("DELETE", `/phone/drafts/${id}/`);
}
