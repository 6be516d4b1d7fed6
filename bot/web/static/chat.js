// The chat without reloads. The server renders all markup: this script sends the page's own forms and puts the
// fragment that comes back in place. Without it the same forms work by redirects.
(() => {
  const SLOW_MS = 4000;
  const box = document.getElementById('text');
  const log = document.getElementById('log');
  const form = document.querySelector('.ask');
  const button = form.querySelector('.send');
  const counter = document.getElementById('counter');
  const longest = Number(document.body.dataset.longest);
  const calm = matchMedia('(prefers-reduced-motion: reduce)');
  const tabs = 'BroadcastChannel' in window ? new BroadcastChannel('conversation') : null;
  // nothing is kept in a kiosk's browser
  const store = document.body.dataset.kioskMinutes ? null : sessionStorage;
  let sending = false;

  // A UUID; crypto.randomUUID exists on https and localhost only, and an intranet may have neither.
  function newId() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
    return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, '$1-$2-$3-$4-$5');
  }

  function parse(html) {
    const template = document.createElement('template');
    template.innerHTML = html;
    return template.content;
  }

  // ---- sending ----

  async function send(text, id, again = false) {
    const exchange = document.getElementById('pending').content.firstElementChild.cloneNode(true);
    exchange.querySelector('.said').textContent = text;
    exchange.dataset.name = id;
    log.append(exchange);
    exchange.querySelector('.retry').addEventListener('click', () => {
      if (busy()) return;
      // the button goes away, so the focus goes where the next question is typed
      box.focus({ preventScroll: true });
      attempt(exchange, text, id, true);
    });
    await attempt(exchange, text, id, again);
  }

  function busy() {
    if (sending) live.say('The last message is still being sent.');
    return sending;
  }

  // Try once; after a failure the exchange keeps its text and id, so that trying again cannot post twice.
  async function attempt(exchange, text, id, again) {
    setSending(exchange, true);
    store?.setItem('pending', JSON.stringify({ text, id }));
    scrollTo(exchange);
    const slow = setTimeout(() => live.bar('slow', 'Still working on it. You need not send it again.'), SLOW_MS);
    try {
      const html = await post(text, id, again);
      store?.removeItem('pending');
      showReplies(exchange, html);
      tabs?.postMessage('changed');
    } catch (error) {
      showFailure(exchange, error.message);
    } finally {
      clearTimeout(slow);
      live.bar('slow', '');
      setSending(exchange, false);
    }
  }

  function scrollTo(exchange) {
    exchange.scrollIntoView({ block: 'start', behavior: calm.matches ? 'auto' : 'smooth' });
  }

  async function post(text, id, again) {
    const body = new FormData(form);
    body.set('text', text);
    body.set('id', id);
    if (again) body.set('again', '1');
    let response;
    try {
      response = await fetch(form.action, { method: 'POST', body, headers: { 'X-Requested-With': 'fetch' } });
    } catch {
      throw new Error('No answer: there is no connection.');
    }
    // a sign-in page in front of ours answers with itself
    if (response.redirected) throw new Error('Not answered. Reload the page; it is then sent again.');
    if (response.ok) return response.text();
    const answer = await response.json().catch(() => null);
    throw new Error('Not answered. ' + (answer?.error?.message ?? 'Something went wrong on our side.'));
  }

  function setSending(exchange, on) {
    sending = on;
    button.setAttribute('aria-disabled', on);
    exchange.querySelector('.typing')?.toggleAttribute('hidden', !on);
    if (on) {
      exchange.querySelector('.failed').hidden = true;
      live.say('Sending.');
    }
  }

  function showReplies(exchange, html) {
    const fragment = parse(html);
    const heard = [...fragment.querySelectorAll('article.bot')].map(words).join(' ');
    const shown = fragment.firstElementChild;
    document.getElementById('latest')?.removeAttribute('id');
    exchange.replaceWith(fragment);
    document.dispatchEvent(new CustomEvent('shown', { detail: shown }));
    live.say(heard);
    scrollTo(shown);
  }

  // What a reply says aloud: its question and text, and that there are choices.
  function words(article) {
    const copy = article.cloneNode(true);
    copy.querySelectorAll('.tip').forEach((tip) => tip.remove());
    const parts = [...copy.querySelectorAll('.question, .text, .due, .confidence')].map((part) => part.textContent);
    const choices = copy.querySelectorAll('.choices button').length;
    return [...parts, choices ? `${choices} choices follow.` : ''].join(' ').replace(/\s+/g, ' ').trim();
  }

  function showFailure(exchange, message) {
    const failed = exchange.querySelector('.failed');
    failed.querySelector('p').textContent = message;
    failed.hidden = false;
    live.say(message + ' Your text is kept, with a button to send it again.');
  }

  // ---- the question box ----

  function over() {
    return box.value.trim().length - longest;
  }

  function count() {
    const left = -over();
    counter.textContent = left > longest / 5 ? '' : left < 0 ? `${-left} characters too many` : `${left} characters left`;
    counter.classList.toggle('over', left < 0);
    if (left < 0 || [longest / 5, 50, 10, 0].includes(left)) live.say(counter.textContent);
  }

  function submitBox() {
    const text = box.value.trim();
    if (!text || busy()) return;
    if (over() > 0) return count();
    box.value = '';
    store?.removeItem('draft');
    count();
    send(text, newId());
  }

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    submitBox();
  });
  box.addEventListener('keydown', (event) => {
    // while a word is being composed (as for Chinese), Enter belongs to the composition
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    submitBox();
  });
  box.addEventListener('input', () => {
    store?.setItem('draft', box.value);
    count();
  });

  // ---- choices and starters ----

  document.addEventListener('submit', (event) => {
    if (!event.target.matches('.choices, .starters')) return;
    event.preventDefault();
    if (busy()) return;
    event.submitter.classList.add('used');
    send(event.submitter.value, newId());
  });

  // ---- other tabs, reload, back, connection ----

  // Take over what another tab said; the place of reading and the focus stay.
  async function refresh() {
    if (sending || log.querySelector('.pending')) return;
    const response = await fetch(location.pathname, { headers: { 'X-Requested-With': 'fetch' } }).catch(() => null);
    if (!response?.ok || sending) return;
    const names = (root) => [...root.querySelectorAll('.exchange')].map((exchange) => exchange.dataset.name);
    const fresh = parse(await response.text());
    const before = names(log);
    const after = names(fresh);
    // cleared in another tab: the questions to start with come back
    if (before.length && !after.length) return location.reload();
    if (before.every((name, position) => name === after[position])) {
      log.append(...[...fresh.querySelectorAll('.exchange')].slice(before.length));
    } else {
      log.replaceChildren(fresh);
    }
    if (before.join() !== after.join()) document.dispatchEvent(new CustomEvent('shown', { detail: log }));
  }

  function takeUp() {
    if (!store) return;
    if (!box.value) box.value = store.getItem('draft') ?? '';
    const pending = JSON.parse(store.getItem('pending') ?? 'null');
    store.removeItem('pending');
    if (pending && !log.querySelector(`[data-name="${CSS.escape(pending.id)}"]`)) send(pending.text, pending.id, true);
  }

  tabs?.addEventListener('message', refresh);
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && refresh());
  window.addEventListener('pageshow', (event) => event.persisted && refresh());
  document.addEventListener('cleared', () => {
    store?.removeItem('draft');
    store?.removeItem('pending');
    tabs?.postMessage('changed');
  });
  window.addEventListener('offline', () => {
    live.bar('online', '');
    live.bar('offline', 'You are offline. What you type is kept; send it when the connection is back.');
  });
  window.addEventListener('online', () => {
    live.bar('offline', '');
    live.bar('online', 'Back online.');
    setTimeout(() => live.bar('online', ''), 5000);
    refresh();
  });

  document.querySelector('.keys').hidden = false;
  // an empty box is no fault here: Enter and Send then do nothing
  box.required = false;
  takeUp();
  count();
  if (log.lastElementChild && !location.hash) log.lastElementChild.scrollIntoView({ block: 'start', behavior: 'auto' });
})();
