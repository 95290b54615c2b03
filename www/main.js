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
// Said aloud for those who wait for the page: by now earlier runs have been offered.
await connectResume(appState);
document.documentElement.dataset.ready = "";
