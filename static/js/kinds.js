// The stars of the fields follow the kind chosen; data-needs holds [names of kinds, fields] of each group, the last for all others.
(() => {
  const form = document.querySelector('form[data-needs]');
  if (!form) return;
  const needs = JSON.parse(form.dataset.needs), kind = form.elements.kind;
  const depending = new Set(needs.flatMap(group => group[1]));
  depending.delete('subject');
  const follow = () => {
    const name = kind.value.split('|')[1] || '';
    const wanted = (needs.find(group => group[0].includes(name)) || needs[needs.length - 1] || [[], []])[1];
    for (const field of depending) {
      const input = form.elements[field], label = form.querySelector(`label[for="${input.id}"]`);
      input.required = wanted.includes(field);
      label.querySelector('.star')?.remove();
      if (input.required) label.insertAdjacentHTML('beforeend', ' <span class="star" aria-hidden="true">*</span>');
    }
  };
  kind.addEventListener('change', follow);
})();
