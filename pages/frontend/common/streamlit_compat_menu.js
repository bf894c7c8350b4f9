// The menu of pages in Streamlit's sidebar: which page is the current one, and that it closes on a phone.

const NAVIGATION = ".st-key-menu";
const LINK = "[data-testid=stPageLink-NavLink]";
const CLOSE = "[data-testid=stSidebarCollapseButton] button";

// Pixels. In a narrower window Streamlit's sidebar lies over the page.
const OVERLAY = "(max-width: 768px)";

const pathOf = (href) => new URL(href, location.href).pathname.replace(/\/$/, "");

export function markMenu() {
  document.querySelector(NAVIGATION)?.setAttribute("role", "navigation");
  document.querySelector(NAVIGATION)?.setAttribute("aria-label", "Pages");
  for (const link of document.querySelectorAll(`${NAVIGATION} ${LINK}`)) {
    if (!link.getAttribute("href")) link.setAttribute("href", "./"); // as Streamlit leaves the first page
    if (pathOf(link.href) === pathOf("")) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
}

// A page that was chosen is not left behind the menu; the focus goes to it.
export function closeMenuWhenChosen() {
  document.addEventListener("click", ({ target }) => {
    if (!target.closest?.(`${NAVIGATION} ${LINK}`) || !matchMedia(OVERLAY).matches) return;
    document.querySelector(CLOSE)?.click();
    document.getElementById("stMain")?.focus({ preventScroll: true });
  });
}
