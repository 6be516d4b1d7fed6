// The chat inside a panel of another page: Escape closes the panel, opening it puts the focus into the question box.
(() => {
  if (window.parent === window) return;
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    if (document.querySelector(':is(dialog[open], :popover-open)')) return;
    // says nothing but "close", so any parent may hear it; which sites may be one is up to frame-ancestors
    window.parent.postMessage('program-faq:close', '*');
  });
  window.addEventListener('message', (event) => {
    if (event.source === window.parent && event.data === 'program-faq:open') document.getElementById('text').focus();
  });
})();
