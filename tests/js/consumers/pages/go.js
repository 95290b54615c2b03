// Asks the test for the next page, and opens it.
export async function next() {
  globalThis.location.replace(await (await fetch("/next")).text());
}
