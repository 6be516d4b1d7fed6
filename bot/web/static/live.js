// What is said to a screen reader and shown in bars. `live.say` is heard once; it never moves the focus.
const live = {
  region: document.getElementById('live'),

  say(text) {
    // an element of its own: the same words said twice are then heard twice
    const line = document.createElement('p');
    line.textContent = text;
    this.region.replaceChildren(line);
  },

  // Show a bar above the question box; an empty text takes it away. One bar of each kind.
  bar(kind, text) {
    const bars = document.getElementById('bars');
    bars.querySelector('.' + kind)?.remove();
    if (!text) return;
    const bar = document.createElement('p');
    bar.className = 'bar ' + kind;
    bar.textContent = text;
    bars.append(bar);
    this.say(text);
  },
};
