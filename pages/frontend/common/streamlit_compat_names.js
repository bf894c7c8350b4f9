// What a screen reader says of Streamlit's page: which page of the menu is the current one, and one name for
// each control. Streamlit says that of a slider twice, and a button in a field does not say of which field.

import { silenceDrawings } from "./plotly_compat.js";
import { markMenu } from "./streamlit_compat_menu.js";

const FIELDS = "[data-testid=stSelectbox], [data-testid=stMultiSelect], [data-testid=stNumberInput]";
const OURS = ".backpass-stage, .backpass-board";

function nameControls() {
  for (const slider of document.querySelectorAll("[data-testid=stSlider] input[aria-label]")) {
    slider.removeAttribute("aria-labelledby");
  }
  for (const field of document.querySelectorAll(FIELDS)) {
    const name = field.querySelector("input")?.getAttribute("aria-label");
    for (const button of name ? field.querySelectorAll("button[tabindex='-1'][aria-label]") : []) {
      button.dataset.does ??= button.getAttribute("aria-label");
      button.setAttribute("aria-label", `${button.dataset.does} ${name}`);
    }
  }
}

function nameAll() {
  markMenu();
  nameControls();
  silenceDrawings();
}

// A link of the menu changes its class when its page becomes the current one. Our own pictures change with
// each frame; there, only new drawings of Plotly need a look.
const matters = ({ target, type, addedNodes }) => (target.closest?.(OURS)
  ? [...addedNodes].some((node) => node.matches?.(".plot-container, .main-svg, .modebar"))
  : type === "attributes" || addedNodes.length > 0);

// Names all parts of the page, now and whenever Streamlit adds some.
export function keepNames() {
  let isDue = false;
  const look = () => {
    isDue = false;
    nameAll();
  };
  new MutationObserver((changes) => {
    if (isDue || !changes.some(matters)) return;
    isDue = true;
    requestAnimationFrame(look);
  }).observe(document.body, { childList: true, subtree: true, attributeFilter: ["class"] });
  look();
}
