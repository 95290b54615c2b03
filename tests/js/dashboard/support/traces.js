// Collects everything that a page stores, shows and sends as one text, to search it for secrets.
/* global document, indexedDB, location, caches */

/** Runs in the page: everything that is stored, shown or typed. */
export async function traces() {
  const databases = await indexedDB.databases();
  const stored = await Promise.all(databases.map(({ name }) => new Promise((resolve, reject) => {
    const request = indexedDB.open(name ?? "");
    request.onerror = () => reject(request.error);
    request.onsuccess = () => {
      const database = request.result;
      const names = [...database.objectStoreNames];
      const transaction = database.transaction(names);
      const reads = names.map((store) => transaction.objectStore(store).getAll());
      transaction.oncomplete = () => resolve(reads.map((read) => read.result));
    };
  })));
  const typed = [...document.querySelectorAll("input, textarea")].map((field) => /** @type {HTMLInputElement} */ (field).value);
  const storage = [localStorage, sessionStorage, await caches.keys()].map((one) => JSON.stringify(one));
  return [JSON.stringify(stored), ...storage, document.cookie, document.documentElement.outerHTML, ...typed, location.href].join("\n");
}

/**
 * Records everything that a page sends and logs from now on.
 * @param {import("playwright-core").Page} page
 */
export function listen(page) {
  /** @type {string[]} */
  const logged = [];
  /** @type {{ url: string, headers: Record<string, string>, body: string }[]} */
  const sent = [];
  page.on("console", (message) => logged.push(message.text()));
  page.on("request", (request) => sent.push({ url: request.url(), headers: request.headers(), body: request.postData() ?? "" }));
  return { logged, sent };
}
