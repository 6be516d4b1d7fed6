// Adds the chat to an intranet page:
//   <script src="https://bot.example/embed.js" data-title="287(g) questions" data-position="right" data-color="#17477d" defer></script>
// data-position is right (the default) or left, data-color a hex color, data-title the name of button and panel.
// The page's own address must be among the bot's BOT_FRAME_ANCESTORS.
(() => {
  const script = document.currentScript;
  const origin = new URL(script.src).origin;
  const panelAddress = new URL('embed', script.src).href;
  const title = script.dataset.title || '287(g) questions';
  const side = script.dataset.position === 'left' ? 'left' : 'right';
  const color = /^#[0-9a-f]{6}$/i.test(script.dataset.color ?? '') ? script.dataset.color : '#17477d';

  // Black or white, whichever is read better on the color (relative luminance of WCAG).
  function inkOn(hex) {
    const [red, green, blue] = [1, 3, 5].map((start) => {
      const part = parseInt(hex.slice(start, start + 2), 16) / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 ? '#000000' : '#ffffff';
  }

  // A shadow root keeps the page's styles out; a constructed sheet needs no leave of the page's policy.
  const host = document.createElement('div');
  const root = host.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    button { font: 600 16px/1.4 system-ui, sans-serif; min-height: 44px; padding: 8px 18px; border: 2px solid transparent;
      border-radius: 22px; background: ${color}; color: ${inkOn(color)}; cursor: pointer; }
    button:focus-visible { outline: 3px solid ${color}; outline-offset: 3px; }
    .launcher { position: fixed; bottom: 20px; ${side}: 20px; z-index: 2147483000; box-shadow: 0 2px 10px rgb(0 0 0 / 30%); }
    .panel { position: fixed; bottom: 80px; ${side}: 20px; z-index: 2147483000; display: flex; flex-direction: column;
      width: min(440px, calc(100vw - 40px)); height: min(700px, calc(100vh - 100px)); overflow: hidden;
      border: 1px solid #6b7885; border-radius: 12px; background: ${color}; box-shadow: 0 6px 30px rgb(0 0 0 / 35%); }
    .panel[hidden] { display: none; }
    .head { display: flex; align-items: center; justify-content: space-between; padding: 4px 4px 4px 16px; color: ${inkOn(color)}; }
    .head h2 { margin: 0; font: 600 16px/1.4 system-ui, sans-serif; }
    .head button { border-radius: 8px; padding: 4px 12px; min-height: 36px; }
    .head button:focus-visible { outline-color: currentcolor; outline-offset: -4px; }
    iframe { flex: 1; width: 100%; border: 0; background: #ffffff; }
    @media (max-width: 480px), (max-height: 480px) {
      .panel { inset: 0; width: 100%; height: 100%; border: 0; border-radius: 0; }
    }
    @media print { :host { display: none; } }
    @media (forced-colors: active) { button { border-color: ButtonBorder; } }
  `);
  root.adoptedStyleSheets = [sheet];

  const launcher = document.createElement('button');
  launcher.type = 'button';
  launcher.className = 'launcher';
  launcher.textContent = title;
  launcher.setAttribute('aria-expanded', 'false');
  launcher.setAttribute('aria-controls', 'panel');

  const panel = document.createElement('div');
  panel.id = 'panel';
  panel.className = 'panel';
  panel.hidden = true;
  panel.setAttribute('role', 'dialog');
  panel.setAttribute('aria-label', title);
  const head = document.createElement('div');
  head.className = 'head';
  const heading = document.createElement('h2');
  heading.textContent = title;
  const closer = document.createElement('button');
  closer.type = 'button';
  closer.textContent = 'Close';
  head.append(heading, closer);
  const frame = document.createElement('iframe');
  frame.title = title;
  panel.append(head, frame);
  root.append(launcher, panel);

  function open() {
    panel.hidden = false;
    launcher.setAttribute('aria-expanded', 'true');
    // loaded at the first use only, and kept: closing loses nothing
    if (!frame.src) frame.src = panelAddress;
    else focusQuestion();
  }

  function focusQuestion() {
    frame.focus({ preventScroll: true });
    frame.contentWindow.postMessage('program-faq:open', origin);
  }

  function close() {
    panel.hidden = true;
    launcher.setAttribute('aria-expanded', 'false');
    launcher.focus();
  }

  frame.addEventListener('load', () => panel.hidden || focusQuestion());
  launcher.addEventListener('click', () => (panel.hidden ? open() : close()));
  closer.addEventListener('click', close);
  root.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !panel.hidden) close();
  });
  window.addEventListener('message', (event) => {
    const ours = event.origin === origin && event.source === frame.contentWindow;
    if (ours && event.data === 'program-faq:close' && !panel.hidden) close();
  });

  document.body.append(host);
})();
