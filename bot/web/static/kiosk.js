// A shared machine: after some quiet minutes the conversation is cleared, with a warning that keeps it.
(() => {
  const WARNING_SECONDS = 60;
  const dialog = document.getElementById('quiet');
  const quietMs = Number(document.body.dataset.kioskMinutes) * 60000;
  let timer;
  let tick;

  function restart() {
    clearTimeout(timer);
    // with a limit of one minute the warning takes the second half of it
    timer = setTimeout(warn, Math.max(quietMs - WARNING_SECONDS * 1000, quietMs / 2));
  }

  function warn() {
    let left = Math.min(WARNING_SECONDS, quietMs / 2000);
    dialog.querySelector('.seconds').textContent = left;
    dialog.showModal();
    tick = setInterval(() => {
      left -= 1;
      dialog.querySelector('.seconds').textContent = left;
      if (left <= 0) {
        clearInterval(tick);
        forget();
      }
    }, 1000);
  }

  // Also when the server is down: the page must not stay readable.
  function forget() {
    document.getElementById('text').value = '';
    document.getElementById('log').replaceChildren();
    dialog.close();
    document.querySelector('.clear').requestSubmit();
  }

  dialog.addEventListener('close', () => {
    clearInterval(tick);
    restart();
  });
  dialog.querySelector('.keep').addEventListener('click', () => dialog.close());
  for (const kind of ['pointerdown', 'pointermove', 'keydown', 'scroll']) {
    document.addEventListener(kind, () => dialog.open || restart(), { passive: true, capture: true });
  }
  restart();
})();
