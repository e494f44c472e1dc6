// Passkeys: hands the server's challenge to the device and its answer back in the form. Served on two pages only.
(() => {
  const form = document.getElementById('passkey'), field = form.elements.credential;
  const button = form.querySelector('button'), act = field.dataset.act;
  if (!window.PublicKeyCredential) return;

  const bytes = text => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), sign => sign.charCodeAt(0));
  const text = buffer => btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
  const show = name => form.querySelectorAll('[data-state]').forEach(line => {
    line.hidden = line.dataset.state !== name;
  });

  const options = JSON.parse(field.dataset.options);
  options.challenge = bytes(options.challenge);
  if (options.user) options.user.id = bytes(options.user.id);
  for (const one of [...options.excludeCredentials || [], ...options.allowCredentials || []]) one.id = bytes(one.id);

  const answer = made => {
    const response = {};
    for (const name of ['clientDataJSON', 'attestationObject', 'authenticatorData', 'signature', 'userHandle'])
      if (made.response[name]) response[name] = text(made.response[name]);
    return JSON.stringify({id: made.id, rawId: text(made.rawId), type: made.type, response,
      clientExtensionResults: made.getClientExtensionResults()});
  };

  show('ready');
  button.parentNode.hidden = false;
  let done = false;
  form.addEventListener('submit', event => {
    if (done) return;
    event.preventDefault();
    button.disabled = true;
    navigator.credentials[act]({publicKey: options}).then(made => {
      field.value = answer(made);
      done = true;
      form.submit();
    }).catch(() => {
      show('failed');
      button.disabled = false;
    });
  }, true);
})();
