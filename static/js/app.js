// Sổ tay: what plain HTML cannot do. Every page works without this file.
(() => {
  const doc = document;
  // Answers that are no new content: app.js says them in words instead.
  htmx.config.noSwap = [204, 304, 400, 401, 403, 404, 405, 413, 429, '5xx'];
  const words = doc.documentElement.lang === 'en' ? {
    lost: 'No connection. Nothing was lost: what you typed is still here.',
    late: 'The server has not answered yet. The link may be weak.',
    failed: 'The server could not do this.',
    again: 'Try again', close: 'Close', wait: 'Please wait…'
  } : {
    lost: 'Mất kết nối. Không mất gì cả: những gì bạn đã nhập vẫn còn đây.',
    late: 'Máy chủ chưa trả lời. Có thể sóng yếu.',
    failed: 'Máy chủ chưa làm được việc này.',
    again: 'Thử lại', close: 'Đóng', wait: 'Xin chờ…'
  };

  // Two live regions; they must be in the page before words are put into them.
  const region = (name, role) => {
    const box = doc.createElement('div');
    box.id = name;
    box.setAttribute('role', role);
    box.hidden = role === 'alert';
    doc.body.append(box);
    return box;
  };
  const trouble = region('trouble', 'alert');
  const status = region('status', 'status');

  const tell = (text, again) => {
    const line = doc.createElement('p'), row = doc.createElement('p');
    const add = (label, kind, act) => {
      const button = doc.createElement('button');
      button.type = 'button';
      button.className = kind;
      button.textContent = label;
      button.onclick = () => { quiet(); if (act) act(); };
      row.append(button);
    };
    line.textContent = text;
    row.className = 'actions';
    if (again) add(words.again, 'main', again);
    add(words.close, 'quiet');
    trouble.hidden = false;
    trouble.replaceChildren(line, row);
  };
  const quiet = () => { trouble.hidden = true; trouble.replaceChildren(); };

  // Lock a form while it is being sent. The server's one-time key makes a second press harmless anyway.
  const lock = form => {
    form.setAttribute('aria-busy', 'true');
    form.unlock = setTimeout(unlock, 90000, form);
  };
  const unlock = form => {
    clearTimeout(form.unlock);
    form.removeAttribute('aria-busy');
  };
  addEventListener('submit', event => {
    if (event.target.getAttribute('aria-busy') !== 'true') return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }, true);
  addEventListener('submit', event => {
    const form = event.target, button = event.submitter;
    if (event.defaultPrevented || form.method !== 'post') return;
    if (navigator.onLine) return 'download' in form.dataset || lock(form); // a file leaves the page as it is
    // The browser's own page for a lost link would take what was typed away.
    event.preventDefault();
    tell(words.lost, () => form.requestSubmit(button));
  });
  addEventListener('pageshow', () => doc.querySelectorAll('form[aria-busy]').forEach(unlock));

  // htmx: waiting, errors and time-outs in words, with another try.
  let waiting = 0, slow;
  const on = (name, act) => doc.addEventListener('htmx:' + name, event => act(event.detail.ctx, event));
  const formOf = ctx => ctx.request.form || ctx.sourceElement.closest('form');
  const retry = ctx => () => {
    const from = ctx.sourceElement, form = ctx.request.form;
    if (!from.isConnected) location.reload();
    else if (form) form.requestSubmit ? form.requestSubmit(ctx.request.submitter) : form.submit();
    else from.dispatchEvent(new Event(ctx.sourceEvent.type, {bubbles: true, cancelable: true}));
  };
  on('before:request', ctx => {
    quiet();
    waiting++;
    clearTimeout(slow);
    slow = setTimeout(() => { status.textContent = words.wait; }, 300);
    if (formOf(ctx) && ctx.request.method !== 'GET') lock(formOf(ctx));
  });
  on('finally:request', ctx => {
    waiting = Math.max(0, waiting - 1);
    if (!waiting) {
      clearTimeout(slow);
      status.textContent = '';
    }
    if (formOf(ctx)) unlock(formOf(ctx));
  });
  on('response:error', ctx => {
    const code = ctx.response.status;
    if (code === 409 || code === 422 || ctx.hx.redirect) return;
    if (code === 401) return location.reload();
    // The server's own words, from its error page.
    const said = new DOMParser().parseFromString(ctx.text || '', 'text/html').querySelectorAll('[data-error] p');
    const text = [...said].map(line => line.textContent.trim()).join(' ');
    tell(text || words.failed + ' (' + code + ')', code >= 500 || code === 429 ? retry(ctx) : null);
  });
  on('error', ctx => {
    tell(ctx.request.signal && ctx.request.signal.reason === 'timeout' ? words.late : words.lost, retry(ctx));
  });

  // Focus goes to what is wrong.
  const focus = () => {
    const summary = doc.querySelector('.summary');
    if (summary) summary.focus();
  };
  on('after:swap', focus);
  focus();

  // Menus close on a press outside and on Escape.
  const shut = except => doc.querySelectorAll('details.menu[open]').forEach(menu => {
    if (!menu.contains(except)) menu.open = false;
  });
  doc.addEventListener('click', event => shut(event.target));
  doc.addEventListener('keydown', event => {
    if (event.key !== 'Escape') return;
    const menu = event.target.closest('details.menu[open]');
    shut();
    if (menu) menu.querySelector('summary').focus();
  });

  // Titles under the search box while one types: after a pause, and never on a slow or dear link.
  const find = doc.querySelector('.find [type=search]'), link = navigator.connection || {};
  if (find && !link.saveData && !/2g/.test(link.effectiveType)) {
    const box = doc.createElement('div');
    let pause;
    const empty = () => { clearTimeout(pause); box.textContent = ''; };
    box.className = 'menu';
    box.style.alignSelf = 'end';
    find.autocomplete = 'off';
    find.form.append(box);
    find.oninput = () => {
      const text = find.value.trim();
      empty();
      if (text.length > 1) pause = setTimeout(() => fetch('/tim-kiem/goi-y?q=' + encodeURIComponent(text)).then(
        answer => answer.ok && answer.text()).then(
        html => { if (html && text === find.value.trim()) box.innerHTML = html; }, () => {}), 400);
    };
    find.form.onsubmit = empty;
    for (const name of ['click', 'focusin', 'keydown']) doc.addEventListener(name, event => {
      if (name === 'keydown' ? event.key === 'Escape' : !find.form.contains(event.target)) empty();
    });
  }

  doc.querySelectorAll('[data-print]').forEach(button => {
    button.hidden = false;
    button.onclick = () => print();
  });
})();
