// What can be done with answers: rate, copy as a citation, print, clear. Each works without this script but copying.
(() => {
  async function postForm(form, submitter) {
    const body = new FormData(form);
    if (submitter?.name) body.set(submitter.name, submitter.value);
    const response = await fetch(form.action, { method: 'POST', body, headers: { 'X-Requested-With': 'fetch' } });
    if (!response.ok) throw new Error((await response.json()).error.message);
    return response;
  }

  // The rating's buttons stay, so that the focus does; thanks and the wish for a reason come below them.
  async function rate(form, submitter) {
    const place = form.closest('.tools').querySelector('.rated');
    try {
      const html = await (await postForm(form, submitter)).text();
      if (form.matches('.rating')) {
        for (const button of form.querySelectorAll('button')) button.setAttribute('aria-pressed', button === submitter);
      } else {
        form.closest('.tools').querySelector('.rating button[value="no"]').focus();
      }
      place.innerHTML = html;
      live.say(place.querySelector('.thanks').textContent);
    } catch {
      live.say('That could not be kept. Try again in a minute.');
      place.textContent = 'That could not be kept. Try again in a minute.';
    }
  }

  async function copy(button) {
    const place = button.closest('.cite');
    const text = place.querySelector('.citation').textContent;
    try {
      // exists on https and localhost only
      await navigator.clipboard.writeText(text);
      button.textContent = 'Copied';
      live.say('The citation is copied.');
      setTimeout(() => (button.textContent = 'Copy as a citation'), 3000);
    } catch {
      place.querySelector('details').open = true;
      getSelection().selectAllChildren(place.querySelector('.citation'));
      const copied = document.execCommand('copy');
      live.say(copied ? 'The citation is copied.' : 'The citation is selected: copy it with Ctrl+C.');
    }
  }

  function prepare(root) {
    for (const button of root.querySelectorAll('.copy, .print')) button.hidden = false;
    for (const place of root.querySelectorAll('.cite')) place.dataset.script = '';
  }

  document.addEventListener('submit', async (event) => {
    if (event.target.matches('.rating, .why')) {
      event.preventDefault();
      rate(event.target, event.submitter);
    } else if (event.target.matches('.clear')) {
      event.preventDefault();
      await postForm(event.target).catch(() => null);
      document.dispatchEvent(new CustomEvent('cleared'));
      location.replace(location.pathname);
    }
  });
  document.addEventListener('click', (event) => {
    if (event.target.matches('.copy')) copy(event.target);
    if (event.target.matches('.print')) window.print();
  });
  document.addEventListener('shown', (event) => prepare(event.detail));
  prepare(document);
})();
