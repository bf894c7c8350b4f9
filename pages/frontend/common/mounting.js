// Returns what Streamlit calls with each message of a component. `create` makes its view once: Streamlit may
// end one call after it began the next, so a view is removed only when its element stays off the page.

export function mounting(create, milliseconds) {
  const views = new Map();
  return (component, plotlyFile) => {
    const { parentElement, data } = component;
    const view = views.get(parentElement) ?? create(parentElement, plotlyFile);
    views.set(parentElement, view);
    view.component = component;
    if (data && data !== view.data) {
      view.data = data;
      view.receive(data);
    }
    return () => setTimeout(() => {
      if (parentElement.isConnected) return;
      views.delete(parentElement);
      view.remove();
    }, milliseconds);
  };
}
