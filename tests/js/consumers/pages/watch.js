// Reports to the test any script that fails to load or throws while loading. A classic script, so that it runs before all others.
{
  const tell = (detail) => fetch("/report", { method: "POST", body: JSON.stringify([{ claim: "loads", ok: false, detail }]) });
  globalThis.addEventListener("error", (event) => tell(String(event.error?.stack ?? event.message ?? event.target?.src)), true);
}
