// Asks the test where to go next, and goes there.
export async function next() {
  globalThis.location.replace(await (await fetch("/next")).text());
}
