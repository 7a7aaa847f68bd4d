// The one script of these pages: a passkey needs the browser's own dialogue. It fills in a form and sends it; everything else works without.
const form = document.querySelector("form[data-passkey]");
const { passkey: kind, options } = form?.dataset ?? {};
const waiting = new AbortController();

const ask = async (more = {}) => {
    const json = JSON.parse(options);
    const publicKey = kind === "create" ? PublicKeyCredential.parseCreationOptionsFromJSON(json) : PublicKeyCredential.parseRequestOptionsFromJSON(json);
    const credential = await navigator.credentials[kind]({ publicKey, ...more });
    form.elements.credential.value = JSON.stringify(credential);
    form.submit();
};

if (form && window.PublicKeyCredential?.parseRequestOptionsFromJSON) {
    form.hidden = false;
    form.addEventListener("submit", async event => {
        event.preventDefault();
        waiting.abort(); // one dialogue at a time
        await ask().catch(fault => form.querySelector("output").value = fault.message);
    });
    if (kind === "get" && await PublicKeyCredential.isConditionalMediationAvailable?.()) {
        ask({ mediation: "conditional", signal: waiting.signal }).catch(() => { }); // offered where the name is typed
    }
}
