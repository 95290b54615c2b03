// Language and colour scheme, remembered for the next visit.
import { byId, element, fill } from "../dom/element.js";
import { LANGUAGES, language, useLanguage } from "../languages/language.js";

const STORED = "recall-dashboard-theme";

/** @param {import("../state/app_state.js").AppState} appState */
export function connectChoices(appState) {
  const languages = byId("language");
  fill(languages, Object.entries(LANGUAGES).map(([tag, { name }]) => element("option", { value: tag, lang: tag }, name)));
  languages.value = language();
  languages.addEventListener("change", () => {
    useLanguage(languages.value, { keep: true });
    appState.dispatchEvent(new Event("words"));
  });
  const themes = byId("theme");
  const system = matchMedia("(prefers-color-scheme: dark)");
  themes.value = ["light", "dark"].find((theme) => theme === localStorage.getItem(STORED)) ?? "system";
  const apply = () => {
    const theme = themes.value === "system" ? (system.matches ? "dark" : "light") : themes.value;
    document.documentElement.dataset.theme = theme;
  };
  themes.addEventListener("change", () => { localStorage.setItem(STORED, themes.value); apply(); });
  system.addEventListener("change", apply);
  apply();
}
