// Tells the test of a script that fails to load or throws while it does. A classic script, so that it is there before all others.
{
  const tell = (detail) => fetch("/report", { method: "POST", body: JSON.stringify([{ claim: "loads", ok: false, detail }]) });
  globalThis.addEventListener("error", (event) => tell(String(event.error?.stack ?? event.message ?? event.target?.src)), true);
}
