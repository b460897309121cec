// The key of one user's store. It is wrapped twice, by a key that this browser never gives out and by one made from the
// PIN; once open it is a key that cannot be read, and locking forgets it. docs/phone.md says what this holds against.

const ROUNDS = 600000;
const SLOW_AFTER = 3;
const LONGEST_WAIT = 15 * 60 * 1000;
const AES = { name: "AES-GCM", length: 256 };
const random = (count) => crypto.getRandomValues(new Uint8Array(count));
const bytes = (text) => new TextEncoder().encode(text);

export class WrongPin extends Error {}

export class TooSoon extends Error {
  constructor(seconds) { super("too soon"); this.seconds = seconds; }
}

async function fromPin(pin, salt, rounds) {
  const material = await crypto.subtle.importKey("raw", bytes(pin), "PBKDF2", false, ["deriveKey"]);
  return crypto.subtle.deriveKey({ name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds }, material, AES, false, ["encrypt", "decrypt"]);
}

async function sealed(key, plain, place) {
  const iv = random(12);
  const data = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: bytes(place) }, key, plain);
  return { iv, data };
}

const unsealed = (key, box, place) =>
  crypto.subtle.decrypt({ name: "AES-GCM", iv: box.iv, additionalData: bytes(place) }, key, box.data);

const usable = (raw) => crypto.subtle.importKey("raw", raw, AES, false, ["encrypt", "decrypt"]);

/** Six digits that are not all the same and do not just count up or down. */
export function goodPin(pin) {
  if (!/^\d{6}$/.test(pin)) return false;
  const steps = new Set(Array.from(pin.slice(1), (digit, place) => digit - pin[place]));
  return !(steps.size === 1 && [0, 1, -1].includes([...steps][0]));
}

async function wrapped(raw, pin, device) {
  const salt = random(16);
  const inner = await sealed(await fromPin(pin, salt, ROUNDS), raw, "pin");
  const outer = await sealed(device, inner.data, "device");
  return { salt, rounds: ROUNDS, pinIv: inner.iv, box: outer };
}

/** Is there a store of this user on this phone that a PIN opens? */
export async function hasVault(store) { return Boolean(await store.get("meta", "vault")); }

/** Make the store's key. Returns it, and its bytes once, for the server to keep. */
export async function makeVault(store, pin) {
  const raw = random(32);
  const row = await newLock(raw, pin, { kept: false });
  await store.write(["meta"], async ({ meta }) => {
    if (await meta.get("vault")) throw new Error("another window has made it already");
    await meta.put(row);
  });
  return { key: await usable(raw), raw };
}

/** Wrap the bytes of a key, as the server gave them back, under a new PIN. */
export async function rewrap(store, raw, pin) {
  await store.put("meta", await newLock(raw, pin, { kept: true }));
  return usable(raw);
}

async function newLock(raw, pin, { kept }) {
  const device = await crypto.subtle.generateKey(AES, false, ["encrypt", "decrypt"]);
  return { id: "vault", device, ...(await wrapped(raw, pin, device)), kept, wrong: 0, next: 0 };
}

/** Open the store. Raises WrongPin, or TooSoon after several wrong ones. */
export async function openVault(store, pin) {
  const lock = await store.get("meta", "vault");
  const wait = Math.min(lock.next - Date.now(), LONGEST_WAIT);
  if (wait > 0) throw new TooSoon(Math.ceil(wait / 1000));
  const wrong = lock.wrong + 1; // counted before the try, so that closing the page does not make it free
  const pause = wrong < SLOW_AFTER ? 0 : Math.min(5000 * 2 ** (wrong - SLOW_AFTER), LONGEST_WAIT);
  await store.put("meta", { ...lock, wrong, next: Date.now() + pause });
  const inner = { iv: lock.pinIv, data: await unsealed(lock.device, lock.box, "device") };
  let raw;
  try {
    raw = new Uint8Array(await unsealed(await fromPin(pin, lock.salt, lock.rounds), inner, "pin"));
  } catch {
    throw new WrongPin();
  }
  await store.put("meta", { ...lock, wrong: 0, next: 0 });
  const key = await usable(raw);
  return { key, raw: lock.kept ? null : raw };
}

/** Note that the server keeps the key too. */
export async function keyIsKept(store) {
  const lock = await store.get("meta", "vault");
  await store.put("meta", { ...lock, kept: true });
}

export const base64 = (raw) => btoa(String.fromCharCode(...raw));
export const fromBase64 = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

/** A value as a box for the store; `place` ties it to its row. */
export const boxed = (key, value, place) => sealed(key, bytes(JSON.stringify(value)), place);

export async function unboxed(key, box, place) {
  return JSON.parse(new TextDecoder().decode(await unsealed(key, box, place)));
}

export const boxedBytes = (key, content, place) => sealed(key, content, place);
export const unboxedBytes = (key, box, place) => unsealed(key, box, place);
