// Small helpers that make elements.

export function make(tag, className, text) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
}

// An event of the document: the reader wants a link for a class.
export const FOR_CLASS = "backpass-for-class";

// A part that the tests know by its name.
export function named(tag, name, className = name) {
  const element = make(tag, className);
  element.dataset.testid = name;
  return element;
}

export function group(className, children) {
  const element = make("div", className);
  element.append(...children);
  return element;
}

export function button(name, html, title, onClick) {
  const element = named("button", name, "");
  element.type = "button";
  element.innerHTML = html;
  label(element, title);
  element.addEventListener("click", () => onClick());
  return element;
}

// The tooltip also says which key does the same, in brackets at its end.
export function label(element, title) {
  element.title = title;
  element.setAttribute("aria-label", title.replace(/ \([^)]*\)$/, ""));
}

// Sets what is different.
export function setData(dataset, values) {
  for (const [key, value] of Object.entries(values)) if (dataset[key] !== value) dataset[key] = value;
}

export const hasModifier = (event) => event.ctrlKey || event.metaKey || event.altKey;
