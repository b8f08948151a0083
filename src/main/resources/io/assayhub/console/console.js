// The pages work without this: it keeps live parts fresh, marks all of a list, and asks before what cannot be undone.
(() => {
  'use strict';
  for (const part of document.querySelectorAll('[data-live]')) {
    const source = new EventSource(part.dataset.live);
    source.onmessage = event => {
      if (event.data && !part.contains(document.activeElement)) part.innerHTML = event.data;
    };
    source.onerror = () => { part.dataset.stale = ''; };
    addEventListener('pagehide', () => source.close());
  }
  document.addEventListener('change', event => {
    const all = event.target.closest('[data-all]');
    if (all) {
      for (const box of document.querySelectorAll(`input[name="${all.dataset.all}"]`)) box.checked = all.checked;
    }
    const count = document.querySelector('[data-count]');
    if (count) count.textContent = document.querySelectorAll('input[name="key"]:checked').length + ' marked';
  });
  document.addEventListener('keydown', event => {
    if (event.key === '/' && !event.target.closest('input, textarea, select')) {
      event.preventDefault();
      document.querySelector('form.search input').focus();
    }
  });
})();
