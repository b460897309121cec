// Rows on this phone (IndexedDB). One database for each user; what is in it is ciphertext except for keys of rows and
// for how many there are. A promise resolves only when the row is on the disk.

const DEVICE = "tongxin-phone";
const TABLES = ["meta", "drafts", "outbox", "photos", "taken", "sent"];

const result = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

const finished = (transaction) => new Promise((resolve, reject) => {
  transaction.oncomplete = () => resolve();
  transaction.onerror = () => reject(transaction.error);
  transaction.onabort = () => reject(transaction.error || new Error("aborted"));
});

function opened(name, tables) {
  const request = indexedDB.open(name, 1);
  request.onupgradeneeded = () => tables.forEach((table) => request.result.createObjectStore(table, { keyPath: "id" }));
  return result(request).then((database) => {
    database.onversionchange = () => database.close();
    return database;
  });
}

const rows = (table) => ({
  get: (id) => result(table.get(id)),
  put: (row) => result(table.put(row)),
  remove: (id) => result(table.delete(id)),
});

export class Store {
  constructor(database) { this.database = database; }

  static async of(user) { return new Store(await opened(`${DEVICE}-${user}`, TABLES)); }

  get(table, id) { return result(this.database.transaction(table).objectStore(table).get(id)); }

  all(table) { return result(this.database.transaction(table).objectStore(table).getAll()); }

  count(table) { return result(this.database.transaction(table).objectStore(table).count()); }

  /** Do `work(tables)` in one transaction: everything of it is on the disk, or nothing. It must not await anything else. */
  async write(tables, work) {
    const transaction = this.database.transaction(tables, "readwrite", { durability: "strict" });
    const done = finished(transaction);
    let answer;
    try {
      answer = await work(Object.fromEntries([tables].flat().map((table) => [table, rows(transaction.objectStore(table))])));
    } catch (reason) {
      done.catch(() => {});
      try { transaction.abort(); } catch { /* it has ended already */ }
      throw reason;
    }
    await done;
    return answer;
  }

  put(table, row) { return this.write(table, (tables) => tables[table].put(row)); }

  remove(table, id) { return this.write(table, (tables) => tables[table].remove(id)); }

  close() { this.database.close(); }
}

/** The same for as long as the page is open, where a browser cannot keep anything safely. */
export class Memory {
  constructor() { this.tables = Object.fromEntries(TABLES.map((table) => [table, new Map()])); }

  async get(table, id) { return this.tables[table].get(id); }

  async all(table) { return [...this.tables[table].values()]; }

  async count(table) { return this.tables[table].size; }

  async write(_tables, work) {
    const held = (map) => ({ get: async (id) => map.get(id), put: async (row) => { map.set(row.id, row); }, remove: async (id) => { map.delete(id); } });
    return work(Object.fromEntries(Object.entries(this.tables).map(([table, map]) => [table, held(map)])));
  }

  async put(table, row) { this.tables[table].set(row.id, row); }

  async remove(table, id) { this.tables[table].delete(id); }

  close() {}
}

/** What belongs to the phone and not to a user: its id, and whose store is offered without network. */
export async function devicePlace() {
  const database = await opened(DEVICE, ["meta"]);
  const store = new Store(database);
  return {
    read: async (id) => (await store.get("meta", id))?.value,
    write: (id, value) => store.put("meta", { id, value }),
  };
}
