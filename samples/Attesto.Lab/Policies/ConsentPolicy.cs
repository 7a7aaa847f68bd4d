using Attesto;
using Attesto.AspNetCore;

namespace Attesto.Lab.Policies;

/// <summary>Does the person let the client act for them? The consent page asks, once for the same (Attesto:Authorization:RememberConsentFor).</summary>
public sealed class ConsentPolicy(ConsentForm form, ConsentMemory memory, SignInReturn signInReturn) : IConsentPolicy
{
    public async ValueTask<ConsentOutcome> ConsentAsync(HttpContext http, ConsentRequest request, CancellationToken cancellationToken)
    {
        if (request.Authorization is null)
        {
            return new ConsentOutcome.Granted(); // a device: its own page names the client and asks (RFC 8628 §3.3)
        }

        if ((await form.ReadAsync(http, request, cancellationToken) ?? await memory.FindAsync(http, request, cancellationToken)) is { } decision)
        {
            return decision;
        }

        var prompt = await form.OpenAsync(http, request, cancellationToken);
        var switchUrl = $"{http.Request.PathBase}/signin?returnUrl={Uri.EscapeDataString(await signInReturn.ReturnUrlAsync(http, cancellationToken))}";
        return new ConsentOutcome.Handled(Page.Of("Consent", prompt with { SwitchUrl = switchUrl }));
    }
}
