// Brings a tab back after its server was lost. Streamlit connects the page to whichever server answers next,
// but runs nothing there until the reader acts, and another page would then open without their link. So the
// script runs at once: the address contains all that the new server must know.

import { sendAlone, watchConnection } from "./common/streamlit_compat.js";
import { closeMenuWhenChosen } from "./common/streamlit_compat_menu.js";
import { keepNames } from "./common/streamlit_compat_names.js";

let component = null;
let watched = null;
let losses = 0;

closeMenuWhenChosen();
keepNames();

export default function mount(latest) {
  component = latest;
  if (watched?.app.isConnected) return;
  watched?.stop();
  watched = watchConnection(() => {
    losses += 1;
    sendAlone(component, "losses", losses);
  });
  if (watched) watched.app.dataset.reconnection = "watched";
}
