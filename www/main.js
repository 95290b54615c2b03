// Entry of the dashboard: creates the panels and connects them to the state.
import { connectInput } from "./panels/input_panel.js";
import { preferredLanguage, useLanguage } from "./languages/language.js";
import { AppState } from "./state/app_state.js";
import { connectManualRequest } from "./panels/manual_request.js";
import { connectResume } from "./run_view/saved_runs.js";
import { connectStartPanel } from "./panels/start_panel.js";
import { connectRun } from "./run_view/run_panel.js";
import { connectConnection } from "./panels/connection_panel.js";
import { connectChoices } from "./panels/preferences.js";

useLanguage(preferredLanguage());
const appState = new AppState();
connectChoices(appState);
connectInput(appState);
connectStartPanel(appState);
connectRun(appState);
connectConnection(appState);
connectManualRequest(appState);
// Signals to tests and tools that the page is ready: by now, earlier runs are listed.
await connectResume(appState);
document.documentElement.dataset.ready = "";
